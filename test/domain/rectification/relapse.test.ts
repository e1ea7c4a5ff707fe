import { describe, expect, it } from '@jest/globals';
import { type ObservedMonth, relapseReasons } from '../../../domain/rectification/relapse.ts';
import { parameters } from './parameters.ts';

const clean: ObservedMonth = { complaints: 10, satisfied: 9, surveyed: 10, cityRanks: [] };
const reasons = (month: Partial<ObservedMonth>, baseline = 40): string[] =>
  relapseReasons({ ...clean, ...month }, baseline, parameters());

describe('an observation month', () => {
  it('is clean when all three measures hold', () => {
    expect(reasons({})).toEqual([]);
  });

  it.each([
    [20, []],
    [21, ['complaints']],
    [22, ['complaints']],
    [0, []],
  ])('with %i complaints against a mean of 40 fails when they are more than half of it: %p', (complaints, expected) => {
    expect(reasons({ complaints })).toEqual(expected);
  });

  it('is compared exactly where half of the mean is no whole number', () => {
    expect(reasons({ complaints: 20 }, 39)).toEqual(['complaints']);
    expect(reasons({ complaints: 19 }, 39)).toEqual([]);
  });

  it('has no complaints to compare with when there was no mean before the campaign', () => {
    expect(reasons({ complaints: 500 }, 0)).toEqual([]);
  });

  it.each([
    [80, 100, []],
    [79, 100, ['satisfaction']],
    [4, 5, []],
    [3, 4, ['satisfaction']],
    [0, 0, []],
    [0, 1, ['satisfaction']],
  ])('with %i of %i satisfied fails below four in five: %p', (satisfied, surveyed, expected) => {
    expect(reasons({ satisfied, surveyed })).toEqual(expected);
  });

  it.each([
    [[50], ['cityRank']],
    [[51], []],
    [[300, 1], ['cityRank']],
    [[], []],
  ])('with the published city ranks %p fails within the first fifty: %p', (cityRanks, expected) => {
    expect(reasons({ cityRanks })).toEqual(expected);
  });

  it('names every reason', () => {
    expect(reasons({ complaints: 40, satisfied: 0, cityRanks: [3] })).toEqual([
      'complaints',
      'cityRank',
      'satisfaction',
    ]);
  });

  it('is judged by the limits of the locality', () => {
    const strict = parameters({
      relapseComplaintRatio: '0.25',
      relapseSatisfactionMin: '0.95',
      dynamicInclusionRankMax: 100,
    });
    const month = { complaints: 11, satisfied: 94, surveyed: 100, cityRanks: [100] };
    expect(relapseReasons(month, 40, strict)).toEqual(['complaints', 'cityRank', 'satisfaction']);
  });
});
