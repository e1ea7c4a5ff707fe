import { setMaxListeners } from 'node:events';
import { setTimeout as pause, setImmediate } from 'node:timers/promises';
import { Context } from '@temporalio/activity';
import { ApplicationFailure } from '@temporalio/common';
import { caseId } from '../../domain/case/opening.ts';
import type { Task } from '../../domain/case/task.ts';
import type { OfficeCode } from '../../domain/organisation/offices.ts';
import { procedure as rectification } from '../../domain/procedures/rectification.ts';
import type { RehearsalPlan, RehearsedCompound } from '../../domain/rehearsal/plan.ts';
import { rehearsedSubject } from '../../domain/rehearsal/rehearsal.ts';
import { reportOf } from '../../domain/rehearsal/report.ts';
import { sensitivityOf } from '../../domain/rehearsal/sensitivity.ts';
import { timelineTrace } from '../../domain/rehearsal/timelineTrace.ts';
import type { Trace } from '../../domain/rehearsal/trace.ts';
import { caseModels } from '../../models/caseModels.ts';
import { type RehearsalProgress, rehearsalModels } from '../../models/rehearsals.ts';
import { driveCase, rehearsedOpening } from './driveCase.ts';
import type { RehearsalParts } from './rehearsals.ts';
import { RehearsedCase } from './rehearsedCase.ts';

/** Cases played at once. A skip is mostly waiting, so many wait together; an act is work. */
const playedAtOnce = 48;
const progressEveryMs = 1_000;

/** What playing a case has left to be reported, besides its timeline. */
interface Played {
  open: Task[];
  failure?: string;
}

/** Plays every case of a rehearsal that has not ended yet, and writes the report. Progress is written every second. */
export async function playRehearsal(parts: RehearsalParts, rehearsal: string): Promise<void> {
  const { rehearsals, plans } = rehearsalModels(parts.database);
  const [document, planned] = await Promise.all([
    rehearsals.findByIdAndUpdate(rehearsal, { $set: { status: 'running' } }, { returnDocument: 'after' }).lean(),
    plans.findById(rehearsal).lean(),
  ]);
  if (document === null || planned === null)
    throw ApplicationFailure.nonRetryable(`there is no rehearsal ${rehearsal}`);
  const { plan } = planned;
  const startedAt = document.startedAt ?? new Date();
  await rehearsals.updateOne({ _id: rehearsal }, { $set: { startedAt } });
  const progress = { ...document.progress, done: 0 };
  const stop = reporting(progress, (now) => rehearsals.updateOne({ _id: rehearsal }, { $set: { progress: now } }));
  try {
    const played = await playAll(parts, rehearsal, plan, progress);
    const report = reportOf(plan, await tracesOf(parts, rehearsal, plan, played));
    const sensitivity = await sensitivityOf(plan, report, () => setImmediate());
    await rehearsals.updateOne(
      { _id: rehearsal },
      { $set: { status: 'completed', report, sensitivity, progress, endedAt: new Date() } },
    );
  } finally {
    await stop();
  }
}

/** Heartbeats, and writes progress where it has changed, until it is stopped. */
function reporting(
  progress: RehearsalProgress,
  write: (now: RehearsalProgress) => Promise<unknown>,
): () => Promise<void> {
  const over = new AbortController();
  const writing = (async () => {
    let written = '';
    while (!over.signal.aborted) {
      Context.current().heartbeat(progress);
      // A database that is away is noticed where it matters.
      if (JSON.stringify(progress) !== written) await write({ ...progress }).catch(() => undefined);
      written = JSON.stringify(progress);
      await pause(progressEveryMs, undefined, { signal: over.signal }).catch(() => undefined);
    }
  })();
  return async () => {
    over.abort();
    await writing;
  };
}

async function playAll(
  { client, database, taskQueue }: RehearsalParts,
  rehearsal: string,
  plan: RehearsalPlan,
  progress: RehearsalProgress,
): Promise<Map<string, Played>> {
  const { cases } = caseModels(database);
  const ended = new Set(await cases.distinct('_id', { within: `campaign:${rehearsal}`, endedAt: { $ne: null } }));
  const played = new Map<string, Played>();
  // What one player cannot get over ends the others too: the activity is begun again as a whole.
  const over = new AbortController();
  const signal = AbortSignal.any([Context.current().cancellationSignal, over.signal]);
  // Every call under way listens.
  setMaxListeners(0, signal);
  let next = 0;
  const player = async (): Promise<void> => {
    for (let n = next++; n < plan.compounds.length; n = next++) {
      const compound = plan.compounds[n];
      if (compound === undefined) return;
      const running = new RehearsedCase(client, rehearsedOpening(rehearsal, plan, compound), signal, progress);
      if (!ended.has(idOf(compound, rehearsal))) played.set(compound.compound, await play(running, plan, compound));
      progress.done += 1;
    }
  };
  const play = async (running: RehearsedCase, ...rest: [RehearsalPlan, RehearsedCompound]): Promise<Played> => {
    try {
      const { tasks, view } = await driveCase(running, ...rest, taskQueue);
      await stored(cases, view);
      return { open: tasks };
    } catch (error) {
      signal.throwIfAborted();
      // A refusal by the case is a fault of the script, and no reason to give up the others.
      if (error instanceof ApplicationFailure) return { open: [], failure: `${error.type}: ${error.message}` };
      throw error;
    }
  };
  const players = Array.from({ length: Math.min(playedAtOnce, plan.compounds.length) }, () =>
    player().catch((error: unknown) => over.abort(error)),
  );
  await Promise.all(players);
  signal.throwIfAborted();
  return played;
}

function idOf({ compound }: RehearsedCompound, rehearsal: string): string {
  return caseId(rectification.kind, rehearsedSubject(compound, rehearsal), 1);
}

/** Waits until the read model has what the case has said. */
async function stored(
  cases: ReturnType<typeof caseModels>['cases'],
  { id, revision }: { id: string; revision: number },
): Promise<void> {
  while ((await cases.exists({ _id: id, revision: { $gte: revision } })) === null) {
    Context.current().cancellationSignal.throwIfAborted();
    await pause(50);
  }
}

/** What happened, from the timelines. */
async function tracesOf(
  { database }: RehearsalParts,
  rehearsal: string,
  plan: RehearsalPlan,
  played: ReadonlyMap<string, Played>,
): Promise<Trace[]> {
  const { tasks, timeline } = caseModels(database);
  const traces: Trace[] = [];
  for (const compound of plan.compounds) {
    const id = idOf(compound, rehearsal);
    const [events, asked] = await Promise.all([
      timeline.find({ case: id }, { event: 1 }).sort({ epoch: 1, seq: 1 }).lean(),
      tasks.find({ case: id }, { id: 1, office: 1 }).lean(),
    ]);
    const offices = new Map(asked.map((task): [string, OfficeCode] => [task.id, task.office]));
    const officeOf = (task: string): OfficeCode => {
      const office = offices.get(task);
      if (office === undefined) throw new Error(`${id}: nobody was asked ${task}`);
      return office;
    };
    const { open = [], failure } = played.get(compound.compound) ?? {};
    const happened = events.map(({ event }) => event);
    traces.push({
      ...timelineTrace(compound.compound, happened, officeOf, open, plan),
      ...(failure !== undefined && { failure }),
    });
  }
  return traces;
}
