import { type Calendar, dayKind, nextWorkingDay, type PlainDay } from '../calendar/calendar.ts';
import type { Problem } from '../case/caseView.ts';
import type { CaseParameters } from '../case/opening.ts';
import type { Task } from '../case/task.ts';
import type { RectificationFacts } from '../procedures/rectification.ts';
import type { Assumptions } from './assumptions.ts';
import type { RehearsedCompound } from './plan.ts';

/** What a scripted reviewer knows of the case. */
export interface Scene {
  compound: RehearsedCompound;
  assumptions: Assumptions;
  calendar: Calendar;
  parameters: CaseParameters;
  facts: RectificationFacts;
  problems: readonly Problem[];
}

/** What of an open task a scripted reviewer looks at. */
export type AskedTask = Pick<
  Task,
  'id' | 'stage' | 'visit' | 'face' | 'part' | 'office' | 'openedAt' | 'dueAt' | 'notBy'
>;

/** What chance depends on: the seed, the compound and what is asked of it, for the how manieth time. */
export function drawnFrom(
  { stage, visit, part = '' }: Pick<AskedTask, 'stage' | 'visit' | 'part'>,
  { assumptions, compound, problems }: Pick<Scene, 'assumptions' | 'compound' | 'problems'>,
): (string | number)[] {
  const problem = part.split('-')[0];
  const again = problems.find(({ id }) => id === problem)?.reopened ?? 0;
  return [assumptions.seed, compound.compound, stage, visit, part, again];
}

/** The day itself when it is worked, else the first working day after it. */
export function firstWorkingDay(calendar: Calendar, from: PlainDay): PlainDay {
  return dayKind(calendar, from).working ? from : nextWorkingDay(calendar, from);
}
