import { z } from 'zod';
import type { Calendar } from '../../domain/calendar/calendar.ts';
import type { Deadline } from '../../domain/deadline/deadline.ts';
import { officeCodeSchema } from '../../domain/organisation/offices.ts';
import { count, type Effect, effectOf, emptyTally, rememberedDates, type Tally } from '../../domain/policy/whatIf.ts';
import type { Language } from '../../domain/text.ts';
import { officeTitle, stageTitle } from '../../domain/timeline/summary.ts';
import type { CaseDocument, TaskDocument } from '../../models/caseModels.ts';
import { type OpenCases, openCasesCondition } from '../../models/policyChanges.ts';
import { calendarOf, procedureOf } from '../cases/wholeCase.ts';
import { presentOf } from '../present/case.ts';
import type { Services, SpaceServices } from '../services.ts';

/** So many items a page of a what-if; the totals are over all of them. */
export const itemQuery = {
  limit: z.int().min(0).max(1000).optional().describe('Items to list, those that move furthest first; default 100'),
  offset: z.int().min(0).max(1_000_000).optional(),
};
const standardItems = 100;

export const tallySchema = z
  .strictObject({
    moved: z.int(),
    earlier: z.int(),
    later: z.int(),
    becomeOverdue: z.int(),
    noLongerOverdue: z.int(),
    suspended: z.int().describe('Suspended ones: their budget changes, their date comes with the resumption'),
  })
  .meta({ id: 'DeadlineTally' });

const effectSchema = z
  .strictObject({
    dueAt: z.iso.datetime().nullable(),
    days: z.int().describe('Calendar days; below 0 when earlier'),
    becomesOverdue: z.boolean(),
    noLongerOverdue: z.boolean(),
  })
  .meta({ id: 'DeadlineEffect' });

/** What a what-if answers, for some ways of carrying it out. */
export function whatIfShape<M extends string>(modes: readonly M[]) {
  const mode = z.enum(modes);
  const tallies = z.record(mode, tallySchema);
  return {
    openCases: z.int(),
    openDeadlines: z.int(),
    touchedCases: z.int(),
    totals: tallies,
    byStage: z.array(z.strictObject({ kind: z.string(), stage: z.string(), title: z.string(), totals: tallies })),
    byOffice: z.array(z.strictObject({ office: officeCodeSchema, title: z.string(), totals: tallies })),
    items: z.array(
      z.strictObject({
        case: z.string(),
        subject: z.strictObject({ id: z.string(), name: z.string() }),
        task: z.string(),
        stageTitle: z.string(),
        office: officeCodeSchema,
        officeTitle: z.string(),
        parameter: z.string(),
        dueAt: z.iso.datetime().nullable(),
        effects: z.partialRecord(mode, effectSchema).describe('By mode; absent where the date stays'),
      }),
    ),
    total: z.int().describe('Items there are, listed or not'),
  };
}

export type WhatIfCase = Pick<
  CaseDocument,
  '_id' | 'kind' | 'locality' | 'subject' | 'calendar' | 'clockAt' | 'updatedAt'
>;
type WhatIfTask = Pick<TaskDocument, 'case' | 'id' | 'stage' | 'office' | 'suspended' | 'dueAt'> & {
  deadline: Deadline;
};

/** How an open deadline would be counted; undefined when it is not concerned. */
export type Projection<M extends string> = (
  task: { deadline: Deadline },
  of: { case: WhatIfCase; calendar: Calendar; now: string },
  mode: M,
) => { deadline: Deadline; calendar: Calendar } | undefined;

interface Row<M extends string> {
  case: WhatIfCase;
  task: WhatIfTask;
  effects: Partial<Record<M, Effect>>;
  /** The furthest it moves in any mode. */
  reach: number;
}

const casesAtATime = 1000;

/**
 * What would become of all open deadlines. Nothing is written. Ten thousand cases take a few seconds, so it is computed
 * without the steps of each date.
 */
export async function whatIf<M extends string>(
  { services, space, language }: { services: Services; space: SpaceServices; language: Language },
  which: OpenCases,
  modes: readonly M[],
  project: Projection<M>,
  { limit = standardItems, offset = 0 }: { limit?: number | undefined; offset?: number | undefined },
) {
  const wall = services.clock();
  const { cases, tasks } = space.cases;
  const found = (await cases.collection
    .find(openCasesCondition(which), {
      projection: { kind: 1, locality: 1, subject: 1, calendar: 1, clockAt: 1, updatedAt: 1 },
    })
    .toArray()) as unknown as WhatIfCase[];
  const calendars = new Map<string, Calendar>();
  for (const version of new Set(found.map(({ calendar }) => calendar))) {
    calendars.set(version, await calendarOf(space, version));
  }
  const perMode = <T>(make: () => T): Record<M, T> =>
    Object.fromEntries(modes.map((mode) => [mode, make()])) as Record<M, T>;
  const totals = perMode(emptyTally);
  const byStage = new Map<string, { kind: string; stage: string; totals: Record<M, Tally> }>();
  const byOffice = new Map<string, { office: TaskDocument['office']; totals: Record<M, Tally> }>();
  const rows: Row<M>[] = [];
  const datesOf = rememberedDates();
  let openDeadlines = 0;

  for (let from = 0; from < found.length; from += casesAtATime) {
    const byId = new Map(found.slice(from, from + casesAtATime).map((each) => [each._id, each]));
    const dated = (await tasks.collection
      .find(
        { case: { $in: [...byId.keys()] }, open: true, deadline: { $exists: true } },
        { projection: { case: 1, id: 1, stage: 1, office: 1, suspended: 1, dueAt: 1, deadline: 1 } },
      )
      .toArray()) as unknown as WhatIfTask[];
    openDeadlines += dated.length;
    for (const task of dated) {
      const owner = byId.get(task.case);
      const calendar = owner && calendars.get(owner.calendar);
      if (!owner || !calendar) continue;
      const now = presentOf(owner, wall).toISOString();
      const open = { dueAt: task.dueAt?.toISOString() ?? null, suspended: task.suspended };
      const row: Row<M> = { case: owner, task, effects: {}, reach: 0 };
      for (const mode of modes) {
        const next = project(task, { case: owner, calendar, now }, mode);
        const effect = next && effectOf(open, datesOf(next.deadline, next.calendar), now);
        if (effect === undefined) continue;
        count(totals[mode], effect);
        count(
          tallyOf(byStage, `${owner.kind} ${task.stage}`, { kind: owner.kind, stage: task.stage }, perMode)[mode],
          effect,
        );
        count(tallyOf(byOffice, task.office, { office: task.office }, perMode)[mode], effect);
        if (effect.dueAt === null) continue;
        row.effects[mode] = effect;
        row.reach = Math.max(row.reach, Math.abs(effect.days));
      }
      if (Object.keys(row.effects).length > 0) rows.push(row);
    }
  }
  rows.sort((a, b) => b.reach - a.reach || (a.task.case + a.task.id < b.task.case + b.task.id ? -1 : 1));
  return {
    openCases: found.length,
    openDeadlines,
    touchedCases: new Set(rows.map((row) => row.case._id)).size,
    totals,
    byStage: [...byStage.values()].map((each) => ({
      ...each,
      title: stageTitle(procedureOf(services, each.kind), each.stage, language),
    })),
    byOffice: [...byOffice.values()].map((each) => ({ ...each, title: officeTitle(each.office, language) })),
    items: rows.slice(offset, offset + limit).map(({ case: owner, task, effects }) => ({
      case: owner._id,
      subject: { id: owner.subject.id, name: owner.subject.name },
      task: task.id,
      stageTitle: stageTitle(procedureOf(services, owner.kind), task.id, language),
      office: task.office,
      officeTitle: officeTitle(task.office, language),
      parameter: task.deadline.rule.parameter,
      dueAt: task.dueAt?.toISOString() ?? null,
      effects,
    })),
    total: rows.length,
  };
}

function tallyOf<M extends string, E extends object>(
  groups: Map<string, E & { totals: Record<M, Tally> }>,
  key: string,
  group: E,
  perMode: (make: () => Tally) => Record<M, Tally>,
): Record<M, Tally> {
  const known = groups.get(key) ?? { ...group, totals: perMode(emptyTally) };
  groups.set(key, known);
  return known.totals;
}
