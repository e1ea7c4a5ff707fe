import { z } from 'zod';
import { daysBetween, plainDaySchema } from '../calendar/calendar.ts';
import { type Text, text, textSchema } from '../text.ts';
import type { Assumptions, OfficeHabit } from './assumptions.ts';
import type { RehearsalPlan } from './plan.ts';
import { type RehearsalReport, reportOf } from './report.ts';
import { withRestDays } from './restDays.ts';
import { simulator } from './simulate.ts';

export const sensitivitySchema = z
  .array(
    z.strictObject({
      change: textSchema,
      medianFinish: plainDaySchema.nullable(),
      medianDays: z
        .int()
        .nullable()
        .describe('Days later (or earlier, when negative); null when either is not reached'),
      finished: z.int().describe('More (or fewer) cases closed in time'),
      missed: z.int().describe('More (or fewer) deadlines missed'),
    }),
  )
  .meta({ id: 'RehearsalSensitivity' });
export type Sensitivity = z.infer<typeof sensitivitySchema>;

interface Change {
  change: Text;
  /** The assumptions changed, or undefined when they are so already. */
  to(this: void, assumptions: Assumptions): Assumptions | undefined;
}

const scaled = (percent: number, by: number): number => Math.min(100, Math.round(percent * by));

function everyHabit(assumptions: Assumptions, change: (habit: OfficeHabit) => OfficeHabit): Assumptions {
  const offices = Object.fromEntries(
    Object.entries(assumptions.offices).map(([office, habit]) => [office, change(habit)]),
  );
  return { ...assumptions, everyOffice: change(assumptions.everyOffice), offices };
}

function lateness(by: number): Change['to'] {
  return (assumptions) =>
    everyHabit(assumptions, (habit) => ({ ...habit, latePercent: scaled(habit.latePercent, by) }));
}

function refusals(by: number): Change['to'] {
  return (assumptions) => {
    const changed = everyHabit(assumptions, ({ refusesPercent, ...habit }) => ({
      ...habit,
      ...(refusesPercent !== undefined && { refusesPercent: scaled(refusesPercent, by) }),
    }));
    const { nominees, planReview, planDecision, verification, acceptance } = assumptions.refusals;
    return {
      ...changed,
      refusals: {
        nominees: scaled(nominees, by),
        planReview: scaled(planReview, by),
        planDecision: scaled(planDecision, by),
        verification: scaled(verification, by),
        acceptance: scaled(acceptance, by),
      },
    };
  };
}

function relapses(by: number): Change['to'] {
  return ({ afterwards, ...rest }) => ({
    ...rest,
    afterwards: { ...afterwards, relapsePercent: afterwards.relapsePercent.map((percent) => scaled(percent, by)) },
  });
}

/** One assumption each; everything else stays, chance included. */
const changes: readonly Change[] = [
  { change: text('无人逾期答复', 'Nobody answers late'), to: lateness(0) },
  { change: text('逾期答复增加一倍', 'Late answers twice as often'), to: lateness(2) },
  {
    change: text('答复时间减半', 'Answers in half the time'),
    to: (assumptions) =>
      everyHabit(assumptions, (habit) => ({
        ...habit,
        answers:
          habit.answers.measure === 'budget'
            ? { ...habit.answers, percent: Math.floor(habit.answers.percent / 2) }
            : { ...habit.answers, days: Math.floor(habit.answers.days / 2) },
      })),
  },
  { change: text('无退回、无拒绝', 'Nothing is returned, refused or failed'), to: refusals(0) },
  { change: text('退回和拒绝增加一倍', 'Returns and refusals twice as often'), to: refusals(2) },
  {
    change: text('每个方案多两个问题', 'Two more problems in each plan'),
    to: ({ problems, ...rest }) => ({
      ...rest,
      problems: {
        ...problems,
        atLeast: Math.min(20, problems.atLeast + 2),
        atMost: Math.min(20, problems.atMost + 2),
      },
    }),
  },
  { change: text('无反弹', 'No relapse'), to: relapses(0) },
  { change: text('反弹增加一倍', 'Relapses twice as often'), to: relapses(2) },
  {
    change: text('无人缺位', 'Nobody is absent'),
    to: ({ absences, ...rest }) => (absences.length === 0 ? undefined : { ...rest, absences: [] }),
  },
  {
    change: text('无额外休息日', 'No further rest days'),
    to: ({ holidays, ...rest }) => (holidays.length === 0 ? undefined : { ...rest, holidays: [] }),
  },
];

/**
 * What changes in a rehearsal when one assumption does, by simulation.
 *
 * @param breathe called between compounds: a service has others to answer meanwhile
 */
export async function sensitivityOf(
  plan: RehearsalPlan,
  report: Pick<RehearsalReport, 'medianFinish' | 'finished' | 'missed'>,
  breathe: () => Promise<void>,
): Promise<Sensitivity> {
  const rows: Sensitivity = [];
  for (const { change, to } of changes) {
    const assumptions = to(plan.assumptions);
    if (assumptions === undefined) continue;
    const other = await simulated(
      { ...plan, assumptions, calendar: withRestDays(plan.published, assumptions.holidays) },
      breathe,
    );
    rows.push({
      change,
      medianFinish: other.medianFinish,
      medianDays:
        report.medianFinish === null || other.medianFinish === null
          ? null
          : daysBetween(report.medianFinish, other.medianFinish),
      finished: other.finished - report.finished,
      missed: other.missed.total - report.missed.total,
    });
  }
  return rows;
}

/** The report of a plan by simulation alone. */
export async function simulated(plan: RehearsalPlan, breathe: () => Promise<void>): Promise<RehearsalReport> {
  const one = simulator(plan);
  const traces = [];
  for (const compound of plan.compounds) {
    traces.push(one(compound));
    await breathe();
  }
  return reportOf(plan, traces);
}
