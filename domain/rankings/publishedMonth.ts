import { z } from 'zod';
import { complaintMonthSchema, monthSchema } from './complaintMonth.ts';

const { complaints, propertyComplaints, cityRank, satisfied, surveyed } = complaintMonthSchema.shape;

/** A month's figures without the compound they are of. */
export const monthFiguresSchema = z.strictObject({ complaints, propertyComplaints, cityRank, satisfied, surveyed });
export type MonthFigures = z.infer<typeof monthFiguresSchema>;

const version = z.int().min(1).max(100_000);

/** A published month as a running case is told of it. */
export const publishedMonthSchema = z.strictObject({
  month: monthSchema,
  /** Version of the month's ranking: a later one replaces what an earlier one said. */
  version,
  publishedOn: z.iso.date(),
  figures: monthFiguresSchema,
  /** Ranks of the other months of that calendar year, as published so far: what is counted cumulatively counts them too. */
  others: z.array(z.strictObject({ month: monthSchema, version, publishedOn: z.iso.date(), cityRank })).max(12),
});
export type PublishedMonth = z.infer<typeof publishedMonthSchema>;
