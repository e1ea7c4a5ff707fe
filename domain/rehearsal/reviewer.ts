import {
  addDays,
  addWorkingDays,
  type Calendar,
  dayOf,
  nextWorkingDay,
  type PlainDay,
  previousWorkingDay,
} from '../calendar/calendar.ts';
import { toEpochDay } from '../calendar/civil.ts';
import { lookupOf } from '../calendar/dayKind.ts';
import type { ActInput } from '../case/acts.ts';
import type { Subject } from '../case/caseView.ts';
import type { Actor } from '../organisation/actor.ts';
import { type OfficeCode, offices } from '../organisation/offices.ts';
import { covers } from '../organisation/scope.ts';
import type { Stage } from '../procedures/declaration.ts';
import { procedure } from '../procedures/rectification.ts';
import { answerTo } from './answers.ts';
import { habitOf } from './assumptions.ts';
import { draw, happens } from './draw.ts';
import { instantOn } from './plan.ts';
import { type AskedTask, drawnFrom, firstWorkingDay, type Scene } from './scene.ts';

export interface ScriptedAct {
  /** When, in epoch milliseconds. */
  at: number;
  day: PlainDay;
  office: OfficeCode;
  decision: ActInput<'decide'>;
  /** Whether a stand-in file has to come with it. */
  evidence: boolean;
}

/** Working days taken for something without a due date, or that was overdue when it was asked. */
const budgetOtherwise = 10;

/**
 * When a scripted reviewer decides an open task, and how; undefined for what may be done at any time and is not asked.
 * Depends on the task, the facts and the assumptions alone, so that engine and simulation decide alike.
 */
export function scriptedAct(task: AskedTask, scene: Scene, day = answerDay(task, scene)): ScriptedAct | undefined {
  const answer = day === undefined ? undefined : answerTo(task, scene, day);
  if (day === undefined || answer === undefined) return undefined;
  const { evidence = false, ...decision } = answer;
  return { at: instantOn(day, 'act'), day, office: task.office, decision: { stage: task.id, ...decision }, evidence };
}

/** The order in which acts of one moment are carried out. */
export function byTask(one: ScriptedAct, other: ScriptedAct): number {
  return one.decision.stage < other.decision.stage ? -1 : 1;
}

/** Somebody of the office asked, who has not handed in what is judged. */
export function scriptedActor(task: AskedTask, { scope }: Pick<Subject, 'scope'>): Actor {
  const { title } = offices[task.office];
  let n = 1;
  while (task.notBy.includes(personOf(task.office, n))) n += 1;
  return {
    id: personOf(task.office, n),
    name: `演练 rehearsal：${title.zh}`,
    role: 'reviewer',
    scope,
    posts: [{ office: task.office, scope }],
  };
}

const stages: Readonly<Record<string, Stage>> = procedure.stages;

function personOf(office: OfficeCode, n: number): string {
  return `rehearsal-${office}-${n}`;
}

/** The day on which an open task is decided; it is fixed when the task is asked. Undefined for what is never asked. */
export function answerDay(task: AskedTask, scene: Scene): PlainDay | undefined {
  if (stages[task.stage]?.faces[task.face]?.standing) return undefined;
  const { assumptions, calendar, compound } = scene;
  const habit = habitOf(assumptions, task.office);
  const luck = (sides: number, what: string) => draw(sides, ...drawnFrom(task, scene), what);
  const first = firstWorkingDay(calendar, dayOf(task.openedAt));
  const due = lastDayInTime(task, calendar);
  const last = due === undefined || due < first ? undefined : due;
  if (due !== undefined && happens(habit.latePercent, ...drawnFrom(task, scene), 'late')) {
    const late = addWorkingDays(calendar, last ?? first, 1 + luck(habit.lateByDays, 'lateBy'));
    return present(late, task.office, compound.scope, scene);
  }
  const budget = last === undefined ? budgetOtherwise : workingDaysBetween(calendar, first, last);
  const { answers } = habit;
  const swing = luck(2 * answers.spread + 1, 'when') - answers.spread;
  const offset =
    answers.measure === 'budget'
      ? Math.floor((budget * between(answers.percent + swing, 0, 100)) / 100)
      : between(answers.days + swing, 0, budget);
  return present(addWorkingDays(calendar, first, offset), task.office, compound.scope, scene);
}

function lastDayInTime({ dueAt }: AskedTask, calendar: Calendar): PlainDay | undefined {
  if (dueAt === null) return undefined;
  return previousWorkingDay(calendar, addDays(dayOf(new Date(Date.parse(dueAt) - 1).toISOString()), 1));
}

function workingDaysBetween(calendar: Calendar, from: PlainDay, to: PlainDay): number {
  const kindOf = lookupOf(calendar);
  const last = toEpochDay(to);
  let days = 0;
  for (let day = toEpochDay(from) + 1; day <= last; day += 1) if (kindOf(day).working) days += 1;
  return days;
}

/** The first working day from `day` on at which the office is not absent. */
function present(day: PlainDay, office: OfficeCode, scope: string, scene: Scene): PlainDay {
  const { assumptions, calendar } = scene;
  const absence = assumptions.absences.find(
    (each) =>
      each.office === office &&
      each.from <= day &&
      day <= each.to &&
      (each.scope === undefined || covers(each.scope, scope)),
  );
  return absence === undefined ? day : present(nextWorkingDay(calendar, absence.to), office, scope, scene);
}

function between(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}
