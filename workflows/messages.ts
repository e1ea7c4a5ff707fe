/** The messages a running case understands. The API imports these definitions; nothing else of `workflows/`. */
import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow';
import type { Calendar } from '../domain/calendar/calendar.ts';
import type { ActEnvelope, ActInput, ActName } from '../domain/case/acts.ts';
import type { CaseStatus, CaseView, Problem } from '../domain/case/caseView.ts';
import type { Task } from '../domain/case/task.ts';
import type { PolicyChange } from '../domain/policy/application.ts';
import type { PublishedMonth } from '../domain/rankings/publishedMonth.ts';

/** What an accepted act changed. The events are on the timeline from `events.from` to `events.to`. */
export interface ActAnswer {
  case: string;
  revision: number;
  status: CaseStatus;
  stage: string | null;
  outcome: string | null;
  events: { from: number; to: number };
  tasks: { opened: string[]; closed: string[] };
  /** Hash of the body that was accepted under this key; another body under the same key is refused by the caller. */
  body: string;
  /** The state right after the act, where the envelope asked for it; a repeat may be answered without. */
  told?: CaseSnapshot;
}

/** The whole state a reader may want, straight from the case. */
export interface CaseSnapshot {
  view: CaseView;
  tasks: Task[];
  problems: Problem[];
  /** Hash of the key the case was started with. */
  key: string;
  body: string;
  /** The case's own present, ISO; virtual in the rehearsal space. */
  now: string;
  /** When time next asks, ends or resumes something by itself, reminders apart; null when only people can. */
  turnsAt: string | null;
}

type ActUpdate<N extends ActName> = ReturnType<typeof defineUpdate<ActAnswer, [ActEnvelope<ActInput<N>>], N>>;

function act<N extends ActName>(name: N): ActUpdate<N> {
  return defineUpdate<ActAnswer, [ActEnvelope<ActInput<N>>], N>(name);
}

/** One update per act; the update id is the envelope's key. */
export const actUpdates: { [N in ActName]: ActUpdate<N> } = {
  decide: act('decide'),
  comment: act('comment'),
  attachEvidence: act('attachEvidence'),
  delegate: act('delegate'),
  reassign: act('reassign'),
  extend: act('extend'),
  suspend: act('suspend'),
  resume: act('resume'),
  correct: act('correct'),
  cancel: act('cancel'),
  link: act('link'),
};

/** A newly published calendar: open deadlines are re-projected and the timeline says what moved. */
export const loadCalendarUpdate = defineUpdate<ActAnswer, [ActEnvelope<{ calendar: Calendar }>], 'loadCalendar'>(
  'loadCalendar',
);

/** Another version of the case's policy holds from now on: open deadlines follow, and the timeline says what moved. */
export const applyPolicyUpdate = defineUpdate<ActAnswer, [ActEnvelope<PolicyChange>], 'applyPolicy'>('applyPolicy');

/** The published figures of a month, for procedures that watch them. */
export const recordMonthUpdate = defineUpdate<ActAnswer, [ActEnvelope<PublishedMonth>], 'recordMonth'>('recordMonth');

export const snapshotQuery = defineQuery<CaseSnapshot>('snapshot');

/** To a case: one that it has started, or waits for, has ended. */
export const childEndedSignal = defineSignal<[{ case: string; outcome: string }]>('childEnded');

/** To a case: a decision of it has been appealed, or the appeal has ended. */
export interface AppealNews {
  /** The case that is the appeal. */
  case: string;
  /** seq of the decision. */
  event: number;
  /** Stages whose tasks rest until it has ended. */
  holds: string[];
  outcome?: string;
}
export const appealNewsSignal = defineSignal<[AppealNews]>('appealNews');

/** To a campaign: something of it has changed, such as a case that ended; it looks at the documents. */
export const campaignNewsSignal = defineSignal<[]>('campaignNews');

/** To a cycle: a case of it waits to be compared, or has ended. */
export const cycleNewsSignal = defineSignal<[]>('cycleNews');

/** To a cycle: look now, and try again what could not be started. */
export const cycleLookSignal = defineSignal<[]>('cycleLook');

/** To a campaign: compounds whose case could not be started are to be tried again. */
export const campaignRetrySignal = defineSignal<[]>('campaignRetry');
