import type { Loads } from '../domain/campaign/staffing.ts';
import { procedure as rectification } from '../domain/procedures/rectification.ts';
import type { CaseModels } from './caseModels.ts';

/** How many running rectifications of a place each leader and red secretary has, nominated or accepted. */
export async function teamLoads({ cases }: CaseModels, place: string): Promise<Loads> {
  const found = await cases.aggregate<{ _id: { seat: string; unit: string }; count: number }>([
    { $match: { within: place, kind: rectification.kind, status: { $in: ['running', 'suspended'] } } },
    { $project: { team: { $objectToArray: { $ifNull: ['$facts.team', {}] } } } },
    { $unwind: '$team' },
    { $match: { 'team.k': { $in: ['leader', 'redSecretary'] }, 'team.v.status': { $in: ['nominated', 'accepted'] } } },
    { $group: { _id: { seat: '$team.k', unit: '$team.v.unit' }, count: { $sum: 1 } } },
  ]);
  const of = (seat: string): Map<string, number> =>
    new Map(found.flatMap(({ _id, count }) => (_id.seat === seat ? [[_id.unit, count] as const] : [])));
  return { leader: of('leader'), redSecretary: of('redSecretary') };
}
