import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { loadCalendars, loadPolicies } from '../../api/policies/loadPolicies.ts';
import { addDays, buildCalendar } from '../../domain/calendar/calendar.ts';
import type { EmergencyFacts } from '../../domain/fund/emergency.ts';
import { resolvePolicy } from '../../domain/policy/resolvePolicy.ts';
import { procedure } from '../../domain/procedures/fundEmergency.ts';
import type { Json } from '../../domain/text.ts';
import { verifyChain } from '../../domain/timeline/hashChain.ts';
import { keepCurrentCalendar, keepCurrentPolicies } from '../../models/keptVersions.ts';
import { buildOpening, office, policyFolder, refusal, TestBench, TestCase, withPolicy } from '../support/cases.ts';
import { asked, comment, over, sharesOf, withFile } from '../support/fund.ts';
import { until } from '../support/until.ts';

let bench: TestBench;
beforeAll(async () => {
  bench = await TestBench.start();
  const database = bench.database();
  await keepCurrentCalendar(database, buildCalendar(await loadCalendars(`${policyFolder}/calendars`)));
  const policies = await loadPolicies(policyFolder);
  await keepCurrentPolicies(database, [resolvePolicy(policies, 'linyi'), resolvePolicy(policies, 'lanshan')]);
});
afterAll(() => bench?.stop());

const open = (
  policy: Record<string, string | number | boolean> = {},
  input: Record<string, Json> = { number: '2026-09', company: true, committee: true },
): Promise<TestCase> =>
  bench.open(withPolicy(buildOpening({ kind: 'fundEmergency', input }, procedure.sections), policy));

const factsOf = async (compound: TestCase) => (await compound.snapshot()).view.facts as unknown as EmergencyFacts;

const report = { situation: 'drain', place: '3号楼', estimateFen: 4_000_000, scope: 'buildings', members: ['3'] };

async function reported(compound: TestCase): Promise<void> {
  await compound.decide('report', 'report', { form: report });
}

async function verified(compound: TestCase): Promise<void> {
  await reported(compound);
  for (const seat of ['owners', 'committee', 'company']) await withFile(compound, `verification#1.${seat}`, 'urgent');
}

async function applied(compound: TestCase, approvedFen = 4_000_000): Promise<void> {
  await withFile(compound, 'application', 'apply');
  await compound.decide('review', 'approve', { form: { approvedFen } });
}

async function done(compound: TestCase, costFen = 4_000_000): Promise<void> {
  await withFile(compound, 'completion', costFen > 5_000_000 ? 'reportForAudit' : 'report', { costFen });
  await accepted(compound);
}

async function accepted(compound: TestCase, visit = 1): Promise<void> {
  for (const seat of ['owners', 'committee']) await compound.decide(`acceptance#${visit}.${seat}`, 'accept');
}

async function posted(compound: TestCase): Promise<void> {
  await withFile(compound, 'posting#1', 'post');
  await compound.advance('P6D');
  await over(compound, 'posting#1');
}

const pay = (compound: TestCase, fen: number) =>
  withFile(compound, 'payment', 'pay', { accounts: sharesOf(fen) as unknown as Json });

/** Verified, at work, and granted. */
async function atWork(compound: TestCase): Promise<void> {
  await verified(compound);
  await compound.decide('repairStart', 'start');
  await applied(compound);
}

describe('an emergency use', () => {
  it('is verified, repaired at once without a vote, applied for, posted and paid', async () => {
    const compound = await open();
    await atWork(compound);
    await done(compound, 4_500_000);
    await posted(compound);
    await pay(compound, 4_000_000);
    await expect(compound.handle.result()).resolves.toEqual({ outcome: 'closed' });
    expect(await factsOf(compound)).toMatchObject({
      costFen: 4_500_000,
      paidFen: 4_000_000,
      notCoveredFen: 500_000,
      repairedBy: 'company',
    });
    expect(verifyChain(await compound.timeline())).toEqual([]);
  });

  it('is verified within 24 hours, which run on a holiday as well', async () => {
    const compound = await open();
    await compound.advanceTo('2027-01-01T03:00:00.000Z');
    await reported(compound);
    const { openedAt, dueAt } = await compound.task('verification');
    expect(Date.parse(dueAt ?? '') - Date.parse(openedAt)).toBe(24 * 3_600_000);
    expect(dueAt).toMatch(/^2027-01-02/);
  });

  it('is reported for buildings that it names, and never without evidence of what was seen', async () => {
    const compound = await open();
    const { members: _, ...nowhere } = report;
    const wrong = refusal(compound.decide('report', 'report', { form: nowhere }));
    await expect(wrong).resolves.toMatchObject({ code: 'invalid-input', pointers: ['/form/members'] });
    await reported(compound);
    const unseen = refusal(compound.decide('verification#1.owners', 'urgent'));
    await expect(unseen).resolves.toMatchObject({ code: 'evidence-required' });
  });

  it('is seen by owners and residents’ committee where there is no company and no committee', async () => {
    const compound = await open({}, { number: '2026-09', company: false, committee: false });
    await reported(compound);
    const { tasks } = await compound.snapshot();
    expect(tasks.map(({ id, office: of }) => [id, of])).toEqual([
      ['verification#1.owners', 'buildingHead'],
      ['verification#1.committee', 'residentsCommittee'],
    ]);
  });

  it('scenario 15: that is none goes on as ordinary use, and what was spent is not paid from the fund', async () => {
    const compound = await open();
    await reported(compound);
    await withFile(compound, 'verification#1.owners', 'urgent');
    const repainting = { form: { incurredFen: 300_000 }, comment: '示例：系外墙粉刷' };
    await compound.decide('verification#1.committee', 'notUrgent', repainting);
    await withFile(compound, 'verification#1.company', 'urgent');
    await expect(compound.handle.result()).resolves.toEqual({ outcome: 'refusedEmergency' });
    expect(await factsOf(compound)).toMatchObject({ notCoveredFen: 300_000, paidFen: 0 });
    const id = `fund:${compound.opening.subject.id}:E-2026-09:1`;
    await until(async () => (await bench.models().cases.findById(id).lean()) !== null);
    const ordinary = new TestCase(
      bench,
      { ...compound.opening, kind: 'fund', id },
      bench.client.workflow.getHandle(id),
    );
    const { view, tasks } = await ordinary.snapshot();
    expect(view).toMatchObject({ status: 'running', links: [{ case: compound.id, relation: 'startedFrom' }] });
    expect(tasks.map((task) => task.id)).toEqual(['proposal#1']);
  });
});

describe('an emergency that nobody repairs', () => {
  it('is ordered by the street, and at last repaired by it', async () => {
    const compound = await open();
    await verified(compound);
    await compound.advance('PT25H');
    await over(compound, 'repairStart#1');
    await compound.decide('streetOrder', 'order', { comment: '示例：24小时内抢修' });
    await compound.decide('repairStart#2', 'decline', { comment });
    await compound.decide('streetRepair', 'organise');
    await applied(compound);
    expect((await compound.task('streetCompletion')).office).toBe('streetOffice');
    expect((await factsOf(compound)).repairedBy).toBe('street');
    await withFile(compound, 'streetCompletion', 'report', { costFen: 100 });
    expect(await asked(compound)).toEqual(['acceptance#1.committee', 'acceptance#1.owners']);
  });

  it('is repaired by the company when that follows the order', async () => {
    const compound = await open();
    await verified(compound);
    await compound.decide('repairStart#1', 'decline', { comment });
    await compound.decide('streetOrder', 'order', { comment });
    await compound.decide('repairStart#2', 'start');
    expect(await asked(compound)).toEqual(['application#1']);
  });
});

describe('the application', () => {
  it('is reviewed in two working days, by somebody else, and never above what is asked for', async () => {
    const compound = await open();
    await verified(compound);
    await compound.decide('repairStart', 'start');
    await withFile(compound, 'application', 'apply');
    expect((await compound.task('review')).deadline?.term).toEqual({ n: 2, unit: 'workingDays' });
    const review = (decision: string, form: Record<string, Json>) => compound.decide('review', decision, { form });
    await expect(refusal(review('approve', { approvedFen: 4_000_001 }))).resolves.toMatchObject({
      pointers: ['/form/approvedFen'],
    });
    await expect(
      refusal(review('approveWithAdvance', { approvedFen: 4_000_000, advanceFen: 4_000_001 })),
    ).resolves.toMatchObject({ pointers: ['/form/advanceFen'] });
    await review('approve', { approvedFen: 3_000_000 });
    expect(await asked(compound)).toEqual(['completion#1']);
  });

  it('that the bureau rejects leaves the cost with the applicant', async () => {
    const compound = await open();
    await verified(compound);
    await compound.decide('repairStart', 'start');
    await withFile(compound, 'application', 'apply');
    await compound.decide('review', 'reject', { comment });
    await expect(compound.handle.result()).resolves.toEqual({ outcome: 'rejected' });
    expect(await factsOf(compound)).toMatchObject({ notCoveredFen: 4_000_000, paidFen: 0 });
  });

  it('comes after the posting where the city has it so', async () => {
    const after = { 'fundEmergency.emergencyApplyTiming': 'afterPosting' };
    const compound = await open(after);
    await verified(compound);
    await compound.decide('repairStart', 'start');
    await done(compound);
    await posted(compound);
    await withFile(compound, 'application', 'apply');
    const advance = { form: { approvedFen: 4_000_000, advanceFen: 1 } };
    await expect(refusal(compound.decide('review', 'approveWithAdvance', advance))).resolves.toMatchObject({
      code: 'not-ready',
    });
    await compound.decide('review', 'approve', { form: { approvedFen: 4_000_000 } });
    await pay(compound, 4_000_000);
    await expect(compound.handle.result()).resolves.toEqual({ outcome: 'closed' });
    const rejected = await open(after);
    await verified(rejected);
    await rejected.decide('repairStart', 'start');
    await done(rejected);
    await posted(rejected);
    await withFile(rejected, 'application', 'apply');
    await rejected.decide('review', 'reject', { comment });
    await expect(rejected.handle.result()).resolves.toEqual({ outcome: 'rejected' });
  });
});

describe('the account of the repair', () => {
  it('goes back to the company when the repair is not accepted', async () => {
    const compound = await open();
    await atWork(compound);
    await withFile(compound, 'completion', 'report', { costFen: 100 });
    await compound.decide('acceptance#1.owners', 'fail', { comment });
    await compound.decide('acceptance#1.committee', 'accept');
    expect(await asked(compound)).toEqual(['completion#2']);
  });

  it('is audited above 50,000 yuan, and not at it', async () => {
    const compound = await open();
    await atWork(compound);
    const complete = (decision: string, costFen: number) => withFile(compound, 'completion', decision, { costFen });
    await expect(refusal(complete('report', 5_000_001))).resolves.toMatchObject({ pointers: ['/form/costFen'] });
    await expect(refusal(complete('reportForAudit', 5_000_000))).resolves.toMatchObject({ code: 'invalid-input' });
    await complete('reportForAudit', 5_000_001);
    await accepted(compound);
    await withFile(compound, 'audit', 'confirm');
    expect(await asked(compound)).toEqual(['posting#1']);
  });

  it('is audited, however small, when an objection is upheld', async () => {
    const compound = await open();
    await atWork(compound);
    await done(compound);
    await withFile(compound, 'posting#1', 'post');
    await compound.decide('posting#1.objection', 'object', { comment });
    await compound.decide('posting#1.settlement-1', 'uphold', { comment });
    await compound.advance('P6D');
    await over(compound, 'posting#1');
    await compound.decide('audit', 'find', { comment });
    await expect(refusal(compound.decide('claim', 'claim'))).resolves.toMatchObject({ code: 'not-ready' });
    await compound.decide('claim', 'note');
    await expect(compound.handle.result()).resolves.toEqual({ outcome: 'abused' });
  });

  it('that shows abuse brings a claim of what was paid', async () => {
    const compound = await open();
    await verified(compound);
    await compound.decide('repairStart', 'start');
    await withFile(compound, 'application', 'apply');
    const advance = { form: { approvedFen: 4_000_000, advanceFen: 1_000_000 } };
    await compound.decide('review', 'approveWithAdvance', advance);
    await withFile(compound, 'advance', 'pay');
    await done(compound, 6_000_000);
    await compound.decide('audit', 'find', { comment });
    expect(await factsOf(compound)).toMatchObject({ claimedFen: 1_000_000, notCoveredFen: 6_000_000 });
    await expect(refusal(compound.decide('claim', 'note'))).resolves.toMatchObject({ code: 'not-ready' });
    await compound.decide('claim', 'claim');
    await withFile(compound, 'repayment', 'repay');
    await expect(compound.handle.result()).resolves.toEqual({ outcome: 'abused' });
    expect((await factsOf(compound)).paidFen).toBe(0);
  });

  it('is posted for five days', async () => {
    const compound = await open();
    await atWork(compound);
    await done(compound);
    await withFile(compound, 'posting#1', 'post');
    const last = addDays(await compound.today(), 5);
    await compound.advanceTo(`${last}T15:59:00.000Z`);
    expect(await asked(compound)).toEqual(['posting#1.objection']);
    await compound.advance('PT2M');
    await over(compound, 'posting#1');
    expect(await asked(compound)).toEqual(['payment#1']);
  });

  it('may be withdrawn by street or bureau alone', async () => {
    const compound = await open();
    const reason = { reason: '示例', outcome: 'withdrawn' };
    await expect(refusal(compound.act('cancel', office('propertyCompany'), reason))).resolves.toMatchObject({
      code: 'forbidden',
    });
    await compound.act('cancel', office('housingBureau'), reason);
    await expect(compound.handle.result()).resolves.toEqual({ outcome: 'withdrawn' });
  });
});
