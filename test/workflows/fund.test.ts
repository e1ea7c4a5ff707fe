import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { WorkflowFailedError } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { addDays } from '../../domain/calendar/calendar.ts';
import type { EarlierStep } from '../../domain/case/opening.ts';
import type { FundFacts } from '../../domain/fund/application.ts';
import type { Json } from '../../domain/text.ts';
import { verifyChain } from '../../domain/timeline/hashChain.ts';
import { actor, coordinator, office, refusal, TestBench, type TestCase } from '../support/cases.ts';
import {
  accepted,
  agreed,
  asked,
  buildFund,
  built,
  comment,
  contracted,
  countOf,
  granted,
  over,
  proposalForm,
  proposed,
  settled,
  sharesOf,
  voted,
  withFile,
} from '../support/fund.ts';

let bench: TestBench;
beforeAll(async () => {
  bench = await TestBench.start();
});
afterAll(() => bench?.stop());

const factsOf = async (compound: TestCase) => (await compound.snapshot()).view.facts as unknown as FundFacts;
const dayOfStart = async (): Promise<string> => (await bench.open(buildFund())).today();

/** Steps on paper from a proposal to its application, all within the last weeks. */
async function paper(form: Record<string, Json> = proposalForm): Promise<EarlierStep[]> {
  const start = addDays(await dayOfStart(), -30);
  const day = (n: number) => addDays(start, n);
  const votingFrom = day(18);
  return [
    { stage: 'proposal', decision: 'submit', effectiveOn: day(0), form },
    { stage: 'branchFirst', decision: 'advise', effectiveOn: day(1) },
    { stage: 'streetDecision', decision: 'pass', effectiveOn: day(2) },
    { stage: 'planPosting#1', decision: 'post', effectiveOn: day(2) },
    {
      stage: 'vote#1',
      decision: 'give',
      effectiveOn: day(2),
      form: { roll: 'roll-1', votingFrom, votingUntil: votingFrom, method: 'written' },
    },
    { stage: 'vote#1.count', decision: 'count', effectiveOn: votingFrom, form: countOf('plan', 60) },
  ];
}

/** An application whose plan the owners have carried, on paper. */
async function carried(
  policy: Record<string, string | number | boolean> = {},
  form?: Record<string, Json>,
  more: (day: string) => EarlierStep[] = () => [],
): Promise<TestCase> {
  const steps = await paper(form);
  const [first, last] = [steps[0], steps.at(-1)];
  if (first === undefined || last === undefined) throw new Error('no steps');
  const underWay = { startedOn: first.effectiveOn, steps: [...steps, ...more(last.effectiveOn)] };
  return await bench.open(buildFund(policy, { underWay }));
}

/** One whose application is granted as well. */
const grantedOnPaper = (policy: Record<string, string | number | boolean> = {}): Promise<TestCase> =>
  carried(policy, undefined, (day) => [
    { stage: 'application', decision: 'apply', effectiveOn: addDays(day, 1) },
    { stage: 'approval', decision: 'approve', effectiveOn: addDays(day, 3) },
  ]);

describe('an application for ordinary use', () => {
  it('goes from the proposal over branch, street, owners and bureau to the publication of each share', async () => {
    const compound = await bench.open(buildFund());
    await proposed(compound);
    await agreed(compound);
    await granted(compound);
    expect(await factsOf(compound)).toMatchObject({
      budgetFen: 30_000_000,
      approvedFen: 30_000_000,
      elapsedDays: 16,
      withinTarget: true,
    });
    await contracted(compound);
    await built(compound);
    await settled(compound);
    await expect(compound.handle.result()).resolves.toEqual({ outcome: 'closed' });
    expect(await factsOf(compound)).toMatchObject({ paidFen: 28_000_001, accounts: { count: 3 } });
    expect(verifyChain(await compound.timeline())).toEqual([]);
  });

  it('may run beside another of the same compound', async () => {
    const first = await bench.open(buildFund());
    const { subject } = first.opening;
    const second = await bench.open(
      buildFund({}, { subject, id: `fund:${subject.id}:2026-04:1`, recurring: '2026-04' }),
    );
    expect(await asked(first)).toEqual(['proposal#1']);
    expect(await asked(second)).toEqual(['proposal#1']);
  });

  it('is proposed by the owners through their committee where there is no company, and without a committee by the residents’ committee', async () => {
    const input = { number: '2026-03', company: false, committee: true };
    const owners = await bench.open(buildFund({}, { input }));
    expect((await owners.task('proposal')).office).toBe('ownersCommittee');
    const nobody = await bench.open(buildFund({}, { input: { ...input, committee: false } }));
    expect((await nobody.task('proposal')).office).toBe('residentsCommittee');
    await proposed(nobody);
    await nobody.decide('streetDecision', 'pass');
    expect((await nobody.task('vote')).office).toBe('residentsCommittee');
  });

  it('may be withdrawn by the street', async () => {
    const compound = await bench.open(buildFund());
    const withdrawal = { reason: '示例：改由物业承担', outcome: 'withdrawn' };
    await expect(refusal(compound.act('cancel', office('propertyCompany'), withdrawal))).resolves.toMatchObject({
      code: 'forbidden',
    });
    await compound.act('cancel', office('streetPartyWorkingCommittee'), withdrawal);
    await expect(compound.handle.result()).resolves.toEqual({ outcome: 'withdrawn' });
  });

  it('waits while a court or the bureau has suspended it, and its terms with it', async () => {
    const compound = await bench.open(buildFund());
    await proposed(compound);
    const { dueAt } = await compound.task('streetDecision');
    await compound.act('suspend', coordinator, { reason: '示例：法院裁定' });
    const early = refusal(compound.decide('streetDecision', 'pass'));
    await expect(early).resolves.toMatchObject({ code: 'case-suspended' });
    await compound.advance('P10D');
    await compound.act('resume', coordinator, { reason: '示例' });
    expect(Date.parse((await compound.task('streetDecision')).dueAt ?? '')).toBeGreaterThan(Date.parse(dueAt ?? ''));
  });
});

describe('a proposal', () => {
  it.each([
    [
      'under warranty',
      { items: [{ title: '示例', kind: 'roof', fen: 100, warrantyUntil: '2099-01-01' }] },
      ['/form/items/0/kind'],
    ],
    ['of nothing the fund pays for', { items: [{ title: '示例', kind: 'serviceDuty', fen: 100 }] }, ['/form/items']],
    ['for buildings it does not name', { scope: 'buildings' }, ['/form/members']],
    ['for a building named twice', { scope: 'buildings', members: ['1', '1'] }, ['/form/members']],
    ['for the compound and a list', { members: ['1'] }, ['/form/members']],
    [
      'with a budget that is no whole number of fen',
      { items: [{ title: '示例', kind: 'roof', fen: 1.5 }] },
      ['/form/items/0/fen'],
    ],
  ])('%s is refused', async (_what, change, pointers) => {
    const compound = await bench.open(buildFund());
    const wrong = compound.decide('proposal', 'submit', { form: { ...proposalForm, ...change } });
    await expect(refusal(wrong)).resolves.toMatchObject({ code: 'invalid-input', pointers });
  });

  it('goes back to the company when the branch asks for changes, and when the street returns it', async () => {
    const compound = await bench.open(buildFund());
    await compound.decide('proposal', 'submit', { form: proposalForm });
    await compound.decide('branchFirst', 'askChange', { comment });
    await proposed(compound);
    await compound.decide('streetDecision', 'return', { comment });
    expect(await asked(compound)).toEqual(['proposal#3']);
    await compound.decide('proposal', 'submit', { form: proposalForm });
    // The branch has given its advice; the street asked for papers.
    expect(await asked(compound)).toEqual(['streetDecision#2']);
    expect((await factsOf(compound)).returns).toBe(1);
  });

  it('is not passed by who made it', async () => {
    const compound = await bench.open(buildFund());
    const both = actor('both', 'propertyCompany');
    both.posts.push({ office: 'compoundBranch', scope: 'linyi/lanshan' });
    await compound.decide('proposal', 'submit', { form: proposalForm }, both);
    await expect(refusal(compound.decide('branchFirst', 'advise', {}, both))).resolves.toMatchObject({
      code: 'four-eyes',
    });
  });
});

describe('the posting of the plan and the vote', () => {
  const passed = async (): Promise<TestCase> => {
    const compound = await bench.open(buildFund());
    await proposed(compound, { ...proposalForm, scope: 'buildings', members: ['3', '5'] });
    await compound.decide('streetDecision', 'pass');
    return compound;
  };

  it('run at the same time, the vote by the owners of the expense scope', async () => {
    const compound = await passed();
    expect(await asked(compound)).toEqual(['planPosting#1', 'vote#1', 'vote#1.callOff']);
    const { view } = await compound.snapshot();
    expect(view.stages['vote#1']?.detail).toMatchObject({
      scope: { kind: 'buildings', buildings: ['3', '5'] },
      items: [{ id: 'plan', rule: 'ordinary' }],
    });
  });

  it('need fifteen clear days between the notice and the vote', async () => {
    const compound = await passed();
    const votingFrom = addDays(await compound.today(), 15);
    const form = { roll: 'roll-1', votingFrom, votingUntil: votingFrom, method: 'meeting' };
    const evidence = [await compound.evidence()];
    const early = refusal(compound.decide('vote#1', 'give', { form, evidence }));
    await expect(early).resolves.toMatchObject({ code: 'invalid-input', pointers: ['/form/votingFrom'] });
  });

  it('lead to a new proposal when the owners reject the plan', async () => {
    const compound = await passed();
    await withFile(compound, 'planPosting#1', 'post');
    await voted(compound, 'vote#1', countOf('plan', 50));
    await over(compound, 'planPosting#1');
    expect((await compound.snapshot()).view.stages['vote#1']?.result).toBe('rejected');
    expect(await asked(compound)).toEqual(['proposal#2']);
  });

  it('lead to a new proposal when too few took part and the extension brought no quorum', async () => {
    const compound = await passed();
    await withFile(compound, 'planPosting#1', 'post');
    await voted(compound, 'vote#1', countOf('plan', 60, 66));
    const votingUntil = addDays(await compound.today(), 30);
    await compound.decide('vote#1.extension', 'extend', { form: { votingUntil } });
    await compound.advanceTo(`${votingUntil}T04:00:00.000Z`);
    await compound.decide('vote#1.countAfterExtension', 'count', { form: countOf('plan', 60, 66) });
    expect((await compound.snapshot()).view.stages['vote#1']?.result).toBe('quorumFailed');
    expect(await asked(compound)).toEqual(['proposal#2']);
  });

  it('lead to a new proposal when an objection is upheld, though the owners agreed', async () => {
    const compound = await passed();
    await withFile(compound, 'planPosting#1', 'post');
    await compound.decide('planPosting#1.objection', 'object', { comment });
    expect((await compound.task('planPosting#1.settlement-1')).deadline?.term).toEqual({ n: 5, unit: 'workingDays' });
    await compound.decide('planPosting#1.settlement-1', 'uphold', { comment });
    await voted(compound, 'vote#1');
    expect(await asked(compound)).toEqual(['proposal#2']);
  });

  it('are called off for a new proposal once an objection is upheld, and not before', async () => {
    const compound = await passed();
    const callOff = () => compound.decide('vote#1.callOff', 'callOff', { comment });
    await expect(refusal(callOff())).resolves.toMatchObject({ code: 'not-ready' });
    const votingFrom = addDays(await compound.today(), 20);
    const form = { roll: 'roll-1', votingFrom, votingUntil: votingFrom, method: 'meeting' };
    await withFile(compound, 'vote#1', 'give', form);
    await withFile(compound, 'planPosting#1', 'post');
    await compound.decide('planPosting#1.objection', 'object', { comment });
    await compound.decide('planPosting#1.settlement-1', 'uphold', { comment });
    await expect(refusal(callOff())).resolves.toMatchObject({ code: 'not-ready' });
    await compound.advance('P8D');
    await over(compound, 'planPosting#1');
    await callOff();
    expect((await compound.snapshot()).view.stages['vote#1']?.result).toBe('calledOff');
    expect(await asked(compound)).toEqual(['proposal#2']);
  });

  it('go on together to the application when an objection is dismissed', async () => {
    const compound = await passed();
    await withFile(compound, 'planPosting#1', 'post');
    await compound.decide('planPosting#1.objection', 'object', { comment });
    await voted(compound, 'vote#1');
    expect(await asked(compound)).toEqual(['planPosting#1.settlement-1']);
    await compound.decide('planPosting#1.settlement-1', 'dismiss', { comment });
    expect(await asked(compound)).toEqual(['application#1']);
  });
});

describe('the approval gate of the bureau', () => {
  const defect = (no: number) => ({ no, note: '示例缺件' });

  it('returns with one list of defects, and names nothing new afterwards', async () => {
    const compound = await carried();
    await withFile(compound, 'application', 'apply');
    const misnumbered = compound.decide('approval', 'return', { form: { defects: [defect(2)] } });
    await expect(refusal(misnumbered)).resolves.toMatchObject({ pointers: ['/form/defects/0/no'] });
    await compound.decide('approval', 'return', { form: { defects: [defect(1), defect(2)] } });
    expect(await asked(compound)).toEqual(['application#2']);
    await withFile(compound, 'application', 'apply');
    const added = compound.decide('approval', 'return', { form: { defects: [defect(2), defect(3)] } });
    await expect(refusal(added)).resolves.toMatchObject({ code: 'invalid-input', pointers: ['/form/defects/1/no'] });
    await compound.decide('approval', 'return', { form: { defects: [defect(2)] } });
    await granted(compound);
    expect(await factsOf(compound)).toMatchObject({ returns: 2, defects: [1, 2] });
  });

  it('sends a plan that must change back to the proposal, and branch, street and owners are asked again', async () => {
    const compound = await carried();
    await withFile(compound, 'application', 'apply');
    await compound.decide('approval', 'returnPlan', { form: { defects: [defect(1)] } });
    expect(await asked(compound)).toEqual(['proposal#2']);
    await proposed(compound);
    expect(await factsOf(compound)).toMatchObject({ defects: [], returns: 1 });
    expect(await asked(compound)).toEqual(['streetDecision#2']);
  });

  it('may reject, which ends the application', async () => {
    const compound = await carried();
    await withFile(compound, 'application', 'apply');
    await compound.decide('approval', 'reject', { comment });
    await expect(compound.handle.result()).resolves.toEqual({ outcome: 'rejected' });
  });

  it('measures a quorum extension against the target, and refuses nothing for it', async () => {
    const compound = await carried({ 'fund.fundOrdinaryTargetDays': 20 });
    await granted(compound);
    expect(await factsOf(compound)).toMatchObject({ elapsedDays: 30, withinTarget: false });
    expect(await asked(compound)).toEqual(['contract#1']);
  });

  it('scenario 14: excluded items are split off, and no new vote is needed', async () => {
    const items = [
      { title: '示例屋面防水', kind: 'roof', fen: 22_000_000 },
      { title: '示例供水主管', kind: 'operatorLine', fen: 8_000_000 },
    ];
    const compound = await carried({}, { ...proposalForm, items });
    await withFile(compound, 'application', 'apply');
    await expect(refusal(compound.decide('approval', 'approve'))).resolves.toMatchObject({ code: 'not-ready' });
    const part = (refused: Json) => compound.decide('approval', 'approvePartly', { form: { refused } });
    await expect(refusal(part([{ item: '1', ground: 'damage' }]))).resolves.toMatchObject({
      code: 'invalid-input',
      detail: 'The items cannot be split so',
    });
    await expect(refusal(part([{ item: '2', ground: 'damage' }]))).resolves.toMatchObject({
      pointers: ['/form/refused/0/ground'],
    });
    await part([{ item: '2', ground: 'operatorLine' }]);
    expect(await factsOf(compound)).toMatchObject({
      approvedFen: 22_000_000,
      refusedFen: 8_000_000,
      refused: [{ item: '2', ground: 'operatorLine' }],
    });
    expect(await asked(compound)).toEqual(['contract#1']);
    const dear = { contractor: '示例', contractFen: 22_000_001, worksUntil: addDays(await compound.today(), 9) };
    await expect(refusal(withFile(compound, 'contract', 'sign', dear))).resolves.toMatchObject({
      pointers: ['/form/contractFen'],
    });
  });
});

describe('a fund that the owners’ meeting holds', () => {
  it('is approved by the committee and filed; the bureau only orders correction', async () => {
    const compound = await carried({ 'fund.fundCustody': 'ownersMeeting', 'fund.advancePaymentRatio': '0.70' });
    expect(await asked(compound)).toEqual(['committeeApproval#1']);
    await compound.decide('committeeApproval', 'approve');
    await compound.decide('filing', 'orderCorrection', { comment });
    await compound.decide('committeeApproval', 'approve');
    await compound.decide('filing', 'file');
    expect(await factsOf(compound)).toMatchObject({ approvedFen: 30_000_000, elapsedDays: 30, returns: 1 });
    await contracted(compound);
    expect((await compound.task('advanceOrder')).office).toBe('ownersCommittee');
  });
});

describe('works and payments', () => {
  const audited = { 'fund.trackingAuditRequired': true, 'fund.advancePaymentRatio': '0.70' };

  it('are paid in advance only as far as the policy says, and after the auditor is there', async () => {
    const compound = await grantedOnPaper(audited);
    await contracted(compound, 28_000_001);
    expect(await asked(compound)).toEqual(['engagement#1']);
    await withFile(compound, 'engagement', 'engage');
    expect(await asked(compound)).toEqual(['advanceOrder#1.auditor', 'advanceOrder#1.custodian']);
    await compound.decide('advanceOrder#1.custodian', 'release');
    await compound.decide('advanceOrder#1.auditor', 'hold', { comment });
    expect(await asked(compound)).toEqual(['contract#2']);
    await contracted(compound, 28_000_001);
    for (const seat of ['custodian', 'auditor']) await compound.decide(`advanceOrder#2.${seat}`, 'release');
    await withFile(compound, 'advance', 'pay');
    expect((await factsOf(compound)).paidFen).toBe(19_600_000);
  });

  it('are audited at start, middle and end; a finding is put right before anything is paid', async () => {
    const compound = await grantedOnPaper({ 'fund.trackingAuditRequired': true });
    await contracted(compound);
    await withFile(compound, 'engagement', 'engage');
    for (const works of ['worksStart', 'midway']) {
      await withFile(compound, works, 'report');
      await compound.decide('trackingAudit', 'find', { comment });
      await withFile(compound, works, 'report');
      await compound.decide('trackingAudit', 'clear');
    }
    await withFile(compound, 'completion', 'report');
    await compound.decide('trackingAudit', 'clear');
    expect((await factsOf(compound)).findings).toBe(2);
    await compound.decide('acceptance#1.owners', 'fail', { comment });
    await compound.decide('acceptance#1.branch', 'accept');
    await compound.decide('acceptance#1.auditor', 'accept');
    expect(await asked(compound)).toEqual(['completion#2']);
    await withFile(compound, 'completion', 'report');
    await compound.decide('trackingAudit', 'clear');
    await accepted(compound, 2);
    expect(await asked(compound)).toEqual(['settlement#1']);
  });

  it('are due on the day of the contract', async () => {
    const compound = await grantedOnPaper();
    const worksUntil = addDays(await compound.today(), 45);
    await contracted(compound, 28_000_000, worksUntil);
    const { dueAt } = await compound.task('worksStart');
    expect(dueAt).toBe(`${worksUntil}T16:00:00.000Z`);
  });

  it('more than a tenth over budget are put to the owners; what they refuse is settled anew', async () => {
    const compound = await grantedOnPaper();
    await contracted(compound);
    await built(compound);
    const settle = (decision: string, settlementFen: number) =>
      withFile(compound, 'settlement', decision, { settlementFen }, { comment });
    await expect(refusal(settle('submit', 33_000_001))).resolves.toMatchObject({ pointers: ['/form/settlementFen'] });
    await expect(refusal(settle('submitOverBudget', 33_000_000))).resolves.toMatchObject({ code: 'invalid-input' });
    await settle('submitOverBudget', 33_000_001);
    await compound.decide('settlementAudit', 'return', { comment });
    await settle('submitOverBudget', 33_000_001);
    await withFile(compound, 'settlementAudit', 'confirm');
    await voted(compound, 'overBudgetVote#1', countOf('overBudget', 50));
    expect(await asked(compound)).toEqual(['settlement#3']);
    await settle('submitOverBudget', 33_000_001);
    await withFile(compound, 'settlementAudit', 'confirm');
    await voted(compound, 'overBudgetVote#2', countOf('overBudget', 51));
    expect(await asked(compound)).toEqual(['balanceOrder#1.custodian']);
  });

  it('are charged to the accounts by area, to the fen', async () => {
    const compound = await grantedOnPaper();
    await contracted(compound);
    await built(compound);
    await withFile(compound, 'settlement', 'submit', { settlementFen: 30_000_001 });
    await withFile(compound, 'settlementAudit', 'confirm');
    await compound.decide('balanceOrder#1.custodian', 'hold', { comment });
    expect(await asked(compound)).toEqual(['settlement#2']);
    await withFile(compound, 'settlement', 'submit', { settlementFen: 30_000_001 });
    await withFile(compound, 'settlementAudit', 'confirm');
    await compound.decide('balanceOrder#2.custodian', 'release');
    const pay = (fen: number) => withFile(compound, 'balance', 'pay', { accounts: sharesOf(fen) as unknown as Json });
    await expect(refusal(pay(30_000_000))).resolves.toMatchObject({ code: 'invalid-input' });
    await pay(30_000_001);
    await withFile(compound, 'publication', 'publish');
    await expect(compound.handle.result()).resolves.toEqual({ outcome: 'closed' });
  });
});

describe('scenario 13: an ordinary use of 2,290,000 yuan', () => {
  const form = { ...proposalForm, items: [{ title: '示例', kind: 'roof', fen: 229_000_000 }], quotes: 1 };
  const steps = (votingFrom = '2026-03-22'): EarlierStep[] => [
    { stage: 'proposal', decision: 'submit', effectiveOn: '2026-03-02', form },
    { stage: 'branchFirst', decision: 'advise', effectiveOn: '2026-03-03' },
    { stage: 'streetDecision', decision: 'return', effectiveOn: '2026-03-04', comment: '缺少两份报价' },
    { stage: 'proposal', decision: 'submit', effectiveOn: '2026-03-05', form: { ...form, quotes: 3 } },
    { stage: 'streetDecision', decision: 'pass', effectiveOn: '2026-03-06' },
    { stage: 'planPosting', decision: 'post', effectiveOn: '2026-03-06' },
    {
      stage: 'vote#1',
      decision: 'give',
      effectiveOn: '2026-03-06',
      form: { roll: 'roll-1', votingFrom, votingUntil: votingFrom, method: 'meeting' },
    },
    { stage: 'vote#1.count', decision: 'count', effectiveOn: votingFrom, form: countOf('plan', 60) },
    { stage: 'application', decision: 'apply', effectiveOn: '2026-03-23' },
  ];
  const policy = { 'fund.trackingAuditRequired': true, 'fund.advancePaymentRatio': '0.70' };
  const openWith = (given: EarlierStep[]): Promise<TestCase> =>
    bench.open(buildFund(policy, { underWay: { startedOn: '2026-03-02', steps: given } }));

  it('is due at the bureau on Monday 30 March, five working days after the application', async () => {
    const compound = await openWith(steps());
    expect((await compound.task('approval')).dueAt).toBe('2026-03-30T16:00:00.000Z');
  });

  it('is approved after 28 days, with one return, and audited before the first payment', async () => {
    const compound = await openWith([
      ...steps(),
      { stage: 'approval', decision: 'approve', effectiveOn: '2026-03-30' },
    ]);
    expect(await factsOf(compound)).toMatchObject({
      approvedFen: 229_000_000,
      elapsedDays: 28,
      withinTarget: true,
      returns: 1,
    });
    await contracted(compound, 229_000_000);
    expect(await asked(compound)).toEqual(['engagement#1']);
    await withFile(compound, 'engagement', 'engage');
    expect(await asked(compound)).toEqual(['advanceOrder#1.auditor', 'advanceOrder#1.custodian']);
  });

  it('could not be voted on 21 March: that is fourteen clear days', async () => {
    const { handle } = await openWith(steps('2026-03-21'));
    const failed = await handle.result().catch((error: unknown) => error);
    const cause = failed instanceof WorkflowFailedError ? failed.cause : undefined;
    if (!(cause instanceof ApplicationFailure)) throw new Error('the start did not fail');
    expect(cause).toMatchObject({
      type: 'import-invalid',
      details: [
        expect.arrayContaining([expect.objectContaining({ pointer: '/underWay/steps/6/form/votingFrom' })]),
        '公告期不足',
      ],
    });
  });
});
