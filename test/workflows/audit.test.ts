import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { loadCalendars, loadPolicies } from '../../api/policies/loadPolicies.ts';
import { buildCalendar } from '../../domain/calendar/calendar.ts';
import { resolvePolicy } from '../../domain/policy/resolvePolicy.ts';
import type { Json } from '../../domain/text.ts';
import { verifyChain } from '../../domain/timeline/hashChain.ts';
import { keepCurrentCalendar, keepCurrentPolicies } from '../../models/keptVersions.ts';
import { registerModels } from '../../models/registers.ts';
import {
  buildOpening,
  office,
  PLACE,
  policyFolder,
  refusal,
  TestBench,
  TestCase,
  withPolicy,
} from '../support/cases.ts';
import { buildElection, figures } from '../support/election.ts';
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

const subject = (id: string) => ({ type: 'committee' as const, id, name: '示例小区业委会', scope: PLACE });
let count = 0;
async function open(input: Record<string, Json> = {}, changed: Record<string, boolean> = {}): Promise<TestCase> {
  count += 1;
  const opening = buildOpening(
    {
      kind: 'audit',
      id: `audit:OC-${count}:2027:1`,
      subject: subject(`OC-${count}`),
      input: { year: '2027', reason: 'campaign', ...input },
    },
    ['audit'],
  );
  return await bench.open(withPolicy(opening, changed));
}

const openTasks = async (audit: TestCase): Promise<string[]> => (await audit.snapshot()).tasks.map(({ id }) => id);
const finding = (category = 'other') => ({ category, title: '示例：票据不全', fen: 120_000 });
const report = (findings: Json[] = [finding()]) => ({ form: { summary: '示例', findings } });

async function engaged(audit: TestCase): Promise<void> {
  await audit.decide('engagement', 'engage', { form: { auditor: '示例会计师事务所' } });
}
async function drafted(audit: TestCase): Promise<void> {
  await engaged(audit);
  await audit.decide('documents#1.committee', 'provide', { evidence: [await audit.evidence()] });
  await audit.decide('draft', 'submit', report());
}
async function posted(audit: TestCase, decision = 'reportProblems', findings?: Json[]): Promise<void> {
  await drafted(audit);
  await audit.decide('reply#1.committee', 'dispute', { comment: '示例' });
  await audit.decide('report', decision, report(findings));
  await audit.decide('reportPosting', 'post', { evidence: [await audit.evidence()] });
  await audit.advance('P8D');
}
async function corrected(audit: TestCase, problem: string, round = 1): Promise<void> {
  await audit.decide(`correction#${round}.${problem}`, 'complete', { evidence: [await audit.evidence()] });
  await audit.decide(`correction#${round}.${problem}-verify`, 'pass');
}

describe('an audit of an owners’ committee', () => {
  it('ends when every problem is put right and was checked', async () => {
    const audit = await open();
    await posted(audit, 'reportProblems', [finding(), finding()]);
    await corrected(audit, 'P1');
    await audit.decide('correction#1.P2', 'complete', { evidence: [await audit.evidence()] });
    await audit.decide('correction#1.P2-verify', 'fail', { comment: '示例' });
    expect((await audit.task('correction#1.P2')).dueAt).not.toBeNull();
    await corrected(audit, 'P2');
    const none = refusal(audit.decide('conclusion', 'giveTime', { comment: '示例' }));
    await expect(none).resolves.toMatchObject({ code: 'not-ready' });
    await audit.decide('conclusion', 'close');
    await expect(audit.handle.result()).resolves.toEqual({ outcome: 'closed' });
    expect(verifyChain(await audit.timeline())).toEqual([]);
  });

  it('ends with a clean report, which lists no problem', async () => {
    const audit = await open();
    await drafted(audit);
    await audit.decide('reply#1.committee', 'agree');
    const wrong = refusal(audit.decide('report', 'reportClean', report()));
    await expect(wrong).resolves.toMatchObject({ pointers: ['/form/findings'] });
    const empty = refusal(audit.decide('report', 'reportProblems', report([])));
    await expect(empty).resolves.toMatchObject({ pointers: ['/form/findings'] });
    const unknown = refusal(audit.decide('report', 'reportProblems', report([finding('示例类别')])));
    await expect(unknown).resolves.toMatchObject({ pointers: ['/form/findings/0/category'] });
    await audit.decide('report', 'reportClean', report([]));
    await audit.decide('reportPosting', 'post', { evidence: [await audit.evidence()] });
    await audit.advance('P8D');
    await expect(audit.handle.result()).resolves.toEqual({ outcome: 'closed' });
  });

  it('is reported anew when an objection to the report is upheld', async () => {
    const audit = await open();
    await drafted(audit);
    await audit.decide('reply#1.committee', 'agree');
    await audit.decide('report', 'reportClean', report([]));
    await audit.decide('reportPosting', 'post', { evidence: [await audit.evidence()] });
    await audit.decide('reportPosting#1.objection', 'object', { comment: '示例' });
    await audit.decide('reportPosting#1.settlement-1', 'uphold', { comment: '示例' });
    await audit.advance('P8D');
    expect(await openTasks(audit)).toEqual(['report#2']);
  });

  it('orders documents that are refused or do not come, and goes on without the committee’s reply', async () => {
    const audit = await open();
    await engaged(audit);
    await audit.decide('documents#1.committee', 'refuse', { comment: '示例' });
    await audit.decide('order', 'order', { evidence: [await audit.evidence()] });
    await audit.advance('P12D');
    expect(await openTasks(audit)).toEqual(['order#2']);
    await audit.decide('order', 'order', { evidence: [await audit.evidence()] });
    await audit.decide('documents#3.committee', 'provide', { evidence: [await audit.evidence()] });
    await audit.decide('draft', 'submit', report());
    await audit.advance('P10D');
    expect(await openTasks(audit)).toEqual(['report#1']);
  });

  it('goes to the police when destruction is suspected, and back when they find no case', async () => {
    const audit = await open();
    await engaged(audit);
    await audit.decide('documents#1.committee', 'refuse', { comment: '示例' });
    await audit.decide('order', 'reportToPolice', { comment: '示例：账册被毁' });
    await audit.decide('policeAnswer', 'leave', { comment: '示例' });
    await audit.decide('documents#2.committee', 'refuse', { comment: '示例' });
    await audit.decide('order', 'reportToPolice', { comment: '示例' });
    await audit.decide('policeAnswer', 'take');
    await expect(audit.handle.result()).resolves.toEqual({ outcome: 'referred' });
  });

  it('never closes by itself: after its months what is open gets more time or is referred', async () => {
    const audit = await open();
    await posted(audit);
    await audit.advance('P100D');
    expect(await openTasks(audit)).toEqual(['conclusion#1']);
    await expect(refusal(audit.decide('conclusion', 'close'))).resolves.toMatchObject({ code: 'not-ready' });
    await audit.decide('conclusion', 'giveTime', { comment: '示例' });
    expect(await openTasks(audit)).toEqual(['correction#2.P1', 'correction#2.list']);
    await audit.advance('P100D');
    await audit.decide('conclusion', 'refer', { comment: '示例', form: { to: 'disciplineCommission' } });
    await expect(audit.handle.result()).resolves.toEqual({ outcome: 'referred' });
  });

  it('needs a fifth of the owners where owners propose it', async () => {
    const proposal = { heads: 199, area: 1_999, totalHeads: 1000, totalArea: 10_000 };
    const few = await open({ reason: 'ownersProposal', proposal });
    const engage = few.decide('engagement', 'engage', { form: { auditor: '示例' } });
    await expect(refusal(engage)).resolves.toMatchObject({ code: 'not-ready' });
    await few.decide('engagement', 'dismiss', { comment: '示例' });
    await expect(few.handle.result()).resolves.toEqual({ outcome: 'dismissed' });

    const enough = await open({ reason: 'ownersProposal', proposal: { ...proposal, area: 2000 } });
    const dismissed = refusal(enough.decide('engagement', 'dismiss', { comment: '示例' }));
    await expect(dismissed).resolves.toMatchObject({ code: 'not-ready' });
    await engaged(enough);
  });
});

async function childAudit(committee: string, year: string): Promise<TestCase> {
  const id = `audit:${committee}:${year}:1`;
  await until(async () => (await bench.models().cases.findById(id).lean()) !== null);
  const opening = buildOpening({ kind: 'audit', id, subject: subject(committee) }, ['audit']);
  return new TestCase(bench, opening, bench.client.workflow.getHandle(id));
}

const quarter = (input: Record<string, Json>, id: string): Promise<TestCase> =>
  bench.open(
    buildOpening({ kind: 'directorDebrief', id: `directorDebrief:${id}:2026-Q4:1`, subject: subject(id), input }, [
      'audit',
    ]),
  );

async function rated(debrief: TestCase, branch: number, owners: number): Promise<void> {
  await debrief.decide('statement', 'submit', { evidence: [await debrief.evidence()] });
  await debrief.decide('rating#1.branch', 'score', { form: { score: branch } });
  await debrief.decide('rating#1.owners', 'score', { form: { score: owners } });
}

describe('the quarterly debrief of a director', () => {
  it('passes with sixty points of branch and owners together', async () => {
    const debrief = await quarter({ quarter: '2026-Q4' }, 'OC-D1');
    await rated(debrief, 70, 50);
    await expect(refusal(debrief.decide('publication', 'low'))).resolves.toMatchObject({ code: 'not-ready' });
    await debrief.decide('publication', 'pass');
    await expect(debrief.handle.result()).resolves.toEqual({ outcome: 'passed' });
    expect((await debrief.snapshot()).view.facts).toMatchObject({ total: 6000 });
  });

  it('is low below that, and asks for no audit the first time; who cannot rate is asked again', async () => {
    const debrief = await quarter({ quarter: '2026-Q4', previousScore: 6000 }, 'OC-D2');
    await debrief.decide('statement', 'submit', { evidence: [await debrief.evidence()] });
    await debrief.decide('rating#1.branch', 'absent', { comment: '示例' });
    await debrief.decide('rating#1.owners', 'score', { form: { score: 50 } });
    await debrief.decide('rating#2.branch', 'score', { form: { score: 69 } });
    await debrief.decide('rating#2.owners', 'score', { form: { score: 50 } });
    await expect(refusal(debrief.decide('publication', 'lowAgain'))).resolves.toMatchObject({ code: 'not-ready' });
    await debrief.decide('publication', 'low');
    await expect(debrief.handle.result()).resolves.toEqual({ outcome: 'low' });
  });

  it('starts a special audit when it is low twice in succession', async () => {
    const debrief = await quarter({ quarter: '2026-Q4', previousScore: 5999 }, 'OC-D3');
    await rated(debrief, 50, 50);
    await debrief.decide('publication', 'lowAgain');
    await expect(debrief.handle.result()).resolves.toEqual({ outcome: 'audited' });
    const audit = await childAudit('OC-D3', '2026');
    expect((await audit.snapshot()).view).toMatchObject({ status: 'running', links: [{ case: debrief.id }] });
  });
});

describe('the audit of the committee before an election', () => {
  it('is started by gate one, runs beside it, and holds it up only where the policy says so', async () => {
    const committee = 'OC-E1';
    await registerModels(bench.database()).entries.committees.collection.insertOne({
      _id: committee as never,
      name: '示例小区业委会',
      scope: PLACE,
      locality: 'linyi',
    } as never);
    const input = { route: 'reelection', origin: 'termEnd', previousCommittee: committee, termEnds: '2029-06-30' };
    const election = await bench.open(withPolicy(buildElection(input), { 'election.surveyNeedsAudit': true }));
    await election.decide('survey', 'report', { form: figures });
    const audit = await childAudit(committee, (await election.today()).slice(0, 4));
    await expect(refusal(election.decide('readiness', 'ready'))).resolves.toMatchObject({ code: 'not-ready' });
    await audit.act('cancel', office('streetPartyWorkingCommittee'), { reason: '示例：另行审计' });
    await until(async () => (await election.snapshot()).view.facts['previousAudit'] === 'cancelled');
    await election.decide('readiness', 'ready');
  });
});
