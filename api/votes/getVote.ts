import { z } from 'zod';
import { tally } from '../../domain/votes/ballot.ts';
import { percentOf } from '../../domain/votes/share.ts';
import { shareSchema } from '../../domain/votes/vote.ts';
import type { BallotDocument } from '../../models/votes.ts';
import { endpoint, everyone } from '../endpoint.ts';
import { readRoll } from '../rolls/readRoll.ts';
import type { Services, SpaceServices } from '../services.ts';
import { closingOf, findBox } from './ballotBox.ts';
import { paperAddress } from './codes.ts';
import { questionSchema, questionsOf } from './questions.ts';
import { headRules, isCounter, requireVote, type Vote, voteParameters, voteParams } from './vote.ts';

const turnoutSchema = z
  .strictObject({
    total: shareSchema,
    participating: shareSchema,
    headsPercent: z.string(),
    areaPercent: z.string().describe('Cut off after two decimals'),
  })
  .meta({ id: 'VoteTurnout' });

const voteSchema = z
  .strictObject({
    case: z.string(),
    visit: z.string(),
    title: z.string(),
    items: z.array(questionSchema),
    scope: z.union([
      z.strictObject({ kind: z.literal('compound') }),
      z.strictObject({ kind: z.literal('buildings'), buildings: z.array(z.string()) }),
      z.strictObject({ kind: z.literal('units'), units: z.array(z.string()) }),
    ]),
    roll: z.string().nullable(),
    method: z.string().nullable(),
    noticeOn: z.iso.date().nullable(),
    votingFrom: z.iso.date().nullable(),
    votingUntil: z.iso.date().nullable(),
    extended: z.boolean(),
    box: z.enum(['notOpen', 'open', 'closed']),
    turnout: turnoutSchema.nullable().describe('Of ballots that count so far; how they were cast nobody is told'),
    counting: z
      .strictObject({
        entered: z.int(),
        differs: z.int(),
        valid: z.int(),
        invalid: z.int(),
        codes: z.int().describe('One-time codes that were issued and not used'),
        address: z.string().nullable().describe('Where ballots are cast online'),
      })
      .nullable()
      .describe('For those who count'),
  })
  .meta({ id: 'Vote' });

export const getVote = endpoint({
  method: 'get',
  path: '/api/v1/cases/{id}/votes/{visit}',
  operationId: 'getVote',
  tag: 'votes',
  summary: 'An owners’ vote: its terms, whether the box is open, and the turnout so far without the split',
  access: { roles: everyone },
  params: voteParams,
  responses: { 200: voteSchema },
  errors: ['not-found'],
  handler: async ({ params, actor, space, services, language }) => {
    const vote = await requireVote(services, space, actor, params.id, params.visit);
    const { document, detail, stage, state, today, visit } = vote;
    const box = await findBox(space, vote);
    const begun = detail.votingFrom !== undefined && today >= detail.votingFrom;
    const isClosed = closingOf(box, vote) !== undefined || state.status !== 'open';
    const body: z.input<typeof voteSchema> = {
      case: document._id,
      visit,
      title: stage.title[language],
      items: questionsOf(vote, box?.wordings ?? {}, language),
      scope: detail.scope,
      roll: detail.roll ?? null,
      method: detail.method ?? null,
      noticeOn: detail.noticeOn ?? null,
      votingFrom: detail.votingFrom ?? null,
      votingUntil: detail.votingUntil ?? null,
      extended: detail.extended ?? false,
      box: isClosed ? 'closed' : begun ? 'open' : 'notOpen',
      turnout: await turnoutOf(space, vote),
      counting: (await isCounter(space, actor, vote)) ? await countingOf(services, space, vote, box?.paper) : null,
    };
    return { status: 200, body };
  },
});

async function turnoutOf(space: SpaceServices, vote: Vote): Promise<z.input<typeof turnoutSchema> | null> {
  const { detail, box } = vote;
  const roll = detail.roll === undefined ? undefined : await readRoll(space, detail.roll);
  if (!roll) return null;
  const valid = await space.votes.ballots
    .find({ box, state: 'valid' }, { unit: 1 })
    .lean<Pick<BallotDocument, 'unit'>[]>();
  const cast = valid.map(({ unit }) => ({ unit, choices: {} }));
  const rules = headRules(await voteParameters(space, vote));
  const { total, participating } = tally(cast, roll.rows, { items: [], scope: detail.scope }, rules);
  return {
    total,
    participating,
    headsPercent: percentOf(participating.heads, total.heads),
    areaPercent: percentOf(participating.area, total.area),
  };
}

async function countingOf(
  { config }: Services,
  space: SpaceServices,
  { box }: Vote,
  paper: string | undefined,
): Promise<z.input<typeof voteSchema>['counting']> {
  const { ballots, codes } = space.votes;
  const [entered, differs, valid, invalid, unused] = await Promise.all([
    ...(['entered', 'differs', 'valid', 'invalid'] as const).map((state) => ballots.countDocuments({ box, state })),
    codes.countDocuments({ box, usedAt: null, revokedAt: null }),
  ]);
  return {
    entered: entered ?? 0,
    differs: differs ?? 0,
    valid: valid ?? 0,
    invalid: invalid ?? 0,
    codes: unused ?? 0,
    address: paper === undefined ? null : paperAddress(config.publicUrl, paper),
  };
}
