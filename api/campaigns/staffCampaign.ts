import { z } from 'zod';
import { type Staffing, staffingSchema } from '../../domain/campaign/campaign.ts';
import {
  distributeStaffing,
  type LoadLimits,
  limitedSeats,
  limitsReached,
  loadsOf,
  missingSeats,
  type StaffedCompound,
} from '../../domain/campaign/staffing.ts';
import { type FieldError, fieldError, Refusal } from '../../domain/errors.ts';
import { placeIdSchema } from '../../domain/registers/place.ts';
import { text } from '../../domain/text.ts';
import type { CampaignDocument } from '../../models/campaigns.ts';
import { teamLoads } from '../../models/teamLoads.ts';
import { endpoint } from '../endpoint.ts';
import { etag, requireMatch } from '../etag.ts';
import type { SpaceServices } from '../services.ts';
import { changeDraft, ownCampaign, requireDraft } from './campaignStore.ts';
import { campaignParams } from './campaignView.ts';

const mostRows = 5000;
/** Compounds named as not covered; their number is always told. */
const uncoveredNamed = 500;
const holders = () => z.array(z.string().trim().min(1).max(80)).max(1000);

const rowSchema = z.strictObject({
  compound: placeIdSchema,
  leader: staffingSchema.shape.leader,
  redSecretary: staffingSchema.shape.redSecretary,
  departments: staffingSchema.shape.departments.optional(),
});
type Row = z.infer<typeof rowSchema>;

const bodySchema = z
  .discriminatedUnion('mode', [
    z.strictObject({
      mode: z.literal('rows'),
      rows: z.array(rowSchema).min(1).max(mostRows).describe('Seats that a row does not name stay as they are'),
    }),
    z.strictObject({
      mode: z.literal('distribute'),
      leaders: holders().describe('Posts of county-level leaders'),
      redSecretaries: holders().describe('Sending units'),
      departments: holders(),
      departmentsPerCompound: z.int().min(1).max(6).optional(),
      anew: z.boolean().optional().describe('Drop what is named already; else only empty seats are filled'),
    }),
  ])
  .meta({ id: 'CampaignStaffing' });

const answerSchema = z
  .strictObject({
    revision: z.int(),
    changed: z.int().describe('Compounds whose staffing is another now'),
    uncovered: z.strictObject({
      count: z.int(),
      compounds: z
        .array(z.strictObject({ compound: z.string(), missing: z.array(z.string()) }))
        .describe(`At most ${uncoveredNamed}`),
    }),
    limits: z
      .array(z.strictObject({ seat: z.enum(limitedSeats), holder: z.string(), count: z.int(), max: z.int() }))
      .describe('Who has as many compounds as the policy allows, with the running cases of the place'),
  })
  .meta({ id: 'StaffingResult' });

export const staffCampaign = endpoint({
  method: 'post',
  path: '/api/v1/campaigns/{id}/staffing',
  operationId: 'staffCampaign',
  tag: 'campaigns',
  summary: 'Name leaders, red secretaries and departments for the compounds of a draft',
  description:
    'By explicit rows, or distributed evenly over posts and units, street by street. Nobody is given more compounds than ' +
    'the policy allows, counted over the running cases of the place and this draft.',
  access: { roles: ['coordinator'] },
  ifMatch: 'required',
  params: campaignParams,
  query: z.strictObject({ dryRun: z.literal('true').optional().describe('Say what would be, and change nothing') }),
  body: bodySchema,
  responses: { 200: answerSchema },
  errors: ['not-found', 'campaign-launched'],
  handler: async ({ params: { id }, query, body, ifMatch, actor, space, services, address, requestId }) => {
    const found = await ownCampaign(space, actor, id);
    requireDraft(found);
    requireMatch(ifMatch, found.revision);
    const { campaignCompounds } = space.campaigns;
    const before: StaffedCompound[] = await campaignCompounds
      .find({ campaign: id }, { compound: 1, scope: 1, staffing: 1 })
      .sort({ compound: 1 })
      .lean();
    const [running, limits] = [await teamLoads(space.cases, found.place), limitsOf(space, found)];
    const after =
      body.mode === 'rows'
        ? withRows(before, body.rows)
        : distributeStaffing(
            body.anew ? before.map((each) => ({ ...each, staffing: { departments: [] } })) : before,
            { ...body, departmentsPerCompound: body.departmentsPerCompound ?? 1 },
            running,
            limits,
          );
    const loads = loadsOf(after, running);
    if (body.mode === 'rows') refuseOverload(body.rows, loads, limits);
    const staffed = new Map(before.map(({ compound, staffing }) => [compound, JSON.stringify(sorted(staffing))]));
    const changes = after.filter(
      ({ compound, staffing }) => staffed.get(compound) !== JSON.stringify(sorted(staffing)),
    );
    let { revision } = found;
    if (query.dryRun === undefined && changes.length > 0) {
      ({ revision } = await changeDraft(space, found, { updatedAt: services.clock() }, async (session) => {
        await campaignCompounds.collection.bulkWrite(
          changes.map(({ compound, staffing }) => ({
            updateOne: {
              filter: { _id: `${id}|${compound}` as never },
              update: { $set: { staffing: sorted(staffing) } },
            },
          })),
          { session },
        );
      }));
      services.audit.record({
        what: 'campaignChanged',
        subject: id,
        detail: `staffing of ${changes.length} compounds`,
        actor: { id: actor.id, role: actor.role },
        space: space.space,
        address,
        requestId,
      });
    }
    const uncovered = after.flatMap(({ compound, staffing }) => {
      const missing = missingSeats(staffing);
      return missing.length > 0 ? [{ compound, missing }] : [];
    });
    return {
      status: 200,
      headers: { ETag: etag(revision) },
      body: {
        revision,
        changed: changes.length,
        uncovered: { count: uncovered.length, compounds: uncovered.slice(0, uncoveredNamed) },
        limits: limitsReached(loads, limits),
      },
    };
  },
});

/** The policy's limits at the campaign's place. */
function limitsOf({ policies }: SpaceServices, { place }: CampaignDocument): LoadLimits {
  const pairing = policies.policy(policies.localityOf(place))?.sections['pairing'];
  const limit = (name: string): number => Number(pairing?.[name]?.value ?? Number.POSITIVE_INFINITY);
  return { leader: limit('leaderMaxCompounds'), redSecretary: limit('secretaryMaxCompounds') };
}

function sorted({ leader, redSecretary, departments }: Staffing): Staffing {
  return {
    ...(leader !== undefined && { leader }),
    ...(redSecretary !== undefined && { redSecretary }),
    departments,
  };
}

/** @throws Refusal invalid-input naming rows whose compound is not on the list, or stands there twice */
function withRows(before: readonly StaffedCompound[], rows: readonly Row[]): StaffedCompound[] {
  const errors: FieldError[] = [];
  const listed = new Set(before.map(({ compound }) => compound));
  const named = new Map<string, Row>();
  for (const [index, row] of rows.entries()) {
    const pointer = `/rows/${index}/compound`;
    if (!listed.has(row.compound))
      errors.push(
        fieldError(pointer, text(`${row.compound}不在行动名单中`, `${row.compound} is not on the campaign’s list`)),
      );
    else if (named.has(row.compound))
      errors.push(fieldError(pointer, text(`${row.compound}重复`, `${row.compound} has another row`)));
    named.set(row.compound, row);
  }
  if (errors.length > 0) throw new Refusal('invalid-input', undefined, errors);
  return before.map((each) => {
    const { compound: _, ...seats } = named.get(each.compound) ?? { compound: '' };
    const given = Object.fromEntries(Object.entries(seats).filter(([, value]) => value !== undefined));
    return { ...each, staffing: { ...each.staffing, ...given } };
  });
}

/** @throws Refusal invalid-input naming each row that gives a holder more than the policy allows */
function refuseOverload(rows: readonly Row[], loads: ReturnType<typeof loadsOf>, limits: LoadLimits): void {
  const over = new Map(
    limitsReached(loads, limits).flatMap((each) =>
      each.count > each.max ? [[`${each.seat}|${each.holder}`, each] as const] : [],
    ),
  );
  const errors = rows.flatMap((row, index) =>
    limitedSeats.flatMap((seat): FieldError[] => {
      const reached = over.get(`${seat}|${row[seat] ?? ''}`);
      if (reached === undefined) return [];
      const { holder, count, max } = reached;
      const detail = text(
        `${holder}连同在办案件将负责${count}个小区，政策上限为${max}个`,
        `${holder} would have ${count} compounds with the running cases; the policy allows ${max}`,
      );
      return [fieldError(`/rows/${index}/${seat}`, detail)];
    }),
  );
  if (errors.length > 0) throw new Refusal('invalid-input', undefined, errors);
}
