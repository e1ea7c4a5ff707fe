import type { PipelineStage } from 'mongoose';
import { addDays, dayOf, endOfDay } from '../../domain/calendar/calendar.ts';
import { type Actor, stoodInFor } from '../../domain/organisation/actor.ts';
import type { TaskDocument } from '../../models/caseModels.ts';
import { type PageRequest } from '../pages.ts';
import type { SpaceServices } from '../services.ts';
import { visiblePlaces } from '../visibility.ts';

export const taskViews = ['mine', 'office', 'overdue', 'dueThisWeek', 'done', 'all'] as const;
export type TaskView = (typeof taskViews)[number];

export const byRank = [
  ['rank', 1],
  ['_id', 1],
] as const;
export const byClosing = [
  ['closedAt', -1],
  ['_id', 1],
] as const;

/** A task, and the clock of its case where that has one of its own. */
export type ClockedTask = TaskDocument & { clock?: { clockAt: Date; updatedAt: Date } };

type Condition = Record<string, unknown>;

/**
 * The conditions of a view of the inbox. Reviewers see what is asked of them; who oversees sees what is asked of anybody
 * within sight.
 *
 * @param claimed ids of the tasks somebody holds now, for `office`
 */
export function taskConditions(
  view: TaskView,
  actor: Actor,
  { standing, now, claimed }: { standing: boolean; now: Date; claimed: readonly string[] },
): Condition[] {
  if (view === 'done') return [{ 'ended.by': actor.id }];
  const open = { open: true, standing };
  const today = dayOf(now.toISOString());
  const asked = [open, askedOf(actor, today), { notBy: { $nin: [actor.id, ...stoodInFor(actor)] } }];
  const seen = actor.role === 'reviewer' && view !== 'all' ? asked : [open, ...inSight(actor)];
  switch (view) {
    case 'mine':
      return asked;
    case 'office':
      return [...asked, { _id: { $nin: claimed } }];
    case 'overdue':
    case 'dueThisWeek':
    case 'all':
      return seen;
    default:
      return view satisfies never;
  }
}

/** What is asked of the offices the actor holds, or was delegated to them. */
function askedOf(actor: Actor, today: string): Condition {
  const posts = actor.role === 'reviewer' ? actor.posts : [];
  const delegated = {
    'delegate.id': actor.id,
    $or: [{ 'delegate.until': { $exists: false } }, { 'delegate.until': { $gte: today } }],
  };
  const held = posts.map(({ office, scope, unit }) => ({
    office,
    ...(scope !== '*' && { within: scope }),
    ...(unit !== undefined && { unit: { $in: [unit, null] } }),
  }));
  return { $or: [...held, delegated] };
}

function inSight(actor: Actor): Condition[] {
  const sight = visiblePlaces(actor);
  return sight ? [{ within: { $in: sight } }] : [];
}

/** The end of the week, Sunday 24:00. */
function endOfWeek(now: Date): Date {
  const today = dayOf(now.toISOString());
  const weekday = (new Date(`${today}T00:00:00Z`).getUTCDay() + 6) % 7;
  return new Date(endOfDay(addDays(today, 6 - weekday)));
}

/** From when to when a task of the view is due; undefined when that does not matter. */
function dueWindow(view: TaskView, now: Date): Condition | undefined {
  if (view === 'overdue') return { $lte: now };
  return view === 'dueThisWeek' ? { $gt: now, $lte: endOfWeek(now) } : undefined;
}

/**
 * A page of tasks. In the rehearsal space every case has a clock of its own, so what is due is judged case by case; there
 * is no more in it than a rehearsal holds.
 */
export async function findTasks(
  { space, cases: { tasks } }: SpaceServices,
  view: TaskView,
  conditions: readonly Condition[],
  now: Date,
  { after, sort, limit }: Pick<PageRequest, 'after' | 'sort' | 'limit'>,
): Promise<ClockedTask[]> {
  const window = dueWindow(view, now);
  if (space === 'live') {
    const due = window ? [{ rank: window }] : [];
    return await tasks
      .find({ $and: [...conditions, ...due, after] })
      .sort(sort)
      .limit(limit + 1)
      .lean<ClockedTask[]>();
  }
  return await tasks.aggregate<ClockedTask>([
    { $match: { $and: [...conditions, after] } },
    { $sort: sort },
    ...clocked(view, now),
    { $limit: limit + 1 },
  ]);
}

/** How many tasks a view has, counted up to `cap`. */
export async function countTasks(
  { space, cases: { tasks } }: SpaceServices,
  view: TaskView,
  conditions: readonly Condition[],
  now: Date,
  cap: number,
): Promise<number> {
  const window = dueWindow(view, now);
  if (space === 'live' || window === undefined) {
    return await tasks.countDocuments({ $and: [...conditions, ...(window ? [{ rank: window }] : [])] }, { limit: cap });
  }
  const [counted] = await tasks.aggregate<{ count: number }>([
    { $match: { $and: [...conditions] } },
    ...clocked(view, now),
    { $limit: cap },
    { $count: 'count' },
  ]);
  return counted?.count ?? 0;
}

/** Joins the clock of each task's case, and keeps what is due by it. */
function clocked(view: TaskView, now: Date): PipelineStage.FacetPipelineStage[] {
  const present = { $add: ['$clock.clockAt', { $max: [0, { $subtract: [now, '$clock.updatedAt'] }] }] };
  const week = 7 * 24 * 3_600_000;
  const judged: Partial<Record<TaskView, object>> = {
    overdue: { $lte: ['$rank', present] },
    dueThisWeek: { $and: [{ $gt: ['$rank', present] }, { $lte: ['$rank', { $add: [present, week] }] }] },
  };
  const rule = judged[view];
  return [
    {
      $lookup: {
        from: 'cases',
        localField: 'case',
        foreignField: '_id',
        as: 'clock',
        pipeline: [{ $project: { clockAt: 1, updatedAt: 1 } }],
      },
    },
    { $unwind: '$clock' },
    ...(rule ? [{ $match: { $expr: rule } }] : []),
  ] as PipelineStage.FacetPipelineStage[];
}
