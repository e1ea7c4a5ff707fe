import { z } from 'zod';
import type { Calendar } from '../../domain/calendar/calendar.ts';
import { dayOf } from '../../domain/calendar/calendar.ts';
import {
  type CaseView,
  caseStatusSchema,
  linkSchema,
  type Problem,
  problemSchema,
  spaceSchema,
  stageStateSchema,
  subjectSchema,
} from '../../domain/case/caseView.ts';
import type { Task } from '../../domain/case/task.ts';
import type { Ladder } from '../../domain/deadline/ladder.ts';
import type { CasePlaces } from '../../domain/organisation/actor.ts';
import { own } from '../../domain/own.ts';
import type { CaseStanding } from '../../domain/permissions.ts';
import { permittedOnCase } from '../../domain/permitted.ts';
import type { Procedure } from '../../domain/procedures/declaration.ts';
import { problemCategories } from '../../domain/rectification/problems.ts';
import { officeTitle, resultTitle, stageTitle } from '../../domain/timeline/summary.ts';
import type { CaseDocument } from '../../models/caseModels.ts';
import { actNameSchema, type TaskSetting, taskView, taskViewSchema, type Viewer } from './task.ts';

const present = 'The case’s own present; differs from the clock on the wall in the rehearsal space';

/** What every view of a case shows. */
const basics = {
  id: z.string(),
  kind: z.string(),
  kindTitle: z.string(),
  subject: subjectSchema,
  campaign: z.string().nullable(),
  status: caseStatusSchema,
  outcome: z.string().nullable(),
  outcomeTitle: z.string().nullable(),
  stage: z.string().nullable().describe('The main stage that is open; null once the case has ended'),
  stageTitle: z.string().nullable(),
  startedAt: z.iso.datetime(),
  endedAt: z.iso.datetime().nullable(),
  dueAt: z.iso.datetime().nullable().describe('The earliest due date among the open tasks'),
  overdue: z.boolean(),
  revision: z.int(),
};

export const caseLineSchema = z
  .strictObject({
    ...basics,
    updatedAt: z.iso.datetime(),
    now: z.iso.datetime().describe(present),
  })
  .meta({ id: 'CaseLine' });
export type CaseLine = z.infer<typeof caseLineSchema>;

export const linkedCaseSchema = z
  .strictObject({
    ...linkSchema.shape,
    direction: z.enum(['to', 'from']).describe('from: the other case names this one'),
    kind: z.string().nullable(),
    kindTitle: z.string().nullable(),
    subject: z.string().nullable().describe('What it is about, by name'),
    status: caseStatusSchema.nullable(),
    outcome: z.string().nullable(),
    outcomeTitle: z.string().nullable(),
  })
  .meta({ id: 'LinkedCase' });
export type LinkedCase = z.infer<typeof linkedCaseSchema>;

export const caseViewSchema = z
  .strictObject({
    ...basics,
    space: spaceSchema,
    locality: z.string(),
    stages: z.record(
      z.string(),
      z.strictObject({ ...stageStateSchema.shape, title: z.string(), resultTitle: z.string().nullable() }),
    ),
    tasks: z.array(taskViewSchema),
    problems: z.array(
      z.strictObject({
        ...problemSchema.shape,
        categoryTitle: z.string(),
        officeTitle: z.string(),
        overdue: z.boolean(),
      }),
    ),
    facts: z.record(z.string(), z.json()),
    links: z.array(linkedCaseSchema),
    permitted: z.array(actNameSchema).describe('What you may do with the case as a whole; tasks say it of themselves'),
    epoch: z.int(),
    head: z.strictObject({ seq: z.int(), hash: z.string() }),
    policy: z.strictObject({ locality: z.string(), version: z.string() }),
    calendar: z.string(),
    now: z.iso.datetime().describe(present),
    diverged: z.boolean().describe('The timeline was stored in two versions; an operator has to look'),
  })
  .meta({ id: 'CaseView' });
export type PresentedCase = z.infer<typeof caseViewSchema>;

/** A case with everything that is shown of it, from the read model or straight from the case. */
export interface WholeCase {
  view: CaseView;
  tasks: readonly Task[];
  problems: readonly Problem[];
  links: readonly LinkedCase[];
  now: string;
  diverged: boolean;
  ladder?: Ladder | undefined;
}

export function standingOf(
  { subject, status, asked }: Pick<CaseView, 'subject' | 'status' | 'asked'>,
  procedure: Procedure,
): CaseStanding {
  return { ...placesOfCase({ subject, asked }), status, cancelledBy: procedure.cancellation.by };
}

/** Who sees a case is judged by these. */
export function placesOfCase({
  subject,
  asked,
}: Pick<CaseView, 'subject'> & { asked?: string[] | undefined }): CasePlaces {
  return { scope: subject.scope, ...(asked && { asked }) };
}

/** A case as one viewer sees it. */
export function presentCase(
  { view, tasks, problems, links, now, diverged, ladder }: WholeCase,
  procedure: Procedure,
  viewer: Viewer,
  calendar: Calendar | undefined,
): PresentedCase {
  const { language, actor } = viewer;
  const standing = standingOf(view, procedure);
  const setting: TaskSetting = { procedure, standing, now, ladder };
  const today = dayOf(now);
  const dues = tasks.flatMap(({ dueAt }) => dueAt ?? []).sort();
  const { stages, ...rest } = view;
  return {
    ...titled(rest, procedure, viewer),
    space: view.space,
    locality: view.locality,
    dueAt: dues[0] ?? null,
    overdue: tasks.some((task) => !task.suspended && task.dueAt !== null && task.dueAt <= now),
    stages: Object.fromEntries(
      Object.entries(stages).map(([key, stage]) => [
        key,
        {
          ...stage,
          title: stageTitle(procedure, key, language),
          resultTitle: stage.result === undefined ? null : resultTitle(procedure, key, stage.result, language),
        },
      ]),
    ),
    tasks: [...tasks].sort(byDueDate).map((task) => taskView(task, setting, viewer, calendar)),
    problems: problems.map((problem) => ({
      ...problem,
      categoryTitle: own(problemCategories, problem.category)?.[language] ?? problem.category,
      officeTitle: officeTitle(problem.office, language),
      overdue: problem.status !== 'verified' && problem.dueOn < today,
    })),
    facts: view.facts,
    links: [...links],
    permitted: permittedOnCase(actor, standing),
    epoch: view.epoch,
    head: view.head,
    policy: view.policy,
    calendar: view.calendar,
    now,
    diverged,
  };
}

/** A case in a list. */
export function caseLine(
  document: CaseDocument,
  procedure: Procedure | undefined,
  viewer: Viewer,
  now: Date,
): CaseLine {
  const { dueAt, updatedAt } = document;
  const own = presentOf(document, now);
  return {
    ...titled({ ...document, id: document._id }, procedure, viewer),
    dueAt: dueAt?.toISOString() ?? null,
    overdue: dueAt !== null && dueAt.getTime() <= own.getTime(),
    updatedAt: updatedAt.toISOString(),
    now: own.toISOString(),
  };
}

function titled(
  view: Omit<CaseView, 'stages'>,
  procedure: Procedure | undefined,
  { language }: Viewer,
): Omit<CaseLine, 'dueAt' | 'overdue' | 'updatedAt' | 'now'> {
  const { id, kind, subject, campaign, status, outcome, stage, startedAt, endedAt, revision } = view;
  return {
    id,
    kind,
    kindTitle: procedure?.title[language] ?? kind,
    subject,
    campaign,
    status,
    outcome,
    outcomeTitle: outcome === null ? null : (procedure?.outcomes[outcome]?.[language] ?? outcome),
    stage,
    stageTitle: stage === null ? null : (procedure?.stages[stage]?.title[language] ?? stage),
    startedAt,
    endedAt,
    revision,
  };
}

/** The case's own present: what its clock showed at the last write, and the time gone by since. */
export function presentOf({ clockAt, updatedAt }: Pick<CaseDocument, 'clockAt' | 'updatedAt'>, now: Date): Date {
  return new Date(clockAt.getTime() + Math.max(0, now.getTime() - updatedAt.getTime()));
}

/** What is due first comes first; what is never due comes last. */
function byDueDate(a: Task, b: Task): number {
  const [left, right] = [a.dueAt ?? '~', b.dueAt ?? '~'];
  return left === right ? (a.id < b.id ? -1 : 1) : left < right ? -1 : 1;
}
