/**
 * Three-ones pairing and task force 三个一帮带 / 一小区一专班 (P03; sources S2, S3), inside another procedure.
 *
 * Only the order is decided here: nobody works before everybody has accepted, and a successor is named and has
 * accepted before a member is released. The team is dissolved by the end of the case alone.
 */
import { pairingStages as stages } from '../domain/procedures/pairing.ts';
import type { StageRunner } from './case/stageRunner.ts';

export async function formTaskForce(campaign: StageRunner): Promise<void> {
  do await campaign.submission(stages.nomination);
  while ((await campaign.jointReview(stages.acceptance)) === 'incomplete');
  await campaign.submission(stages.gazette);
}

export async function changeMembers(beside: StageRunner): Promise<never> {
  for (;;) {
    await beside.submission(stages.memberChange);
    if ((await beside.jointReview(stages.successorAcceptance)) === 'accepted') await beside.submission(stages.handover);
  }
}
