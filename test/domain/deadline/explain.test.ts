import { describe, expect, it } from '@jest/globals';
import { buildCalendar } from '../../../domain/calendar/calendar.ts';
import { computeDeadline, type Deadline, extend, resume, suspend } from '../../../domain/deadline/deadline.ts';
import { explainDeadline } from '../../../domain/deadline/explain.ts';
import { loadCalendar, loadYear } from '../calendar/loadYears.ts';
import { buildDeadline, shanghai } from './build.ts';

const calendar = loadCalendar(2025, 2026);

function explain(deadline: Deadline, lang: 'en' | 'zh', using = calendar): string[] {
  return explainDeadline(deadline, computeDeadline(deadline, using), using, lang).steps;
}

const plan = buildDeadline({ n: 15, unit: 'workingDays' }, '2026-09-23');

describe('a date explains itself', () => {
  it('names rule and source', () => {
    const rule = { parameter: 'rectification.planDueDays', source: 'A' };
    expect(explainDeadline({ ...plan, rule }, computeDeadline(plan, calendar), calendar, 'en')).toMatchObject({
      rule: rule.parameter,
      source: rule.source,
    });
  });

  it('says which days were passed over and which Saturday is worked', () => {
    expect(explain(plan, 'en')).toEqual([
      '15 working days from 2026-09-23 = 2026-10-21: skipped 09-25…09-27 Mid-Autumn, 10-01…10-07 National Day, weekends 10-11 and 10-17…18; Saturday 10-10 is worked.',
    ]);
    expect(explain(plan, 'zh')).toEqual([
      '从2026-09-23起15个工作日，至2026-10-21届满：跳过09-25至09-27中秋节、10-01至10-07国庆节、周末10-11和10-17至18；10-10（周六）调休上班。',
    ]);
  });

  it('has the facts as data too', () => {
    expect(computeDeadline(plan, calendar).steps).toEqual([
      { kind: 'startExcluded', day: '2026-09-23' },
      { kind: 'counted', term: plan.term, extendedBy: 0, direction: 'after', from: '2026-09-23', to: '2026-10-21' },
      { kind: 'holiday', from: '2026-09-25', to: '2026-09-27', name: { zh: '中秋节', en: 'Mid-Autumn' } },
      { kind: 'holiday', from: '2026-10-01', to: '2026-10-07', name: { zh: '国庆节', en: 'National Day' } },
      { kind: 'worked', day: '2026-10-10' },
      { kind: 'weekend', from: '2026-10-11', to: '2026-10-11' },
      { kind: 'weekend', from: '2026-10-17', to: '2026-10-18' },
    ]);
  });

  it.each<[string, Deadline, string[], string[]]>([
    [
      'a weekend it rolls over',
      buildDeadline({ n: 90, unit: 'calendarDays' }, '2026-04-20'),
      ['90 days from 2026-04-20 = 2026-07-19.', '2026-07-19 is a Sunday: moves to Monday 2026-07-20.'],
      ['从2026-04-20起90日，至2026-07-19届满。', '2026-07-19为周日，顺延至2026-07-20（周一）。'],
    ],
    [
      'a holiday it rolls over',
      buildDeadline({ n: 30, unit: 'calendarDays' }, '2026-09-04'),
      [
        '30 days from 2026-09-04 = 2026-10-04.',
        '2026-10-04 is a rest day (National Day): moves to Thursday 2026-10-08.',
      ],
      ['从2026-09-04起30日，至2026-10-04届满。', '2026-10-04为国庆节假期，顺延至2026-10-08（周四）。'],
    ],
    [
      'clear days before an event',
      buildDeadline({ n: 15, unit: 'clearDays' }, '2026-07-20', { direction: 'before' }),
      [
        '15 clear days before 2026-07-20 = 2026-07-04: 07-05…07-19 lie between.',
        '2026-07-04 is a Saturday: moves back to Friday 2026-07-03.',
      ],
      [
        '2026-07-20之前15个整日，至迟2026-07-04：其间07-05至07-19为整日。',
        '2026-07-04为周六，提前至2026-07-03（周五）。',
      ],
    ],
    [
      'a month without the date',
      buildDeadline({ n: 1, unit: 'months' }, '2026-01-31', { roll: 'none' }),
      ['1 month from 2026-01-31 = 2026-02-28.', 'That month has no such date: its last day, 2026-02-28, is taken.'],
      ['从2026-01-31起1个月，至2026-02-28届满。', '该月没有对应日，以月末2026-02-28为准。'],
    ],
    [
      'a year not published',
      buildDeadline({ n: 2, unit: 'workingDays' }, '2026-12-31'),
      [
        '2 working days from 2026-12-31 = 2027-01-05: skipped 2027-01-01 New Year, weekend 2027-01-02…03.',
        'The rest days of 2027 are not published yet: this date may move.',
      ],
      [
        '从2026-12-31起2个工作日，至2027-01-05届满：跳过2027-01-01元旦、周末2027-01-02至03。',
        '2027年放假安排尚未公布，该日期可能变动。',
      ],
    ],
    [
      'many weekends',
      buildDeadline({ n: 40, unit: 'workingDays' }, '2026-07-01'),
      ['40 working days from 2026-07-01 = 2026-08-26: skipped 8 weekends 07-04…08-23.'],
      ['从2026-07-01起40个工作日，至2026-08-26届满：跳过07-04至08-23间的8个周末。'],
    ],
    [
      'working hours over a night',
      buildDeadline({ n: 4, unit: 'workingHours' }, '2026-09-24', { startAt: shanghai('2026-09-24 16:00') }),
      ['4 working hours from 2026-09-24 16:00 = 2026-09-28 11:30: skipped 09-25…09-27 Mid-Autumn.'],
      ['从2026-09-24 16:00起4个工作小时，至2026-09-28 11:30届满：跳过09-25至09-27中秋节。'],
    ],
  ])('explains %s', (_what, deadline, en, zh) => {
    expect(explain(deadline, 'en')).toEqual(en);
    expect(explain(deadline, 'zh')).toEqual(zh);
  });

  it('tells a suspension that lasts, with what is left', () => {
    const paused = suspend(plan, shanghai('2026-10-09 10:00'));
    expect(explain(paused, 'en')).toEqual([
      'Suspended since 2026-10-09 10:00, with 9 working days left: there is no due date until it resumes.',
    ]);
    expect(explain(paused, 'zh')).toEqual(['自2026-10-09 10:00起中止，尚余9个工作日；恢复前没有到期日。']);
  });

  it('tells ended suspensions and extensions, each with what it changed', () => {
    const paused = resume(suspend(plan, shanghai('2026-10-09 10:00')), shanghai('2026-10-13 09:00'));
    const longer = extend(paused, { n: 2, unit: 'workingDays' }, shanghai('2026-10-14 09:00'), calendar);
    const longest = extend(longer, { n: 1, unit: 'months' }, shanghai('2026-10-15 09:00'), calendar);
    expect(explain(longest, 'en')).toEqual([
      '15 + 2 working days from 2026-09-23 = 2026-10-28: skipped 09-25…09-27 Mid-Autumn, 10-01…10-07 National Day, weekends 10-11, 10-17…18 and 10-24…25; Saturday 10-10 is worked.',
      'Extended by 1 month on 2026-10-15: from 2026-10-28 to 2026-11-28.',
      'Extended by 2 working days on 2026-10-14.',
      'Suspended 2026-10-09…2026-10-13: 3 working days do not count.',
      '2026-11-28 is a Saturday: moves to Monday 2026-11-30.',
    ]);
    expect(explain(longest, 'zh').slice(1)).toEqual([
      '2026-10-15延长1个月，从2026-10-28至2026-11-28。',
      '2026-10-14延长2个工作日。',
      '2026-10-09至2026-10-13中止，3个工作日不计入。',
      '2026-11-28为周六，顺延至2026-11-30（周一）。',
    ]);
  });

  it('gives every count its own rest days', () => {
    const days = buildDeadline({ n: 40, unit: 'calendarDays' }, '2026-09-15');
    const longer = extend(days, { n: 6, unit: 'workingDays' }, shanghai('2026-10-14 09:00'), calendar);
    expect(explain(longer, 'en')).toEqual([
      '40 days from 2026-09-15 = 2026-10-25.',
      'Extended by 6 working days on 2026-10-14: from 2026-10-25 to 2026-11-02: skipped weekend 10-31…11-01.',
    ]);
  });

  it('tells a suspension that began with no day left', () => {
    const paused = resume(suspend(plan, shanghai('2026-10-21 10:00')), shanghai('2026-10-27 09:00'));
    expect(explain(paused, 'en').slice(1)).toEqual([
      'Suspended 2026-10-21…2026-10-27: this takes no day away.',
      'It was suspended with no day left to count: due on the day it resumed, 2026-10-27.',
    ]);
    expect(explain(paused, 'zh').slice(1)).toEqual([
      '2026-10-21至2026-10-27中止，不影响天数。',
      '中止时已无剩余日数，于恢复当日2026-10-27届满。',
    ]);
  });

  it('tells a suspension of hours by the clock', () => {
    const hours = buildDeadline({ n: 2, unit: 'hours' }, '2026-03-02', { startAt: shanghai('2026-03-02 10:00') });
    const paused = resume(suspend(hours, shanghai('2026-03-02 11:00')), shanghai('2026-03-02 15:00'));
    expect(explain(paused, 'en')).toEqual([
      '2 hours from 2026-03-02 10:00 = 2026-03-02 16:00.',
      'Suspended 2026-03-02 11:00…2026-03-02 15:00: this time does not count.',
    ]);
  });

  it('tells a year entered before its notice from one that is missing', () => {
    const entered = buildCalendar([{ ...loadYear(2026), status: 'provisional' }]);
    expect(explain(buildDeadline({ n: 1, unit: 'workingDays' }, '2026-03-02'), 'en', entered)).toContain(
      'The rest days of 2026 are entered as expected, not yet official: this date may move.',
    );
  });
});
