/**
 * Owners' committee audit 业委会审计 (P07; sources S0, S3).
 *
 * Only the order of the stages is decided here: how refused documents are pressed for, and that problems end in a correction
 * that is checked, or in a referral.
 */
import { procedure, stages } from '../domain/procedures/audit.ts';
import type { CaseInput } from './case/caseState.ts';
import { runCase } from './case/runCase.ts';
import type { StageRunner } from './case/stageRunner.ts';

export function audit(input: CaseInput): Promise<{ outcome: string }> {
  return runCase(procedure, input, async (street) => {
    if ((await street.submission(stages.engagement)) === 'dismissed') return 'dismissed';
    if ((await documents(street)) === 'taken') return 'referred';
    await street.submission(stages.draft);
    await street.jointReview(stages.reply);
    if ((await reported(street)) === 'clean') return 'closed';
    for (;;) {
      await street.ledger(stages.correction);
      const concluded = await street.signOff(stages.conclusion);
      if (concluded !== 'moreTime') return concluded;
    }
  });
}

/** Documents that are refused are ordered; where destruction is suspected, the police decide whether the audit ends here. */
async function documents(street: StageRunner): Promise<'provided' | 'taken'> {
  while ((await street.jointReview(stages.documents)) === 'refused') {
    if ((await street.signOff(stages.order)) === 'ordered') continue;
    if ((await street.signOff(stages.policeAnswer)) === 'taken') return 'taken';
  }
  return 'provided';
}

/** An objection to the posted report that is upheld has it written anew. */
async function reported(street: StageRunner): Promise<'problems' | 'clean'> {
  for (;;) {
    const result = await street.submission(stages.report);
    if ((await street.posting(stages.reportPosting)) !== 'upheld') return result;
  }
}
