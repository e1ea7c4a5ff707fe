import type { ClientSession } from 'mongoose';
import { grouped } from '../../domain/grouped.ts';
import { covers, scopeParts } from '../../domain/organisation/scope.ts';
import type { Month } from '../../domain/rankings/complaintMonth.ts';
import { monthsAfter } from '../../domain/rankings/months.ts';
import { withRanks } from '../../domain/rankings/ranks.ts';
import {
  type ComplaintModels,
  type RankingRowDocument,
  type RankingVersionDocument,
  versionKey,
} from '../../models/rankings.ts';
import { pathsTo } from '../../models/registers.ts';
import type { SpaceServices } from '../services.ts';
import type { CheckedRows } from './checkRows.ts';

/** What a month holds already: the rows a new version replaces or carries over. */
export interface BaseRows {
  version: number;
  rows: RankingRowDocument[];
}

/**
 * The rows of a month's newest version; of figures that were published without a file, what is published.
 */
export async function baseRows(space: SpaceServices, month: Month, session?: ClientSession): Promise<BaseRows> {
  const { rankings, rows, complaintMonths } = space.complaints;
  const within = { session: session ?? null };
  const known = await rankings.findById(month, null, within).lean();
  if (known) {
    const found = await rows.find({ month, version: known.latest }, null, within).lean<RankingRowDocument[]>();
    return { version: known.latest, rows: found };
  }
  const published = await complaintMonths.find({ month }, null, within).lean();
  if (published.length === 0) return { version: 0, rows: [] };
  const compounds = await space.registers.compounds
    .find({ _id: { $in: published.map(({ compound }) => compound) } }, { name: 1, scope: 1 }, within)
    .lean();
  const names = new Map(compounds.map((each) => [each._id, each]));
  return {
    version: Math.max(...published.map(({ version }) => version)),
    rows: published.flatMap(({ _id, publishedAt: _, publishedOn: __, version, ...figures }) => {
      const of = names.get(figures.compound);
      return of
        ? [{ ...figures, _id, version, name: of.name, scope: of.scope, rankGiven: true, ...order(figures) }]
        : [];
    }),
  };
}

function order({ cityRank }: Pick<RankingRowDocument, 'cityRank'>): Pick<RankingRowDocument, 'byRank' | 'change'> {
  return { byRank: cityRank ?? 1_000_000, change: null };
}

/** The rows of a new version: those of the file, and of other places those of the version before. Ranks are made where none came. */
export function mergedRows(
  month: Month,
  checked: CheckedRows,
  base: readonly RankingRowDocument[],
  { scopes, ranksGiven, before }: { scopes: readonly string[]; ranksGiven: boolean; before: Before },
): { rows: Omit<RankingRowDocument, '_id' | 'version'>[]; carried: number } {
  const fromFile = checked.rows.map(({ of, values }) => ({
    compound: of.id,
    month,
    name: of.name,
    scope: of.scope,
    within: pathsTo(of.scope),
    complaints: values.complaints,
    propertyComplaints: values.propertyComplaints,
    cityRank: values.cityRank ?? null,
    satisfied: values.satisfied,
    surveyed: values.surveyed,
    rankGiven: ranksGiven,
  }));
  const carried = base
    .filter(({ scope }) => !scopes.some((outer) => covers(outer, scope)))
    .map(({ _id, version, byRank, change, ...row }) => row);
  const byCity = grouped([...fromFile, ...carried], ({ scope }) => scopeParts(scope).city);
  const ranked = [...byCity.values()].flatMap((rows) => withRanks(rows, ({ rankGiven }) => rankGiven));
  return {
    carried: carried.length,
    rows: ranked.map((row) => {
      const earlier = before.get(row.compound);
      return { ...row, ...order(row), change: earlier === undefined ? null : row.complaints - earlier.complaints };
    }),
  };
}

type Before = ReadonlyMap<string, { complaints: number }>;

/** Tickets of the month before: as published, else as last handed in. */
export async function monthBefore(space: SpaceServices, month: Month): Promise<Before> {
  const before = monthsAfter(month, -1);
  const published = await space.complaints.complaintMonths
    .find({ month: before }, { compound: 1, complaints: 1 })
    .lean();
  const rows = published.length > 0 ? published : (await baseRows(space, before)).rows;
  return new Map(rows.map(({ compound, complaints }) => [compound, { complaints }]));
}

/** The newest version, if it is this very file and nobody has said anything else of its places since. */
export async function sameFile(
  { versions }: ComplaintModels,
  month: Month,
  sha256: string,
  scopes: readonly string[],
  session?: ClientSession,
): Promise<RankingVersionDocument | undefined> {
  const known = await versions
    .find({ month }, null, { session: session ?? null })
    .sort({ version: -1 })
    .lean();
  const touches = ({ scopes: others }: RankingVersionDocument): boolean =>
    others.some((a) => scopes.some((b) => covers(a, b) || covers(b, a)));
  const newest = known.find(touches);
  return newest?.sha256 === sha256 && newest.scopes.join() === scopes.join() ? newest : undefined;
}

/** Keeps a version with all its rows, or nothing. Two at once get two versions, the later on top of the earlier. */
export async function storeVersion(
  space: SpaceServices,
  month: Month,
  facts: Pick<RankingVersionDocument, 'scopes' | 'sha256' | 'fileName' | 'uploadedAt' | 'uploadedBy' | 'warnings'>,
  rowsOn: (base: readonly RankingRowDocument[]) => ReturnType<typeof mergedRows>,
): Promise<{ version: number; isNew: boolean; compounds: number; carried: number }> {
  const { rankings, versions, rows } = space.complaints;
  return await space.database.transaction(async (session) => {
    const same = await sameFile(space.complaints, month, facts.sha256, facts.scopes, session);
    if (same) return { version: same.version, isNew: false, compounds: same.compounds, carried: same.carried };
    const base = await baseRows(space, month, session);
    const version = base.version + 1;
    const published = base.version > 0 ? await publishedVersion(space, month, session) : null;
    const { rows: merged, carried } = rowsOn(base.rows);
    // Whoever comes second writes the same document, is refused and begins again.
    await rankings.updateOne(
      { _id: month },
      {
        $set: { latest: version, updatedAt: facts.uploadedAt },
        $setOnInsert: { published, publishedOn: null, publishing: null },
      },
      { session, upsert: true },
    );
    const document = { month, version, ...facts, compounds: merged.length, carried };
    await versions.collection.insertOne({ _id: versionKey(month, version), ...document } as never, { session });
    if (merged.length > 0) {
      const documents = merged.map((row) => ({
        _id: `${versionKey(month, version)}|${row.compound}`,
        ...row,
        version,
      }));
      await rows.collection.insertMany(documents as never[], { session });
    }
    return { version, isNew: true, compounds: merged.length, carried };
  });
}

/** Figures that were published without a file count as a published version. */
async function publishedVersion(space: SpaceServices, month: Month, session: ClientSession): Promise<number | null> {
  const [newest] = await space.complaints.complaintMonths
    .find({ month }, { version: 1 }, { session })
    .sort({ version: -1 })
    .limit(1)
    .lean();
  return newest?.version ?? null;
}
