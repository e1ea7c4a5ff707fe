import { own } from '../own.ts';
import type { Procedure } from '../procedures/declaration.ts';
import type { TimelineEvent } from '../timeline/event.ts';

/** The templates of the documents an event produces, as its decision or the result of its stage declares them. */
export function documentsOf(procedure: Pick<Procedure, 'stages'>, event: TimelineEvent): string[] {
  const stage = own(procedure.stages, event.stage?.split('#')[0] ?? '');
  if (stage === undefined) return [];
  const { decision, result } = event.data;
  const declared = Object.values(stage.faces).map(({ decisions }) =>
    event.type === 'decided' && typeof decision === 'string' ? own(decisions, decision) : undefined,
  );
  const byDecision = declared.find((each) => each !== undefined)?.documents ?? [];
  const byResult = (stage.documents ?? []).flatMap(({ template, results }) =>
    typeof result === 'string' && results.includes(result) ? [template] : [],
  );
  return [...byDecision, ...byResult];
}
