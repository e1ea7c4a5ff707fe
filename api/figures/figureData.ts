import { dayOf, endOfDay, startOfDay } from '../../domain/calendar/calendar.ts';
import type { CaseRow } from '../../domain/figures/caseFigures.ts';
import type { ComplaintRow } from '../../domain/figures/complaintFigures.ts';
import type { FigureData } from '../../domain/figures/figures.ts';
import { daysOf, type FigureWindow, yearBefore } from '../../domain/figures/window.ts';
import { type WorkEvent, workReader } from '../../domain/figures/work.ts';
import { addWork, noWork, type StreetWork } from '../../domain/figures/workFigures.ts';
import type { Procedure } from '../../domain/procedures/declaration.ts';
import { figureEventTypes, type TimelineDocument } from '../../models/caseModels.ts';
import { presentOf } from '../present/case.ts';
import type { SpaceServices } from '../services.ts';
import type { FigureCase, Selection } from './selection.ts';

/** Ids asked for in one query. */
const batch = 1000;

/** Everything the figures of a selection are computed from. */
export async function figureData(
  space: SpaceServices,
  { window, cases, outcomes, now }: Selection,
  procedure: Procedure,
  wall: Date,
): Promise<FigureData> {
  const rows = cases.map((each) => caseRow(each, space.space === 'live' ? now : presentOf(each, wall)));
  const [complaints, work] = await Promise.all([
    complaintRows(space, [...new Set(rows.map(({ compound }) => compound))], window),
    workOf(space, rows, procedure, window),
  ]);
  return { cases: rows, complaints, work, outcomes };
}

/** @param now the case's own present */
export function caseRow(document: FigureCase, now: Date): CaseRow {
  const { subject, facts, stages, dueAt } = document;
  const visits = Object.values(stages);
  return {
    id: document._id,
    compound: subject.id,
    name: subject.name,
    street: streetOf(subject.scope),
    route: facts.route ?? '',
    status: document.status,
    outcome: document.outcome,
    stage: document.stage,
    visits,
    // A case entered from paper began when its first stage did.
    listedOn: dayOf([document.startedAt, ...visits.map(({ openedAt }) => openedAt)].sort()[0] ?? document.startedAt),
    endedOn: document.endedAt === null ? null : dayOf(document.endedAt),
    team: Object.fromEntries(Object.entries(facts.team ?? {}).map(([seat, { status }]) => [seat, status])),
    overdue: document.status === 'running' && dueAt !== null && dueAt <= now,
  };
}

/** City, district and street of a place. */
export const streetOf = (scope: string): string => scope.split('/').slice(0, 3).join('/');

/** The window's months and the same months of last year, for compounds of the selection; index `compound, month`. */
export async function complaintRows(
  { complaints: { complaintMonths } }: SpaceServices,
  compounds: readonly string[],
  { from, to }: FigureWindow,
): Promise<ComplaintRow[]> {
  const rows: ComplaintRow[] = [];
  const months = [{ month: { $gte: from, $lte: to } }, { month: { $gte: yearBefore(from), $lte: yearBefore(to) } }];
  for (let at = 0; at < compounds.length; at += batch) {
    const found = await complaintMonths
      .find(
        { compound: { $in: compounds.slice(at, at + batch) }, $or: months },
        { _id: 0, compound: 1, month: 1, complaints: 1, satisfied: 1, surveyed: 1 },
      )
      .lean<ComplaintRow[]>();
    rows.push(...found);
  }
  return rows;
}

export type FigureEvent = Pick<TimelineDocument, '_id' | 'case' | 'seq' | 'event'>;

/** What the timelines of the cases tell of the window, street by street. Two passes: problems belong to offices of their own. */
async function workOf(
  space: SpaceServices,
  rows: readonly CaseRow[],
  procedure: Procedure,
  window: FigureWindow,
): Promise<Map<string, StreetWork>> {
  const streets = new Map(rows.map(({ id, street }) => [id, street]));
  const places = placesOf([...streets.values()]);
  const read = workReader(procedure);
  const replaced = await replacedEvents(space, places, window);
  const problems = new Map<string, string>();
  const work = new Map<string, StreetWork>();
  let pending: FigureEvent[] = [];
  const settle = async (): Promise<void> => {
    const offices = await officesOf(space, pending);
    await findProblems(space, pending, problems);
    for (const { _id, case: id, event } of pending) {
      const street = streets.get(id) ?? '';
      const of = work.get(street) ?? noWork();
      work.set(street, of);
      const { type, stage = '', data, imported, actor } = event;
      const office = type === 'expired' ? offices.get(_id) : actor.office;
      const note = read({
        case: id,
        seq: event.seq,
        type: type as WorkEvent['type'],
        stage,
        office,
        data,
        imported: imported === true,
      });
      addWork(of, id, note, (problem) => problems.get(`${id}|${problem}`));
    }
    pending = [];
  };
  for await (const each of eventsOf(space, places, window)) {
    if (!streets.has(each.case) || replaced.has(`${each.case}|${each.seq}`)) continue;
    pending.push(each);
    if (pending.length >= batch) await settle();
  }
  await settle();
  return work;
}

/** What was recorded of a window in places, by when; one document at a time. */
export async function* eventsOf(
  space: SpaceServices,
  places: readonly string[],
  window: FigureWindow,
): AsyncGenerator<FigureEvent> {
  if (places.length === 0) return;
  const { first, last } = daysOf(window);
  const events = space.cases.timeline
    .find(
      {
        'event.type': { $in: [...figureEventTypes] },
        'event.at': { $gte: startOfDay(first), $lt: endOfDay(last) },
        ...inPlaces(places),
      },
      eventFields,
    )
    .hint('figures')
    .lean<FigureEvent[]>()
    .cursor({ batchSize: batch });
  for await (const each of events as AsyncIterable<FigureEvent & { supersededBy?: number }>) {
    if (each.supersededBy === undefined) yield each;
  }
}

const eventFields = {
  case: 1,
  seq: 1,
  supersededBy: 1,
  'event.type': 1,
  'event.at': 1,
  'event.seq': 1,
  'event.stage': 1,
  'event.data': 1,
  'event.imported': 1,
  'event.actor.office': 1,
};

/** Decisions that were corrected since, or fell with one that was. */
async function replacedEvents(space: SpaceServices, places: string[], window: FigureWindow): Promise<Set<string>> {
  if (places.length === 0) return new Set();
  const corrections = await space.cases.timeline
    .find(
      {
        'event.type': 'corrected',
        'event.at': { $gte: startOfDay(daysOf(window).first) },
        ...inPlaces(places),
      },
      eventFields,
    )
    .hint('correctedSince')
    .lean<FigureEvent[]>();
  return new Set(
    corrections.flatMap(({ case: id, event: { data } }) =>
      [data['event'], ...(Array.isArray(data['superseded']) ? data['superseded'] : [])].map(
        (seq) => `${id}|${JSON.stringify(seq)}`,
      ),
    ),
  );
}

/** Who was asked what expired: the system recorded it, so its task says. */
async function officesOf(
  { cases: { tasks } }: SpaceServices,
  events: readonly FigureEvent[],
): Promise<Map<string, string>> {
  const expired = events.filter(({ event }) => event.type === 'expired');
  if (expired.length === 0) return new Map();
  const idOf = ({ case: id, event }: FigureEvent): string => `${id}|${event.stage ?? ''}`;
  const found = await tasks.find({ _id: { $in: expired.map(idOf) } }, { office: 1 }).lean();
  const offices = new Map(found.map(({ _id, office }) => [_id, office as string]));
  return new Map(
    expired.flatMap((each) => (offices.has(idOf(each)) ? [[each._id, offices.get(idOf(each)) ?? '']] : [])),
  );
}

/** Adds the offices in charge of the problems that were verified. */
async function findProblems(
  { cases }: SpaceServices,
  events: readonly FigureEvent[],
  known: Map<string, string>,
): Promise<void> {
  const ids = events.flatMap(({ case: id, event }) => {
    const problem = /\.(\w+)-verify$/.exec(event.stage ?? '')?.[1];
    return problem === undefined || known.has(`${id}|${problem}`) ? [] : [`${id}|${problem}`];
  });
  if (ids.length === 0) return;
  const found = await cases.problems.find({ _id: { $in: ids } }, { office: 1 }).lean();
  for (const { _id, office } of found) known.set(_id, office);
}

/** More streets than this are looked for by their districts. */
const placesAtMost = 20;

/** Where the events of cases in these streets are looked for. */
export function placesOf(streets: readonly string[]): string[] {
  const distinct = [...new Set(streets)];
  if (distinct.length <= placesAtMost) return distinct;
  return [...new Set(distinct.map((each) => each.split('/').slice(0, 2).join('/')))];
}

/** Places and what lies below them; as patterns of the path's beginning, which the index compares without the documents. */
function inPlaces(places: readonly string[]): Record<string, unknown> {
  return { scope: { $in: places.map((place) => new RegExp(`^${place}(/|$)`)) } };
}
