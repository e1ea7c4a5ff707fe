import { z } from 'zod';
import { grouped } from '../../domain/grouped.ts';
import type { Actor } from '../../domain/organisation/actor.ts';
import { covers, scopeSchema } from '../../domain/organisation/scope.ts';
import type { Cycle } from '../../domain/procedures/cycle.ts';
import type { CaseDocument } from '../../models/caseModels.ts';
import type { CycleItemDocument, CyclePoolDocument } from '../../models/cycles.ts';
import { endpoint, everyone } from '../endpoint.ts';
import { visiblePlaces } from '../visibility.ts';
import { cycleParams, cycleSchema, cycleView, visibleCycle } from './cycleView.ts';

const personSchema = z.strictObject({
  subject: z.string(),
  name: z.string(),
  place: scopeSchema,
  case: z.string().nullable(),
});

const progressSchema = z
  .strictObject({
    ...cycleSchema.shape,
    cases: z
      .strictObject({ listed: z.int(), started: z.int(), failed: z.int(), ended: z.int() })
      .describe('Those within sight'),
    stages: z.record(z.string(), z.int()).describe('How many cases are at each stage'),
    outcomes: z.record(z.string(), z.int()).describe('How many have ended in which way'),
    pools: z
      .array(
        z.strictObject({
          place: scopeSchema,
          cases: z.int(),
          missing: z.int().describe('Have not come to the comparison'),
          comparedAt: z.iso.datetime().nullable(),
        }),
      )
      .describe('The places whose cases are compared with each other; empty where nothing is compared'),
    missing: z.array(personSchema).describe('The first hundred who have not come to the comparison'),
    failures: z
      .array(z.strictObject({ ...personSchema.shape, failure: z.string() }))
      .describe('The first hundred whose case could not be started'),
    named: z
      .array(personSchema)
      .describe(
        'Those who stand on the list that is posted inside a street, such as those warned; of streets you are in',
      ),
  })
  .meta({ id: 'CycleProgress' });

const shown = 100;

type Found = Pick<CaseDocument, '_id' | 'stage' | 'outcome' | 'facts'>;
interface Entry extends CycleItemDocument {
  found?: Found;
}

export const getCycle = endpoint({
  method: 'get',
  path: '/api/v1/cycles/{id}',
  operationId: 'getCycle',
  tag: 'cycles',
  summary: 'How far a cycle is, what is missing, and who is on the list that a street posts inside',
  access: { roles: everyone },
  params: cycleParams,
  responses: { 200: progressSchema },
  errors: ['not-found'],
  handler: async ({ params: { id }, actor, space, services }) => {
    const cycle = await visibleCycle(space, actor, id);
    const sight = visiblePlaces(actor);
    const items = await space.cycles.items
      .find({ cycle: id, ...(sight && { within: { $in: sight } }) })
      .sort({ subject: 1 })
      .lean();
    const streets = services.procedures.get(cycle.kind)?.cycle;
    const inside = streetsOf(items, actor);
    // The list is posted for all of the street: also those who see only their own community of it.
    const posted = await space.cycles.items
      .find({ cycle: id, pool: { $in: inside } })
      .sort({ subject: 1 })
      .lean();
    const cases = await space.cases.cases
      .find(
        { _id: { $in: [...items, ...posted].flatMap((item) => item.case ?? []) } },
        { stage: 1, outcome: 1, facts: 1 },
      )
      .lean<Found[]>();
    const byId = new Map(cases.map((each) => [each._id, each]));
    const withCase = (item: CycleItemDocument): Entry => {
      const found = item.case === null ? undefined : byId.get(item.case);
      return { ...item, ...(found && { found }) };
    };
    const entries = items.map(withCase);
    const compared = await space.cycles.pools.find({ cycle: id }, { pool: 1, comparedAt: 1 }).lean();
    return {
      status: 200,
      body: {
        ...cycleView(cycle),
        ...progressOf(entries, compared, streets),
        named: named(posted.map(withCase), streets),
      },
    };
  },
});

/** The pools an actor is in: their scope, or that of a post, is the pool or a place in it. */
function streetsOf(items: readonly CycleItemDocument[], { scope, posts }: Actor): string[] {
  const own = [scope, ...posts.map((post) => post.scope)];
  return [...new Set(items.map(({ pool }) => pool))].filter((pool) => own.some((each) => covers(pool, each)));
}

function named(entries: readonly Entry[], declared: Cycle | undefined): z.infer<typeof personSchema>[] {
  return entries.filter(({ found }) => found && declared?.told?.named(found.facts)).map(personOf);
}

function progressOf(
  entries: readonly Entry[],
  compared: readonly Pick<CyclePoolDocument, 'pool' | 'comparedAt'>[],
  declared: Cycle | undefined,
) {
  const told = declared?.told;
  const isMissing = ({ found }: Entry): boolean =>
    told !== undefined && (found === undefined || (found.outcome === null && !hasCome(found, told.stage)));
  const hasCome = (found: Found, stage: string): boolean =>
    found.stage === stage || told?.counts(asCase(found)) === true;
  const pools =
    told === undefined ? [] : [...grouped(entries, ({ pool }) => pool)].sort(([a], [b]) => (a < b ? -1 : 1));
  const missing = entries.filter(isMissing);
  return {
    cases: {
      listed: entries.length,
      started: entries.filter((entry) => entry.case !== null).length,
      failed: entries.filter(({ failure }) => failure !== undefined).length,
      ended: entries.filter(({ found }) => found !== undefined && found.outcome !== null).length,
    },
    stages: countBy(entries, ({ found }) => found?.stage),
    outcomes: countBy(entries, ({ found }) => found?.outcome),
    pools: pools.map(([place, own]) => ({
      place,
      cases: own.length,
      missing: own.filter(isMissing).length,
      comparedAt: compared.find(({ pool }) => pool === place)?.comparedAt.toISOString() ?? null,
    })),
    missing: missing.slice(0, shown).map(personOf),
    failures: entries
      .flatMap((entry) => (entry.failure === undefined ? [] : [{ ...personOf(entry), failure: entry.failure }]))
      .slice(0, shown),
  };
}

function asCase({ _id, outcome, facts }: Found) {
  return { case: _id, subject: '', status: 'running' as const, outcome, facts };
}

function personOf({ subject, name, scope, case: id }: Entry): z.infer<typeof personSchema> {
  return { subject, name, place: scope, case: id };
}

function countBy(entries: readonly Entry[], of: (entry: Entry) => string | null | undefined): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const entry of entries) {
    const key = of(entry);
    if (key !== null && key !== undefined) counts[key] = (counts[key] ?? 0) + 1;
  }
  return counts;
}
