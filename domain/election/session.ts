/** The first session of a committee, which elects its officers (274号32, 38; 山东条例30, 32; 青岛条例36, 38). */
import type { CaseParameters } from '../case/opening.ts';
import { type FieldError, fieldError } from '../errors.ts';
import { exceeds, reaches } from '../policy/ratio.ts';
import { flagOf, wordOf } from '../procedures/parameters.ts';
import { text } from '../text.ts';
import type { Candidate } from './facts.ts';

export interface Session {
  present: number;
  /** How many members voted for the officers. */
  agreed: number;
  chair: string;
  deputies: string[];
}

/** Why the session decides nothing: too few present, too few agree of all members, or officers who are no members. */
export function sessionFaults(
  session: Session,
  members: readonly Candidate[],
  parameters: CaseParameters,
): FieldError[] {
  const { present, agreed, chair, deputies } = session;
  const all = members.length;
  const enough = flagOf(parameters, 'election.committeeSessionQuorumStrict') ? exceeds : reaches;
  const faults: FieldError[] = [];
  if (present > all)
    faults.push(fieldError('/form/present', text(`委员会共${all}名委员`, `the committee has ${all} members`)));
  else if (!enough(present, all, wordOf(parameters, 'election.committeeSessionQuorum'))) {
    faults.push(
      fieldError(
        '/form/present',
        text(`${all}名委员中${present}名出席，不足法定人数`, `${present} of ${all} are no quorum`),
      ),
    );
  }
  if (agreed > present) faults.push(fieldError('/form/agreed', text(`出席${present}人`, `${present} were present`)));
  else if (!exceeds(agreed, all, wordOf(parameters, 'election.committeeDecisionShare'))) {
    faults.push(
      fieldError(
        '/form/agreed',
        text(`全体${all}名委员中${agreed}名同意，不足过半数`, `${agreed} of all ${all} members do not decide`),
      ),
    );
  }
  const ids = new Set(members.map(({ id }) => id));
  if (!ids.has(chair)) faults.push(fieldError('/form/chair', text(`${chair}不是委员`, `${chair} is no member`)));
  deputies.forEach((deputy, index) => {
    if (!ids.has(deputy) || deputy === chair) {
      faults.push(fieldError(`/form/deputies/${index}`, text(`${deputy}不是其他委员`, `${deputy} is no other member`)));
    }
  });
  return faults;
}
