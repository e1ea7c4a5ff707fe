import { addDays, type Calendar, dayOf, endOfDay } from '../../domain/calendar/calendar.ts';
import {
  durationOf,
  type Forecast,
  forecastAssumptions,
  forecastOf,
  isLikelyLate,
  placeOfOffice,
  workingDaysBetween,
} from '../../domain/figures/forecast.ts';
import type { Actor } from '../../domain/organisation/actor.ts';
import { covers } from '../../domain/organisation/scope.ts';
import { neverDue, type TaskDocument } from '../../models/caseModels.ts';
import { presentOf } from '../present/case.ts';
import type { SpaceServices } from '../services.ts';
import type { ClockedTask } from '../tasks/taskQueries.ts';
import { visiblePlaces } from '../visibility.ts';
import { casesAtMost } from './selection.ts';

type Condition = Record<string, unknown>;

/** A late task, or one that is likely to be. */
export type Expected = { task: ClockedTask } & (
  | { state: 'late'; daysLate: number }
  | { state: 'likelyLate'; forecast: Forecast; place: string }
);

/** The open dated tasks that are looked at; the indexes of the inbox find them by place, those of a campaign by its cases. */
export async function openTasks(
  space: SpaceServices,
  actor: Actor,
  {
    district,
    street,
    campaign,
  }: { district?: string | undefined; street?: string | undefined; campaign?: string | undefined },
  now: Date,
): Promise<Condition[]> {
  const horizon = endOfDay(addDays(dayOf(now.toISOString()), forecastAssumptions.horizonDays));
  // In a rehearsal every case has a clock of its own, which is looked at task by task.
  const due = space.space === 'live' ? { rank: { $lte: new Date(horizon) } } : { rank: { $lt: neverDue } };
  const places = await placesAsked(space, visiblePlaces(actor), { district, street });
  const cases = campaign === undefined ? [] : [{ case: { $in: await casesOf(space, campaign) } }];
  return [{ open: true, standing: false }, due, ...(places ? [{ within: { $in: places } }] : []), ...cases];
}

async function casesOf({ cases }: SpaceServices, campaign: string): Promise<string[]> {
  const found = await cases.cases
    .find({ within: `campaign:${campaign}` }, { _id: 1 })
    .limit(casesAtMost)
    .lean();
  return found.map(({ _id }) => _id);
}

/** What of the sight lies in the district and street asked for; undefined when that is everything. */
async function placesAsked(
  { registers }: SpaceServices,
  sight: string[] | undefined,
  { district, street }: { district?: string | undefined; street?: string | undefined },
): Promise<string[] | undefined> {
  if (district === undefined && street === undefined) return sight;
  const named = await registers.places.find({ level: street === undefined ? 'district' : 'street' }, { _id: 1 }).lean();
  const asked = named
    .map(({ _id }) => _id)
    .filter((path) => {
      const parts = path.split('/');
      return (district === undefined || parts[1] === district) && (street === undefined || parts[2] === street);
    });
  if (sight === undefined) return asked;
  return asked.flatMap((path) =>
    sight.some((each) => covers(each, path)) ? [path] : sight.filter((each) => covers(path, each)),
  );
}

/** Judges open tasks by what earlier ones took; each sample is read once. `tooFew`: from so few nothing is concluded. */
export function forecaster(space: SpaceServices, calendar: Calendar, wall: Date) {
  const samples = new Map<string, Promise<number[]>>();
  return async (task: ClockedTask): Promise<Expected | 'tooFew' | undefined> => {
    const { dueAt } = task;
    if (dueAt === null || task.suspended) return undefined;
    const present = task.clock ? presentOf(task.clock, wall) : wall;
    const today = dayOf(present.toISOString());
    // The exclusive end of the last day.
    const last = dayOf(new Date(dueAt.getTime() - 1).toISOString());
    if (dueAt <= present) return { task, state: 'late', daysLate: workingDaysBetween(calendar, last, today) };
    if (last > addDays(today, forecastAssumptions.horizonDays)) return undefined;
    const place = placeOfOffice(task.office, task.scope);
    const key = [task.kind, task.stage, task.face, task.office, task.unit, place].join('|');
    const sample = samples.get(key) ?? durations(space, calendar, task, place);
    samples.set(key, sample);
    const forecast = forecastOf(await sample, workingDaysBetween(calendar, today, last));
    if (forecast === undefined) return 'tooFew';
    return isLikelyLate(forecast) ? { task, state: 'likelyLate', forecast, place } : undefined;
  };
}

/** Working days the newest tasks of the same stage and office took; those whose clock was stopped say nothing. */
async function durations(
  { cases: { tasks } }: SpaceServices,
  calendar: Calendar,
  { kind, stage, face, office, unit }: ClockedTask,
  place: string,
): Promise<number[]> {
  const done = await tasks
    .find(
      {
        open: false,
        office,
        stage,
        within: place,
        kind,
        face,
        'ended.why': 'decided',
        'deadline.suspensions.0': { $exists: false },
        ...(unit !== undefined && { unit }),
      },
      { openedAt: 1, closedAt: 1 },
    )
    .sort({ closedAt: -1 })
    .limit(forecastAssumptions.sampleAtMost)
    .hint({ office: 1, stage: 1, within: 1, closedAt: -1 })
    .lean<Pick<TaskDocument, 'openedAt' | 'closedAt'>[]>();
  return done.flatMap(({ openedAt, closedAt }) =>
    closedAt === undefined ? [] : [durationOf(calendar, openedAt, closedAt.toISOString())],
  );
}
