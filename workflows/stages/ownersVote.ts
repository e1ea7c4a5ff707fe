import { patched } from '@temporalio/workflow';
import { addDays } from '../../domain/calendar/calendar.ts';
import { computeDeadline } from '../../domain/deadline/deadline.ts';
import { fieldError, Refusal } from '../../domain/errors.ts';
import type { Actor } from '../../domain/organisation/actor.ts';
import { wordIn } from '../../domain/procedures/forms.ts';
import { numberOf, termOf } from '../../domain/procedures/parameters.ts';
import { extensionDays, type OwnersVoteOptions } from '../../domain/procedures/voteStage.ts';
import { type Json, text } from '../../domain/text.ts';
import { allHaveVoted, type JudgedVote, judgeVote, type ToldCount, type VoteDetail } from '../../domain/votes/vote.ts';
import type { RunningCase } from '../case/runningCase.ts';
import type { StagePrimitive } from './primitive.ts';

/** 业主共同决定: notice, ballots, count, one extension for want of a quorum. */
export const ownersVote: StagePrimitive = {
  open(running, key) {
    const { items, scope } = optionsOf(running, key);
    const context = running.context();
    const voted = items(context);
    if (voted.length === 0 || new Set(voted.map(({ id }) => id)).size < voted.length) {
      throw new Error(`${key} needs questions, each with an id of its own`);
    }
    save(running, key, { items: voted, scope: scope(context) });
    running.openTask(key, { face: 'notice' });
    if (optionsOf(running, key).calledOff !== undefined) running.openTask(key, { face: 'callOff', part: 'callOff' });
    const { postponement } = optionsOf(running, key);
    // A vote that was open before there were approvals goes on without.
    if (postponement && numberOf(running.parameters, postponement.days) > 0 && patched('postponement')) {
      running.openTask(key, { face: 'postponement', part: 'postponement' });
      running.patchFacts(postponement.pending);
    }
  },
  refuse(running, key, task, decision, { form, day }) {
    const { votingUntil = '', items } = progressOf(running, key);
    if (task.face === 'count') {
      const count = form as unknown as ToldCount;
      if (day < votingUntil && !allHaveVoted(count)) {
        return new Refusal('not-ready', text(`表决截止${votingUntil}`, `Votes are cast until ${votingUntil}`));
      }
      const decides = judgeVote(count, items, running.parameters).quorum;
      if (decides && count.items === undefined) {
        return new Refusal('invalid-input', undefined, [
          fieldError('/form/items', text('已达到法定参与比例', 'there is a quorum')),
        ]);
      }
    }
    if (task.face !== 'extension' || decision !== 'extend') return undefined;
    const latest = addDays(votingUntil, daysMore(running, key));
    const until = wordIn(form, 'votingUntil');
    if (until > day && until <= latest) return undefined;
    return new Refusal('invalid-input', text('表决期不能延长这么久', 'The vote cannot be extended so far'), [
      fieldError(
        '/form/votingUntil',
        text(`应晚于${day}，最迟${latest}`, `a day after ${day}, ${latest} at the latest`),
      ),
    ]);
  },
  decide(running, key, task, decision, { actor, form }) {
    const progress = progressOf(running, key);
    running.endTask(task.id, { decision, by: actor.id, why: 'decided' });
    const { calledOff } = optionsOf(running, key);
    if (task.face === 'callOff' && calledOff !== undefined) running.finish(key, calledOff);
    else if (task.face === 'postponement') putOff(running, key, actor);
    else if (task.face === 'notice') {
      if (`${key}.postponement` in running.state.tasks) running.endTask(`${key}.postponement`, { why: 'noticeGiven' });
      const { roll, votingFrom, votingUntil, method } = form as Record<string, string>;
      save(running, key, {
        ...progress,
        noticeOn: running.day,
        ...(roll !== undefined && { roll }),
        ...(method !== undefined && { method }),
        ...(votingFrom !== undefined && { votingFrom }),
        ...(votingUntil !== undefined && { votingUntil }),
      });
      askForCount(running, key);
    } else if (task.face === 'extension') {
      if (decision !== 'extend') return running.finish(key, 'quorumFailed');
      save(running, key, { ...progress, extended: true, votingUntil: wordIn(form, 'votingUntil') });
      askForCount(running, key);
    } else settle(running, key, form as unknown as ToldCount);
  },
  detail(running, key) {
    return running.visitAt(key).progress;
  },
};

function settle(running: RunningCase, key: string, count: ToldCount): void {
  const progress = { ...progressOf(running, key), count };
  save(running, key, progress);
  const vote: JudgedVote = judgeVote(count, progress.items, running.parameters);
  if (vote.quorum) {
    const { result, facts } = optionsOf(running, key).judged(vote, running.context());
    if (facts) running.patchFacts(facts);
    running.finish(key, result);
  } else if (progress.extended || daysMore(running, key) === 0) running.finish(key, 'quorumFailed');
  else running.openTask(key, { face: 'extension', part: 'extension', startOn: running.day });
}

function askForCount(running: RunningCase, key: string): void {
  const { votingUntil = running.day, extended } = progressOf(running, key);
  running.openTask(key, { face: 'count', part: extended ? 'countAfterExtension' : 'count', startOn: votingUntil });
}

/** The notice is due later; once, also when the approval is corrected. */
function putOff(running: RunningCase, key: string, actor: Actor): void {
  const task = running.state.tasks[key];
  const { postponement } = optionsOf(running, key);
  const term = postponement && termOf(running.parameters, postponement.days);
  if (task?.deadline === undefined || term === undefined) return;
  const has = task.deadline.extensions.some((each) => each.term.n === term.n && each.term.unit === term.unit);
  if (has) return;
  const deadline = { ...task.deadline, extensions: [...task.deadline.extensions, { term, at: running.now }] };
  const { dueAt } = computeDeadline(deadline, running.state.calendar);
  running.putTask({ ...task, deadline, dueAt, fired: [] });
  running.record({ type: 'extended', stage: task.id, actor, data: { term: { ...term }, from: task.dueAt, to: dueAt } });
}

function daysMore(running: RunningCase, key: string): number {
  return extensionDays(optionsOf(running, key), running.parameters);
}

function optionsOf(running: RunningCase, key: string): OwnersVoteOptions {
  return running.stageOf(running.visitAt(key)).options as OwnersVoteOptions;
}

function progressOf(running: RunningCase, key: string): VoteDetail {
  return running.visitAt(key).progress as unknown as VoteDetail;
}

function save(running: RunningCase, key: string, progress: VoteDetail): void {
  running.visitAt(key).progress = progress as unknown as Record<string, Json>;
  running.changes.stages.add(key);
}
