import type { CaseLink } from '../../domain/case/caseView.ts';
import type { ChildCaseOptions } from '../../domain/procedures/childCaseStage.ts';
import type { Json } from '../../domain/text.ts';
import type { RunningCase } from '../case/runningCase.ts';
import type { StagePrimitive } from './primitive.ts';

/** A case of another procedure; the case loop starts it, and hears of its end. */
export const childCase: StagePrimitive = {
  open(running, key) {
    const { kind, subject, input } = optionsOf(running, key);
    const context = running.context();
    running.visitAt(key).progress = {
      kind,
      ...(subject && { subject: { ...subject(context) } }),
      input: input(context),
    };
  },
  decide() {
    throw new Error('a child case asks nobody');
  },
  detail(running, key) {
    const { case: child, outcome } = running.visitAt(key).progress;
    return { ...(child !== undefined && { case: child }), ...(outcome !== undefined && { outcome }) };
  },
};

/** The child is there: started by this case, or active already. */
export function childStarted(running: RunningCase, key: string, child: string): void {
  const visit = running.state.visits[key];
  if (visit === undefined || visit.closedAt !== undefined) return;
  visit.progress = { ...visit.progress, case: child };
  running.changes.stages.add(key);
  running.version += 1;
  running.record({ type: 'childStarted', stage: key, data: { case: child } });
  if (optionsOf(running, key).results === undefined) running.finish(key, 'started');
}

/** The child's procedure refused the input. */
export function childRefused(running: RunningCase, key: string, reason: string): void {
  const visit = running.state.visits[key];
  if (visit === undefined || visit.closedAt !== undefined) return;
  running.finish(key, 'failed', { reason });
}

/** A case that this one has started, or waits for, has ended. */
export function childEnded(running: RunningCase, child: string, outcome: string): void {
  noteOutcome(running, child, outcome);
  for (const [key, visit] of Object.entries(running.state.visits)) {
    if (visit.closedAt !== undefined || visit.progress['case'] !== child) continue;
    const stage = running.stageOf(visit);
    if (stage.primitive !== 'childCase') continue;
    const { results = {}, ended } = optionsOf(running, key);
    visit.progress = { ...visit.progress, outcome };
    const facts = ended?.({ case: child, outcome }, running.context());
    if (facts) running.patchFacts(facts);
    running.finish(key, results[outcome] ?? 'failed', { case: child, outcome });
  }
}

/** People may have linked it, as one that this case has started or awaits. */
function noteOutcome(running: RunningCase, child: string, outcome: string): void {
  const open = running.state.links.some((link) => isAwaited(link, child));
  if (!open) return;
  running.state.links = running.state.links.map((link) => (isAwaited(link, child) ? { ...link, outcome } : link));
  running.version += 1;
  running.record({ type: 'linkedEnded', data: { case: child, outcome } });
}

function isAwaited({ case: other, relation, outcome }: CaseLink, child: string): boolean {
  return other === child && (relation === 'started' || relation === 'awaits') && outcome === undefined;
}

/** The visits whose child has not been started yet. */
export function childrenToStart(running: RunningCase): { key: string; progress: Record<string, Json> }[] {
  return Object.entries(running.state.visits).flatMap(([key, visit]) =>
    visit.closedAt === undefined &&
    running.stageOf(visit).primitive === 'childCase' &&
    visit.progress['case'] === undefined
      ? [{ key, progress: visit.progress }]
      : [],
  );
}

function optionsOf(running: RunningCase, key: string): ChildCaseOptions {
  return running.stageOf(running.visitAt(key)).options as ChildCaseOptions;
}
