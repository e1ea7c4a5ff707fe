/**
 * Three-ones pairing and task force 三个一帮带 / 一小区一专班 (P03; sources S2, S3), inside another procedure.
 *
 * Only the order is decided here: nobody works before everybody has accepted, and a successor is named and has
 * accepted before a member is released. The team is dissolved by the end of the case alone.
 */
import { nominatedAtStart, pairingStages as stages } from '../domain/procedures/pairing.ts';
import type { StageRunner } from './case/stageRunner.ts';

export async function formTaskForce(compound: StageRunner): Promise<void> {
  // A campaign may have nominated all three already: then the case begins with their answers.
  if (!nominatedAtStart(compound.input)) await compound.submission(stages.nomination);
  while ((await compound.jointReview(stages.acceptance)) === 'incomplete') await compound.submission(stages.nomination);
  await compound.submission(stages.gazette);
}

export async function changeMembers(beside: StageRunner): Promise<never> {
  for (;;) {
    await beside.submission(stages.memberChange);
    if ((await beside.jointReview(stages.successorAcceptance)) === 'accepted') await beside.submission(stages.handover);
  }
}
