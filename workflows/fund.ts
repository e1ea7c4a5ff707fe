/**
 * Maintenance fund, ordinary use 维修资金一般使用 (P08; S2; Civil Code 278, 281; 建设部令165号 22, 23).
 *
 * Only the order is decided here. The target of thirty days is measured when the application is granted; no day that passes
 * refuses anything. Items the fund does not bear are split off at the approval gate, without a new vote.
 */
import { ratio } from '../domain/policy/ratio.ts';
import type { Stage } from '../domain/procedures/declaration.ts';
import { procedure, stages } from '../domain/procedures/fund.ts';
import { flagOf, wordOf } from '../domain/procedures/parameters.ts';
import type { CaseInput } from './case/caseState.ts';
import { runCase } from './case/runCase.ts';
import type { StageRunner } from './case/stageRunner.ts';

export function fund(input: CaseInput): Promise<{ outcome: string }> {
  return runCase(procedure, input, async (application) => {
    let gate: 'granted' | 'planReturned' | 'rejected';
    do {
      await agreePlan(application);
      gate = await grant(application);
    } while (gate === 'planReturned');
    if (gate === 'rejected') return 'rejected';

    await contract(application);
    await build(application);
    await settle(application);
    await application.submission(stages.publication);
    return 'closed';
  });
}

/** Branch and street before the owners; what the owners do not carry, or rightly object to, is proposed anew. */
async function agreePlan(application: StageRunner): Promise<void> {
  for (;;) {
    do await application.submission(stages.proposal);
    while ((await application.signOff(stages.branchFirst)) === 'changeAsked');
    while ((await application.signOff(stages.streetDecision)) === 'returned')
      await application.submission(stages.proposal);

    const [objections, vote] = await application.all([stages.planPosting, stages.vote]);
    if (objections !== 'upheld' && vote === 'passed') return;
  }
}

/** The bureau approves while it holds the fund; afterwards the committee does, and the bureau only orders correction. */
async function grant(application: StageRunner): Promise<'granted' | 'planReturned' | 'rejected'> {
  if (wordOf(application.parameters, 'fund.fundCustody') === 'ownersMeeting') {
    do await application.signOff(stages.committeeApproval);
    while ((await application.signOff(stages.filing)) === 'correctionOrdered');
    return 'granted';
  }
  for (;;) {
    await application.submission(stages.application);
    const decided = await application.signOff(stages.approval);
    if (decided === 'planReturned' || decided === 'rejected') return decided;
    if (decided !== 'returned') return 'granted';
  }
}

/** Where the policy asks for a tracking audit, the auditor is there before the first payment. */
async function contract(application: StageRunner): Promise<void> {
  for (;;) {
    await application.submission(stages.contract);
    if (audited(application)) await engageAuditor(application);
    if (!paidInAdvance(application)) return;
    if ((await application.jointReview(stages.advanceOrder)) === 'released') break;
  }
  await application.submission(stages.advance);
}

/** The tracking audit at start, middle and end; findings are put right before anything goes on, payments included. */
async function build(application: StageRunner): Promise<void> {
  await cleared(application, stages.worksStart);
  if (audited(application)) await cleared(application, stages.midway);
  do {
    await cleared(application, stages.completion);
    await engageAuditor(application);
  } while ((await application.jointReview(stages.acceptance)) === 'failed');
}

async function cleared(application: StageRunner, works: Stage<'reported', 'submission'>): Promise<void> {
  do await application.submission(works);
  while (audited(application) && (await application.signOff(stages.trackingAudit)) === 'finding');
}

/** More than the policy's share over budget is put to the owners; what they refuse is settled anew. */
async function settle(application: StageRunner): Promise<void> {
  for (;;) {
    const settlement = await application.submission(stages.settlement);
    if ((await application.signOff(stages.settlementAudit)) === 'returned') continue;
    if (settlement === 'overBudget' && (await application.ownersVote(stages.overBudgetVote)) !== 'passed') continue;
    if ((await application.jointReview(stages.balanceOrder)) === 'released') break;
  }
  await application.submission(stages.balance);
}

async function engageAuditor(application: StageRunner): Promise<void> {
  if (application.visitsOf(stages.engagement) === 0) await application.submission(stages.engagement);
}

function audited({ parameters }: StageRunner): boolean {
  return flagOf(parameters, 'fund.trackingAuditRequired');
}

function paidInAdvance({ parameters }: StageRunner): boolean {
  const inAdvance = wordOf(parameters, 'fund.paymentTiming') === 'advance';
  return inAdvance && ratio(wordOf(parameters, 'fund.advancePaymentRatio')).numerator > 0;
}
