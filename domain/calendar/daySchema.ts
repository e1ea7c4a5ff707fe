import { z } from 'zod';

/** A day within living memory, as people hand it in. Other years are typing errors, and too near the ends of the calendar to count from. */
export const daySchema = z.iso
  .date()
  .refine((day) => day >= '1900-01-01' && day < '2200-01-01', 'a day from 1900-01-01 to 2199-12-31');

/** A year of those days, such as `2026`, as it stands in keys. */
export const yearKeySchema = z.string().regex(/^(19|20|21)\d\d$/, 'a year from 1900 to 2199');
