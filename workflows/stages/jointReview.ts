import { flagOf, numberOf } from '../../domain/procedures/parameters.ts';
import type { JointReviewOptions, Seat } from '../../domain/procedures/stages.ts';
import { hashOf } from '../../domain/timeline/hashChain.ts';
import type { RunningCase } from '../case/runningCase.ts';
import type { StagePrimitive } from './primitive.ts';

interface Vote {
  vote: 'approve' | 'refuse';
  /** Fingerprint of what was judged: an approval is kept while it stays the same. */
  of: string;
  /** Given in an earlier round. */
  kept?: true;
}

interface Progress {
  seats: { id: string; of: string }[];
  votes: Record<string, Vote>;
}

/** Several offices are asked in parallel. Silence is never consent. */
export const jointReview: StagePrimitive = {
  open(running, key) {
    const options = optionsOf(running, key);
    const progress: Progress = { seats: [], votes: {} };
    const asked: Seat[] = [];
    const seats = options.seats(running.context());
    if (seats.length === 0 || new Set(seats.map(({ id }) => id)).size < seats.length) {
      throw new Error(`${key} needs seats, each with an id of its own: nobody asked is nobody's consent`);
    }
    for (const seat of seats) {
      const of = seat.subjectMatter === undefined ? '' : hashOf(seat.subjectMatter).slice(0, 16);
      progress.seats.push({ id: seat.id, of });
      const earlier = options.keepApprovals ? lastVote(running, key, seat.id) : undefined;
      if (earlier?.vote === 'approve' && earlier.of === of) progress.votes[seat.id] = { ...earlier, kept: true };
      else asked.push(seat);
    }
    save(running, key, progress);
    for (const seat of asked) {
      running.openTask(key, {
        face: 'seat',
        part: seat.id,
        office: seat.office,
        ...(seat.unit !== undefined && { unit: seat.unit }),
        ...(seat.scope !== undefined && { scope: seat.scope }),
      });
    }
    count(running, key);
  },
  decide(running, key, task, decision, { actor }) {
    running.endTask(task.id, { decision, by: actor.id, why: 'decided' });
    cast(running, key, task.part ?? '', optionsOf(running, key).votes[decision] ?? 'refuse');
  },
  expired(running, key, task) {
    const { onSilence } = optionsOf(running, key);
    const rule = running.stageOf(task).faces[task.face]?.deadline?.silenceRefuses;
    if (rule === undefined || !flagOf(running.parameters, rule)) return;
    running.record({ type: 'expired', stage: task.id, data: { dueAt: task.dueAt } });
    running.endTask(task.id, { why: 'expired' });
    if (onSilence) running.patchFacts(onSilence({ ...running.context(), part: task.part ?? '' }));
    cast(running, key, task.part ?? '', 'refuse');
  },
};

function cast(running: RunningCase, key: string, seat: string, vote: Vote['vote']): void {
  const progress = progressOf(running, key);
  const of = progress.seats.find(({ id }) => id === seat)?.of ?? '';
  save(running, key, { ...progress, votes: { ...progress.votes, [seat]: { vote, of } } });
  count(running, key);
}

function count(running: RunningCase, key: string): void {
  const { rule, results } = optionsOf(running, key);
  const { seats, votes } = progressOf(running, key);
  const given = Object.values(votes);
  const approvals = given.filter(({ vote }) => vote === 'approve').length;
  const refusals = given.length - approvals;
  const needed = typeof rule === 'object' ? atLeast(running, rule.atLeast) : seats.length;
  const kept = Object.keys(votes).filter((seat) => votes[seat]?.kept);
  const data = kept.length > 0 ? { kept } : {};
  if (approvals >= needed) running.finish(key, results.approved, data);
  else if (
    rule === 'veto'
      ? refusals > 0
      : typeof rule === 'object'
        ? seats.length - refusals < needed
        : given.length === seats.length
  ) {
    running.finish(key, results.refused, data);
  }
}

function atLeast(running: RunningCase, needed: number | `${string}.${string}`): number {
  return typeof needed === 'number' ? needed : numberOf(running.parameters, needed);
}

function lastVote(running: RunningCase, key: string, seat: string): Vote | undefined {
  const { stage, visit } = running.visitAt(key);
  for (let earlier = visit - 1; earlier >= 1; earlier -= 1) {
    const vote = progressOf(running, `${stage}#${earlier}`).votes[seat];
    if (vote !== undefined) return vote;
  }
  return undefined;
}

function optionsOf(running: RunningCase, key: string): JointReviewOptions {
  return running.stageOf(running.visitAt(key)).options as JointReviewOptions;
}

function progressOf(running: RunningCase, key: string): Progress {
  return running.visitAt(key).progress as unknown as Progress;
}

function save(running: RunningCase, key: string, progress: Progress): void {
  running.visitAt(key).progress = progress as unknown as ReturnType<RunningCase['visitAt']>['progress'];
}
