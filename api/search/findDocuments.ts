import { type Actor, seesCase } from '../../domain/organisation/actor.ts';
import type { CaseDocument } from '../../models/caseModels.ts';
import type { IssuedDocument } from '../../models/documents.ts';
import { pathsTo } from '../../models/registers.ts';
import { placesOfCase } from '../present/case.ts';
import type { SpaceServices } from '../services.ts';
import { containing, rarestPiece } from '../textSearch.ts';
import { visiblePlaces } from '../visibility.ts';

/** So many numbers of cases above the actor's places are looked through for those in which the actor was asked. */
const looked = 200;

/** Issued documents with `q` in their number, of cases the actor may see; the latest first. */
export async function findDocuments(
  { documents, cases }: SpaceServices,
  actor: Actor,
  q: string,
  limit: number,
): Promise<IssuedDocument[]> {
  const { issued } = documents;
  const grams = await rarestPiece(q, (gram, most) => issued.countDocuments({ grams: gram }, { limit: most }));
  const named = { grams: grams ?? '', 'content.number': containing(q) };
  const sight = visiblePlaces(actor);
  const find = (where: Record<string, unknown>, most: number) =>
    issued
      .find({ ...named, ...where })
      .sort({ issuedAt: -1, _id: 1 })
      .limit(most)
      .lean<IssuedDocument[]>();
  if (sight === undefined) return await find({}, limit);
  const inside = await find({ within: { $in: sight } }, limit);
  // A case of a wider place is seen by the places inside that it has asked; only the case knows which.
  const above = [...new Set(sight.flatMap(pathsTo))].filter((place) => !sight.includes(place));
  const wider = above.length === 0 ? [] : await find({ scope: { $in: above } }, looked);
  const stored = await cases.cases
    .find({ _id: { $in: [...new Set(wider.map((each) => each.case))] } }, { 'subject.scope': 1, asked: 1 })
    .lean<Pick<CaseDocument, '_id' | 'subject' | 'asked'>[]>();
  const seen = new Set(stored.filter((each) => seesCase(actor, placesOfCase(each))).map(({ _id }) => _id));
  return [...inside, ...wider.filter((each) => seen.has(each.case))]
    .sort((a, b) => b.issuedAt.getTime() - a.issuedAt.getTime())
    .slice(0, limit);
}
