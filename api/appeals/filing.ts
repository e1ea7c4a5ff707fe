import { type Appealed, appealedIn, appealKey } from '../../domain/appeals/appealed.ts';
import { type PlainDay } from '../../domain/calendar/calendar.ts';
import { caseId } from '../../domain/case/opening.ts';
import { computeDeadline } from '../../domain/deadline/deadline.ts';
import { fieldError, Refusal } from '../../domain/errors.ts';
import { caseParameters } from '../../domain/policy/resolvePolicy.ts';
import { parameter, termOf } from '../../domain/procedures/parameters.ts';
import { text } from '../../domain/text.ts';
import type { CaseDocument } from '../../models/caseModels.ts';
import { procedureOf } from '../cases/wholeCase.ts';
import type { StoredEvent } from '../present/timelineItem.ts';
import type { Services, SpaceServices } from '../services.ts';

/** The procedure an appeal is a case of. */
export const appealKind = 'appeal';

/** Until when a decision can be appealed. */
export interface FilingPeriod {
  /** The last day; null where the policy sets none. */
  until: PlainDay | null;
  /** Its exclusive end, ISO. */
  endsAt: string | null;
}

/**
 * What of a stored event can be appealed.
 *
 * @returns a Refusal that says why nothing can
 */
export function appealedOf(
  services: Services,
  document: CaseDocument,
  { event, superseded }: StoredEvent,
): Appealed | Refusal {
  const appealed = appealedIn(procedureOf(services, document.kind), event);
  if (appealed instanceof Refusal || !superseded) return appealed;
  const detail = text(
    `第${event.seq}号记录已更正，请对更正后的记录提出申诉`,
    `Event ${event.seq} was corrected: appeal against what replaced it`,
  );
  return new Refusal('appeal-refused', detail, [fieldError('/event', detail)]);
}

/** The days for an appeal, by the policy of the case's locality as it is now: the case itself does not carry it. */
export function filingPeriod(space: SpaceServices, { locality }: CaseDocument, on: PlainDay): FilingPeriod {
  const policy = space.policies.policy(locality);
  if (policy === undefined)
    throw new Refusal('not-ready', {
      zh: `${locality} 的政策已不存在`,
      en: `There is no policy for ${locality} any more`,
    });
  const parameters = caseParameters(policy, [appealKind]);
  const name = 'appeal.appealFilingDays';
  const term = termOf(parameters, name);
  if (term === undefined) return { until: null, endsAt: null };
  const { source } = parameter(parameters, name);
  const { dueOn, dueAt } = computeDeadline(
    {
      term,
      startOn: on,
      roll: 'forward',
      direction: 'after',
      suspensions: [],
      extensions: [],
      rule: { parameter: name, source },
    },
    space.policies.calendar(),
  );
  return { until: dueOn, endsAt: dueAt };
}

/** The one case that is the appeal against an event, whether or not there is one yet. */
export function appealIdOf(document: CaseDocument, event: number): string {
  return caseId(appealKind, document.subject.id, 1, appealKey(document._id, event));
}
