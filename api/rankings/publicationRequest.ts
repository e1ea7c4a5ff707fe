import { z } from 'zod';
import { dayOf } from '../../domain/calendar/calendar.ts';
import { daySchema } from '../../domain/calendar/daySchema.ts';
import type { Space } from '../../domain/case/caseView.ts';
import { type FieldError, fieldError, Refusal } from '../../domain/errors.ts';
import { firstDayAfter } from '../../domain/rankings/months.ts';
import type { Entering } from '../../domain/rankings/publicationPlan.ts';
import { placeIdSchema } from '../../domain/registers/place.ts';
import { text } from '../../domain/text.ts';
import type { PublicationDocument, RankingDocument } from '../../models/rankings.ts';
import { endOfTime } from '../../temporal/clock.ts';

export const publicationBodySchema = z
  .strictObject({
    version: z.int().min(1).max(100_000).optional().describe('Default: the newest'),
    publishedOn: daySchema.optional().describe('Default: today; in the live space not in the future'),
    exclude: z
      .array(z.strictObject({ compound: placeIdSchema, reason: z.string().trim().min(1).max(500) }))
      .max(200)
      .optional()
      .describe('Compounds that do not enter although their ranks say so; the reason is kept'),
  })
  .meta({ id: 'RankingPublicationRequest' });
export type PublicationBody = z.infer<typeof publicationBodySchema>;

/**
 * Who enters without those that are left out, and these with their reasons.
 *
 * @throws Refusal invalid-input naming each that would not enter anyway
 */
export function leavingOut(
  entering: readonly Entering[],
  exclude: NonNullable<PublicationBody['exclude']>,
): { entering: Entering[]; excluded: PublicationDocument['excluded'] } {
  const errors: FieldError[] = [];
  const excluded = exclude.flatMap(({ compound, reason }, index) => {
    const found = entering.find((each) => each.compound === compound);
    if (found) return [{ compound, name: found.name, scope: found.scope, reason }];
    const detail = text(`${compound}本就不会纳入`, `${compound} would not enter anyway`);
    errors.push(fieldError(`/exclude/${index}/compound`, detail));
    return [];
  });
  if (errors.length > 0) throw new Refusal('invalid-input', undefined, errors);
  const out = new Set(exclude.map(({ compound }) => compound));
  return { entering: entering.filter(({ compound }) => !out.has(compound)), excluded };
}

/** @throws Refusal already-published when this version, or a later one, is what holds */
export function requireUnpublished({ _id, published }: RankingDocument, version: number): void {
  if (published !== null && version <= published) throw alreadyPublished(_id, published);
}

export function alreadyPublished(month: string, version: number): Refusal {
  return new Refusal('already-published', {
    zh: `${month} 第 ${version} 版已发布；如需更正，请报送更正后的文件并发布`,
    en: `Version ${version} of ${month} is published; to correct it, hand in a corrected file and publish that`,
  });
}

/**
 * A month is published once it is over, in the live space not in the future, and a correction not before what it corrects.
 *
 * @throws Refusal invalid-input
 */
export function requirePublicationDay(day: string, ranking: RankingDocument, space: Space, now: Date): void {
  const refuse = (zh: string, en: string): never => {
    throw new Refusal('invalid-input', undefined, [fieldError('/publishedOn', text(zh, en))]);
  };
  const { _id: month, publishedOn: before } = ranking;
  const first = firstDayAfter(month);
  const today = dayOf(now.toISOString());
  // Cases enter on that day, and their clocks end there too.
  if (Date.parse(day) >= endOfTime)
    refuse('晚于2200年，超出演练时钟', 'lies beyond 2200, where the clocks of the rehearsal end');
  if (day < first)
    refuse(
      `${month}至${first}方结束，不能在${day}公布`,
      `${month} is over on ${first}; it cannot be published on ${day}`,
    );
  if (space === 'live' && day > today) refuse(`晚于今天（${today}）`, `lies in the future; today is ${today}`);
  if (before !== null && day < before)
    refuse(`早于被更正的公布日${before}`, `lies before the publication that it corrects, on ${before}`);
}
