import { dayOf } from '../../domain/calendar/calendar.ts';
import { grouped } from '../../domain/grouped.ts';
import { monthsAfter } from '../../domain/rankings/months.ts';
import { type ComplaintModels, type ComplaintMonthDocument, versionKey } from '../../models/rankings.ts';
import { figuresOf } from './compareVersions.ts';

/**
 * Writes the first version of each month for figures that were published without a file, such as a sample's, so that they can be
 * listed, compared and corrected like any other.
 */
export async function enterFirstVersions(
  { rankings, versions, rows }: ComplaintModels,
  documents: readonly ComplaintMonthDocument[],
  nameOf: (compound: string) => string,
): Promise<void> {
  const figures = new Map(documents.map((each) => [each._id, each]));
  const months = [...grouped(documents, ({ month }) => month)];
  const version = 1;
  await rows.collection.insertMany(
    documents.map(({ compound, month, within, ...each }) => {
      const before = figures.get(`${compound}|${monthsAfter(month, -1)}`);
      return {
        _id: `${versionKey(month, version)}|${compound}`,
        compound,
        month,
        version,
        name: nameOf(compound),
        scope: within.at(-1) ?? '*',
        within,
        ...figuresOf(each),
        rankGiven: true,
        byRank: each.cityRank ?? 1_000_000,
        change: before === undefined ? null : each.complaints - before.complaints,
      };
    }) as never[],
    { ordered: false },
  );
  await versions.collection.insertMany(
    months.map(([month, of]) => ({
      _id: versionKey(month, version),
      month,
      version,
      scopes: [...new Set(of.map(({ within }) => within[0] ?? '*'))],
      sha256: '0'.repeat(64),
      fileName: null,
      uploadedAt: of[0]?.publishedAt,
      uploadedBy: { id: 'system', name: '系统 System' },
      compounds: of.length,
      carried: 0,
      warnings: 0,
    })) as never[],
  );
  await rankings.collection.insertMany(
    months.map(([month, of]) => ({
      _id: month,
      latest: version,
      published: version,
      publishedOn: of[0] ? dayOf(of[0].publishedAt.toISOString()) : null,
      publishing: null,
      updatedAt: of[0]?.publishedAt,
    })) as never[],
  );
}
