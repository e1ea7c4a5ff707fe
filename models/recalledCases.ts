import { dayOf } from '../domain/calendar/calendar.ts';
import type { Subject } from '../domain/case/caseView.ts';
import { parseCaseId } from '../domain/case/opening.ts';
import type { Procedure } from '../domain/procedures/declaration.ts';
import type { Json } from '../domain/text.ts';
import type { CaseModels } from './caseModels.ts';

/** The input of a new case with what earlier cases of its subject add to it; see `Procedure.recalls`. An input with errors stays as it is. */
export async function withRecalled(
  { cases }: CaseModels,
  { recalls, input: schema }: Pick<Procedure, 'recalls' | 'input'>,
  subject: Pick<Subject, 'id' | 'type'>,
  input: unknown,
): Promise<unknown> {
  if (recalls === undefined) return input;
  const parsed = schema.safeParse(input);
  if (!parsed.success) return input;
  const given = parsed.data as Record<string, Json>;
  const { kind, outcomes } = recalls;
  const { from, to } = recalls.within(given);
  const about = { 'subject.id': subject.id, 'subject.type': subject.type, kind, outcome: { $in: outcomes } };
  const ended = await cases.find(about, { endedAt: 1 }).sort({ _id: 1 }).lean();
  const keys = ended.flatMap(({ _id, endedAt }) => {
    const day = endedAt === null ? '' : dayOf(endedAt);
    return day >= from && day <= to ? (parseCaseId(_id)?.key ?? []) : [];
  });
  return keys.length === 0 ? given : recalls.input(given, keys);
}
