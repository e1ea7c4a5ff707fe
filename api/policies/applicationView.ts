import { z } from 'zod';
import { Refusal } from '../../domain/errors.ts';
import { type ApplyMode, applyModeSchema } from '../../domain/policy/application.ts';
import {
  type ApplicationCaseDocument,
  type ApplicationResult,
  applicationResults,
  type PolicyApplicationDocument,
} from '../../models/policyChanges.ts';
import type { SpaceServices } from '../services.ts';
import { localityParams } from './policyView.ts';

export const applicationParams = z.strictObject({
  ...localityParams.shape,
  id: z.string().regex(/^[0-9a-f]{24}$/),
});

export const applicationResultSchema = z.enum(applicationResults);

export const applicationSchema = z
  .strictObject({
    id: z.string(),
    locality: z.string(),
    mode: applyModeSchema,
    versions: z.record(z.string(), z.string()).describe('The version each locality’s cases get'),
    reason: z.string(),
    by: z.strictObject({ id: z.string(), name: z.string() }),
    at: z.iso.datetime(),
    state: z.enum(['waiting', 'running', 'done', 'cancelled']),
    endedAt: z.iso.datetime().nullable(),
    cases: z.int(),
    results: z
      .record(applicationResultSchema, z.int())
      .describe(
        'Cases by what came of them. kept: as chosen; unchanged: it had this version; ended: no date of it is open any ' +
          'more; failed: it did not answer and may still carry it out',
      ),
  })
  .meta({ id: 'PolicyApplication' });

export const applicationCaseSchema = z
  .strictObject({
    case: z.string(),
    result: applicationResultSchema,
    detail: z.string().nullable(),
    moved: z
      .array(z.strictObject({ task: z.string(), from: z.string().nullable(), to: z.string().nullable() }))
      .nullable()
      .describe('Due dates it moved, once the timeline shows them'),
  })
  .meta({ id: 'PolicyApplicationCase' });

/** @throws Refusal not-found */
export async function findApplication(
  { policyChanges }: SpaceServices,
  locality: string,
  id: string,
): Promise<PolicyApplicationDocument> {
  const found = await policyChanges.applications.findOne({ _id: id, locality }).lean<PolicyApplicationDocument>();
  if (!found)
    throw new Refusal('not-found', {
      zh: `${locality} 的政策没有应用记录 ${id}`,
      en: `There is no application ${id} of the policy of ${locality}`,
    });
  return found;
}

export async function applicationView(
  { policyChanges }: SpaceServices,
  { _id, locality, mode, targets, reason, by, at, state, endedAt }: PolicyApplicationDocument,
): Promise<z.infer<typeof applicationSchema>> {
  const counted = await policyChanges.applicationCases.aggregate<{ _id: ApplicationResult; count: number }>([
    { $match: { application: _id } },
    { $group: { _id: '$result', count: { $sum: 1 } } },
  ]);
  const countOf = (result: ApplicationResult): number => counted.find((each) => each._id === result)?.count ?? 0;
  return {
    id: _id,
    locality,
    mode: mode satisfies ApplyMode,
    versions: targets,
    reason,
    by: { id: by.id, name: by.name },
    at: at.toISOString(),
    state,
    endedAt: endedAt?.toISOString() ?? null,
    cases: counted.reduce((sum, { count }) => sum + count, 0),
    results: Object.fromEntries(applicationResults.map((result) => [result, countOf(result)])) as Record<
      ApplicationResult,
      number
    >,
  };
}

type ApplicationCaseView = z.infer<typeof applicationCaseSchema>;

/** What came of some of its cases, with what their timelines say of it. */
export async function applicationCases(
  { cases }: SpaceServices,
  items: readonly ApplicationCaseDocument[],
): Promise<ApplicationCaseView[]> {
  const events = items.flatMap(({ case: id, event }) => (event === undefined ? [] : [{ case: id, seq: event }]));
  const found = events.length === 0 ? [] : await cases.timeline.find({ $or: events }).lean();
  return items.map(({ case: id, result, detail, event }) => {
    const entry = found.find((each) => each.case === id && each.seq === event && each.supersededBy === undefined);
    const moved = entry?.event.type === 'policyChanged' ? entry.event.data['moved'] : undefined;
    return {
      case: id,
      result,
      detail: detail ?? null,
      moved: (moved as NonNullable<ApplicationCaseView['moved']> | undefined) ?? null,
    };
  });
}
