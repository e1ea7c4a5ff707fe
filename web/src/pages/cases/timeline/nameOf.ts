import type { useCaseWords } from '../words.ts';
import type { TimelineEvent } from './useTimeline.ts';

export type Say = ReturnType<typeof useCaseWords>;

/** Who acted, and for whom they stood in. */
export function nameOf({ name, for: principal }: TimelineEvent['actor'], say: Say): string {
  const own = name ?? say('nameErased');
  return principal === null ? own : say('actedFor', { name: own, principal: principal.name ?? principal.id });
}
