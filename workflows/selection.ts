/**
 * Key-compound selection 重点小区筛选 (P01; sources S2, S3).
 *
 * Only the order of the stages is decided here. The ranking itself is computed before the case begins and named by its hash;
 * who checks it, by when, and what the leading group may change is declared in domain/procedures.
 */
import { numberOf } from '../domain/procedures/parameters.ts';
import { procedure, stages } from '../domain/procedures/selection.ts';
import type { CaseInput } from './case/caseState.ts';
import { runCase } from './case/runCase.ts';
import type { StageRunner } from './case/stageRunner.ts';

export function selection(input: CaseInput): Promise<{ outcome: string }> {
  return runCase(procedure, input, async (district) => {
    await district.submission(stages.collect);
    await verify(district);
    if ((await district.signOff(stages.decision)) === 'notListed') return 'notListed';
    await district.submission(stages.publication);
    return 'listed';
  });
}

/** An objection goes back to the hotline office and then to the street; after so many times the leading group decides on it. */
async function verify(district: StageRunner): Promise<void> {
  const most = numberOf(district.parameters, 'selection.selectionMaxRechecks');
  while ((await district.jointReview(stages.candidateReview)) === 'objected') {
    await district.submission(stages.recheck);
    if (district.visitsOf(stages.recheck) >= most) return;
  }
}
