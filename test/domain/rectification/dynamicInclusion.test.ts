import { describe, expect, it } from '@jest/globals';
import { dynamicallyIncluded } from '../../../domain/rectification/dynamicInclusion.ts';
import { parameters } from './parameters.ts';

const months = (ranks: Record<string, number>) =>
  Object.entries(ranks).map(([month, cityRank]) => ({ month, cityRank }));

describe('dynamic inclusion', () => {
  it.each<[string, Record<string, number>, boolean]>([
    ['two months of one year, not consecutive', { '2026-02': 48, '2026-03': 52, '2026-05': 50 }, true],
    ['rank fifty counts, fifty-one does not', { '2026-02': 50, '2026-03': 51 }, false],
    ['one month is not enough', { '2026-02': 1 }, false],
    ['three are more than enough', { '2026-01': 9, '2026-02': 8, '2026-12': 7 }, true],
    ['months of another year do not count', { '2025-12': 12, '2026-01': 9 }, false],
    ['nothing published yet', {}, false],
  ])('%s', (_, ranks, included) => {
    expect(dynamicallyIncluded(months(ranks), '2026', parameters())).toBe(included);
  });

  it('counts a month once, however often it was published', () => {
    const twice = [...months({ '2026-02': 48 }), ...months({ '2026-02': 49 })];
    expect(dynamicallyIncluded(twice, '2026', parameters())).toBe(false);
  });

  it('follows the locality: how many months, up to which rank', () => {
    const strict = parameters({ dynamicInclusionRankMax: 10, dynamicInclusionMinMonths: 3 });
    expect(dynamicallyIncluded(months({ '2026-01': 9, '2026-02': 10 }), '2026', strict)).toBe(false);
    expect(dynamicallyIncluded(months({ '2026-01': 9, '2026-02': 10, '2026-09': 1 }), '2026', strict)).toBe(true);
    expect(dynamicallyIncluded(months({ '2026-01': 9, '2026-02': 11, '2026-09': 1 }), '2026', strict)).toBe(false);
  });

  it('asks for consecutive months where the locality says so', () => {
    const consecutive = parameters({ dynamicInclusionConsecutive: true });
    expect(dynamicallyIncluded(months({ '2026-02': 48, '2026-05': 50 }), '2026', consecutive)).toBe(false);
    expect(dynamicallyIncluded(months({ '2026-05': 48, '2026-04': 50 }), '2026', consecutive)).toBe(true);
    expect(dynamicallyIncluded(months({ '2025-12': 48, '2026-01': 50 }), '2026', consecutive)).toBe(false);
  });
});
