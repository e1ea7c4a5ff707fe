import { flagOf, numberOf } from '../../domain/procedures/parameters.ts';
import type { Rater, ScoringOptions } from '../../domain/procedures/scoringStage.ts';
import { weightedMean } from '../../domain/scoring/score.ts';
import type { Json } from '../../domain/text.ts';
import type { RunningCase } from '../case/runningCase.ts';
import type { StagePrimitive } from './primitive.ts';

interface Progress {
  raters: { id: string; weight?: string }[];
  /** Points by rater; null where the rater is missing. */
  scores: Record<string, number | null>;
  /** Hundredths of a point, once everybody is heard. */
  total?: number;
}

/** Several rate in parallel; the total is the mean by weight. */
export const scoring: StagePrimitive = {
  open(running, key) {
    const raters = optionsOf(running, key).raters(running.context());
    if (raters.length === 0 || new Set(raters.map(({ id }) => id)).size < raters.length) {
      throw new Error(`${key} needs raters, each with an id of its own`);
    }
    save(running, key, {
      raters: raters.map(({ id, weight }) => ({ id, ...(weight !== undefined && { weight }) })),
      scores: {},
    });
    for (const rater of raters) running.openTask(key, askOf(rater));
  },
  decide(running, key, task, decision, { actor, form }) {
    running.endTask(task.id, { decision, by: actor.id, why: 'decided' });
    note(running, key, task.part ?? '', decision === 'score' ? Number(form['score']) : null);
  },
  expired(running, key, task) {
    const rule = running.stageOf(task).faces[task.face]?.deadline?.silenceRefuses;
    if (rule === undefined || !flagOf(running.parameters, rule)) return;
    running.record({ type: 'expired', stage: task.id, data: { dueAt: task.dueAt } });
    running.endTask(task.id, { why: 'expired' });
    note(running, key, task.part ?? '', null);
  },
  detail(running, key) {
    return running.visitAt(key).progress;
  },
};

function askOf({ id, office, unit, scope }: Rater): Parameters<RunningCase['openTask']>[1] {
  return {
    face: 'rater',
    part: id,
    office,
    ...(unit !== undefined && { unit }),
    ...(scope !== undefined && { scope }),
  };
}

function note(running: RunningCase, key: string, rater: string, points: number | null): void {
  const progress = progressOf(running, key);
  const scores = { ...progress.scores, [rater]: points };
  save(running, key, { ...progress, scores });
  if (Object.keys(scores).length < progress.raters.length) return;
  const { counted = (_rater, score) => score, minRaters, scored } = optionsOf(running, key);
  const given = progress.raters.flatMap(({ id, weight }) => {
    const score = scores[id];
    return typeof score === 'number' ? [{ id, score, ...(weight !== undefined && { weight }) }] : [];
  });
  const needed = minRaters === undefined ? progress.raters.length : numberOf(running.parameters, minRaters);
  if (given.length === 0 || given.length < needed) return running.finish(key, 'incomplete');
  const total = weightedMean(
    given.map((each) => ({ ...each, score: counted(each.id, each.score, running.context()) })),
  );
  save(running, key, { ...progress, scores, total });
  const facts = scored?.(
    {
      total,
      scores: Object.fromEntries(given.map(({ id, score }) => [id, score])),
      missing: progress.raters.flatMap(({ id }) => (typeof scores[id] === 'number' ? [] : [id])),
    },
    running.context(),
  );
  if (facts) running.patchFacts(facts);
  running.finish(key, 'scored', { total });
}

function optionsOf(running: RunningCase, key: string): ScoringOptions {
  return running.stageOf(running.visitAt(key)).options as ScoringOptions;
}

function progressOf(running: RunningCase, key: string): Progress {
  return running.visitAt(key).progress as unknown as Progress;
}

function save(running: RunningCase, key: string, progress: Progress): void {
  running.visitAt(key).progress = progress as unknown as Record<string, Json>;
  running.changes.stages.add(key);
}
