import { describe, expect, it } from '@jest/globals';
import { forecastOf, isLikelyLate, workingDaysBetween } from '../../../domain/figures/forecast.ts';
import { loadCalendar } from '../calendar/loadYears.ts';

const calendar = loadCalendar(2026);
const took = (long: number, short: number): number[] => [
  ...Array<number>(long).fill(9),
  ...Array<number>(short).fill(2),
];

describe('a forecast', () => {
  it('is made from 20 earlier tasks, not from 19', () => {
    expect(forecastOf(took(5, 14), 2)).toBeUndefined();
    expect(forecastOf(took(5, 15), 2)).toEqual({ longer: 5, of: 20, daysLeft: 2 });
  });

  it('counts what took longer than what is left, not what took as long', () => {
    expect(forecastOf(took(0, 20), 2)?.longer).toBe(0);
    expect(forecastOf(took(0, 20), 1)?.longer).toBe(20);
  });

  it('speaks of lateness from a quarter on', () => {
    expect(isLikelyLate({ longer: 7, of: 25, daysLeft: 2 })).toBe(true);
    expect(isLikelyLate({ longer: 5, of: 20, daysLeft: 2 })).toBe(true);
    expect(isLikelyLate({ longer: 5, of: 21, daysLeft: 2 })).toBe(false);
  });
});

describe('working days', () => {
  it('leave out rest days and the first day', () => {
    // Wednesday before the National Day week of 2026 to the Thursday after it.
    expect(workingDaysBetween(calendar, '2026-09-30', '2026-10-08')).toBe(1);
    expect(workingDaysBetween(calendar, '2026-11-27', '2026-11-30')).toBe(1);
    expect(workingDaysBetween(calendar, '2026-11-27', '2026-11-27')).toBe(0);
    expect(workingDaysBetween(calendar, '2026-11-27', '2026-11-20')).toBe(0);
  });
});
