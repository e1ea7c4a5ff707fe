import { describe, expect, it } from '@jest/globals';
import type { MonthFigures, PublishedMonth } from '../../../domain/rankings/publishedMonth.ts';
import { rankedMonths, takeMonth } from '../../../domain/rectification/watchedMonths.ts';
import { parameters } from './parameters.ts';

const figures: MonthFigures = { complaints: 5, propertyComplaints: 2, cityRank: 60, satisfied: 9, surveyed: 10 };
const published = (more: Partial<PublishedMonth> & { cityRank?: number | null } = {}): PublishedMonth => {
  const { cityRank = 60, ...rest } = more;
  const own = { ...figures, cityRank };
  return { month: '2026-05', version: 1, publishedOn: '2026-06-05', others: [], ...rest, figures: own };
};
const taken = (...months: PublishedMonth[]) =>
  months.reduce((watch, each) => takeMonth(watch, each, '2026-03-10', parameters()) ?? watch, {
    months: {},
  } as NonNullable<ReturnType<typeof takeMonth>>);

describe('a watched month', () => {
  it.each<[string, number | null, number | null, string]>([
    ['a rank that stays outside the limit', 60, 61, '2026-06-05'],
    ['a rank that stays within', 48, 47, '2026-06-05'],
    ['a rank that leaves it', 48, 60, '2026-06-05'],
    ['a rank that comes within', 60, 50, '2026-07-01'],
    ['a rank where there was none', null, 50, '2026-07-01'],
    ['no rank any more', 48, null, '2026-06-05'],
  ])('counts from its first publication unless a correction brings it within: %s', (_, before, after, day) => {
    const correction = published({ version: 2, publishedOn: '2026-07-01', cityRank: after });
    const { months } = taken(published({ cityRank: before }), correction);
    expect(months['2026-05']).toMatchObject({ publishedOn: day, cityRank: after, ranking: 2 });
  });

  it('of the time before the case is known by its rank alone, of another year not at all', () => {
    const january = published({ month: '2026-01', publishedOn: '2026-02-05', cityRank: 9 });
    const lastYear = { month: '2025-12', version: 1, publishedOn: '2026-01-05', cityRank: 12 };
    const watch = taken(january, published({ others: [lastYear], cityRank: null }));
    expect(Object.keys(watch.months)).toEqual(['2026-05']);
    expect(rankedMonths(watch)).toEqual([{ month: '2026-01', cityRank: 9, publishedOn: '2026-02-05' }]);
    expect(takeMonth(watch, published({ month: '2025-12' }), '2026-03-10', parameters())).toBeUndefined();
  });

  it('is forgotten after two years, the oldest first, in whatever order they came', () => {
    const all = Array.from(
      { length: 30 },
      (_, n) => `${2026 + Math.floor((n + 3) / 12)}-${String(((n + 3) % 12) + 1).padStart(2, '0')}`,
    );
    const { months } = taken(...all.toReversed().map((month) => published({ month })));
    expect(Object.keys(months)).toEqual(all.slice(-24));
  });
});
