import type { PlainDay } from '../calendar/calendar.ts';
import type { Subject } from '../case/caseView.ts';
import type { Json } from '../text.ts';
import type { RegisterName } from './entry.ts';

/** A case that ended, as far as registers take note of it. */
export interface EndedCase<F = Record<string, Json>> {
  subject: Subject;
  outcome: string;
  facts: F;
  /** The case's own day on which it ended. */
  endedOn: PlainDay;
}

/** What the end of a case leaves in an entry of a register. */
export interface EntryOutcome {
  register: RegisterName;
  /** The entry itself, or the one of a compound that is not retired. */
  entry: { id: string } | { compound: string };
  /** Fields that are others now. */
  fields: Record<string, Json>;
  /** What is entered where a compound has no such entry yet: its id, and what its name adds to the compound's. */
  absent?: { id: string; nameEnds: string };
  /** The entry is offered no more. */
  retirement?: { on: PlainDay; reason: string };
}
