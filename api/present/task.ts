import { z } from 'zod';
import type { Calendar } from '../../domain/calendar/calendar.ts';
import { rungReaches } from '../../domain/case/escalation.ts';
import { type Rung, rungSchema, type Task } from '../../domain/case/task.ts';
import { computeDeadline, isOverdue } from '../../domain/deadline/deadline.ts';
import { explainDeadline } from '../../domain/deadline/explain.ts';
import { type Ladder, ladderRungs } from '../../domain/deadline/ladder.ts';
import type { Actor } from '../../domain/organisation/actor.ts';
import { officeCodeSchema } from '../../domain/organisation/offices.ts';
import type { CaseStanding } from '../../domain/permissions.ts';
import { permittedOnTask } from '../../domain/permitted.ts';
import type { DecisionDeclaration, Procedure } from '../../domain/procedures/declaration.ts';
import type { Language } from '../../domain/text.ts';
import { officeTitle, partTitle, rungTitle, stageTitle } from '../../domain/timeline/summary.ts';
import type { TaskDocument } from '../../models/caseModels.ts';
import { decisionView } from '../procedures/procedureView.ts';

export const actNameSchema = z.enum([
  'decide',
  'comment',
  'attachEvidence',
  'delegate',
  'reassign',
  'extend',
  'suspend',
  'resume',
  'correct',
  'cancel',
  'link',
]);

export const dueSchema = z
  .strictObject({
    rule: z.string().describe('The policy parameter'),
    source: z.string().describe('The article or document it stands on'),
    steps: z.array(z.string()).describe('How the date was counted, in words'),
    provisional: z.boolean().describe('Depends on a year whose rest days are not published yet'),
  })
  .meta({ id: 'DueExplanation' });

const decisionSchema = z.strictObject({
  title: z.string(),
  tone: z.enum(['positive', 'negative', 'neutral']),
  commentRequired: z.boolean(),
  evidence: z.int(),
  through: z.string().nullable().describe('The only call that makes it, where its form is computed'),
  form: z.record(z.string(), z.unknown()).nullable().describe('JSON Schema, draft 2020-12'),
});

/** What every view of a task shows. */
export const taskBasics = {
  id: z.string(),
  stage: z.string(),
  visit: z.int(),
  part: z.string().nullable(),
  partTitle: z.string().nullable().describe('Which of several: a seat by its title, a problem or check by its number'),
  face: z.string(),
  title: z.string().describe('What is asked'),
  stageTitle: z.string(),
  role: z.literal('reviewer'),
  office: officeCodeSchema,
  officeTitle: z.string(),
  unit: z.string().nullable(),
  scope: z.string(),
  openedAt: z.iso.datetime(),
  dueAt: z.iso.datetime().nullable(),
  overdue: z.boolean(),
  suspended: z.boolean(),
  standing: z.boolean().describe('May be used at any time and is never late'),
  escalation: rungSchema.nullable().describe('The highest rung of the ladder climbed so far'),
  delegate: z.strictObject({ id: z.string(), until: z.iso.date().nullable() }).nullable(),
  permitted: z.array(actNameSchema).describe('What you may do with it now'),
};

const rungViewSchema = z
  .strictObject({
    rung: rungSchema,
    title: z.string(),
    at: z.iso.datetime(),
    to: officeCodeSchema,
    toTitle: z.string(),
    fired: z.boolean(),
  })
  .meta({ id: 'LadderRung' });

export const taskViewSchema = z
  .strictObject({
    ...taskBasics,
    due: dueSchema.nullable(),
    ladder: z.array(rungViewSchema).describe('Who hears of it, and when, if it is not done'),
    decisions: z.record(z.string(), decisionSchema),
  })
  .meta({ id: 'TaskView' });
export type TaskView = z.infer<typeof taskViewSchema>;

/** What presenting needs to know besides the documents. */
export interface Viewer {
  actor: Actor;
  language: Language;
}

export interface TaskSetting {
  procedure: Procedure;
  standing: CaseStanding;
  /** The case's own present. */
  now: string;
  /** Of the policy the case goes by; without it nothing is told of what comes when a task is late. */
  ladder?: Ladder | undefined;
}

const ladder: readonly Rung[] = ['interview', 'supervise', 'red', 'yellow'];

type Basics = z.infer<z.ZodObject<typeof taskBasics>>;

/** A task in words, without what is costly to tell. */
export function taskLine(task: Task, { procedure, standing, now }: TaskSetting, { actor, language }: Viewer): Basics {
  const stage = procedure.stages[task.stage];
  const face = stage?.faces[task.face];
  return {
    id: task.id,
    stage: task.stage,
    visit: task.visit,
    part: task.part ?? null,
    partTitle: task.part === undefined ? null : partTitle(procedure, task.stage, task.part, language),
    face: task.face,
    title: face?.title[language] ?? task.face,
    stageTitle: stageTitle(procedure, task.id, language),
    role: 'reviewer',
    office: task.office,
    officeTitle: officeTitle(task.office, language),
    unit: task.unit ?? null,
    scope: task.scope ?? standing.scope,
    openedAt: task.openedAt,
    dueAt: task.dueAt,
    overdue: !task.suspended && task.dueAt !== null && Date.parse(now) >= Date.parse(task.dueAt),
    suspended: task.suspended,
    standing: face?.standing === true,
    escalation: ladder.find((rung) => task.fired.includes(rung)) ?? null,
    delegate: task.delegate ? { id: task.delegate.id, until: task.delegate.until ?? null } : null,
    permitted: permittedOnTask(actor, task, standing, now),
  };
}

/**
 * A task with its forms, and why it is due on that day.
 *
 * @param calendar the one the case counts with; without it the date is told unexplained
 */
export function taskView(task: Task, setting: TaskSetting, viewer: Viewer, calendar: Calendar | undefined): TaskView {
  const decisions = setting.procedure.stages[task.stage]?.faces[task.face]?.decisions ?? {};
  return {
    ...taskLine(task, setting, viewer),
    ...(task.deadline && calendar && { overdue: isOverdue(task.deadline, calendar, setting.now) }),
    due: calendar ? explained(task, calendar, viewer.language) : null,
    ladder: calendar ? rungsOf(task, setting, calendar, viewer.language) : [],
    decisions: Object.fromEntries(
      Object.entries(decisions).map(([name, decision]) => [name, decisionOnce(decision, viewer.language)]),
    ),
  };
}

function explained(task: Task, calendar: Calendar, language: Language): TaskView['due'] {
  if (task.deadline === undefined) return null;
  const due = computeDeadline(task.deadline, calendar);
  return { ...explainDeadline(task.deadline, due, calendar, language), provisional: due.provisional };
}

function rungsOf(
  { stage, office, deadline, fired }: Task,
  { procedure, ladder }: TaskSetting,
  calendar: Calendar,
  language: Language,
): TaskView['ladder'] {
  if (deadline === undefined || ladder === undefined) return [];
  const { dueOn } = computeDeadline(deadline, calendar);
  if (dueOn === null) return [];
  const { startOn, direction, suspensions } = deadline;
  const rungs = ladderRungs(dueOn, ladder, calendar, direction === 'after' ? startOn : undefined, suspensions);
  return rungs.map(({ rung, at }) => {
    const to = rungReaches(rung, office, procedure.stages[stage]?.overdueReaches);
    const title = rungTitle(rung, language);
    const instant = new Date(at).toISOString();
    return { rung, title, at: instant, to, toTitle: officeTitle(to, language), fired: fired.includes(rung) };
  });
}

type DecisionView = ReturnType<typeof decisionView>;
const views: Record<Language, WeakMap<DecisionDeclaration, DecisionView>> = { zh: new WeakMap(), en: new WeakMap() };

/** Declarations never change while the service runs, and turning a form into JSON Schema is dear. */
function decisionOnce(decision: DecisionDeclaration, language: Language): DecisionView {
  const known = views[language].get(decision);
  if (known) return known;
  const view = decisionView(decision, language);
  views[language].set(decision, view);
  return view;
}

/** A stored task as the case knows it. */
export function taskOf(document: TaskDocument): Task {
  const { id, stage, visit, part, face, office, unit, scope, caseScope } = document;
  const { openedAt, deadline, dueAt, fired, notBy, delegate, suspended } = document;
  return {
    id,
    stage,
    visit,
    face,
    office,
    openedAt,
    dueAt: dueAt?.toISOString() ?? null,
    fired,
    notBy,
    suspended,
    ...(part !== undefined && { part }),
    ...(unit !== undefined && { unit }),
    ...(caseScope !== undefined && { scope }),
    ...(deadline !== undefined && { deadline }),
    ...(delegate !== undefined && { delegate }),
  };
}
