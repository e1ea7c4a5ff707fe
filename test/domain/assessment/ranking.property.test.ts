import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { bottomCount, type PoolRules, rankPool, type Scored } from '../../../domain/assessment/ranking.ts';

const tenth: PoolRules = { share: '0.10', rounding: 'floor', minPool: 5 };
const pools = fc
  .array(fc.tuple(fc.integer({ min: 5990, max: 6010 }), fc.integer({ min: 0, max: 3 })), { maxLength: 60 })
  .map((scores) => scores.map(([total, residents], n): Scored => ({ id: `S-${n}`, total, residents })));
const isBelow = (a: Scored, b: Scored) => a.total < b.total || (a.total === b.total && a.residents < b.residents);

describe('the bottom tenth of any pool', () => {
  it('holds the number due, and more only of people who cannot be told apart', () => {
    fc.assert(
      fc.property(pools, (pool) => {
        const warned = rankPool(pool, tenth).flatMap((place, n) => (place.warned ? [pool[n] as Scored] : []));
        const due = bottomCount(pool.length, tenth);
        expect(warned.length).toBeGreaterThanOrEqual(due);
        const upper = warned.filter((each) => !warned.some((other) => isBelow(each, other)));
        expect(warned.length - upper.length).toBeLessThan(Math.max(1, due));
      }),
    );
  });

  it('has nobody above somebody who is not in it', () => {
    fc.assert(
      fc.property(pools, (pool) => {
        const places = rankPool(pool, tenth);
        for (const [n, { warned }] of places.entries()) {
          if (!warned) continue;
          const better = pool.filter((other, m) => places[m]?.warned === false && isBelow(other, pool[n] as Scored));
          expect(better).toEqual([]);
        }
      }),
    );
  });

  it('is the same in whatever order the pool is given', () => {
    fc.assert(
      fc.property(pools, fc.func(fc.integer()), (pool, order) => {
        const shuffled = pool.toSorted((a, b) => order(a.id) - order(b.id));
        const byId = (places: ReturnType<typeof rankPool>) => new Map(places.map((each) => [each.id, each]));
        expect(byId(rankPool(shuffled, tenth))).toEqual(byId(rankPool(pool, tenth)));
      }),
    );
  });

  it('ranks from 1, and who is better stands higher', () => {
    fc.assert(
      fc.property(pools, (pool) => {
        const places = rankPool(pool, tenth);
        if (pool.length > 0) expect(Math.min(...places.map(({ rank }) => rank))).toBe(1);
        for (const [n, a] of pool.entries())
          for (const [m, b] of pool.entries())
            expect((places[n]?.rank ?? 0) > (places[m]?.rank ?? 0)).toBe(isBelow(a, b));
      }),
    );
  });

  it('never grows smaller when the pool grows', () => {
    fc.assert(fc.property(fc.nat(2000), (size) => bottomCount(size + 1, tenth) >= bottomCount(size, tenth)));
  });
});
