import { Refusal } from '../errors.ts';
import { text } from '../text.ts';
import { submission } from './stages.ts';

/** What a procedure knows of its filing with the street (P06). */
interface Filed {
  facts: { filedLate: boolean };
}

/** Guards a decision that takes a filing as it is: of a late one the delay has to be explained. */
export function refuseIfLate({ facts }: Filed): Refusal | undefined {
  return facts.filedLate
    ? new Refusal(
        'not-ready',
        text('备案逾期：请选择责令说明后接收', 'It was filed late: accept it with the order to explain'),
      )
    : undefined;
}

/** Guards a decision that orders the delay to be explained. */
export function refuseIfInTime({ facts }: Filed): Refusal | undefined {
  return facts.filedLate ? undefined : new Refusal('not-ready', text('备案未逾期', 'It was filed in time'));
}

/** The stage in which a delay is explained. */
export const lateExplanation = submission({
  title: text('说明逾期原因', 'Explain the late filing'),
  source: 'A',
  office: 'ownersCommittee',
  deadline: { parameter: 'election.lateFilingExplanationDays' },
  decisions: {
    explain: { title: text('提交说明', 'Explain'), result: 'explained', commentRequired: true },
  },
});
