import { z } from 'zod';
import { bothWordings } from '../errors.ts';
import { placeIdSchema } from '../registers/place.ts';
import { text } from '../text.ts';

/** A calendar month, `YYYY-MM`; a ranking belongs to the month it measures, whenever it was published (domain rule: 1 January resets). */
export const monthSchema = z
  .string()
  .regex(
    /^(19|20|21)\d{2}-(0[1-9]|1[0-2])$/,
    bothWordings(text('应为月份，如2026-05', 'a month such as 2026-05, from 1900-01 to 2199-12')),
  )
  .meta({ id: 'Month' });
/** No month is before this one. */
export const earliestMonth = '1900-01';
export type Month = z.infer<typeof monthSchema>;

const count = () => z.int().min(0).max(1_000_000);

/** What the 12345 hotline says of one compound in one calendar month. */
export const complaintMonthSchema = z
  .strictObject({
    compound: placeIdSchema,
    month: monthSchema,
    complaints: count().describe('All tickets of the month'),
    propertyComplaints: count().describe('Tickets of the property class 物业类, part of all'),
    cityRank: z
      .int()
      .min(1)
      .max(100_000)
      .nullable()
      .describe('Rank in the whole city by property-class tickets, 1 the most; null when not ranked'),
    satisfied: count().describe('Callers who were satisfied'),
    surveyed: count().describe('Callers who were asked and answered'),
  })
  .meta({ id: 'ComplaintMonth' });
export type ComplaintMonth = z.infer<typeof complaintMonthSchema>;
