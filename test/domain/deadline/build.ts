import type { Term } from '../../../domain/calendar/term.ts';
import type { Deadline } from '../../../domain/deadline/deadline.ts';

/** A running deadline counted forwards; a test names only what it is about. */
export function buildDeadline(term: Term, startOn: string, overrides: Partial<Deadline> = {}): Deadline {
  return {
    term,
    startOn,
    roll: overrides.direction === 'before' ? 'backward' : 'forward',
    direction: 'after',
    suspensions: [],
    extensions: [],
    rule: { parameter: 'planDueDays', source: 'test' },
    ...overrides,
  };
}

/** An instant given as Shanghai date and time, '2026-10-09 10:00'. */
export function shanghai(text: string): string {
  return `${text.replace(' ', 'T')}:00+08:00`;
}
