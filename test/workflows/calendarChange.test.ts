import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createCalendarActivities } from '../../activities/projectCalendar.ts';
import { addWorkingDays, buildCalendar, type Calendar, dayOf } from '../../domain/calendar/calendar.ts';
import { computeDeadline } from '../../domain/deadline/deadline.ts';
import type { Actor } from '../../domain/organisation/actor.ts';
import { systemActor } from '../../domain/organisation/actor.ts';
import { hashOf, verifyChain } from '../../domain/timeline/hashChain.ts';
import { keepCurrentCalendar } from '../../models/keptVersions.ts';
import { type ActAnswer, loadCalendarUpdate } from '../../workflows/messages.ts';
import { buildTrial, coordinator, office, refusal, TestBench, type TestCase } from '../support/cases.ts';

let bench: TestBench;
beforeAll(async () => {
  bench = await TestBench.start();
});
afterAll(() => bench.stop());

const { calendar: published } = buildTrial('seal');
const lastYear = Math.max(...published.years.map(({ year }) => year));
const nextYear = lastYear + 1;

/** The next year's notice, as it might come in November: the first days of the year and a week in January are off. */
const loaded: Calendar = buildCalendar([
  ...published.years,
  {
    year: nextYear,
    source: '示例通知',
    status: 'official',
    off: [
      { from: `${nextYear}-01-01`, to: `${nextYear}-01-03`, name: { zh: '元旦', en: 'New Year' } },
      { from: `${nextYear}-01-04`, to: `${nextYear}-01-15`, name: { zh: '示例', en: 'Example' } },
    ],
    work: [],
  },
]);

async function load(compound: TestCase, calendar: Calendar, actor: Actor = systemActor): Promise<ActAnswer> {
  const key = randomUUID();
  return await bench.client.workflow.getHandle(compound.id).executeUpdate(loadCalendarUpdate, {
    args: [{ key, body: hashOf(calendar.version), actor, input: { calendar } }],
    updateId: key,
  });
}

/** A case whose stage is due in the year that is not published. */
async function dueNextYear(): Promise<TestCase> {
  const opening = buildTrial('seal');
  const parameter = opening.policy.parameters['rectification']?.['departmentReplyDays'];
  if (!parameter) throw new Error('the policy lost a parameter');
  const today = dayOf((await (await bench.open(buildTrial('seal'))).snapshot()).now);
  let n = 5;
  while (addWorkingDays(published, today, n) < `${nextYear}-01-06`) n += 1;
  parameter.value = n;
  return await bench.open(opening);
}

describe('next year’s calendar', () => {
  it('moves what is due then, which is provisional no more; the timeline says what moved', async () => {
    const compound = await dueNextYear();
    const before = await compound.task('seal');
    if (!before.deadline) throw new Error('the stage has no deadline');
    expect(computeDeadline(before.deadline, published).provisional).toBe(true);
    const answer = await load(compound, loaded);
    const after = await compound.task('seal');
    const expected = computeDeadline(before.deadline, loaded);
    expect(expected.provisional).toBe(false);
    expect(after.dueAt).toBe(expected.dueAt);
    expect(Date.parse(String(after.dueAt))).toBeGreaterThan(Date.parse(String(before.dueAt)));
    const event = (await compound.timeline()).find(({ seq }) => seq === answer.events.from);
    expect(event).toMatchObject({
      type: 'calendarChanged',
      data: {
        from: published.version,
        to: loaded.version,
        moved: [{ task: 'seal#1', from: before.dueAt, to: after.dueAt }],
      },
    });
    const stored = await bench.models().tasks.findById(`${compound.id}|seal#1`).lean();
    expect(stored?.dueAt?.toISOString()).toBe(after.dueAt);
    expect(await bench.models().cases.findById(compound.id).lean()).toMatchObject({ calendar: loaded.version });
  });

  it('moves the reminders with the date', async () => {
    const compound = await dueNextYear();
    const before = await compound.task('seal');
    await load(compound, loaded);
    await compound.timeline();
    await compound.advanceTo(String(before.dueAt));
    await compound.act('comment', coordinator, { text: '示例' });
    const escalated = async (): Promise<unknown[]> =>
      (await compound.timeline()).flatMap(({ type, data }) => (type === 'escalated' ? [data.rung] : []));
    expect(await escalated()).toEqual([]);
    await compound.advanceTo(String((await compound.task('seal')).dueAt));
    await compound.act('comment', coordinator, { text: '示例' });
    expect(await escalated()).toEqual(['yellow']);
  });

  it('leaves alone what is due before it, and says so', async () => {
    const compound = await bench.open(buildTrial('visit'));
    await load(compound, loaded);
    expect((await compound.timeline()).at(-1)?.data).toMatchObject({ moved: [] });
  });

  it('reaches a suspended task with its resumption', async () => {
    const compound = await dueNextYear();
    const { deadline } = await compound.task('seal');
    await compound.act('suspend', coordinator, { reason: '示例' });
    await load(compound, loaded);
    expect((await compound.task('seal')).dueAt).toBeNull();
    await compound.act('resume', coordinator, { reason: '示例' });
    expect((await compound.task('seal')).dueAt).toBe(deadline && computeDeadline(deadline, loaded).dueAt);
  });

  it('is not loaded by who decides or coordinates', async () => {
    const compound = await bench.open(buildTrial('seal'));
    for (const by of [coordinator, office('housingBureau')]) {
      await expect(refusal(load(compound, loaded, by))).resolves.toMatchObject({ code: 'forbidden' });
    }
  });
});

describe('bringing open cases up to the calendar', () => {
  it('reaches every open case once, and none that has ended', async () => {
    const own = await TestBench.start();
    try {
      const compounds = await Promise.all(Array.from({ length: 4 }, () => own.open(buildTrial('seal'))));
      const [first, second, suspended, ended] = compounds;
      if (!first || !second || !suspended || !ended) throw new Error('four cases were opened');
      await suspended.act('suspend', coordinator, { reason: '示例' });
      await ended.decide('seal', 'approve');
      for (const compound of compounds) await compound.timeline();
      const { projectCalendar } = createCalendarActivities(own.database(), own.client);
      expect(await projectCalendar()).toEqual({ moved: 0, more: false });
      await keepCurrentCalendar(own.database(), loaded);
      expect(await projectCalendar()).toEqual({ moved: 3, more: false });
      for (const compound of compounds) await compound.timeline();
      expect(await projectCalendar()).toEqual({ moved: 0, more: false });
      for (const compound of [first, second, suspended]) {
        const events = await compound.timeline();
        expect(events.filter(({ type }) => type === 'calendarChanged')).toHaveLength(1);
        expect(verifyChain(events)).toEqual([]);
      }
      expect((await ended.timeline()).at(-1)?.type).toBe('caseClosed');
    } finally {
      await own.stop();
    }
  });

  it('is harmless when repeated before the read model knows', async () => {
    const own = await TestBench.start();
    try {
      const compound = await own.open(buildTrial('seal'));
      await compound.timeline();
      await keepCurrentCalendar(own.database(), loaded);
      const { projectCalendar } = createCalendarActivities(own.database(), own.client);
      await Promise.all([projectCalendar(), projectCalendar()]);
      const changed = (await compound.timeline()).filter(({ type }) => type === 'calendarChanged');
      expect(changed).toHaveLength(1);
    } finally {
      await own.stop();
    }
  });
});
