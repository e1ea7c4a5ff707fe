/**
 * Compound-secretary selection and joint review 小区党支部书记选拔联审 (P16; S0, S3).
 *
 * Only the order of the stages is decided here: whoever does not come through, for whatever reason, is followed by another
 * candidate, until somebody is appointed or the street gives up. Meanwhile a community cadre acts.
 */
import { procedure, stages } from '../domain/procedures/selectSecretary.ts';
import type { CaseInput } from './case/caseState.ts';
import { runCase } from './case/runCase.ts';
import type { StageRunner } from './case/stageRunner.ts';

export function selectSecretary(input: CaseInput): Promise<{ outcome: string }> {
  return runCase(procedure, input, async (compound) => {
    compound.companion(recordActing);
    let ended: 'blocked' | 'withdrawn' = 'withdrawn';
    while (await proposed(compound)) {
      const result = await examine(compound);
      if (result === 'appointed') {
        await compound.submission(stages.mentor);
        await compound.childCase(stages.training);
        return 'appointed';
      }
      ended = result === 'blocked' ? 'blocked' : 'withdrawn';
    }
    return ended;
  });
}

/** The community proposes; where it has nobody, the street. */
async function proposed(compound: StageRunner): Promise<boolean> {
  if ((await compound.submission(stages.proposal)) === 'proposed') return true;
  return (await compound.submission(stages.streetProposal)) === 'proposed';
}

async function examine(compound: StageRunner): Promise<'appointed' | 'blocked' | 'notAppointed'> {
  if ((await compound.submission(stages.dataFile)) === 'withdrawn') return 'notAppointed';
  if ((await compound.jointReview(stages.jointReview)) === 'blocked') return 'blocked';
  if ((await compound.signOff(stages.decision)) === 'rejected') return 'notAppointed';
  await compound.submission(stages.filing);
  if ((await compound.posting(stages.notice)) === 'upheld') return 'notAppointed';
  return (await compound.submission(stages.appointment)) === 'appointed' ? 'appointed' : 'notAppointed';
}

async function recordActing(beside: StageRunner): Promise<never> {
  await beside.submission(stages.acting);
  for (;;) await beside.submission(stages.actingChange);
}
