import { continueAsNew, getExternalWorkflowHandle, patched, setHandler, sleep } from '@temporalio/workflow';
import { dayOf } from '../../domain/calendar/calendar.ts';
import type { ActEnvelope, ActName } from '../../domain/case/acts.ts';
import type { Procedure } from '../../domain/procedures/declaration.ts';
import {
  actUpdates,
  appealNewsSignal,
  applyPolicyUpdate,
  campaignNewsSignal,
  childEndedSignal,
  loadCalendarUpdate,
  recordMonthUpdate,
  snapshotQuery,
} from '../messages.ts';
import type { Act } from './acts/act.ts';
import { applyPolicy } from './acts/applyPolicy.ts';
import { acts } from './acts/index.ts';
import { loadCalendar } from './acts/loadCalendar.ts';
import { recordMonth } from './acts/recordMonth.ts';
import { Bodies } from './bodies.ts';
import { CaseLoop } from './caseLoop.ts';
import { type CaseInput, initialState } from './caseState.ts';
import { enterEarlierSteps } from './earlierSteps.ts';
import { Outbox } from './outbox.ts';
import { validate } from './refusals.ts';
import { RunningCase } from './runningCase.ts';
import type { StageRunner } from './stageRunner.ts';
import { tellCycles } from './tellCycles.ts';
import { TimeKeeper } from './timeKeeper.ts';

const BOUNDS = { events: 500, bytes: 1_000_000, acts: 500 };

/**
 * Runs one case of a procedure from its start to its end, through as many continue-as-news as it takes.
 *
 * @param body the procedure: its stages in order; returns one of the outcomes declared
 */
export async function runCase<P extends Procedure>(
  procedure: P,
  input: CaseInput,
  body: (runner: StageRunner) => Promise<keyof P['outcomes'] & string>,
): Promise<{ outcome: string }> {
  const ahead = untilBeginning(input);
  if (ahead > 0) await sleep(ahead);
  const running = restore(procedure, input);
  const { state } = running;
  const keeper = new TimeKeeper(running);
  const bodies = new Bodies(running, body);
  const outbox = new Outbox(running, () => bodies.mainStage);
  const bounds = { ...BOUNDS, ...(input.historyBound !== undefined && { events: input.historyBound }) };
  const loop = new CaseLoop({ running, keeper, bodies, outbox, bounds });

  // State and open tasks exist before any handler does: buffered updates are dispatched the moment one is set.
  if (input.carried === undefined) await start(running, loop);
  else {
    await loop.begin();
    outbox.resume();
  }
  setHandlers(loop);
  loop.open();

  await loop.over;
  if (running.ended) {
    if (input.opening.campaign !== null) await tellCampaign(input.opening.campaign);
    await tellWhoWaits(running);
    await tellCycles(running);
    return { outcome: state.outcome ?? '' };
  }
  const { statement: _told, ...opening } = input.opening;
  const next: CaseInput = { ...input, opening, carried: { ...state, actsThisRun: 0 } };
  return await continueAsNew<(input: CaseInput) => Promise<{ outcome: string }>>(next);
}

/** A case of a rehearsal whose present is ahead of this execution's clock waits for that instant before it is anything. */
function untilBeginning({ opening: { beginsAt }, carried }: CaseInput): number {
  return carried === undefined && beginsAt !== undefined ? Date.parse(beginsAt) - Date.now() : 0;
}

/** The campaign looks at the documents, which have the end of the case by now. One that is gone need not know. */
async function tellCampaign(campaign: string): Promise<void> {
  if (!patched('campaignNews')) return;
  await getExternalWorkflowHandle(`campaign:${campaign}`)
    .signal(campaignNewsSignal)
    .catch(() => undefined);
}

/** Whoever has started this case, or waits for it, hears how it ended. One that is gone need not know. */
async function tellWhoWaits({ opening, state }: RunningCase): Promise<void> {
  const waiting = state.links.filter(({ relation }) => relation === 'startedFrom' || relation === 'awaitedBy');
  for (const parent of new Set(waiting.map((link) => link.case))) {
    await getExternalWorkflowHandle(parent)
      .signal(childEndedSignal, { case: opening.id, outcome: state.outcome ?? '' })
      .catch(() => undefined);
  }
}

function restore(procedure: Procedure, { opening, carried }: CaseInput): RunningCase {
  const now = new Date(Date.now()).toISOString();
  const state = carried ?? initialState(opening, now, dayOf(now), procedure.initialFacts(opening.input));
  const unknown = state.changes?.filter((change) => !procedure.changes?.includes(change)) ?? [];
  // A worker of an older version would lead it astray: the case is parked until one has it that knows the order.
  if (unknown.length > 0) throw new Error(`${opening.id} began with a later version: ${unknown.join(', ')}`);
  return new RunningCase(procedure, opening, state, carried !== undefined);
}

async function start(running: RunningCase, loop: CaseLoop): Promise<void> {
  const { kind, subject, policy, calendar, startedBy, key, body, underWay, input, campaign, statement, links } =
    running.opening;
  // Asked at the start and kept: a body is run again from its top, where `patched` would say yes to an older case too.
  const changes = running.procedure.changes?.filter((change) => patched(change)) ?? [];
  if (changes.length > 0) running.state.changes = changes;
  const toldLinks = links.length > 0 && patched('openingLinks') && { links: links.map((link) => ({ ...link })) };
  running.record({
    type: 'caseOpened',
    actor: startedBy,
    data: {
      kind,
      subject: subject.id,
      policy: policy.version,
      calendar: calendar.version,
      ...running.procedure.opening?.(input),
      ...toldLinks,
    },
    act: { key, body },
    ...(statement !== undefined && { form: statement }),
    ...(underWay && { effectiveOn: underWay.startedOn }),
  });
  for (const decided of running.procedure.decidedAtStart?.(input, campaign) ?? []) {
    running.record({ ...decided, actor: startedBy });
  }
  await loop.begin(underWay && ((settle) => enterEarlierSteps(loop.scene, settle, underWay)));
}

function setHandlers(loop: CaseLoop): void {
  for (const name of Object.keys(acts) as ActName[]) {
    const act = acts[name] as Act<unknown>;
    setHandler(
      actUpdates[name] as (typeof actUpdates)['comment'],
      (envelope) => loop.carryOut(act, envelope as ActEnvelope),
      {
        validator: (envelope) => validate(loop.scene, act, name, envelope as ActEnvelope),
      },
    );
  }
  setHandler(loadCalendarUpdate, (envelope) => loop.carryOut(loadCalendar, envelope), {
    validator: (envelope) => validate(loop.scene, loadCalendar, undefined, envelope),
  });
  setHandler(applyPolicyUpdate, (envelope) => loop.carryOut(applyPolicy, envelope), {
    validator: (envelope) => validate(loop.scene, applyPolicy, undefined, envelope),
  });
  setHandler(recordMonthUpdate, (envelope) => loop.carryOut(recordMonth, envelope), {
    validator: (envelope) => validate(loop.scene, recordMonth, undefined, envelope),
  });
  setHandler(childEndedSignal, (child) => loop.childEnded(child.case, child.outcome));
  setHandler(appealNewsSignal, (news) => loop.hearOf(news));
  setHandler(snapshotQuery, () => loop.snapshot());
}
