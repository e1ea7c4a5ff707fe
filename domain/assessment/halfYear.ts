import { z } from 'zod';
import { addDays, type PlainDay } from '../calendar/calendar.ts';
import { halfYearOf, type Period } from '../calendar/period.ts';

/** The key of a half-year, such as `2026-H1`. */
export const halfYearKeySchema = z
  .string()
  .regex(/^(19|20|21)\d\d-H[12]$/, 'a half-year such as 2026-H1')
  .meta({ id: 'HalfYear' });

/** The days of the half-year of a key: 1 January to 30 June, 1 July to 31 December. */
export function halfYearOfKey(key: string): { key: string } & Period {
  const [year, half] = [key.slice(0, 4), key.at(-1)];
  return halfYearOf(`${year}-${half === '1' ? '01' : '07'}-01`);
}

/** The half-year before the one of this key. */
export function halfYearBefore(key: string): string {
  return halfYearOf(addDays(halfYearOfKey(key).from, -1)).key;
}

/** The half-year that comes `n` half-years after the one of this key. */
export function halfYearAfter(key: string, n = 1): string {
  return n === 0 ? key : halfYearAfter(halfYearOf(addDays(halfYearOfKey(key).to, 1)).key, n - 1);
}

/** As `halfYearOfKey`, of any text; undefined when it is no such key. */
export function halfYearPeriod(key: string): Period | undefined {
  return halfYearKeySchema.safeParse(key).success ? halfYearOfKey(key) : undefined;
}

/** The half-years up to the one of a day, the latest first: 2026-H2, 2026-H1 … */
export function halfYearsUpTo(day: PlainDay, n = 5): string[] {
  const present = halfYearOf(day).key;
  return Array.from({ length: n - 1 }).reduce<string[]>(
    (keys) => [...keys, halfYearBefore(keys.at(-1) ?? present)],
    [present],
  );
}
