import { procedure as rectification } from '../../domain/procedures/rectification.ts';
import type { Month } from '../../domain/rankings/complaintMonth.ts';
import type { CompoundFigures } from '../../domain/selection/rank.ts';
import type { CompoundDocument } from '../../models/registers.ts';
import type { SpaceServices } from '../services.ts';

/** What is known of the compounds of a place. */
export interface PlaceFigures {
  compounds: ReadonlyMap<string, Pick<CompoundDocument, 'name' | 'scope'>>;
  /** Of every compound in the register that is not retired; who is not in the figures had no tickets. */
  figures: CompoundFigures[];
  /** Months of the window that are published for the place, oldest first. */
  published: Month[];
  /** Compounds with a rectification under way, and which. */
  active: ReadonlyMap<string, string>;
}

/** Reads register, published figures and running rectifications of a place; each is one query that an index serves. */
export async function readFigures(
  space: SpaceServices,
  place: string,
  window: readonly Month[],
): Promise<PlaceFigures> {
  const [compounds, added, active] = await Promise.all([
    compoundsOf(space, place),
    addedUp(space, place, window),
    activeIn(space, place),
  ]);
  const known = new Map(added.map((each) => [each._id, each]));
  return {
    compounds,
    figures: [...compounds.keys()].sort().map((compound) => {
      const { complaints = 0, satisfied = 0, surveyed = 0 } = known.get(compound) ?? {};
      return { compound, complaints, satisfied, surveyed };
    }),
    published: [...new Set(added.flatMap(({ months }) => months))].sort(),
    active,
  };
}

async function compoundsOf(
  { registers: { compounds } }: SpaceServices,
  place: string,
): Promise<PlaceFigures['compounds']> {
  const found = await compounds
    .find({ within: place, retired: { $ne: true } }, { name: 1, scope: 1 })
    .lean<Pick<CompoundDocument, '_id' | 'name' | 'scope'>[]>();
  return new Map(found.map(({ _id, name, scope }) => [_id, { name, scope }]));
}

interface AddedUp extends Omit<CompoundFigures, 'compound'> {
  _id: string;
  months: Month[];
}

async function addedUp(
  { complaints: { complaintMonths } }: SpaceServices,
  place: string,
  window: readonly Month[],
): Promise<AddedUp[]> {
  return await complaintMonths.aggregate<AddedUp>([
    { $match: { within: place, month: { $gte: window[0], $lte: window.at(-1) } } },
    {
      $group: {
        _id: '$compound',
        complaints: { $sum: '$complaints' },
        satisfied: { $sum: '$satisfied' },
        surveyed: { $sum: '$surveyed' },
        months: { $push: '$month' },
      },
    },
  ]);
}

async function activeIn({ cases: { cases } }: SpaceServices, place: string): Promise<Map<string, string>> {
  const found = await cases
    .find({ within: place, kind: rectification.kind, status: { $in: ['running', 'suspended'] } }, { 'subject.id': 1 })
    .lean<{ _id: string; subject: { id: string } }[]>();
  return new Map(found.map(({ _id, subject }) => [subject.id, _id]));
}

/** A compound whose branch or secretary has few stars (P19). */
export interface LowStar {
  compound: string;
  star: number;
  of: 'branch' | 'secretary';
}

/** Compounds of a place with at most so many stars, the fewest first. */
export async function lowStarsIn(
  { registers: { entries } }: SpaceServices,
  place: string,
  of: LowStar['of'],
  most: number,
): Promise<LowStar[]> {
  const register = of === 'branch' ? entries.branches : entries.secretaries;
  const rated = await register
    .find({ within: place, retired: { $ne: true }, star: { $lte: most } }, { star: 1, compound: 1, compounds: 1 })
    .lean<{ star: number; compound?: string; compounds?: string[] }[]>();
  const fewest = new Map<string, number>();
  for (const { star, compound, compounds = [] } of rated) {
    for (const each of compound === undefined ? compounds : [compound]) {
      fewest.set(each, Math.min(star, fewest.get(each) ?? star));
    }
  }
  return [...fewest]
    .map(([compound, star]) => ({ compound, star, of }))
    .sort((a, b) => a.star - b.star || (a.compound < b.compound ? -1 : 1));
}

/** The rectifications under way of some compounds. */
export async function activeOf(
  { cases: { cases } }: SpaceServices,
  compounds: readonly string[],
): Promise<Map<string, string>> {
  const found = await cases
    .find({
      'subject.id': { $in: [...compounds] },
      kind: rectification.kind,
      status: { $in: ['running', 'suspended'] },
    })
    .select({ 'subject.id': 1 })
    .lean<{ _id: string; subject: { id: string } }[]>();
  return new Map(found.map(({ _id, subject }) => [subject.id, _id]));
}
