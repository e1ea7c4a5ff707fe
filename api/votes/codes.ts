import { createHash, randomBytes } from 'node:crypto';
import { z } from 'zod';
import { Refusal } from '../../domain/errors.ts';
import type { BallotCodeDocument, BallotDocument } from '../../models/votes.ts';
import { endpoint } from '../endpoint.ts';
import { ensureBox, holdOpen } from './ballotBox.ts';
import { Electorate } from './castBallot.ts';
import { notAsked } from './enterBallot.ts';
import { headRules, requireCounter, requireRoll, requireVote, voteParameters, voteParams } from './vote.ts';

/** Letters and digits that nobody takes for another. */
const alphabet = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';
const length = 12;

/** A code of 60 random bits, in groups of four. */
function newCode(): string {
  const characters = Array.from(randomBytes(length), (byte) => alphabet[byte % alphabet.length]);
  return [0, 4, 8].map((from) => characters.slice(from, from + 4).join('')).join('-');
}

/** What is stored of a code; it may be typed in any case, with or without its hyphens. */
export function codeHash(paper: string, code: string): string {
  const plain = code.normalize('NFKC').toUpperCase().replaceAll(/[\s-]/g, '');
  return createHash('sha256').update(`${paper}|${plain}`).digest('hex');
}

const issuedSchema = z
  .strictObject({
    address: z.string().describe('Where the ballot is cast; the same for everybody'),
    items: z.array(
      z.strictObject({ unit: z.string(), units: z.array(z.string()).describe('All of this voter'), code: z.string() }),
    ),
  })
  .meta({ id: 'BallotCodes' });

export const issueCodes = endpoint({
  method: 'post',
  path: '/api/v1/cases/{id}/votes/{visit}/codes',
  operationId: 'issueBallotCodes',
  tag: 'votes',
  summary: 'Issue one-time codes for casting ballots online, to be handed out; they are shown this once',
  description:
    'For those who count. Without `units` every voter gets one who has neither voted nor a code. With `units` those voters get another, and their old ones end.',
  access: { roles: ['reviewer'] },
  params: voteParams,
  body: z
    .strictObject({ units: z.array(z.string().min(1).max(40)).min(1).max(1000).optional() })
    .meta({ id: 'BallotCodeRequest' }),
  responses: { 200: issuedSchema },
  errors: ['not-found', 'office-required', 'not-ready', 'ballot-refused'],
  handler: async ({ params, body, actor, space, services, address, requestId }) => {
    const vote = await requireVote(services, space, actor, params.id, params.visit);
    await requireCounter(space, actor, vote);
    const roll = await requireRoll(space, vote);
    if (vote.detail.method === 'meeting' || vote.detail.method === 'written') {
      throw new Refusal('not-ready', {
        zh: `公告规定的表决方式为 ${vote.detail.method}`,
        en: `The notice says that votes are cast by ${vote.detail.method}`,
      });
    }
    if (vote.state.status !== 'open') throw new Refusal('ballot-refused', { zh: '表决已结束', en: 'The vote is over' });
    const electorate = new Electorate(roll, vote, headRules(await voteParameters(space, vote)));
    const { paper } = await ensureBox(services, space, vote);
    const unitsOf = electorate.units;
    const named = body.units?.map((unit) => {
      const voter = electorate.voterOf(unit);
      if (voter === undefined) throw notAsked(unit);
      return voter;
    });
    const items = await space.database.transaction(async (session) => {
      await holdOpen(space, vote, session);
      const { ballots, codes } = space.votes;
      const within = { session };
      const cast = await ballots
        .find({ box: vote.box, live: true, state: 'valid' }, { voter: 1 }, within)
        .lean<Pick<BallotDocument, 'voter'>[]>();
      const held = await codes
        .find({ box: vote.box, revokedAt: null }, { voter: 1 }, within)
        .lean<Pick<BallotCodeDocument, 'voter'>[]>();
      const without = new Set([...cast, ...(named ? [] : held)].map(({ voter }) => voter));
      const voters = [...new Set(named ?? unitsOf.keys())].filter((voter) => !without.has(voter));
      const at = services.clock();
      await codes.collection.updateMany(
        { box: vote.box, voter: { $in: voters }, usedAt: null, revokedAt: null },
        { $set: { revokedAt: at } },
        within,
      );
      const issued = voters.map((voter) => ({ voter, units: unitsOf.get(voter) ?? [], code: newCode() }));
      const documents = issued.map(
        ({ voter, units, code }): BallotCodeDocument => ({
          _id: codeHash(paper, code),
          box: vote.box,
          voter,
          unit: units[0] ?? '',
          issuedAt: at,
          issuedBy: actor.id,
          usedAt: null,
          revokedAt: null,
        }),
      );
      if (documents.length > 0) await codes.collection.insertMany(documents as never[], within);
      return issued.map(({ units, code }) => ({ unit: units[0] ?? '', units, code }));
    });
    services.audit.record({
      what: 'ballotCodesIssued',
      subject: vote.box,
      detail: `${items.length} codes`,
      actor: { id: actor.id, role: actor.role },
      space: space.space,
      address,
      requestId,
    });
    return { status: 200, body: { address: paperAddress(services.config.publicUrl, paper), items } };
  },
});

/** The page of the console where a ballot is cast, by whoever has a code. */
export function paperAddress(publicUrl: string, paper: string): string {
  return `${publicUrl}/ballot/${paper}`;
}
