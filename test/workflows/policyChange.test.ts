import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, test } from '@jest/globals';
import { addWorkingDays, type PlainDay } from '../../domain/calendar/calendar.ts';
import { computeDeadline } from '../../domain/deadline/deadline.ts';
import type { Actor } from '../../domain/organisation/actor.ts';
import { changedDeadline, type MovingMode } from '../../domain/policy/application.ts';
import { hashOf, verifyChain } from '../../domain/timeline/hashChain.ts';
import { type ActAnswer, applyPolicyUpdate } from '../../workflows/messages.ts';
import {
  actor,
  buildOpening,
  buildTrial,
  coordinator,
  office,
  refusal,
  TestBench,
  type TestCase,
  withPolicy,
} from '../support/cases.ts';
import { staffed, submitted } from '../support/rectification.ts';
import { until } from '../support/until.ts';

let bench: TestBench;
beforeAll(async () => {
  bench = await TestBench.start();
});
afterAll(() => bench.stop());

const administrator = actor('administrator', undefined, {
  role: 'administrator',
  duties: ['system'],
  scope: 'linyi/lanshan',
});

type Values = Parameters<typeof withPolicy>[1];

/** Applies a policy that differs from the case's own in some values. */
async function apply(
  compound: TestCase,
  values: Values,
  {
    mode = 'reanchor',
    by = administrator,
    version = randomUUID(),
  }: { mode?: MovingMode; by?: Actor; version?: string } = {},
): Promise<ActAnswer> {
  const { parameters } = withPolicy(compound.opening, values).policy;
  const key = randomUUID();
  return await bench.client.workflow.getHandle(compound.id).executeUpdate(applyPolicyUpdate, {
    args: [{ key, body: hashOf(values), actor: by, input: { version, mode, parameters, reason: '示例' } }],
    updateId: key,
  });
}

const reply = 'rectification.departmentReplyDays';

async function dueDate(compound: TestCase): Promise<string | null> {
  return (await compound.task('seal')).dueAt;
}

const lastDay = (dueAt: string | null): PlainDay =>
  new Date(Date.parse(String(dueAt)) + 8 * 3_600_000 - 1).toISOString().slice(0, 10);

describe('another policy in a running case', () => {
  it('counts the new term from the original start, and says on the timeline what moved', async () => {
    const compound = await bench.open(buildTrial('seal'));
    const { calendar } = compound.opening;
    const before = await compound.task('seal');
    await compound.timeline();
    await compound.advance('P2D');
    const answer = await apply(compound, { [reply]: 12 }, { version: 'v2' });
    const after = await compound.task('seal');
    const expected =
      before.deadline &&
      changedDeadline(before.deadline, withPolicy(compound.opening, { [reply]: 12 }).policy.parameters, 'reanchor', '');
    expect(after.deadline).toEqual(expected);
    expect(lastDay(after.dueAt)).toBe(addWorkingDays(calendar, String(before.deadline?.startOn), 12));
    const event = (await compound.timeline()).find(({ seq }) => seq === answer.events.from);
    expect(event).toMatchObject({
      type: 'policyChanged',
      actor: { id: 'administrator', role: 'administrator' },
      data: {
        from: compound.opening.policy.version,
        to: 'v2',
        mode: 'reanchor',
        moved: [{ task: 'seal#1', from: before.dueAt, to: after.dueAt }],
      },
    });
    const stored = await bench.models().tasks.findById(`${compound.id}|seal#1`).lean();
    expect(stored?.dueAt?.toISOString()).toBe(after.dueAt);
    expect(await bench.models().cases.findById(compound.id).lean()).toMatchObject({
      policy: { locality: 'linyi', version: 'v2' },
    });
  });

  it('starts the term anew, with nothing of its ledger', async () => {
    const compound = await bench.open(buildTrial('seal'));
    await compound.act('extend', coordinator, { stage: 'seal', term: { n: 3, unit: 'workingDays' }, reason: '示例' });
    await compound.timeline();
    await compound.advance('P3D');
    const today = await compound.today();
    await apply(compound, { [reply]: 9 }, { mode: 'restart' });
    const { deadline, dueAt } = await compound.task('seal');
    expect(deadline).toMatchObject({ startOn: today, term: { n: 9 }, extensions: [], suspensions: [] });
    expect(lastDay(dueAt)).toBe(addWorkingDays(compound.opening.calendar, today, 9));
  });

  it('keeps extensions and never counts suspended time', async () => {
    const compound = await bench.open(buildTrial('seal'));
    await compound.act('extend', coordinator, { stage: 'seal', term: { n: 2, unit: 'workingDays' }, reason: '示例' });
    await compound.act('suspend', coordinator, { reason: '示例' });
    await compound.timeline();
    await compound.advance('P20D');
    await apply(compound, { [reply]: 8 });
    expect(await compound.task('seal')).toMatchObject({ dueAt: null, suspended: true });
    await compound.act('resume', coordinator, { reason: '示例' });
    const { deadline, dueAt } = await compound.task('seal');
    expect(deadline).toMatchObject({ term: { n: 8 }, extensions: [{ term: { n: 2 } }], suspensions: [{}] });
    const resumed = await compound.today();
    expect(lastDay(dueAt) > addWorkingDays(compound.opening.calendar, resumed, 7)).toBe(true);
    expect(dueAt).toBe(deadline && computeDeadline(deadline, compound.opening.calendar).dueAt);
  });

  it('restarts what is suspended without letting its clock run', async () => {
    const compound = await bench.open(buildTrial('seal'));
    await compound.act('suspend', coordinator, { stage: 'seal', reason: '示例' });
    await apply(compound, { [reply]: 8 }, { mode: 'restart' });
    expect(await compound.task('seal')).toMatchObject({ dueAt: null, suspended: true });
    await compound.timeline();
    await compound.advance('P15D');
    await compound.act('resume', coordinator, { stage: 'seal', reason: '示例' });
    const today = await compound.today();
    expect(lastDay(await dueDate(compound))).toBe(addWorkingDays(compound.opening.calendar, today, 8));
  });

  it('moves no deadline whose parameter stays the same, and holds for what opens later', async () => {
    const compound = await bench.open(buildTrial('opinion'));
    const before = (await compound.snapshot()).tasks.map(({ dueAt }) => dueAt);
    const answer = await apply(compound, { 'trial.postingDays': 3, 'rectification.planDueDays': 2 });
    expect((await compound.snapshot()).tasks.map(({ dueAt }) => dueAt)).toEqual(before);
    const event = (await compound.timeline()).find(({ seq }) => seq === answer.events.from);
    expect(event?.data).toMatchObject({ moved: [] });
    await compound.decide('opinion#1.housing', 'agree');
    await compound.decide('opinion#1.police', 'agree');
    await compound.decide('notice', 'post', { evidence: [await compound.evidence(office('streetOffice'))] });
    await compound.timeline();
    await compound.advance('P4D');
    await until(async () => (await compound.snapshot()).tasks.every(({ stage }) => stage !== 'notice'));
  });

  it('fires no rung twice, and those again that lie ahead again', async () => {
    const compound = await bench.open(buildTrial('seal'));
    const rungs = async (): Promise<unknown[]> =>
      (await compound.timeline()).flatMap(({ type, data }) => (type === 'escalated' ? [data.rung] : []));
    await compound.timeline();
    await compound.advanceTo(String(await dueDate(compound)));
    await compound.act('comment', coordinator, { text: '示例' });
    expect(await rungs()).toEqual(['yellow']);
    // Shorter: what had fired is past still, and what is past now fires at once.
    await apply(compound, { [reply]: 1 });
    expect(await rungs()).toEqual(['yellow', 'red', 'supervise']);
    await apply(compound, { [reply]: 20 });
    expect(await rungs()).toEqual(['yellow', 'red', 'supervise']);
    await compound.advanceTo(String(await dueDate(compound)));
    await compound.act('comment', coordinator, { text: '示例' });
    expect(await rungs()).toEqual(['yellow', 'red', 'supervise', 'yellow']);
  });

  it('is applied once', async () => {
    const compound = await bench.open(buildTrial('seal'));
    await apply(compound, { [reply]: 9 }, { version: 'v2' });
    await expect(refusal(apply(compound, { [reply]: 9 }, { version: 'v2' }))).resolves.toMatchObject({
      code: 'policy-current',
    });
  });

  test.each<[string, Actor]>([
    ['an office', office('housingBureau')],
    ['a coordinator of another district', { ...coordinator, scope: 'linyi/luozhuang' }],
    ['an administrator without the duty', { ...administrator, duties: ['audit'] }],
    ['an administrator of another district', { ...administrator, scope: 'linyi/luozhuang' }],
  ])('is refused to %s', async (_, by) => {
    const compound = await bench.open(buildTrial('seal'));
    await expect(refusal(apply(compound, { [reply]: 9 }, { by }))).resolves.toMatchObject({ code: 'forbidden' });
  });
});

describe('a policy applied in the middle of a procedure', () => {
  async function returned(compound: TestCase): Promise<void> {
    await submitted(compound);
    const first = (await compound.snapshot()).tasks.find(({ stage }) => stage === 'planReview');
    await compound.decide(first?.id ?? 'planReview', 'return', { comment: '示例' });
  }

  it('never changes the way of what was decided before, through as many runs as there are', async () => {
    const compound = await bench.open(withPolicy(buildOpening(), { 'rectification.planMaxReturns': 3 }), 1);
    await staffed(compound);
    await returned(compound);
    expect((await compound.snapshot()).view.stage).toBe('plan');
    // Under this one the first return would have gone to the leading group.
    await apply(compound, { 'rectification.planMaxReturns': 1 });
    const { runId } = await bench.client.workflow.getHandle(compound.id).describe();
    await compound.act('comment', coordinator, { text: '示例' });
    await until(async () => (await bench.client.workflow.getHandle(compound.id).describe()).runId !== runId);
    expect((await compound.snapshot()).view.stage).toBe('plan');
    await returned(compound);
    const { view, tasks } = await compound.snapshot();
    expect(view.stage).toBe('planDecision');
    expect(tasks.some(({ stage }) => stage === 'plan')).toBe(false);
    // A policy with more returns comes too late for what has gone to the leading group.
    await apply(compound, { 'rectification.planMaxReturns': 9 });
    await compound.act('comment', coordinator, { text: '示例' });
    expect((await compound.snapshot()).view.stage).toBe('planDecision');
    const events = await compound.timeline();
    expect(verifyChain(events)).toEqual([]);
    expect(await bench.models().cases.findById(compound.id).lean()).not.toHaveProperty('diverged');
    expect((await compound.histories()).length).toBeGreaterThan(1);
  });
});
