/**
 * Change of a filed owners' committee 业委会备案变更 (P06; 274号34, 山东条例31).
 *
 * Only the order of the stages is decided here: returned papers go back to the committee. Where the filing is with street and
 * bureau, the bureau enters the change; where it is with the street, the street informs the bureau.
 */
import { procedure, stages } from '../domain/procedures/committeeChange.ts';
import { wordOf } from '../domain/procedures/parameters.ts';
import type { CaseInput } from './case/caseState.ts';
import { runCase } from './case/runCase.ts';

export function committeeChange(input: CaseInput): Promise<{ outcome: string }> {
  return runCase(procedure, input, async (committee) => {
    for (;;) {
      await committee.submission(stages.report);
      const checked = await committee.signOff(stages.check);
      if (checked === 'returned') continue;
      if (checked === 'acceptedLate') await committee.submission(stages.lateExplanation);
      if (wordOf(committee.parameters, 'election.filingWith') === 'street') {
        await committee.submission(stages.housingNotice);
        return 'filed';
      }
      if ((await committee.signOff(stages.bureau)) === 'entered') return 'filed';
    }
  });
}
