import { type CaseOpening, parseCaseId } from '../domain/case/opening.ts';
import type { CaseModels } from './caseModels.ts';

/** The latest case of a subject and kind that the read model knows. */
export interface LatestCase {
  id: string;
  ordinal: number;
  active: boolean;
}

/**
 * The latest case of a subject and of what recurs; undefined when it has had none of this kind. The read model may be behind: only a start
 * that Temporal refuses says for certain that an ordinal is taken.
 */
export async function latestCaseOf(
  { cases }: CaseModels,
  { kind, subject, recurring }: Pick<CaseOpening, 'kind' | 'subject' | 'recurring'>,
): Promise<LatestCase | undefined> {
  const earlier = await cases.find({ 'subject.id': subject.id, kind }, { status: 1 }).lean();
  return earlier
    .flatMap(({ _id, status }) => {
      const parts = parseCaseId(_id);
      const active = status === 'running' || status === 'suspended';
      return parts && parts.key === recurring ? [{ id: _id, ordinal: parts.ordinal, active }] : [];
    })
    .reduce<LatestCase | undefined>((last, each) => (each.ordinal > (last?.ordinal ?? 0) ? each : last), undefined);
}

/** The hash of the key a case was started with; undefined while the read model does not have the case. */
export async function startKeyOf({ timeline }: CaseModels, id: string): Promise<string | undefined> {
  const opened = await timeline.findOne({ case: id, seq: 1 }).sort({ epoch: -1 }).lean();
  return opened?.event.act?.key;
}
