import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { addDays, buildCalendar, type Calendar, dayOf, startOfDay } from '../../../domain/calendar/calendar.ts';
import {
  computeDeadline,
  deadlineSchema,
  extend,
  isOverdue,
  remaining,
  resume,
  suspend,
} from '../../../domain/deadline/deadline.ts';
import { explainDeadline } from '../../../domain/deadline/explain.ts';
import { anyCalendar, anyDay } from '../calendar/arbitraries.ts';
import { loadYear } from '../calendar/loadYears.ts';
import { anyDeadline, anyInstant, anyTerm } from './arbitraries.ts';
import { buildDeadline } from './build.ts';
import { slowDueAt } from './slowDeadline.ts';

/** Without the days that a year's announcement gives to its neighbours, which would be certain there. */
function withinItsYears(calendar: Calendar): Calendar {
  const years = calendar.years.map((year) => {
    const isOwn = (day: string) => day.startsWith(`${year.year}-`);
    return { ...year, off: year.off.filter(({ from, to }) => isOwn(from) && isOwn(to)), work: year.work.filter(isOwn) };
  });
  return buildCalendar(years);
}

const dayUnits = ['workingDays', 'calendarDays', 'clearDays', 'months', 'years'] as const;

describe('any deadline', () => {
  it('falls due where a walk day by day, or minute by minute, ends', () => {
    fc.assert(
      fc.property(anyDeadline(), anyCalendar(), (deadline, calendar) => {
        const { dueAt, dueOn } = computeDeadline(deadline, calendar);
        expect(dueAt).toBe(slowDueAt(deadline, calendar));
        expect(dueOn).toBe(dayOf(new Date(Date.parse(dueAt ?? '') - 1).toISOString()));
      }),
      { numRuns: 800 },
    );
  });

  it('is accepted by its schema and survives JSON', () => {
    fc.assert(
      fc.property(anyDeadline(), (deadline) => {
        expect(deadlineSchema.parse(JSON.parse(JSON.stringify(deadline)))).toEqual(deadline);
      }),
    );
  });

  it('is explained in both languages, down to its due day', () => {
    fc.assert(
      fc.property(anyDeadline([...dayUnits]), anyCalendar(), (deadline, calendar) => {
        const result = computeDeadline(deadline, calendar);
        for (const lang of ['en', 'zh'] as const) {
          const { steps } = explainDeadline(deadline, result, calendar, lang);
          for (const step of steps) expect(step).not.toMatch(/undefined|null|NaN|\[object/);
          expect(steps.join(' ')).toContain(result.dueOn);
        }
      }),
    );
  });

  it('in working days is provisional exactly when it counts through a year that is not official', () => {
    fc.assert(
      fc.property(
        anyDay(),
        fc.integer({ min: 1, max: 60 }),
        anyCalendar().map(withinItsYears),
        (startOn, n, calendar) => {
          const result = computeDeadline(buildDeadline({ n, unit: 'workingDays' }, startOn), calendar);
          const first = Number(addDays(startOn, 1).slice(0, 4));
          const last = Number(result.dueOn?.slice(0, 4));
          const official = calendar.years.filter(({ status }) => status === 'official').map(({ year }) => year);
          const missing = [...new Set([first, last])].filter((year) => !official.includes(year));
          expect(result.provisional).toBe(missing.length > 0);
          const named = result.steps.flatMap((step) => (step.kind === 'provisional' ? [step.year] : []));
          expect(named).toEqual(missing);
        },
      ),
    );
  });

  it('that is a duration by date depends on no calendar', () => {
    fc.assert(
      fc.property(anyDeadline(['calendarDays', 'clearDays', 'months', 'years']), anyCalendar(), (drawn, calendar) => {
        const deadline = { ...drawn, roll: 'none' as const, extensions: [] };
        const result = computeDeadline(deadline, calendar);
        expect(result.provisional).toBe(false);
        expect(result.dueAt).toBe(computeDeadline(deadline, buildCalendar([])).dueAt);
      }),
    );
  });
});

describe('a suspension', () => {
  const anyRunning = anyDeadline([...dayUnits]).map((deadline) => ({
    ...deadline,
    direction: 'after' as const,
    roll: deadline.roll === 'none' ? ('none' as const) : ('forward' as const),
    suspensions: [],
  }));

  it('never brings the due date forward, and leaves it alone when it begins and ends on one day', () => {
    fc.assert(
      fc.property(
        anyRunning,
        anyCalendar(),
        fc.integer({ min: 0, max: 90 * 1440 }),
        fc.nat(30 * 1440),
        (deadline, calendar, start, length) => {
          const from = Date.parse(startOfDay(deadline.startOn)) + start * 60_000;
          const [pausedAt, resumedAt] = [from, from + length * 60_000].map((millis) => new Date(millis).toISOString());
          if (pausedAt === undefined || resumedAt === undefined) return;
          const before = computeDeadline(deadline, calendar).dueAt ?? '';
          const after = computeDeadline(resume(suspend(deadline, pausedAt), resumedAt), calendar).dueAt ?? '';
          expect(after >= before).toBe(true);
          if (dayOf(pausedAt) === dayOf(resumedAt) || pausedAt >= before) expect(after).toBe(before);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('is never overdue while it lasts, and leaves time to act when it ends', () => {
    fc.assert(
      fc.property(
        anyRunning,
        anyCalendar(),
        fc.nat(120 * 1440),
        fc.nat(60 * 1440),
        (deadline, calendar, start, length) => {
          const from = Date.parse(startOfDay(deadline.startOn)) + start * 60_000;
          const pausedAt = new Date(from).toISOString();
          const resumedAt = new Date(from + length * 60_000).toISOString();
          const wasOverdue = isOverdue(deadline, calendar, pausedAt);
          const paused = suspend(deadline, pausedAt);
          expect(isOverdue(paused, calendar, '2099-01-01T00:00:00Z')).toBe(false);
          expect(computeDeadline(paused, calendar)).toMatchObject({ dueOn: null, dueAt: null, suspended: true });
          expect(isOverdue(resume(paused, resumedAt), calendar, resumedAt)).toBe(wasOverdue);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('keeps what was left', () => {
    fc.assert(
      fc.property(
        anyDeadline(),
        anyCalendar(),
        fc.nat(60 * 1440),
        fc.nat(60 * 1440),
        (drawn, calendar, start, later) => {
          const deadline = { ...drawn, suspensions: [] };
          const from = Date.parse(startOfDay(deadline.startOn)) + start * 60_000;
          const pausedAt = new Date(from).toISOString();
          const left = remaining(deadline, calendar, pausedAt);
          const paused = suspend(deadline, pausedAt);
          const resumedAt = new Date(from + later * 60_000).toISOString();
          expect(remaining(paused, calendar, resumedAt)).toEqual(left);
          // Months differ in length: the days left are the same, but they may no longer be a whole month.
          const isMonths = deadline.term.unit === 'months' || deadline.term.unit === 'years';
          if (deadline.direction === 'after' && deadline.extensions.length === 0 && !isMonths) {
            expect(remaining(resume(paused, resumedAt), calendar, resumedAt)).toEqual(left);
          }
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe('what is left', () => {
  it('is the whole term at the start and nothing once overdue', () => {
    fc.assert(
      fc.property(anyDeadline(), anyCalendar(), (drawn, calendar) => {
        const deadline = { ...drawn, direction: 'after' as const, extensions: [], suspensions: [] };
        const start = deadline.startAt ?? startOfDay(deadline.startOn);
        expect(remaining(deadline, calendar, start)).toEqual(deadline.term);
        expect(remaining(deadline, calendar, '2024-01-01T00:00:00Z')).toEqual(deadline.term);
        const { dueAt } = computeDeadline(deadline, calendar);
        expect(remaining(deadline, calendar, dueAt ?? '').n).toBe(0);
      }),
    );
  });

  it('only ever shrinks', () => {
    const anyUnit = anyDeadline(['workingDays', 'calendarDays', 'clearDays', 'hours', 'workingHours']);
    fc.assert(
      fc.property(
        anyUnit,
        anyCalendar(),
        anyInstant('2026-01-01', 400),
        fc.nat(100_000),
        (deadline, calendar, now, later) => {
          const then = new Date(Date.parse(now) + later * 60_000).toISOString();
          expect(remaining(deadline, calendar, then).n).toBeLessThanOrEqual(remaining(deadline, calendar, now).n);
        },
      ),
    );
  });
});

describe('an extension', () => {
  it('never brings the due date forward and is refused from the due instant on', () => {
    fc.assert(
      fc.property(anyDeadline([...dayUnits]), anyTerm([...dayUnits]), anyCalendar(), (drawn, term, calendar) => {
        const roll = drawn.roll === 'none' ? ('none' as const) : ('forward' as const);
        const deadline = { ...drawn, direction: 'after' as const, roll };
        const dueAt = computeDeadline(deadline, calendar).dueAt ?? '';
        const lastMoment = new Date(Date.parse(dueAt) - 1).toISOString();
        const extended = extend(deadline, term, lastMoment, calendar);
        expect((computeDeadline(extended, calendar).dueAt ?? '') >= dueAt).toBe(true);
        expect(() => extend(deadline, term, dueAt, calendar)).toThrow(/expired/);
      }),
    );
  });
});

describe('a calendar loaded later', () => {
  it('moves only what was provisional', () => {
    const [known, loaded] = [buildCalendar([loadYear(2025)]), buildCalendar([loadYear(2025), loadYear(2026)])];
    fc.assert(
      fc.property(anyDeadline(), (deadline) => {
        const before = computeDeadline(deadline, known);
        if (!before.provisional) expect(computeDeadline(deadline, loaded).dueAt).toBe(before.dueAt);
      }),
      { numRuns: 500 },
    );
  });
});
