/** The legal days of an election: its meeting, its filing, the re-election before the term ends. */
import type { PlainDay } from '../calendar/calendar.ts';
import { dueDay, type Rules } from '../deadline/dueDay.ts';
import { numberOf } from '../procedures/parameters.ts';

/** The last day for the first owners' meeting (274号15; 山东条例22; 青岛条例24); a rest day moves on (Civil Code 203). */
export function firstMeetingDue(groupFormedOn: PlainDay, rules: Rules): PlainDay {
  return dueDay('election.firstMeetingDays', groupFormedOn, rules);
}

/** The same day with the extension the street may approve (青岛条例24); equal where there is none. */
export function firstMeetingDueExtended(groupFormedOn: PlainDay, rules: Rules): PlainDay {
  const more = numberOf(rules.parameters, 'election.firstMeetingExtensionDays');
  return dueDay('election.firstMeetingDays', groupFormedOn, rules, { more });
}

/** The last day for the meeting that re-elects (274号47; 山东条例33; 青岛条例41); a rest day moves it earlier. */
export function reelectionDue(termEnds: PlainDay, rules: Rules): PlainDay {
  return dueDay('election.reelectionLeadDays', termEnds, rules, { direction: 'before' });
}

/** The last day for filing the committee (274号33; 山东条例31; 青岛条例37). */
export function filingDue(electedOn: PlainDay, rules: Rules): PlainDay {
  return dueDay('election.filingDays', electedOn, rules);
}
