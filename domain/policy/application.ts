import { z } from 'zod';
import { isClockUnit, type Term, termSchema } from '../calendar/term.ts';
import { dayOf } from '../calendar/zone.ts';
import type { CaseParameters } from '../case/opening.ts';
import type { Deadline } from '../deadline/deadline.ts';
import { own } from '../own.ts';
import type { Json } from '../text.ts';

/**
 * What a changed policy means for a case that is running. `keep`: nothing, it goes on with the policy it carries.
 * `restart`: an open term that changed starts anew now. `reanchor`: the new term counts from the original start, with
 * the suspensions and extensions there have been.
 */
export const applyModeSchema = z.enum(['keep', 'restart', 'reanchor']).meta({ id: 'PolicyApplyMode' });
export type ApplyMode = z.infer<typeof applyModeSchema>;
export type MovingMode = Exclude<ApplyMode, 'keep'>;

const parameterSchema = z.strictObject({
  value: z.json() as z.ZodType<Json>,
  unit: z.string().min(1).max(40),
  source: z.string().min(1).max(200),
});

/** What a running case is told when another version of its policy is to hold in it. */
export const policyChangeSchema = z.strictObject({
  version: z.string().min(1).max(64),
  mode: z.enum(['restart', 'reanchor']),
  parameters: z.record(z.string(), z.record(z.string(), parameterSchema)),
  reason: z.string().min(1).max(2000),
  application: z.string().min(1).max(64).optional(),
});
export type PolicyChange = z.infer<typeof policyChangeSchema>;

/** The term a parameter states now; undefined when there is no such parameter, or it is no period, or does not apply. */
function statedTerm(parameters: CaseParameters, name: string): { term: Term; source: string } | undefined {
  const [section = '', key = ''] = name.split('.');
  const found = own(own(parameters, section) ?? {}, key);
  const term = termSchema.safeParse({ n: found?.value, unit: found?.unit });
  return found && term.success ? { term: term.data, source: found.source } : undefined;
}

/**
 * An open deadline under other parameters; undefined when its own parameter has not changed. A term that changes from
 * days to hours, or back, is left alone: its ledger could not be counted. A suspension that lasts goes on.
 *
 * @param now ISO instant, from which a restarted term runs
 */
export function changedDeadline(
  deadline: Deadline,
  parameters: CaseParameters,
  mode: MovingMode,
  now: string,
): Deadline | undefined {
  const stated = statedTerm(parameters, deadline.rule.parameter);
  if (stated === undefined || deadline.direction === 'before') return undefined;
  const { term, source } = stated;
  const same = term.n === deadline.term.n && term.unit === deadline.term.unit;
  if (same || isClockUnit(term.unit) !== isClockUnit(deadline.term.unit)) return undefined;
  const rule = { ...deadline.rule, source };
  if (mode === 'reanchor') return { ...deadline, term, rule };
  const stopped = deadline.suspensions.at(-1)?.to === null;
  return {
    ...deadline,
    term,
    rule,
    startOn: dayOf(now),
    ...(deadline.startAt !== undefined && { startAt: now }),
    suspensions: stopped ? [{ from: now, to: null }] : [],
    extensions: [],
  };
}
