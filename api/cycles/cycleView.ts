import { z } from 'zod';
import { Refusal } from '../../domain/errors.ts';
import type { Actor } from '../../domain/organisation/actor.ts';
import { scopeSchema } from '../../domain/organisation/scope.ts';
import { type CycleDocument, cycleStatuses } from '../../models/cycles.ts';
import { pathsTo } from '../../models/registers.ts';
import type { SpaceServices } from '../services.ts';
import { visiblePlaces } from '../visibility.ts';

export const cycleIdSchema = z.string().regex(/^[a-zA-Z]+:[\p{L}\p{N}_-]{1,120}:[\p{L}\p{N}_-]{1,40}$/u);
export const cycleParams = z.strictObject({ id: cycleIdSchema });

export const cycleSchema = z
  .strictObject({
    id: z.string(),
    kind: z.string(),
    place: scopeSchema,
    key: z.string().describe('What comes round, such as the half-year 2026-H1'),
    subjects: z.string().describe('Whose register it goes over'),
    status: z.enum(cycleStatuses).describe('`listing`: the register is being read; `closed`: all its cases have ended'),
    dueOn: z.iso.date().describe('Its cases are expected until the end of this day'),
    startedAt: z.iso.datetime(),
    startedBy: z.string(),
    closedAt: z.iso.datetime().optional(),
  })
  .meta({ id: 'Cycle' });
export type CycleView = z.infer<typeof cycleSchema>;

/** A cycle as it is shown. */
export function cycleView(document: CycleDocument): CycleView {
  const { _id, kind, place, key, subjects, status, dueOn, startedAt, startedBy, closedAt } = document;
  return {
    id: _id,
    kind,
    place,
    key,
    subjects,
    status,
    dueOn,
    startedAt: startedAt.toISOString(),
    startedBy: startedBy.id,
    ...(closedAt && { closedAt: closedAt.toISOString() }),
  };
}

/** The cycles an actor sees: those of places they see, and those around a place of theirs. */
export function cyclesInSight(actor: Actor): Record<string, unknown> {
  const sight = visiblePlaces(actor);
  if (sight === undefined) return {};
  return { $or: [{ within: { $in: sight } }, { place: { $in: [...new Set(sight.flatMap(pathsTo))] } }] };
}

/** @throws Refusal not-found */
export async function visibleCycle(space: SpaceServices, actor: Actor, id: string): Promise<CycleDocument> {
  const found = await space.cycles.cycles.findOne({ $and: [{ _id: id }, cyclesInSight(actor)] }).lean();
  if (found === null)
    throw new Refusal('not-found', {
      zh: `没有周期 ${id}，或不在您的管辖范围内`,
      en: `There is no cycle ${id}, or it is outside of your scope`,
    });
  return found;
}
