import { z } from 'zod';
import { fieldError, Refusal } from '../../domain/errors.ts';
import { type Actor, personSchema } from '../../domain/organisation/actor.ts';
import { officeCodeSchema } from '../../domain/organisation/offices.ts';
import { scopeSchema } from '../../domain/organisation/scope.ts';
import { text } from '../../domain/text.ts';
import { officeTitle } from '../../domain/timeline/summary.ts';
import type { SavedViewDocument } from '../../models/savedViews.ts';

export const viewPageSchema = z
  .string()
  .regex(/^[a-z][a-zA-Z-]{0,39}(\/[a-zA-Z-]{1,40}){0,2}$/, 'the path of a list, such as cases or registers/compounds')
  .describe('The list it belongs to, such as cases');

const mostFilters = 40;

const sharedSchema = z
  .strictObject({ office: officeCodeSchema, scope: scopeSchema })
  .nullable()
  .describe('The office of yours whose members see it too; null: nobody');

/** What whoever saves a view decides about it. */
export const viewFields = {
  name: z.string().trim().min(1).max(60),
  query: z
    .record(z.string().min(1).max(60), z.string().max(500))
    .refine((query) => Object.keys(query).length <= mostFilters, `at most ${mostFilters} filters`)
    .describe('The filters and the order of the list, as its address has them'),
  shared: sharedSchema,
};

export const savedViewSchema = z
  .strictObject({
    id: z.string(),
    page: viewPageSchema,
    ...viewFields,
    by: personSchema,
    mine: z.boolean().describe('You may change and remove it'),
    updatedAt: z.iso.datetime(),
  })
  .meta({ id: 'SavedView' });

export function savedView(
  { _id, name, page, query, by, shared, updatedAt }: SavedViewDocument,
  actor: Actor,
): z.input<typeof savedViewSchema> {
  return {
    id: _id,
    name,
    page,
    query,
    by,
    shared: shared ? { office: officeCodeSchema.parse(shared.office), scope: shared.scope } : null,
    mine: by.id === actor.id,
    updatedAt: updatedAt.toISOString(),
  };
}

/** The views somebody sees: their own, and those shared with an office they hold, at the place they hold it for. */
export function visibleViews({ id, posts }: Actor): Record<string, unknown> {
  const offices = posts.map(({ office, scope }) => ({ 'shared.office': office, 'shared.scope': scope }));
  return { $or: [{ 'by.id': id }, ...offices] };
}

/** A view is shared with an office one holds, and no other. @throws Refusal invalid-input */
export function requireOwnOffice({ posts }: Actor, shared: z.output<typeof sharedSchema>): void {
  const held = posts.some(({ office, scope }) => office === shared?.office && scope === shared.scope);
  if (shared === null || held) return;
  const detail = text(
    `您不在${shared.scope}的${officeTitle(shared.office, 'zh')}任职`,
    `you do not hold ${shared.office} for ${shared.scope}`,
  );
  throw new Refusal('invalid-input', undefined, [fieldError('/shared', detail)]);
}
