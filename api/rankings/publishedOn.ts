import { dayOf } from '../../domain/calendar/calendar.ts';
import type { ComplaintMonthDocument } from '../../models/rankings.ts';

/** The day from which a published rank holds; figures that came without one hold since they were entered. */
export function publishedOnOf({ publishedOn, publishedAt }: ComplaintMonthDocument): string {
  return publishedOn ?? dayOf(publishedAt.toISOString());
}
