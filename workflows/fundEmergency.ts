/**
 * Maintenance fund, emergency use 维修资金应急使用 (P09; Civil Code 281(2); 建设部令165号 24).
 *
 * Only the order is decided here. No vote precedes the repair; everything else remains: verification, application, review,
 * acceptance, audit, posting, payment. Whether the application comes before the repair is done or after it was posted
 * differs by city, and is policy.
 */
import { procedure, stages } from '../domain/procedures/fundEmergency.ts';
import { wordOf } from '../domain/procedures/parameters.ts';
import type { CaseInput } from './case/caseState.ts';
import { runCase } from './case/runCase.ts';
import type { StageRunner } from './case/stageRunner.ts';

export function fundEmergency(input: CaseInput): Promise<{ outcome: string }> {
  return runCase(procedure, input, async (emergency) => {
    await emergency.submission(stages.report);
    if ((await emergency.jointReview(stages.verification)) === 'notUrgent') {
      await emergency.childCase(stages.ordinaryUse);
      return 'refusedEmergency';
    }

    const by = await startRepair(emergency);
    const appliesFirst = wordOf(emergency.parameters, 'fundEmergency.emergencyApplyTiming') === 'beforeRepair';
    if (appliesFirst && !(await approved(emergency))) return 'rejected';
    if (!(await accounted(emergency, by))) return await reclaimed(emergency);
    if (!appliesFirst && !(await approved(emergency))) return 'rejected';
    await emergency.submission(stages.payment);
    return 'closed';
  });
}

/** Who does not begin is ordered to by the street, which then has it done. */
async function startRepair(emergency: StageRunner): Promise<'company' | 'street'> {
  if ((await emergency.jointReview(stages.repairStart)) === 'started') return 'company';
  await emergency.signOff(stages.streetOrder);
  if ((await emergency.jointReview(stages.repairStart)) === 'started') return 'company';
  await emergency.submission(stages.streetRepair);
  return 'street';
}

async function approved(emergency: StageRunner): Promise<boolean> {
  await emergency.submission(stages.application);
  const review = await emergency.signOff(stages.review);
  if (review === 'approvedWithAdvance') await emergency.submission(stages.advance);
  return review !== 'rejected';
}

/** Completed, accepted, audited where it was dear or an objection is upheld, and posted. False where it was no emergency. */
async function accounted(emergency: StageRunner, by: 'company' | 'street'): Promise<boolean> {
  let cost: 'completed' | 'toBeAudited';
  do cost = await emergency.submission(by === 'company' ? stages.completion : stages.streetCompletion);
  while ((await emergency.jointReview(stages.acceptance)) === 'failed');
  if (cost === 'toBeAudited' && (await emergency.signOff(stages.audit)) === 'abuse') return false;
  if ((await emergency.posting(stages.posting)) !== 'upheld') return true;
  return (await emergency.signOff(stages.audit)) !== 'abuse';
}

async function reclaimed(emergency: StageRunner): Promise<'abused'> {
  if ((await emergency.signOff(stages.claim)) === 'claimed') await emergency.submission(stages.repayment);
  return 'abused';
}
