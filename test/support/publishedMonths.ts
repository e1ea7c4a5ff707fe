import { randomUUID } from 'node:crypto';
import { addDays, addMonths, dayOf } from '../../domain/calendar/calendar.ts';
import type { Actor } from '../../domain/organisation/actor.ts';
import { systemActor } from '../../domain/organisation/actor.ts';
import type { MonthFigures, PublishedMonth } from '../../domain/rankings/publishedMonth.ts';
import { hashOf } from '../../domain/timeline/hashChain.ts';
import { type ActAnswer, recordMonthUpdate } from '../../workflows/messages.ts';
import type { TestCase } from './cases.ts';

export const clean: MonthFigures = { complaints: 5, propertyComplaints: 2, cityRank: 300, satisfied: 9, surveyed: 10 };

/** The n-th month after the one the case was entered in. */
export async function monthOf(compound: TestCase, n = 0): Promise<string> {
  const { view } = await compound.snapshot();
  return addMonths(`${dayOf(view.startedAt).slice(0, 8)}01`, n).slice(0, 7);
}

/** Moves the case into the first day of the n-th month after the one it was entered in. */
export async function intoMonth(compound: TestCase, n: number): Promise<void> {
  await compound.advanceTo(`${addDays(`${await monthOf(compound, n)}-01`, -1)}T16:00:30.000Z`);
}

/** Tells a case of a published month, as the publication of a ranking does. */
export async function publish(
  compound: TestCase,
  month: string,
  figures: Partial<MonthFigures> = {},
  more: Partial<PublishedMonth> = {},
  by: Actor = systemActor,
): Promise<ActAnswer> {
  const published: PublishedMonth = {
    month,
    version: 1,
    publishedOn: await compound.today(),
    figures: { ...clean, ...figures },
    others: [],
    ...more,
  };
  const key = randomUUID();
  return await compound.bench.client.workflow.getHandle(compound.id).executeUpdate(recordMonthUpdate, {
    args: [{ key, body: hashOf(published), actor: by, input: published }],
    updateId: key,
  });
}
