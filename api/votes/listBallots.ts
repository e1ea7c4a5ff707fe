import { z } from 'zod';
import type { BallotDocument } from '../../models/votes.ts';
import { endpoint } from '../endpoint.ts';
import { choosePlan, pageQuery, pageRequest, pageSchema } from '../pages.ts';
import { ballotSchema, ballotView } from './ballotView.ts';
import { requireCounter, requireVote, voteParams } from './vote.ts';

const order = [
  ['unit', 1],
  ['_id', 1],
] as const;
const plans = [
  { filters: [], sort: 'unit', order },
  { filters: ['state'], sort: 'unit', order },
];

export const listBallots = endpoint({
  method: 'get',
  path: '/api/v1/cases/{id}/votes/{visit}/ballots',
  operationId: 'listBallots',
  tag: 'votes',
  summary: 'The ballots of a vote with every reading; for those who count, and nobody else',
  access: { roles: ['reviewer'] },
  params: voteParams,
  query: z.strictObject({ ...pageQuery, state: z.enum(['entered', 'differs', 'valid', 'invalid']).optional() }),
  responses: { 200: pageSchema(ballotSchema) },
  errors: ['not-found', 'office-required', 'invalid-cursor'],
  handler: async ({ params, query: { state, ...position }, actor, space, services }) => {
    const vote = await requireVote(services, space, actor, params.id, params.visit);
    await requireCounter(space, actor, vote);
    const filter = { box: vote.box, ...(state !== undefined && { state }) };
    const plan = choosePlan(plans, state === undefined ? [] : ['state'], 'unit');
    const { after, sort, limit, page } = pageRequest(position, plan.order, ['ballots', filter]);
    const found = await space.votes.ballots
      .find({ $and: [filter, after] })
      .sort(sort)
      .limit(limit + 1)
      .lean<BallotDocument[]>();
    return { status: 200, body: page(found, ballotView) };
  },
});
