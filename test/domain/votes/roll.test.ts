import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type RollUnit, rollHash, rollTotals, unknownInScope, votersOf } from '../../../domain/votes/roll.ts';

const whole = { kind: 'compound' } as const;

function buildUnit(index: number, overrides: Partial<RollUnit> = {}): RollUnit {
  const building = String(1 + Math.floor(index / 100));
  return {
    unit: `${building}-${index}`,
    building,
    area: 9000,
    areaSource: 'register',
    state: 'sold',
    ...overrides,
  };
}

/** 1,200 units of 90.00 m²; the developer holds 60, and one buyer 5. */
const scenario = Array.from({ length: 1200 }, (_, index) =>
  buildUnit(index, {
    ...(index < 60 && { state: index % 2 === 0 ? 'unsold' : 'undelivered' }),
    ...(index >= 60 && index < 65 && { owner: 'B-1' }),
  }),
);

describe('heads and area of a roll', () => {
  it('scenario 7: 1,200 units, 60 of them unsold and one buyer of five, are 1,137 heads and 108,000.00 m²', () => {
    expect(rollTotals(scenario, whole)).toEqual({ heads: 1137, area: 10_800_000 });
  });

  it('counts each unit where the owners’ meeting agreed so', () => {
    expect(rollTotals(scenario, whole, { developerOneHead: true, buyerOneHead: false }).heads).toBe(1141);
    expect(rollTotals(scenario, whole, { developerOneHead: false, buyerOneHead: false }).heads).toBe(1200);
  });

  it('takes of a buyer only what lies within the buildings or units asked', () => {
    const scope = { kind: 'units', units: ['1-62', '1-63', '1-70'] } as const;
    expect([...votersOf(scenario, { ...scope, units: [...scope.units] }).values()]).toEqual([
      { id: 'owner:B-1', units: ['1-62', '1-63'], area: 18_000 },
      { id: 'unit:1-70', units: ['1-70'], area: 9000 },
    ]);
    expect(rollTotals(scenario, { kind: 'buildings', buildings: ['1', '12'] }).heads).toBe(200 - 59 - 4);
  });

  it('has no developer’s head where everything is sold', () => {
    expect(rollTotals(scenario, { kind: 'buildings', buildings: ['2'] })).toEqual({ heads: 100, area: 900_000 });
  });

  it('knows the buildings and units that a scope names and the roll lacks', () => {
    expect(unknownInScope(scenario, { kind: 'buildings', buildings: ['1', '13'] })).toEqual(['13']);
    expect(unknownInScope(scenario, { kind: 'units', units: ['1-1', '1-x'] })).toEqual(['1-x']);
    expect(unknownInScope(scenario, whole)).toEqual([]);
  });

  it('loses no unit and no area, whoever owns what', () => {
    const anyUnits = fc.array(
      fc.record({
        area: fc.integer({ min: 1, max: 100_000_00 }),
        state: fc.constantFrom('sold', 'unsold', 'undelivered'),
        owner: fc.option(fc.constantFrom('a', 'b', 'c'), { nil: undefined }),
      }),
      { maxLength: 60 },
    );
    fc.assert(
      fc.property(anyUnits, (given) => {
        const units = given.map(({ owner, ...rest }, index) =>
          buildUnit(index, { ...rest, ...(owner !== undefined && { owner }) }),
        );
        const voters = [...votersOf(units, whole).values()];
        expect(voters.flatMap((voter) => voter.units).sort()).toEqual(units.map(({ unit }) => unit).sort());
        expect(rollTotals(units, whole).area).toBe(units.reduce((sum, { area }) => sum + area, 0));
        const alone = units.filter(({ state, owner }) => state === 'sold' && owner === undefined).length;
        const buyers = new Set(units.flatMap(({ state, owner }) => (state === 'sold' && owner) || []));
        expect(voters).toHaveLength(
          alone + buyers.size + Math.min(1, units.filter(({ state }) => state !== 'sold').length),
        );
      }),
    );
  });
});

describe('the hash of a roll', () => {
  it('is the same in any order of rows, and another for another area, owner, name or day', () => {
    const units = scenario.slice(0, 5);
    const hash = rollHash('C-01', '2026-06-01', units);
    expect(rollHash('C-01', '2026-06-01', units.toReversed())).toBe(hash);
    const [first, ...others] = units as [RollUnit, ...RollUnit[]];
    const changed = [{ area: 9001 }, { owner: 'B-2' }, { namesHash: 'x' }].map((change) =>
      rollHash('C-01', '2026-06-01', [{ ...first, ...change }, ...others]),
    );
    expect(new Set([hash, ...changed, rollHash('C-01', '2026-06-02', units)]).size).toBe(5);
  });
});
