import { z } from 'zod';
import { dayOf, plainDaySchema } from '../../domain/calendar/calendar.ts';
import { type Actor, personSchema } from '../../domain/organisation/actor.ts';
import type { SubstitutionDocument } from '../../models/users.ts';

export const substitutionSchema = z
  .strictObject({
    id: z.string(),
    person: personSchema.describe('Who is away'),
    substitute: personSchema.describe('Who acts in their offices'),
    from: plainDaySchema,
    until: plainDaySchema.describe('Last day'),
    note: z.string().nullable(),
    state: z.enum(['coming', 'current', 'past']),
    by: z.string().describe('Who entered it'),
    createdAt: z.iso.datetime(),
    mayEnd: z.boolean().describe('You may end it'),
  })
  .meta({ id: 'Substitution' });

export function substitutionView(
  { _id, person, substitute, from, until, note, by, createdAt }: SubstitutionDocument,
  actor: Actor,
  now: Date,
): z.input<typeof substitutionSchema> {
  const today = dayOf(now.toISOString());
  return {
    id: _id,
    person,
    substitute,
    from,
    until,
    note: note ?? null,
    state: today < from ? 'coming' : today <= until ? 'current' : 'past',
    by,
    createdAt: createdAt.toISOString(),
    mayEnd: today <= until && mayEnd(actor, person.id),
  };
}

/** Those who are away end it themselves; an administrator of accounts ends anybody's. */
export function mayEnd(actor: Actor, person: string): boolean {
  return actor.id === person || (actor.role === 'administrator' && actor.duties?.includes('security') === true);
}
