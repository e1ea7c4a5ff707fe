import type { PlainDay } from '../calendar/calendar.ts';
import type { Rung } from '../case/task.ts';
import type { OfficeCode } from '../organisation/offices.ts';

/** What happened to one compound in a rehearsal, by day; simulation and engine write the same. */
export type TraceEntry = { day: PlainDay } & (
  | { what: 'opened' }
  | { what: 'decided'; task: string; office: OfficeCode; decision: string; late: boolean; result?: string }
  /** Rung of the ladder; `office` is the one that is late or soon will be. */
  | { what: 'escalated'; task: string; office: OfficeCode; rung: Rung }
  /** Silence that counted as refusal. */
  | { what: 'expired'; task: string; office: OfficeCode }
  | { what: 'stageClosed'; task: string; result: string }
  /** Still asked when the rehearsal ended, and due before. */
  | { what: 'overdue'; task: string; office: OfficeCode }
  | { what: 'closed'; outcome: string }
);

export interface Trace {
  compound: string;
  entries: TraceEntry[];
  /** Why the rehearsal of this compound could not go on, if so. */
  failure?: string;
}
