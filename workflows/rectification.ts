/**
 * Key-compound rectification 重点小区集中整治 (P02; sources S2, S3).
 *
 * Only the order of the stages, and what sends a compound back, is decided here. Who acts, by when and what is
 * published is declared in domain/procedures; numbers are the locality's policy. There is no end by time-out.
 */
import { numberOf } from '../domain/procedures/parameters.ts';
import { procedure, stages } from '../domain/procedures/rectification.ts';
import type { CaseInput } from './case/caseState.ts';
import { runCase } from './case/runCase.ts';
import type { StageRunner } from './case/stageRunner.ts';
import { changeMembers, formTaskForce } from './pairing.ts';

export function rectification(input: CaseInput): Promise<{ outcome: string }> {
  return runCase(procedure, input, async (compound) => {
    await formTaskForce(compound);
    compound.companion(changeMembers);
    await agreePlan(compound);

    compound.companion(watchMonthly);
    for (;;) {
      await compound.ledger(stages.execution);
      if ((await compound.signOff(stages.midtermAcceptance)) === 'failed') continue;
      // 队伍不撤、力度不减: the team stays assigned while the compound is watched.
      if ((await compound.observation(stages.observation)) === 'relapsed') continue;
      break;
    }

    return await compound.signOff(stages.closing);
  });
}

/** Departments may return the plan so many times; then the leading group decides. */
async function agreePlan(compound: StageRunner): Promise<void> {
  await compound.submission(stages.plan);
  while ((await compound.jointReview(stages.planReview)) === 'returned') {
    if (compound.visitsOf(stages.planReview) < numberOf(compound.parameters, 'rectification.planMaxReturns')) {
      await compound.submission(stages.plan);
      continue;
    }
    while ((await compound.signOff(stages.planDecision)) === 'revise') await compound.submission(stages.plan);
    return;
  }
}

async function watchMonthly(beside: StageRunner): Promise<never> {
  for (;;) await beside.checkpoint(stages.monthlyWatch);
}
