import { type CaseOpening, parseCaseId } from '../domain/case/opening.ts';
import type { CaseModels } from './caseModels.ts';

/** The latest case of a subject and kind that the read model knows. */
export interface LatestCase {
  id: string;
  ordinal: number;
  active: boolean;
}

/**
 * The latest case of a subject and of what recurs; undefined when it has had none of this kind. The read model may be
 * behind: only a start that Temporal refuses says for certain that an ordinal is taken.
 */
export async function latestCaseOf(
  models: CaseModels,
  opening: Pick<CaseOpening, 'kind' | 'subject' | 'recurring'>,
): Promise<LatestCase | undefined> {
  return (await latestCasesOf(models, [opening])).get(opening.subject.id);
}

/** The latest case of each of several subjects, all of one kind and of the same that recurs; one query for all. */
export async function latestCasesOf(
  { cases }: CaseModels,
  openings: readonly Pick<CaseOpening, 'kind' | 'subject' | 'recurring'>[],
): Promise<Map<string, LatestCase>> {
  const [first] = openings;
  const latest = new Map<string, LatestCase>();
  if (first === undefined) return latest;
  const { kind, recurring } = first;
  const subjects = openings.map(({ subject }) => subject.id);
  const earlier = await cases.find({ 'subject.id': { $in: subjects }, kind }, { status: 1 }).lean();
  for (const { _id, status } of earlier) {
    const parts = parseCaseId(_id);
    if (parts === undefined || parts.key !== recurring) continue;
    if (parts.ordinal <= (latest.get(parts.subject)?.ordinal ?? 0)) continue;
    const active = status === 'running' || status === 'suspended';
    latest.set(parts.subject, { id: _id, ordinal: parts.ordinal, active });
  }
  return latest;
}

/** The hash of the key a case was started with; undefined while the read model does not have the case. */
export async function startKeyOf({ timeline }: CaseModels, id: string): Promise<string | undefined> {
  const opened = await timeline.findOne({ case: id, seq: 1 }).sort({ epoch: -1 }).lean();
  return opened?.event.act?.key;
}
