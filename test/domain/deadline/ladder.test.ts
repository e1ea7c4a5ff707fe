import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { addWorkingDays, at, dayKind, dayOf } from '../../../domain/calendar/calendar.ts';
import { dueRungs, ladderRungs, ladderSchema, standardLadder } from '../../../domain/deadline/ladder.ts';
import { anyCalendar, anyDay } from '../calendar/arbitraries.ts';
import { loadCalendar } from '../calendar/loadYears.ts';
import { shanghai } from './build.ts';

const calendar = loadCalendar(2025, 2026);

describe('the escalation ladder', () => {
  it('reminds one working day before, then climbs 1, 3 and 10 working days after', () => {
    expect(ladderRungs('2026-10-21', standardLadder, calendar)).toEqual([
      { rung: 'yellow', at: '2026-10-20T01:00:00.000Z' },
      { rung: 'red', at: '2026-10-22T01:00:00.000Z' },
      { rung: 'supervise', at: '2026-10-26T01:00:00.000Z' },
      { rung: 'interview', at: '2026-11-04T01:00:00.000Z' },
    ]);
  });

  it('passes over a holiday on both sides', () => {
    const rungs = ladderRungs('2026-10-08', standardLadder, calendar).map((rung) => dayOf(rung.at));
    expect(rungs).toEqual(['2026-09-30', '2026-10-09', '2026-10-12', '2026-10-21']);
  });

  it('is reached at its own hour, on the n-th working day, whatever the calendar', () => {
    fc.assert(
      fc.property(anyCalendar(), anyDay(), (drawn, dueOn) => {
        const rungs = ladderRungs(dueOn, { ...standardLadder, hour: '14:30' }, drawn);
        const days = [-1, 1, 3, 10].map((n) => addWorkingDays(drawn, dueOn, n));
        expect(rungs.map((rung) => rung.at)).toEqual(days.map((day) => at(day, '14:30')));
        expect(rungs.map((rung) => rung.at)).toEqual(rungs.map((rung) => rung.at).toSorted());
      }),
    );
  });

  it('is reached on working days also when its terms are calendar days', () => {
    const ladder = {
      ...standardLadder,
      yellowBefore: { n: 3, unit: 'calendarDays' as const },
      redAfter: { n: 2, unit: 'calendarDays' as const },
    };
    const rungs = ladderRungs('2026-10-09', ladder, calendar);
    // 6 October back to 30 September; 11 October on to 12 October.
    expect(rungs.slice(0, 2).map((rung) => dayOf(rung.at))).toEqual(['2026-09-30', '2026-10-12']);
    expect(rungs.every((rung) => dayKind(calendar, dayOf(rung.at)).working)).toBe(true);
  });

  it('leaves out a reminder on or before the start', () => {
    const names = (startOn: string) =>
      ladderRungs('2026-03-03', standardLadder, calendar, startOn).map(({ rung }) => rung);
    expect(names('2026-03-02')).toEqual(['red', 'supervise', 'interview']);
    expect(names('2026-03-01')).toEqual(['yellow', 'red', 'supervise', 'interview']);
  });

  it('fires each rung once, in order, also after an outage', () => {
    const rungs = ladderRungs('2026-10-21', standardLadder, calendar);
    const names = (fired: Parameters<typeof dueRungs>[1], now: string) =>
      dueRungs(rungs, fired, now).map(({ rung }) => rung);
    expect(names([], shanghai('2026-10-20 08:59'))).toEqual([]);
    expect(names([], shanghai('2026-10-20 09:00'))).toEqual(['yellow']);
    expect(names(['yellow'], shanghai('2026-10-21 12:00'))).toEqual([]);
    expect(names(['yellow'], shanghai('2026-10-30 12:00'))).toEqual(['red', 'supervise']);
    expect(names(['yellow', 'red', 'supervise', 'interview'], shanghai('2026-12-01 12:00'))).toEqual([]);
  });

  it.each([
    { hour: '9:00' },
    { hour: '24:00' },
    { redAfter: { n: 2, unit: 'hours' } },
    { redAfter: { n: -1, unit: 'workingDays' } },
    { phone: '09:00' },
  ])('refuses %j', (overrides) => {
    expect(ladderSchema.safeParse(standardLadder).success).toBe(true);
    expect(ladderSchema.safeParse({ ...standardLadder, ...overrides }).success).toBe(false);
  });
});
