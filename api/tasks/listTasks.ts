import { z } from 'zod';
import type { ClaimDocument } from '../../models/claimModels.ts';
import { readYourWrites } from '../cases/acknowledged.ts';
import { procedureOf } from '../cases/wholeCase.ts';
import { endpoint, everyone } from '../endpoint.ts';
import { pageQuery, pageRequest, pageSchema } from '../pages.ts';
import { inboxTask, inboxTaskSchema } from '../present/inboxTask.ts';
import type { SpaceServices } from '../services.ts';
import { byClosing, byRank, countTasks, findTasks, taskConditions, taskViews } from './taskQueries.ts';

/** More claims than this nobody holds at once. */
const claimsConsidered = 5000;

async function claimedIds({ claims }: SpaceServices, now: Date): Promise<string[]> {
  const held = await claims
    .find({ until: { $gt: now } }, { _id: 1 })
    .limit(claimsConsidered)
    .lean();
  return held.map(({ _id }) => _id);
}

export const listTasks = endpoint({
  method: 'get',
  path: '/api/v1/tasks',
  operationId: 'listTasks',
  tag: 'tasks',
  summary: 'The inbox: what is asked of you, of your offices, what is overdue or due this week, what you have done',
  description:
    '`mine` is asked of an office you act for, or delegated to you; `office` is what of it nobody has claimed; `overdue`, ' +
    '`dueThisWeek` are of yours for a reviewer, of anybody within sight for others; `all` is everything within sight. ' +
    'Sorted by due date; what is done, newest first.',
  access: { roles: everyone },
  query: z.strictObject({
    ...pageQuery,
    view: z.enum(taskViews).optional().describe('Default mine'),
    mine: z.literal('true').optional().describe('The same as view=mine'),
    standing: z.literal('true').optional().describe('What an office may do at any time, instead of what it is asked'),
  }),
  responses: { 200: pageSchema(inboxTaskSchema) },
  errors: ['unsupported-filter', 'invalid-cursor'],
  handler: async ({ query, actor, space, services, language }) => {
    const view = query.view ?? 'mine';
    const standing = query.standing !== undefined;
    const now = services.clock();
    await readYourWrites(space, actor.id);
    const order = view === 'done' ? byClosing : byRank;
    const request = pageRequest(query, order, ['tasks', view, standing, actor.id]);
    const claimed = view === 'office' ? await claimedIds(space, now) : [];
    const conditions = taskConditions(view, actor, { standing, now, claimed });
    const found = await findTasks(space, view, conditions, now, request);
    const held = await space.claims
      .find({ _id: { $in: found.map(({ _id }) => _id) }, until: { $gt: now } })
      .lean<ClaimDocument[]>();
    const claims = new Map(held.map((claim) => [claim._id, claim]));
    const body = request.page(found, (task) =>
      inboxTask(task, procedureOf(services, task.kind), claims.get(task._id), { actor, language }, now),
    );
    return { status: 200, body };
  },
});

/** Beyond this a number says no more than "many". */
const countCap = 1000;

export const countTasksByView = endpoint({
  method: 'get',
  path: '/api/v1/tasks/counts',
  operationId: 'countTasks',
  tag: 'tasks',
  summary: `How much is in each view of the inbox, counted up to ${countCap}`,
  access: { roles: everyone },
  responses: {
    200: z
      .strictObject({ mine: z.int(), office: z.int(), overdue: z.int(), dueThisWeek: z.int(), cap: z.int() })
      .meta({ id: 'InboxCounts' }),
  },
  handler: async ({ actor, space, services }) => {
    const now = services.clock();
    await readYourWrites(space, actor.id);
    const claimed = await claimedIds(space, now);
    const [mine = 0, office = 0, overdue = 0, dueThisWeek = 0] = await Promise.all(
      (['mine', 'office', 'overdue', 'dueThisWeek'] as const).map((view) =>
        countTasks(space, view, taskConditions(view, actor, { standing: false, now, claimed }), now, countCap),
      ),
    );
    return { status: 200, body: { mine, office, overdue, dueThisWeek, cap: countCap } };
  },
});
