import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { WithStartWorkflowOperation } from '@temporalio/client';
import { WorkflowIdConflictPolicy } from '@temporalio/common';
import { addDays, addWorkingDays, at, dayOf, nextWorkingDay } from '../../domain/calendar/calendar.ts';
import { wordIn } from '../../domain/procedures/forms.ts';
import { hashOf, verifyChain } from '../../domain/timeline/hashChain.ts';
import { workflowBundle } from '../../worker/createWorker.ts';
import { actUpdates } from '../../workflows/messages.ts';
import {
  buildOpening,
  buildTrial,
  coordinator,
  office,
  refusal,
  TestBench,
  type TestCase,
  withPolicy,
} from '../support/cases.ts';
import { nomination, seats } from '../support/rectification.ts';
import { trialFolders } from '../support/trial/folders.ts';
import { until } from '../support/until.ts';

let bench: TestBench;
beforeAll(async () => {
  bench = await TestBench.start();
});
afterAll(() => bench.stop());

const day = 86_400_000;
const hour = 3_600_000;
const types = async (compound: TestCase): Promise<string[]> => (await compound.timeline()).map(({ type }) => type);
const later = (instant: string | null, milliseconds: number): string =>
  new Date(Date.parse(String(instant)) + milliseconds).toISOString();

const runsOf = async (compound: TestCase): Promise<number> => (await compound.histories()).length;

describe('while the worker is away', () => {
  beforeEach(() => bench.stopWorker());
  afterEach(async () => {
    if (!bench.working()) await bench.startWorker();
  });

  it('a decision sent while the case starts finds its stage open', async () => {
    const opening = buildOpening();
    const compound = await bench.open(opening);
    const decided = await compound.send('decide', office('organisationDept'), {
      stage: 'nomination',
      decision: 'nominate',
      form: nomination,
    });
    const together = buildOpening();
    const input = { stage: 'nomination#1', decision: 'nominate', form: nomination };
    const startedAndDecided = bench.client.workflow.executeUpdateWithStart(actUpdates.decide, {
      args: [{ key: randomUUID(), body: hashOf(input), actor: office('organisationDept'), input }],
      startWorkflowOperation: new WithStartWorkflowOperation('rectification', {
        workflowId: together.id,
        taskQueue: bench.config.temporal.taskQueue,
        workflowIdConflictPolicy: WorkflowIdConflictPolicy.USE_EXISTING,
        args: [{ opening: together }],
      }),
    });
    await bench.startWorker();
    const opened = { tasks: { opened: seats.map((seat) => `acceptance#1.${seat}`), closed: ['nomination#1'] } };
    await expect(decided.answer).resolves.toMatchObject(opened);
    await expect(startedAndDecided).resolves.toMatchObject(opened);
  });

  it('acts that arrive together are carried out one after the other, each on its own day', async () => {
    await bench.startWorker();
    const today = await (await bench.open(buildTrial('seal'))).today();
    const opening = buildOpening({ underWay: { startedOn: addDays(today, -3), steps: [] } });
    // Nothing falls due on the way, whatever day it is today.
    const compound = await bench.open(
      withPolicy(opening, { 'pairing.nominationDays': 30, 'pairing.acceptanceDays': 30 }),
    );
    await compound.timeline();
    await bench.stopWorker();
    const effectiveOn = addDays(today, -2);
    const nominate = { stage: 'nomination', decision: 'nominate', form: nomination, effectiveOn };
    const sent = [
      await compound.send('comment', coordinator, { text: '一' }),
      await compound.send('decide', office('organisationDept'), nominate),
      await compound.send('comment', coordinator, { text: '二' }),
      await compound.send('comment', coordinator, { text: '三' }),
    ];
    await bench.startWorker();
    const answers = await Promise.all(sent.map(({ answer }) => answer));
    expect(answers.map(({ events }) => [events.from, events.to])).toEqual([
      [3, 3],
      [4, 5],
      [6, 6],
      [7, 7],
    ]);
    expect((await compound.task('acceptance#1.leader')).deadline?.startOn).toBe(effectiveOn);
  });

  it('a rung that is due with the decision is climbed first, and the decision is late', async () => {
    await bench.startWorker();
    const opening = buildTrial('seal');
    const compound = await bench.open(opening);
    const { dueAt } = await compound.task('seal');
    await compound.advanceTo(String(dueAt));
    await compound.timeline();
    await bench.stopWorker();
    await compound.advanceTo(at(nextWorkingDay(opening.calendar, dayOf(later(dueAt, -1))), '09:00'));
    const decided = await compound.send('decide', office('housingBureau'), { stage: 'seal#1', decision: 'approve' });
    await bench.startWorker();
    await decided.answer;
    const events = await compound.timeline();
    expect(events.slice(2).map(({ type, data }) => [type, data.rung ?? data.late ?? data.outcome])).toEqual([
      ['escalated', 'yellow'],
      ['escalated', 'red'],
      ['decided', true],
      ['caseClosed', 'sealed'],
    ]);
  });

  it('silence that is due with the answer has already spoken', async () => {
    await bench.startWorker();
    const compound = await bench.open();
    await compound.decide('nomination', 'nominate', { form: nomination });
    const { dueAt } = await compound.task('acceptance#1.leader');
    await compound.advanceTo(later(dueAt, -hour));
    await compound.timeline();
    await bench.stopWorker();
    await compound.advanceTo(String(dueAt));
    const answered = await compound.send('decide', office('countyLevelLeader'), {
      stage: 'acceptance#1.leader',
      decision: 'accept',
    });
    await bench.startWorker();
    await expect(refusal(answered.answer)).resolves.toMatchObject({ code: 'already-decided' });
    expect(await types(compound)).toContain('expired');
  });

  it.each(['running', 'starting'])(
    'of many who decide one stage of a %s case at once exactly one wins',
    async (state) => {
      if (state === 'running') await bench.startWorker();
      const compound = await bench.open(buildTrial('seal'));
      if (state === 'running') await compound.timeline();
      if (bench.working()) await bench.stopWorker();
      const decision = { stage: 'seal#1', decision: 'again' };
      const attempts = await Promise.all(
        Array.from({ length: 8 }, () => compound.send('decide', office('housingBureau'), decision)),
      );
      await bench.startWorker();
      const outcomes = await Promise.all(
        attempts.map(({ answer }) => answer.then(() => 'accepted').catch(async () => (await refusal(answer)).code)),
      );
      expect(outcomes.toSorted()).toEqual(['accepted', ...Array(7).fill('already-decided')]);
      expect((await types(compound)).filter((type) => type === 'decided')).toHaveLength(1);
    },
  );
});

describe('a bug', () => {
  it('parks the case, which goes on where it stood once the fix is there', async () => {
    const opening = buildTrial('seal');
    const compound = await bench.open(opening);
    await compound.timeline();
    await bench.stopWorker();
    await bench.startWorker(
      'rehearsal',
      await workflowBundle([
        { ...trialFolders, workflows: fileURLToPath(new URL('../support/faulty/workflows', import.meta.url)) },
      ]),
    );
    const decided = await compound.send('decide', office('housingBureau'), { stage: 'seal', decision: 'approve' });
    await until(async () => ((await compound.handle.describe()).raw.pendingWorkflowTask?.attempt ?? 0) > 1);
    expect((await compound.handle.describe()).status.name).toBe('RUNNING');
    await bench.stopWorker();
    await bench.startWorker();
    await expect(decided.answer).resolves.toMatchObject({ outcome: 'sealed' });
    expect((await types(compound)).filter((type) => type === 'decided')).toHaveLength(1);
  });
});

describe('the same key', () => {
  it('gives the same answer and happens once, also in a later run', async () => {
    const compound = await bench.open(buildOpening(), 10);
    const input = { text: '示例意见' };
    const key = randomUUID();
    const other = randomUUID();
    const first = await compound.act('comment', coordinator, input, key);
    await expect(compound.act('comment', coordinator, input, key)).resolves.toEqual(first);
    await compound.act('comment', coordinator, input, other);
    await until(async () => (await runsOf(compound)) > 1);
    await expect(compound.act('comment', coordinator, input, key)).resolves.toEqual(first);
    await expect(refusal(compound.act('comment', coordinator, { text: '别的' }, other))).resolves.toMatchObject({
      code: 'idempotency-key-reused',
    });
    expect((await types(compound)).filter((type) => type === 'commented')).toHaveLength(2);
  });

  it('answers with the hash of the body it stands for, so that another body in the same run can be told', async () => {
    const compound = await bench.open(buildTrial('seal'));
    const key = randomUUID();
    const first = await compound.act('comment', coordinator, { text: '一' }, key);
    const second = await compound.act('comment', coordinator, { text: '二' }, key);
    expect(second).toEqual(first);
    expect(first.body).toBe(hashOf({ text: '一' }));
  });
});

describe('continuing as new under load', () => {
  it('loses no act and applies none twice', async () => {
    const compound = await bench.open(buildOpening(), 30);
    const keys: string[] = [];
    const burst = async (): Promise<void> => {
      const fresh = Array.from({ length: 5 }, () => randomUUID());
      keys.push(...fresh);
      await Promise.all(fresh.map((key) => compound.act('comment', coordinator, { text: key }, key)));
    };
    await Promise.all([burst(), compound.decide('nomination', 'nominate', { form: nomination })]);
    for (const seat of seats) {
      // The case rests once its events have arrived, and continues as new just when the next burst comes.
      for (let n = 0; n < 2; n += 1) {
        await compound.timeline();
        await burst();
      }
      await compound.timeline();
      await Promise.all([burst(), compound.decide(`acceptance#1.${seat}`, 'accept')]);
    }
    expect(await runsOf(compound)).toBeGreaterThan(3);
    const events = await compound.timeline();
    expect(verifyChain(events)).toEqual([]);
    const commented = events.flatMap(({ act, type }) => (act && type === 'commented' ? [act.key] : []));
    expect(commented.sort()).toEqual(keys.sort());
    expect(events.filter(({ type }) => type === 'decided')).toHaveLength(4);
  });
});

describe('time', () => {
  it('does not count while the case is suspended', async () => {
    const opening = buildOpening();
    const compound = await bench.open(opening);
    const before = await compound.task('nomination');
    await compound.act('suspend', coordinator, { reason: '示例：诉讼期间' });
    await compound.advance('P60D');
    expect((await types(compound)).filter((type) => type === 'escalated')).toEqual([]);
    await compound.act('resume', coordinator, { reason: '示例：已结案' });
    const after = await compound.task('nomination');
    expect(before.deadline?.term).toEqual({ n: 3, unit: 'workingDays' });
    // Three working days after the day of the resumption, as they were three after the start.
    const lastDay = addWorkingDays(opening.calendar, await compound.today(), 3);
    expect(dayOf(later(after.dueAt, -1))).toBe(lastDay);
    await compound.advanceTo(later(after.dueAt, -hour));
    await compound.decide('nomination', 'nominate', { form: nomination });
    const decided = (await compound.timeline()).find(({ type }) => type === 'decided');
    expect(decided?.data).not.toHaveProperty('late');
  });

  it('brings each rung once and, after it was missed, all of them in order', async () => {
    const opening = buildTrial('seal', {}, { underWay: { startedOn: '2026-03-02', steps: [] } });
    opening.policy.parameters['acts'] = {
      ...opening.policy.parameters['acts'],
      backdatingDays: { value: 400, unit: 'calendarDays', source: 'test' },
    };
    const compound = await bench.open(opening);
    // The next visit runs from a day long past: whatever was to be said since is said now.
    await compound.decide('seal', 'again', { effectiveOn: '2026-04-01' });
    const climbed = async (): Promise<unknown[]> =>
      (await compound.timeline())
        .filter(({ type }) => type === 'escalated')
        .map(({ data, stage }) => [stage, data.rung, data.to, wordIn(data, 'reachedAt').slice(0, 10)]);
    const ladder = [
      ['seal#2', 'yellow', 'housingBureau', '2026-04-08'],
      ['seal#2', 'red', 'districtPartyCommittee', '2026-04-10'],
      ['seal#2', 'supervise', 'organisationDept', '2026-04-14'],
      ['seal#2', 'interview', 'districtPartyCommittee', '2026-04-23'],
    ];
    expect(await climbed()).toEqual(ladder);
    await compound.act('comment', coordinator, { text: '示例' });
    await compound.advance('P30D');
    expect(await climbed()).toEqual(ladder);
  });
});

describe('history', () => {
  it('takes 11 events for a start, 13 for a sign-off, 11 for a reminder or a comment, and none while waiting', async () => {
    const compound = await bench.open(buildTrial('seal'));
    const written = async (): Promise<string[]> => {
      await compound.timeline();
      let events: string[] = [];
      await until(async () => {
        events = (await compound.histories()).flat();
        return (
          events.at(-1) === 'WorkflowTaskCompleted' || events.at(-1) === 'WorkflowExecutionTimeSkippingTransitioned'
        );
      });
      return events.filter((name) => !name.includes('Skip') && !name.includes('Options'));
    };
    const start = await written();
    expect(start).toHaveLength(11);
    const { dueAt } = await compound.task('seal');
    await compound.advanceTo(later(dueAt, -day));
    const reminded = await written();
    expect(await types(compound)).toEqual(['caseOpened', 'stageOpened', 'escalated']);
    expect(reminded.slice(start.length)).toHaveLength(11);
    await compound.decide('seal', 'again');
    const signed = await written();
    expect(signed.slice(reminded.length)).toHaveLength(13);
    await compound.act('comment', coordinator, { text: '示例' });
    expect((await written()).slice(signed.length)).toHaveLength(11);
    await compound.act('suspend', coordinator, { reason: '示例' });
    const suspended = await written();
    await compound.advance('P80D');
    expect(await written()).toEqual(suspended);
  });
});

describe('carried state', () => {
  it('is the same after a continue-as-new as before', async () => {
    const drive = async (compound: TestCase, rest: (acts: number) => Promise<void>): Promise<unknown> => {
      await compound.decide('nomination', 'nominate', { form: nomination });
      await rest(1);
      await compound.decide('acceptance#1.leader', 'refuse', { comment: '示例：另有任务' });
      await rest(2);
      await compound.decide('acceptance#1.redSecretary', 'accept');
      await rest(3);
      const { view, tasks, problems } = await compound.snapshot();
      return { stages: Object.keys(view.stages), facts: view.facts, tasks: tasks.map(timeless), problems };
    };
    const [plain, renewed] = await Promise.all([bench.open(), bench.open(buildOpening(), 1)]);
    const [expected, carried] = await Promise.all([
      drive(plain, async () => {}),
      drive(renewed, (acts) => until(async () => (await runsOf(renewed)) > acts)),
    ]);
    expect(carried).toEqual(expected);
  });

  it('does not make a run that adds nothing continue as new again', async () => {
    const compound = await bench.open(buildOpening(), 1);
    await until(async () => (await runsOf(compound)) === 2);
    await compound.act('comment', coordinator, { text: '示例' });
    await until(async () => (await runsOf(compound)) === 3);
    await compound.advance('PT1H');
    expect(await runsOf(compound)).toBe(3);
  });
});

const timeless = <T extends { openedAt: string }>({ openedAt: _, ...task }: T): Omit<T, 'openedAt'> => task;
