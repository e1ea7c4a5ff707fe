import { z } from 'zod';
import { addDays, type PlainDay, plainDaySchema } from '../calendar/calendar.ts';
import { toEpochDay, weekdayOf } from '../calendar/civil.ts';
import { rungSchema } from '../case/task.ts';
import { type OfficeCode, officeCodeSchema } from '../organisation/offices.ts';
import { hashOf } from '../timeline/hashChain.ts';
import type { RehearsalPlan } from './plan.ts';
import type { Trace, TraceEntry } from './trace.ts';

const count = () => z.int().min(0);
const week = plainDaySchema.describe('The Monday it begins with');

export const rehearsalReportSchema = z
  .strictObject({
    startOn: plainDaySchema,
    endOn: plainDaySchema,
    cases: count(),
    finished: count().describe('Closed by `endOn`'),
    medianFinish: plainDaySchema.nullable().describe('By then half of all cases are closed; null when not by `endOn`'),
    finish90: plainDaySchema.nullable().describe('By then nine in ten of all cases are closed'),
    finishes: z.array(z.strictObject({ week, cases: count() })),
    signOffs: count(),
    load: z
      .array(
        z.strictObject({
          office: officeCodeSchema,
          total: count(),
          busiest: z.strictObject({ week, signOffs: count() }),
          weeks: z.array(z.strictObject({ week, signOffs: count() })),
        }),
      )
      .describe('Sign-offs of each office by week, the busiest office first'),
    missed: z
      .strictObject({
        total: count(),
        offices: z.array(
          z.strictObject({
            office: officeCodeSchema,
            total: count(),
            late: count().describe('Decided after the due date'),
            silent: count().describe('Silence that counted as refusal'),
            open: count().describe('Overdue and undecided when the rehearsal ended'),
          }),
        ),
      })
      .describe('Deadlines missed, and by whom'),
    ladder: z
      .array(z.strictObject({ rung: rungSchema, total: count(), offices: z.partialRecord(officeCodeSchema, count()) }))
      .describe('Steps of the reminder ladder, by the office that is late'),
    relapses: count(),
    returns: z.record(z.string(), count()).describe('Decisions that sent a case back, as `stage decision`'),
    compounds: z.array(
      z.strictObject({
        compound: z.string(),
        finishedOn: plainDaySchema.nullable(),
        signOffs: count(),
        missed: count(),
        relapses: count(),
      }),
    ),
    failures: z
      .array(z.strictObject({ compound: z.string(), reason: z.string() }))
      .describe('Cases that could not be played on; a fault of the service'),
    fingerprint: z
      .string()
      .describe('Hash of everything that happened, by compound and day: equal rehearsals, equal hash'),
  })
  .meta({ id: 'RehearsalReport' });
export type RehearsalReport = z.infer<typeof rehearsalReportSchema>;

type Decided = TraceEntry & { what: 'decided' };

/** Decisions that send a case back; what follows is another round. */
const sendingBack = ['refuse', 'return', 'revise', 'fail'];

/** What a rehearsal came to. Depends on the traces' days alone, in whatever order the cases were played. */
export function reportOf(
  { startOn, endOn }: Pick<RehearsalPlan, 'startOn' | 'endOn'>,
  given: readonly Trace[],
): RehearsalReport {
  const traces = given.toSorted((a, b) => (a.compound < b.compound ? -1 : 1));
  const entries = traces.flatMap((trace) => trace.entries);
  const decided = entries.filter((entry): entry is Decided => entry.what === 'decided');
  const finishes = entries.flatMap(({ what, day }) => (what === 'closed' ? [day] : [])).sort();
  return {
    startOn,
    endOn,
    cases: traces.length,
    finished: finishes.length,
    medianFinish: finishOf(finishes, traces.length, 50),
    finish90: finishOf(finishes, traces.length, 90),
    finishes: byWeek(finishes).map(([monday, cases]) => ({ week: monday, cases })),
    signOffs: decided.length,
    load: loadOf(decided),
    missed: missedOf(entries),
    ladder: rungSchema.options.map((rung) => ladderOf(rung, entries)),
    relapses: relapsesOf(entries),
    returns: returnsOf(decided),
    compounds: traces.map(({ compound, entries: own }) => ({
      compound,
      finishedOn: own.find(({ what }) => what === 'closed')?.day ?? null,
      signOffs: own.filter(({ what }) => what === 'decided').length,
      missed: own.filter(isMissed).length,
      relapses: relapsesOf(own),
    })),
    failures: traces.flatMap(({ compound, failure }) => (failure === undefined ? [] : [{ compound, reason: failure }])),
    fingerprint: hashOf(traces.map(({ compound, entries: own }) => [compound, own.flatMap(linesOf).sort()])),
  };
}

/**
 * An entry in words. A stage's result stands by itself: which of several decisions of one moment comes last, and so ends the
 * stage, is no matter of days.
 */
function linesOf({ result, ...entry }: TraceEntry & { result?: string }): string[] {
  const words = (given: object) =>
    Object.entries(given)
      .map(([name, value]) => `${name}=${value}`)
      .sort()
      .join(' ');
  const visit = 'task' in entry ? entry.task.split('.')[0] : '';
  return [words(entry), ...(result === undefined ? [] : [`${entry.day} ${visit} ${result}`])];
}

/** The day by which so many of a hundred cases are closed. */
function finishOf(finishes: readonly PlainDay[], cases: number, percent: number): PlainDay | null {
  return finishes[Math.ceil((cases * percent) / 100) - 1] ?? null;
}

function mondayOf(day: PlainDay): PlainDay {
  return addDays(day, -((weekdayOf(toEpochDay(day)) + 6) % 7));
}

function byWeek(days: readonly PlainDay[]): [PlainDay, number][] {
  return [...tally(days.map(mondayOf))].sort(([a], [b]) => (a < b ? -1 : 1));
}

function tally<T>(values: readonly T[]): Map<T, number> {
  const counts = new Map<T, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}

function officesOf(entries: readonly { office: OfficeCode }[]): OfficeCode[] {
  const counts = [...tally(entries.map(({ office }) => office))];
  return counts.sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1)).map(([office]) => office);
}

function loadOf(decided: readonly Decided[]): RehearsalReport['load'] {
  return officesOf(decided).map((office) => {
    const own = decided.filter((entry) => entry.office === office);
    const weeks = byWeek(own.map(({ day }) => day)).map(([monday, signOffs]) => ({ week: monday, signOffs }));
    const busiest = weeks.reduce((most, each) => (each.signOffs > most.signOffs ? each : most));
    return { office, total: own.length, busiest, weeks };
  });
}

type Missed = Extract<TraceEntry, { what: 'decided' | 'expired' | 'overdue' }>;

function isMissed(entry: TraceEntry): entry is Missed {
  return entry.what === 'expired' || entry.what === 'overdue' || (entry.what === 'decided' && entry.late);
}

function missedOf(entries: readonly TraceEntry[]): RehearsalReport['missed'] {
  const missed = entries.filter(isMissed);
  const offices = officesOf(missed).map((office) => {
    const own = missed.filter((entry) => entry.office === office);
    const of = (what: Missed['what']) => own.filter((entry) => entry.what === what).length;
    return { office, total: own.length, late: of('decided'), silent: of('expired'), open: of('overdue') };
  });
  return { total: missed.length, offices };
}

function ladderOf(rung: RehearsalReport['ladder'][number]['rung'], entries: readonly TraceEntry[]) {
  const own = entries.flatMap((entry) => (entry.what === 'escalated' && entry.rung === rung ? [entry.office] : []));
  const counts = [...tally(own)].sort(([a], [b]) => (a < b ? -1 : 1));
  return { rung, total: own.length, offices: Object.fromEntries(counts) };
}

function relapsesOf(entries: readonly TraceEntry[]): number {
  return entries.filter((entry) => 'result' in entry && entry.result === 'relapsed').length;
}

function returnsOf(decided: readonly Decided[]): Record<string, number> {
  const back = decided.filter(({ decision }) => sendingBack.includes(decision));
  const counts = [...tally(back.map(({ task, decision }) => `${task.split('#')[0]} ${decision}`))];
  return Object.fromEntries(counts.sort(([a], [b]) => (a < b ? -1 : 1)));
}
