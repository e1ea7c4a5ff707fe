/**
 * Owners' committee: first election and re-election 业委会组建与换届, through the five gates 五关 (P06; sources S0, S1).
 *
 * Only the order of the gates, and what leads back to an earlier one, is decided here. Who convenes, by when, how a group is
 * composed and what a count elects is declared in domain/procedures and domain/election; numbers are the locality's law.
 */
import { procedure, stages } from '../domain/procedures/election.ts';
import { termOf, wordOf } from '../domain/procedures/parameters.ts';
import type { CaseInput } from './case/caseState.ts';
import { runCase } from './case/runCase.ts';
import type { StageRunner } from './case/stageRunner.ts';

export function election(input: CaseInput): Promise<{ outcome: string }> {
  return runCase(procedure, input, async (street) => {
    const { previousCommittee, previousAudit } = street.input;
    if (previousCommittee !== undefined && previousAudit === undefined) {
      street.companion((beside) => beside.childCase(stages.previousAudit));
    }
    if ((await surveyed(street)) === 'extended') return 'extended';
    await grouped(street);
    await nominated(street);
    const how = await elected(street);
    if (how === 'failed') return 'failed';
    if (how === 'custodian') {
      await street.submission(stages.custody);
      return 'custodian';
    }
    if (previousCommittee !== undefined) street.companion(handedOver);
    await street.submission(stages.officersPosting);
    await filed(street);
    await street.submission(stages.training);
    return 'filed';
  });
}

/** Gate one. Where the law lets owners extend a term, they may do so instead; without their majority the committee is elected. */
async function surveyed(street: StageRunner): Promise<'ready' | 'extended'> {
  for (;;) {
    await street.submission(stages.survey);
    const found = await street.signOff(stages.readiness);
    if (found === 'ready') return 'ready';
    if (found === 'extensionProposed') {
      return (await street.ownersVote(stages.extensionVote)) === 'passed' ? 'extended' : 'ready';
    }
  }
}

/** Gate two: a group against which an objection stands is composed anew. */
async function grouped(street: StageRunner): Promise<void> {
  do {
    await street.submission(stages.group);
    await street.posting(stages.groupPosting);
  } while ((await street.signOff(stages.groupApproval)) === 'recompose');
}

/** Gates three and four: barred candidates may appeal; where too few are left, others are nominated. */
async function nominated(street: StageRunner): Promise<void> {
  do {
    do await street.submission(stages.nomination);
    while ((await street.signOff(stages.nominationApproval)) === 'returned');
    while ((await street.jointReview(stages.candidateReview)) === 'barred') {
      if ((await street.posting(stages.rejection)) !== 'upheld') break;
    }
  } while ((await street.signOff(stages.candidateApproval)) === 'replace');
}

/** Gate five: too few elected are completed by a by-election; without a result the street decides how it goes on. */
async function elected(street: StageRunner): Promise<'elected' | 'custodian' | 'failed'> {
  let vote = street.input['route'] === 'reelection' ? stages.reelection : stages.firstElection;
  for (;;) {
    const result = await street.ownersVote(vote);
    vote = stages.repeatElection;
    if (result === 'notEnough') {
      await nominated(street);
      continue;
    }
    if (result === 'elected' && (await stands(street))) return 'elected';
    const next = await street.signOff(stages.nextStep);
    if (next === 'custodian' || next === 'failed') return next;
    if (next === 'regroup') {
      await grouped(street);
      await nominated(street);
    }
  }
}

/** The committee holds its first session while the result is posted: its days run from the election. */
async function stands(street: StageRunner): Promise<boolean> {
  await street.all([stages.resultPosting, stages.session]);
  return (await street.signOff(stages.resultApproval)) === 'stands';
}

/** The bureau certifies the filing where the law has a certificate; in Qingdao the street informs it. */
async function filed(street: StageRunner): Promise<void> {
  for (;;) {
    await street.submission(stages.filing);
    const checked = await street.signOff(stages.filingCheck);
    if (checked === 'returned') continue;
    if (checked === 'acceptedLate') await street.submission(stages.lateExplanation);
    if (termOf(street.parameters, 'election.filingCertificateDays') !== undefined) {
      if ((await street.signOff(stages.certificate)) === 'issued') return;
      continue;
    }
    if (wordOf(street.parameters, 'election.filingWith') === 'street') await street.submission(stages.housingNotice);
    return;
  }
}

/** Beside the filing: a committee that does not hand over is urged, heard, and sued. */
async function handedOver(beside: StageRunner): Promise<void> {
  if ((await beside.submission(stages.handover)) === 'handedOver') return;
  if ((await beside.signOff(stages.handoverUrge)) === 'handedOver') return;
  if ((await beside.signOff(stages.handoverMeeting)) === 'handedOver') return;
  await beside.submission(stages.handoverSuit);
}
