import {
  ApplicationFailure,
  allHandlersFinished,
  condition,
  continueAsNew,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import { dayOf } from '../../domain/calendar/calendar.ts';
import { type ActEnvelope, type ActName, actEnvelopeSchema, actSchemas } from '../../domain/case/acts.ts';
import { fieldErrors, Refusal } from '../../domain/errors.ts';
import type { Procedure } from '../../domain/procedures/declaration.ts';
import { type ActAnswer, actUpdates, loadCalendarUpdate, snapshotQuery } from '../messages.ts';
import type { Act, ActScene } from './acts/act.ts';
import { acts } from './acts/index.ts';
import { loadCalendar } from './acts/loadCalendar.ts';
import { Bodies } from './bodies.ts';
import { ANSWERS_KEPT, type CaseInput, initialState } from './caseState.ts';
import { enterEarlierSteps } from './earlierSteps.ts';
import { Outbox } from './outbox.ts';
import { RunningCase } from './runningCase.ts';
import type { StageRunner } from './stageRunner.ts';
import { TimeKeeper } from './timeKeeper.ts';

/** Past any of these a case continues as new at the next quiet moment (design: a cold decision costs 0.4 ms per event). */
const BOUNDS = { events: 500, bytes: 1_000_000, acts: 500 };

/**
 * Runs one case of a procedure from its start to its end, through as many continue-as-news as it takes.
 *
 * @param body the procedure: its stages in order; returns the outcome
 */
export async function runCase(
  procedure: Procedure,
  input: CaseInput,
  body: (runner: StageRunner) => Promise<string>,
): Promise<{ outcome: string }> {
  const running = restore(procedure, input);
  const { state, opening } = running;
  const keeper = new TimeKeeper(running);
  const bodies = new Bodies(running, body);
  const outbox = new Outbox(running, () => bodies.mainStage, input.carried !== undefined);
  const scene: ActScene = { running, keeper };
  let busy = false;

  /** Lets the bodies move to where they wait. */
  const settleBodies = async (): Promise<void> => {
    bodies.start();
    await condition(() => bodies.settled || bodies.failure !== undefined);
    if (bodies.failure) throw bodies.failure.error;
    if (bodies.outcome !== undefined && !running.ended) {
      running.end('completed', bodies.outcome);
      running.record({ type: 'caseClosed', data: { outcome: bodies.outcome } });
    }
  };

  /** Lets the bodies move, and whatever is due by now happen, until nothing moves any more. */
  const settle = async (): Promise<void> => {
    do await settleBodies();
    while (!running.ended && keeper.catchUp());
  };

  const resting = (): boolean => !busy && bodies.settled;

  /** One act at a time: rungs already due are climbed first, then the act, then everything it sets in motion. */
  const carryOut = async <I>(act: Act<I>, envelope: ActEnvelope<I>): Promise<ActAnswer> => {
    await restingAlone(resting);
    const known = state.answers.find(({ key }) => key === envelope.key);
    if (known) return answerOf(known, envelope.body);
    busy = true;
    try {
      await settle();
      const refused = refusalOf(scene, act, envelope);
      if (refused) throw failureOf(refused);
      const from = running.nextSeq;
      const before = new Set(Object.keys(state.tasks));
      act.apply(scene, envelope);
      await settleBodies();
      running.actDay = undefined;
      await settle();
      running.seal();
      state.actsThisRun += 1;
      const now = new Set(Object.keys(state.tasks));
      const answer: ActAnswer = {
        case: opening.id,
        revision: state.seq,
        status: state.status,
        stage: running.ended ? null : bodies.mainStage,
        outcome: state.outcome,
        events: { from, to: state.seq },
        tasks: { opened: [...now].filter((id) => !before.has(id)), closed: [...before].filter((id) => !now.has(id)) },
        body: envelope.body,
      };
      state.answers = [...state.answers, { ...answer, key: envelope.key }].slice(-ANSWERS_KEPT);
      return answer;
    } finally {
      running.actDay = undefined;
      running.seal();
      busy = false;
    }
  };

  // State and open tasks exist before any handler does: buffered updates are dispatched the moment one is set.
  if (input.carried === undefined) {
    running.record({
      type: 'caseOpened',
      actor: opening.startedBy,
      data: {
        kind: opening.kind,
        subject: opening.subject.id,
        policy: opening.policy.version,
        calendar: opening.calendar.version,
      },
      act: { key: opening.key, body: opening.body },
      ...(opening.underWay && { effectiveOn: opening.underWay.startedOn }),
    });
    if (opening.underWay) await enterEarlierSteps(scene, settle, opening.underWay);
  }
  await settle();
  running.seal();

  for (const name of Object.keys(acts) as ActName[]) {
    const act = acts[name] as Act<unknown>;
    const schema = actSchemas[name];
    setHandler(
      actUpdates[name] as (typeof actUpdates)['comment'],
      (envelope) => carryOut(act, envelope as ActEnvelope),
      {
        validator: (envelope) => validate(scene, act, schema, envelope as ActEnvelope),
      },
    );
  }
  setHandler(loadCalendarUpdate, (envelope) => carryOut(loadCalendar, envelope), {
    validator: (envelope) => {
      const refused = refusalOf(scene, loadCalendar, envelope);
      if (refused) throw failureOf(refused);
    },
  });
  setHandler(snapshotQuery, () => ({
    view: outbox.view(),
    tasks: Object.values(state.tasks),
    problems: Object.values(state.problems),
    key: opening.key,
    body: opening.body,
    now: running.now,
  }));

  /** One timer for the whole case: the earliest thing that time will bring. */
  const keepTime = async (): Promise<never> => {
    for (;;) {
      await restingAlone(resting);
      const wake = keeper.nextWake();
      const wait = wake === undefined ? undefined : wake - Date.now();
      if (wait !== undefined && wait <= 0) {
        busy = true;
        await settle();
        running.seal();
        busy = false;
        continue;
      }
      const changed = (): boolean => running.ended || (resting() && keeper.nextWake() !== wake);
      await (wait === undefined ? condition(changed) : condition(changed, wait));
      if (running.ended) await condition(() => false);
    }
  };

  const bounds = { ...BOUNDS, ...(input.historyBound !== undefined && { events: input.historyBound }) };
  const grown = (): boolean => {
    const { historyLength, historySize, continueAsNewSuggested } = workflowInfo();
    return (
      continueAsNewSuggested ||
      historyLength > bounds.events ||
      historySize > bounds.bytes ||
      state.actsThisRun > bounds.acts
    );
  };
  const quiet = (): boolean => resting() && outbox.empty && allHandlersFinished();

  await Promise.race([condition(() => quiet() && (running.ended || grown())), keepTime(), outbox.run(resting)]);
  if (running.ended) return { outcome: state.outcome ?? '' };
  const next: CaseInput = { ...input, carried: { ...state, actsThisRun: 0 } };
  return await continueAsNew<(input: CaseInput) => Promise<{ outcome: string }>>(next);
}

/** Several may wait for the case to rest and be woken in one go; the first to move makes the others wait again. */
async function restingAlone(resting: () => boolean): Promise<void> {
  while (!resting()) await condition(resting);
}

function restore(procedure: Procedure, { opening, carried }: CaseInput): RunningCase {
  const now = new Date(Date.now()).toISOString();
  const state = carried ?? initialState(opening, now, dayOf(now), procedure.initialFacts(opening.input));
  return new RunningCase(procedure, opening, state, carried !== undefined);
}

function validate(
  scene: ActScene,
  act: Act<unknown>,
  schema: (typeof actSchemas)[ActName],
  envelope: ActEnvelope,
): void {
  const outer = actEnvelopeSchema.safeParse(envelope);
  if (!outer.success)
    throw failureOf(new Refusal('invalid-input', 'The act is not well formed', fieldErrors(outer.error)));
  const inner = schema.safeParse(envelope.input);
  if (!inner.success) throw failureOf(new Refusal('invalid-input', undefined, fieldErrors(inner.error)));
  const known = scene.running.state.answers.find(({ key }) => key === envelope.key);
  if (known) {
    answerOf(known, envelope.body);
    return;
  }
  const refused = refusalOf(scene, act, envelope);
  if (refused) throw failureOf(refused);
}

/** The answer to a repeat; the same key with another body is a mistake of the caller. */
function answerOf({ key: _, ...answer }: ActAnswer & { key: string }, body: string): ActAnswer {
  if (answer.body !== body) throw failureOf(new Refusal('idempotency-key-reused'));
  return answer;
}

function refusalOf<I>(scene: ActScene, act: Act<I>, { actor, input }: ActEnvelope<I>): Refusal | undefined {
  const { running } = scene;
  if (running.ended) {
    return new Refusal(
      'case-closed',
      `The case ended ${running.state.endedAt} with ${running.state.outcome}. A new case of the same subject can be linked to it; a decision can be appealed.`,
    );
  }
  return act.refuse(scene, actor, input);
}

/** How a refusal crosses Temporal: the code as type, the detail as message, the fields as first detail. */
function failureOf(refusal: Refusal): ApplicationFailure {
  return ApplicationFailure.create({
    message: refusal.message,
    type: refusal.code,
    nonRetryable: true,
    details: [refusal.errors],
  });
}
