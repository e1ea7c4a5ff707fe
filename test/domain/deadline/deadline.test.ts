import { describe, expect, it } from '@jest/globals';
import { buildCalendar } from '../../../domain/calendar/calendar.ts';
import {
  computeDeadline,
  type Deadline,
  deadlineSchema,
  extend,
  isOverdue,
  remaining,
  resume,
  suspend,
} from '../../../domain/deadline/deadline.ts';
import { loadCalendar, loadYear } from '../calendar/loadYears.ts';
import { buildDeadline, shanghai } from './build.ts';

const calendar = loadCalendar(2025, 2026);

function dueOn(deadline: Deadline): string | null {
  return computeDeadline(deadline, calendar).dueOn;
}

const workingDays = (n: number) => ({ n, unit: 'workingDays' }) as const;
const calendarDays = (n: number) => ({ n, unit: 'calendarDays' }) as const;
const months = (n: number) => ({ n, unit: 'months' }) as const;

describe('rules of counting', () => {
  it('the starting day is excluded and the last day ends at 24:00 (Civil Code 201, 203)', () => {
    const result = computeDeadline(buildDeadline(calendarDays(1), '2026-03-02'), calendar);
    expect(result).toMatchObject({ dueOn: '2026-03-03', dueAt: '2026-03-03T16:00:00.000Z', suspended: false });
  });

  it.each([
    ['2026-01-31', 1, '2026-02-28'],
    ['2027-11-30', 3, '2028-02-29'],
    ['2026-08-31', 1, '2026-09-30'],
    ['2026-07-15', 3, '2026-10-15'],
  ])('months end on the corresponding date, or with the month (Civil Code 202): %s and %i months', (start, n, end) => {
    expect(dueOn(buildDeadline(months(n), start, { roll: 'none' }))).toBe(end);
  });

  it('a last day in a holiday moves to the day after the holiday (Civil Code 203)', () => {
    expect(dueOn(buildDeadline(calendarDays(10), '2026-09-21'))).toBe('2026-10-08');
    expect(dueOn(buildDeadline(calendarDays(10), '2026-09-21', { roll: 'none' }))).toBe('2026-10-01');
  });

  it('a last day on a make-up Saturday does not move: it is worked', () => {
    expect(dueOn(buildDeadline(calendarDays(9), '2026-10-01'))).toBe('2026-10-10');
    expect(dueOn(buildDeadline(calendarDays(10), '2026-10-01'))).toBe('2026-10-12');
  });

  it('days in property law are calendar days, working days only where stated', () => {
    expect(dueOn(buildDeadline(calendarDays(15), '2026-09-23'))).toBe('2026-10-08');
    expect(dueOn(buildDeadline(workingDays(15), '2026-09-23'))).toBe('2026-10-21');
  });

  it('one working day is a day, not twenty-four working hours', () => {
    expect(dueOn(buildDeadline(workingDays(1), '2026-03-06'))).toBe('2026-03-09');
  });

  it.each([
    // 90 days before a term of office ends on Monday 20 July: Tuesday 21 April.
    ['2026-07-20', calendarDays(90), '2026-04-21'],
    // Sunday 19 April becomes Friday 17 April, never Monday.
    ['2026-07-18', calendarDays(90), '2026-04-17'],
    // In the National Day holiday: back to 30 September.
    ['2026-10-20', calendarDays(15), '2026-09-30'],
    ['2026-10-12', workingDays(5), '2026-09-29'],
    ['2026-03-31', months(1), '2026-02-28'],
  ])('a deadline counted back from %s moves earlier, never later', (event, term, last) => {
    expect(dueOn(buildDeadline(term, event, { direction: 'before' }))).toBe(last);
  });

  it('a deadline counted back moves earlier even where its rule says forward', () => {
    expect(dueOn(buildDeadline(calendarDays(90), '2026-07-18', { direction: 'before', roll: 'forward' }))).toBe(
      '2026-04-17',
    );
  });

  it('clear days after an act are whole days, and the next act may follow when they have ended', () => {
    const posting = buildDeadline({ n: 15, unit: 'clearDays' }, '2026-03-06', { roll: 'none' });
    expect(computeDeadline(posting, calendar)).toMatchObject({
      dueOn: '2026-03-21',
      dueAt: '2026-03-21T16:00:00.000Z',
    });
  });

  it('hours run from their instant by the clock', () => {
    const deadline = buildDeadline({ n: 24, unit: 'hours' }, '2026-09-30', { startAt: shanghai('2026-09-30 16:30') });
    expect(computeDeadline(deadline, calendar)).toMatchObject({
      dueOn: '2026-10-01',
      dueAt: '2026-10-01T08:30:00.000Z',
    });
  });

  it('hours that end at midnight end on the day that is over then', () => {
    const deadline = buildDeadline({ n: 24, unit: 'hours' }, '2026-09-30', { startAt: shanghai('2026-09-30 00:00') });
    expect(computeDeadline(deadline, calendar)).toMatchObject({
      dueOn: '2026-09-30',
      dueAt: '2026-09-30T16:00:00.000Z',
    });
  });

  it('working hours run only while offices are open', () => {
    const deadline = buildDeadline({ n: 4, unit: 'workingHours' }, '2026-09-30', {
      startAt: shanghai('2026-09-30 16:30'),
    });
    // One hour is left on 30 September; after the holiday two and a half before lunch are not enough.
    expect(computeDeadline(deadline, calendar).dueAt).toBe('2026-10-08T04:00:00.000Z');
    const early = buildCalendar([loadYear(2026)], [['08:00', '11:00']]);
    expect(computeDeadline(deadline, early).dueAt).toBe('2026-10-09T01:00:00.000Z');
  });

  it('a term of nothing is due on its own day, or on the working day it moves to', () => {
    expect(dueOn(buildDeadline(workingDays(0), '2026-10-08'))).toBe('2026-10-08');
    expect(dueOn(buildDeadline(workingDays(0), '2026-10-04'))).toBe('2026-10-08');
  });

  it('refuses hours that start at no instant', () => {
    expect(() => computeDeadline(buildDeadline({ n: 1, unit: 'hours' }, '2026-10-08'), calendar)).toThrow(/startAt/);
  });
});

describe('the acceptance scenarios', () => {
  it('4: a plan sent on 2 March has its department replies due after 5 working days', () => {
    expect(dueOn(buildDeadline(workingDays(5), '2026-03-02'))).toBe('2026-03-09');
  });

  it('5: accepted on 15 July, observation ends on 15 October at 24:00', () => {
    const observation = buildDeadline(months(3), '2026-07-15', { roll: 'none' });
    expect(computeDeadline(observation, calendar).dueAt).toBe('2026-10-15T16:00:00.000Z');
    expect(isOverdue(observation, calendar, shanghai('2026-10-15 23:59'))).toBe(false);
    expect(isOverdue(observation, calendar, shanghai('2026-10-16 00:00'))).toBe(true);
  });

  it('6: accepted again on 10 November, the full three months run to 10 February 2027, and no notice can move that', () => {
    const observation = buildDeadline(months(3), '2026-11-10', { roll: 'none' });
    expect(computeDeadline(observation, calendar)).toMatchObject({ dueOn: '2027-02-10', provisional: false });
  });

  it('9: for a meeting on Sunday 19 July, notice on 3 July is in time and on 4 July is not', () => {
    const notice = buildDeadline({ n: 15, unit: 'clearDays' }, '2026-07-19', { direction: 'before' });
    expect(dueOn(notice)).toBe('2026-07-03');
    expect(isOverdue(notice, calendar, shanghai('2026-07-03 18:00'))).toBe(false);
    expect(isOverdue(notice, calendar, shanghai('2026-07-04 09:00'))).toBe(true);
  });

  it('10: a group formed on 20 April has 90 days, to Sunday 19 July, and so to Monday 20 July', () => {
    const meeting = buildDeadline(calendarDays(90), '2026-04-20');
    expect(dueOn({ ...meeting, roll: 'none' })).toBe('2026-07-19');
    expect(dueOn(meeting)).toBe('2026-07-20');
    expect(isOverdue(meeting, calendar, shanghai('2026-07-19 10:00'))).toBe(false);
  });

  it('11: elected on 4 September, filing is due on 8 October, after the holiday, and late on 9 October', () => {
    const filing = buildDeadline(calendarDays(30), '2026-09-04');
    expect(dueOn(filing)).toBe('2026-10-08');
    expect(isOverdue(filing, calendar, shanghai('2026-10-09 00:00'))).toBe(true);
  });

  it('13: notice posted on 6 March is clear for a meeting on 22 March and not for one on 21 March', () => {
    const noticeFor = (meeting: string) =>
      dueOn(buildDeadline({ n: 15, unit: 'clearDays' }, meeting, { direction: 'before', roll: 'none' })) ?? '';
    expect(noticeFor('2026-03-22') >= '2026-03-06').toBe(true);
    expect(noticeFor('2026-03-21') >= '2026-03-06').toBe(false);
    expect(dueOn(buildDeadline(workingDays(5), '2026-03-23'))).toBe('2026-03-30');
  });

  it('18: rated low on 20 July, the compound is tracked to 20 July of the next year', () => {
    expect(dueOn(buildDeadline(months(12), '2026-07-20', { roll: 'none' }))).toBe('2027-07-20');
    expect(dueOn(buildDeadline({ n: 1, unit: 'years' }, '2026-07-20', { roll: 'none' }))).toBe('2027-07-20');
  });
});

describe('suspension', () => {
  const plan = buildDeadline(workingDays(10), '2026-03-02');
  const pause = (deadline: Deadline, from: string, to: string) =>
    resume(suspend(deadline, shanghai(from)), shanghai(to));

  it('moves the end by the days it lasted: the day it began counts, the day it ended does not', () => {
    expect(dueOn(plan)).toBe('2026-03-16');
    expect(dueOn(pause(plan, '2026-03-04 10:00', '2026-03-06 10:00'))).toBe('2026-03-18');
    expect(dueOn(pause(buildDeadline(months(1), '2026-03-02'), '2026-03-04 10:00', '2026-03-06 10:00'))).toBe(
      '2026-04-07',
    );
    expect(
      dueOn(pause(buildDeadline(months(1), '2026-03-02', { roll: 'none' }), '2026-03-04 10:00', '2026-03-06 10:00')),
    ).toBe('2026-04-04');
  });

  it('does not count a weekend within it twice', () => {
    expect(dueOn(pause(plan, '2026-03-06 17:00', '2026-03-09 09:00'))).toBe('2026-03-17');
    expect(dueOn(pause(plan, '2026-03-06 17:00', '2026-03-08 09:00'))).toBe('2026-03-16');
  });

  it('changes nothing when it begins and ends on one day', () => {
    expect(dueOn(pause(plan, '2026-03-04 08:00', '2026-03-04 23:00'))).toBe('2026-03-16');
  });

  it('that begins on the last day leaves the day it ends', () => {
    const paused = pause(plan, '2026-03-16 09:00', '2026-03-25 15:00');
    expect(dueOn(paused)).toBe('2026-03-25');
    expect(isOverdue(paused, calendar, shanghai('2026-03-25 15:00'))).toBe(false);
  });

  it('during the holiday over which a deadline rolls leaves the day it ends', () => {
    const filing = buildDeadline(calendarDays(30), '2026-09-04');
    expect(dueOn(pause(filing, '2026-10-06 09:00', '2026-10-20 09:00'))).toBe('2026-10-20');
    expect(dueOn(pause(filing, '2026-10-06 09:00', '2026-10-17 09:00'))).toBe('2026-10-19');
  });

  it('after the end revives nothing', () => {
    const late = pause(plan, '2026-03-17 00:00', '2026-04-17 00:00');
    expect(dueOn(late)).toBe('2026-03-16');
    expect(isOverdue(late, calendar, shanghai('2026-04-17 00:00'))).toBe(true);
  });

  it('takes its exact length out of hours', () => {
    const deadline = buildDeadline({ n: 2, unit: 'hours' }, '2026-03-02', { startAt: shanghai('2026-03-02 10:00') });
    expect(computeDeadline(pause(deadline, '2026-03-02 11:30', '2026-03-02 15:45'), calendar).dueAt).toBe(
      '2026-03-02T08:15:00.000Z',
    );
  });

  it('that begins when the hours have run out comes too late', () => {
    const deadline = buildDeadline({ n: 2, unit: 'hours' }, '2026-03-02', { startAt: shanghai('2026-03-02 10:00') });
    const paused = pause(deadline, '2026-03-02 12:00', '2026-03-02 15:00');
    expect(computeDeadline(paused, calendar).dueAt).toBe('2026-03-02T04:00:00.000Z');
  });

  it('takes only open hours out of working hours', () => {
    const deadline = buildDeadline({ n: 4, unit: 'workingHours' }, '2026-03-02', {
      startAt: shanghai('2026-03-02 10:00'),
    });
    // Two hours to noon, and two more from 15:00.
    expect(computeDeadline(pause(deadline, '2026-03-02 12:00', '2026-03-02 15:00'), calendar).dueAt).toBe(
      '2026-03-02T09:00:00.000Z',
    );
  });

  it('leaves a deadline counted back where it is, since its event does not move', () => {
    const notice = buildDeadline({ n: 15, unit: 'clearDays' }, '2026-07-19', { direction: 'before' });
    expect(computeDeadline(suspend(notice, shanghai('2026-07-01 09:00')), calendar)).toMatchObject({
      dueOn: '2026-07-03',
      suspended: true,
    });
    expect(dueOn(pause(notice, '2026-07-01 09:00', '2026-07-10 09:00'))).toBe('2026-07-03');
  });

  it('cannot begin twice, end while running, or run backwards', () => {
    const paused = suspend(plan, shanghai('2026-03-04 10:00'));
    expect(() => suspend(paused, shanghai('2026-03-05 10:00'))).toThrow(/already suspended/);
    expect(() => resume(plan, shanghai('2026-03-05 10:00'))).toThrow(/running/);
    expect(() => resume(paused, shanghai('2026-03-04 09:00'))).toThrow(/was suspended at/);
    const again = resume(paused, shanghai('2026-03-06 10:00'));
    expect(() => suspend(again, shanghai('2026-03-05 10:00'))).toThrow(/resumed at/);
    expect(plan.suspensions).toEqual([]);
    expect(paused.suspensions).toHaveLength(1);
  });
});

describe('extension', () => {
  const plan = buildDeadline(workingDays(5), '2026-03-02');
  const early = shanghai('2026-03-05 10:00');

  it('in the same unit lengthens the term', () => {
    expect(dueOn(extend(plan, workingDays(10), early, calendar))).toBe(
      dueOn(buildDeadline(workingDays(15), '2026-03-02')),
    );
  });

  it('in another unit runs from the due day before rolling', () => {
    const filing = buildDeadline(calendarDays(30), '2026-09-04');
    // 4 October, not 8 October, and a month.
    expect(dueOn(extend(filing, months(1), early, calendar))).toBe('2026-11-04');
  });

  it('is asked before expiry', () => {
    const lastMoment = shanghai('2026-03-09 23:59');
    expect(dueOn(extend(plan, workingDays(1), lastMoment, calendar))).toBe('2026-03-10');
    expect(() => extend(plan, workingDays(1), shanghai('2026-03-10 00:00'), calendar)).toThrow(
      /expired at 2026-03-09T16:00/,
    );
  });

  it('may be asked while suspended, unless the deadline had expired before', () => {
    const inTime = suspend(plan, shanghai('2026-03-09 10:00'));
    expect(extend(inTime, workingDays(1), shanghai('2026-05-01 10:00'), calendar).extensions).toHaveLength(1);
    const late = suspend(plan, shanghai('2026-03-10 10:00'));
    expect(() => extend(late, workingDays(1), shanghai('2026-03-11 10:00'), calendar)).toThrow(/expired/);
  });

  it('is refused to a deadline counted back, and in hours to one in days', () => {
    const notice = buildDeadline(calendarDays(15), '2026-07-19', { direction: 'before' });
    expect(() => extend(notice, calendarDays(1), early, calendar)).toThrow(/event/);
    expect(() => extend(plan, { n: 2, unit: 'hours' }, early, calendar)).toThrow(/cannot be extended by hours/);
  });
});

describe('what remains', () => {
  it('is counted in the unit of the budget, not counting today', () => {
    const plan = buildDeadline(workingDays(15), '2026-09-23');
    expect(remaining(plan, calendar, shanghai('2026-09-23 09:00'))).toEqual(workingDays(15));
    expect(remaining(plan, calendar, shanghai('2026-09-24 09:00'))).toEqual(workingDays(14));
    expect(remaining(plan, calendar, shanghai('2026-10-03 09:00'))).toEqual(workingDays(11));
    expect(remaining(plan, calendar, shanghai('2026-10-21 09:00'))).toEqual(workingDays(0));
    expect(remaining(plan, calendar, shanghai('2026-12-01 09:00'))).toEqual(workingDays(0));
  });

  it('is whole months for months', () => {
    const observation = buildDeadline(months(3), '2026-07-15', { roll: 'none' });
    expect(remaining(observation, calendar, shanghai('2026-08-15 09:00'))).toEqual(months(2));
    expect(remaining(observation, calendar, shanghai('2026-08-16 09:00'))).toEqual(months(1));
  });

  it('leaves out what a due date gains by rolling', () => {
    const meeting = buildDeadline(calendarDays(90), '2026-04-20');
    expect(remaining(meeting, calendar, shanghai('2026-04-20 09:00'))).toEqual(calendarDays(90));
  });

  it('stands still while suspended', () => {
    const plan = suspend(buildDeadline(workingDays(15), '2026-09-23'), shanghai('2026-10-09 10:00'));
    expect(remaining(plan, calendar, shanghai('2026-12-01 09:00'))).toEqual(workingDays(9));
  });
});

describe('a year whose notice is not published', () => {
  const plan = buildDeadline(workingDays(5), '2026-12-29');
  const year2027 = {
    year: 2027,
    source: 'test',
    status: 'official' as const,
    off: [{ from: '2027-01-01', to: '2027-01-03', name: { zh: '元旦', en: 'New Year' } }],
    work: ['2027-01-09'],
  };

  it('makes a date provisional until it is loaded, and then moves it', () => {
    expect(computeDeadline(plan, calendar)).toMatchObject({ dueOn: '2027-01-06', provisional: true });
    const off = [...year2027.off, { from: '2027-01-05', to: '2027-01-06', name: { zh: '测试', en: 'Test' } }];
    const loaded = buildCalendar([loadYear(2026), { ...year2027, off }]);
    expect(computeDeadline(plan, loaded)).toMatchObject({ dueOn: '2027-01-08', provisional: false });
  });

  it('keeps a date provisional when it was only entered as expected', () => {
    const entered = buildCalendar([loadYear(2026), { ...year2027, status: 'provisional' }]);
    expect(computeDeadline(plan, entered)).toMatchObject({ dueOn: '2027-01-06', provisional: true });
  });

  it('leaves alone a date that ends in the year before', () => {
    expect(computeDeadline(buildDeadline(workingDays(2), '2026-12-29'), calendar)).toMatchObject({
      dueOn: '2026-12-31',
      provisional: false,
    });
  });
});

describe('the schema', () => {
  const valid = buildDeadline(workingDays(5), '2026-03-02');
  const at = '2026-03-03T02:00:00.000Z';

  it.each<[string, unknown]>([
    ['a deadline counted back that rolls forward', { ...valid, direction: 'before', roll: 'forward' }],
    ['a deadline counted forwards that rolls back', { ...valid, roll: 'backward' }],
    ['hours without an instant', { ...valid, term: { n: 1, unit: 'hours' } }],
    ['hours that start on another day', { ...valid, term: { n: 1, unit: 'hours' }, startAt: '2026-03-02T16:00:00Z' }],
    ['hours that start at no instant', { ...valid, term: { n: 1, unit: 'hours' }, startAt: 'noon' }],
    [
      'an extension of a deadline counted back',
      {
        ...buildDeadline(calendarDays(1), '2026-03-02', { direction: 'before' }),
        extensions: [{ term: calendarDays(1), at }],
      },
    ],
    ['days extended by hours', { ...valid, extensions: [{ term: { n: 1, unit: 'hours' }, at }] }],
    [
      'a suspension that ends before it begins',
      { ...valid, suspensions: [{ from: at, to: '2026-03-01T02:00:00.000Z' }] },
    ],
    [
      'a suspension within another',
      {
        ...valid,
        suspensions: [
          { from: at, to: null },
          { from: at, to: null },
        ],
      },
    ],
    ['a local time', { ...valid, suspensions: [{ from: '2026-03-03T02:00:00', to: null }] }],
    ['a stored due date', { ...valid, dueOn: '2026-03-09' }],
  ])('refuses %s', (_reason, deadline) => {
    expect(deadlineSchema.safeParse(valid).success).toBe(true);
    expect(deadlineSchema.safeParse(deadline).success).toBe(false);
  });
});
