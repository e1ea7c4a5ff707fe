/** Workers of two versions on one task queue, as while a release is rolled out or taken back. */
import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { askCase, updateCase } from '../../api/cases/callCase.ts';
import { dayOf } from '../../domain/calendar/calendar.ts';
import type { ActInput, ActName } from '../../domain/case/acts.ts';
import { Refusal } from '../../domain/errors.ts';
import type { Actor } from '../../domain/organisation/actor.ts';
import { verifyChain } from '../../domain/timeline/hashChain.ts';
import { initialState } from '../../workflows/case/caseState.ts';
import { buildTrial, coordinator, office, TestBench, TestCase } from '../support/cases.ts';
import { nextBundle, testBundle } from '../support/trial/bundle.ts';
import { until } from '../support/until.ts';

/** Before the seal, where these cases begin, the next version asks for an opinion first. */
const [present, next] = [await testBundle(), await nextBundle()];
const oldWay = ['seal'];
const newWay = ['opinion', 'seal'];

let bench: TestBench;
let leaving: (() => Promise<void>)[] = [];
beforeAll(async () => {
  bench = await TestBench.start(undefined, []);
});
afterEach(async () => {
  await Promise.all(leaving.map((leave) => leave()));
  leaving = [];
});
afterAll(() => bench.stop());

/** One more worker; what is returned has it leave. */
async function join(bundle: typeof present): Promise<() => Promise<void>> {
  const leave = await bench.joinWorker(bundle);
  leaving.push(leave);
  return leave;
}

const openCases = (count: number, historyBound?: number): Promise<TestCase[]> =>
  Promise.all(Array.from({ length: count }, () => bench.open(buildTrial('seal'), historyBound)));

const made = new Map<TestCase, string[]>();

/** As a careful client of the API: repeats with the same key until there is an answer; other refusals are mistakes. */
async function insist<N extends ActName>(each: TestCase, name: N, by: Actor, input: ActInput<N>): Promise<void> {
  const key = randomUUID();
  made.set(each, [...(made.get(each) ?? []), key]);
  await until(async () => {
    const refused = await asApi(each, name, by, input, key);
    if (refused && !['case-parked', 'outcome-unknown'].includes(refused)) throw new Error(`${each.id}: ${refused}`);
    return refused === undefined;
  });
}

/** The code the API would refuse with, after some seconds; undefined when there is an answer. */
async function asApi<N extends ActName>(
  each: TestCase,
  name: N,
  by: Actor,
  input: ActInput<N>,
  key: string,
): Promise<string | undefined> {
  try {
    await updateCase({ temporal: bench.client }, each.id, 5, () => each.act(name, by, input, key));
    return undefined;
  } catch (error) {
    if (error instanceof Refusal) return error.code;
    throw error;
  }
}

const remark = (each: TestCase): Promise<void> => insist(each, 'comment', coordinator, { text: '示例：升级期间' });
async function pass(each: TestCase): Promise<void> {
  await insist(each, 'decide', office('publicSecurity'), { stage: 'opinion#1.police', decision: 'agree' });
  await insist(each, 'decide', office('housingBureau'), { stage: 'opinion#1.housing', decision: 'agree' });
}

async function seal(each: TestCase, visit: number, decision = 'approve'): Promise<void> {
  await insist(each, 'decide', office('housingBureau'), { stage: `seal#${visit}`, decision });
}

/** Has a case that was opened with a low bound continue as new. */
async function renew(each: TestCase): Promise<void> {
  const { runId } = await bench.client.workflow.getHandle(each.id).describe();
  await until(async () => {
    await remark(each);
    return (await bench.client.workflow.getHandle(each.id).describe()).runId !== runId;
  });
}

/** The open tasks, however long the case is parked. */
async function open(each: TestCase): Promise<string[]> {
  let tasks: string[] | undefined;
  await until(async () => {
    tasks = await askCase({ temporal: bench.client }, each.id, 5).then(
      (snapshot) => snapshot.tasks.map(({ id }) => id),
      () => undefined,
    );
    return tasks !== undefined;
  });
  return tasks ?? [];
}

/** The case has ended; its timeline is whole, has each act once, and visited these stages. */
async function expectEnded(each: TestCase, way: readonly string[]): Promise<void> {
  await expect(each.handle.result()).resolves.toEqual({ outcome: 'sealed' });
  const events = await each.timeline();
  const { view } = await each.snapshot();
  expect(verifyChain(events, new Map(), view.head)).toEqual([]);
  expect(events.slice(1).flatMap(({ act }) => (act ? [act.key] : []))).toEqual(made.get(each));
  const stages = events.flatMap(({ type, stage }) => (type === 'stageOpened' ? [stage?.split('#')[0] ?? ''] : []));
  expect([...new Set(stages)]).toEqual(way);
  const document = await bench.models().cases.findById(each.id).lean();
  expect(document).toMatchObject({ revision: view.revision, head: view.head });
  expect(document).not.toHaveProperty('diverged');
}

describe('a new version that joins while the old one is there', () => {
  it('lets cases of before end the old way and new ones go the new way; between, either, and all are answered', async () => {
    const leaveOld = await join(present);
    const before = await openCases(3);
    await Promise.all(before.map((each) => seal(each, 1, 'again')));
    await join(next);
    const between = await openCases(4);
    await Promise.all([...before.map((each) => seal(each, 2, 'again')), ...between.map(remark)]);
    await leaveOld();
    const after = await openCases(2);
    await Promise.all(before.map((each) => seal(each, 3)));
    const asked = await Promise.all(between.map(async (each) => (await open(each)).includes('opinion#1.police')));
    await Promise.all([...between.filter((_, index) => asked[index]), ...after].map(pass));
    await Promise.all([...between, ...after].map((each) => seal(each, 1)));
    for (const each of before) await expectEnded(each, oldWay);
    for (const [index, each] of between.entries()) await expectEnded(each, asked[index] ? newWay : oldWay);
    for (const each of after) await expectEnded(each, newWay);
  });

  it('keeps a case of before on the old way when its body is run again from the top', async () => {
    const leaveOld = await join(present);
    const [renewed, corrected] = [...(await openCases(1, 20)), ...(await openCases(1))];
    if (!renewed || !corrected) throw new Error('two cases were opened');
    await Promise.all([seal(renewed, 1, 'again'), seal(corrected, 1, 'again')]);
    await join(next);
    await leaveOld();
    await renew(renewed);
    const decided = (await corrected.timeline()).find(({ type }) => type === 'decided');
    await insist(corrected, 'correct', office('housingBureau'), {
      event: decided?.seq ?? 0,
      decision: 'approve',
      comment: '示例：更正',
    });
    expect([await open(renewed), await open(corrected)]).toEqual([['seal#2'], []]);
    await seal(renewed, 2);
    await expectEnded(renewed, oldWay);
    await expectEnded(corrected, oldWay);
  });

  it('takes over what the old one cannot replay, while that is still there', async () => {
    const leaveNew = await join(next);
    const cases = await openCases(2);
    await Promise.all(cases.map(remark));
    const leaveOld = await join(present);
    // What it had in its memory, any of the two may be given now.
    await leaveNew();
    await join(next);
    await Promise.all(cases.map(remark));
    await leaveOld();
    await Promise.all(cases.map(pass));
    await Promise.all(cases.map((each) => seal(each, 1)));
    for (const each of cases) await expectEnded(each, newWay);
  });
});

describe('a new version that is taken back', () => {
  it('parks what it began, without loss, until it returns; what the old one began goes on', async () => {
    const leaveOld = await join(present);
    const old = await openCases(2);
    await Promise.all(old.map((each) => seal(each, 1, 'again')));
    await leaveOld();
    const leaveNew = await join(next);
    const [begun, renewed] = [await openCases(1), await openCases(1, 20)];
    await Promise.all([...begun.map(remark), ...renewed.map(renew)]);
    await Promise.all(old.map((each) => seal(each, 2, 'again')));
    await leaveNew();
    const leaveOldAgain = await join(present);
    await Promise.all(old.map((each) => seal(each, 3)));
    for (const each of old) await expectEnded(each, oldWay);
    const waiting = [...begun, ...renewed].map(pass);
    for (const each of [...begun, ...renewed]) {
      await until(() =>
        askCase({ temporal: bench.client }, each.id, 5).then(
          () => false,
          (error: unknown) => error instanceof Refusal && error.code === 'case-parked',
        ),
      );
    }
    await leaveOldAgain();
    await join(next);
    await Promise.all(waiting);
    await Promise.all([...begun, ...renewed].map((each) => seal(each, 1)));
    for (const each of [...begun, ...renewed]) await expectEnded(each, newWay);
  });

  it('is not led astray by an old worker that is given the first task of a new run, where no marker stops it', async () => {
    const leaveOld = await join(present);
    const opening = buildTrial('seal');
    const now = new Date().toISOString();
    const carried = { ...initialState(opening, now, dayOf(now), {}), changes: ['opinionAtLast'] };
    const { taskQueue } = bench.config.temporal;
    const handle = await bench.client.workflow.start('trial', {
      taskQueue,
      workflowId: opening.id,
      args: [{ opening, carried }],
    });
    const failed = async (): Promise<boolean> =>
      (await handle.fetchHistory()).events?.some((event) => event.workflowTaskFailedEventAttributes) ?? false;
    const led = async (): Promise<boolean> =>
      (await handle.fetchHistory()).events?.some((event) => event.workflowTaskCompletedEventAttributes) ?? false;
    await until(async () => (await failed()) || (await led()));
    expect(await led()).toBe(false);
    await leaveOld();
    await join(next);
    expect(await open(new TestCase(bench, opening, handle))).toContain('opinion#1.police');
  });
});
