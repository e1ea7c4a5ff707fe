import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  distributeStaffing,
  limitedSeats,
  loadsOf,
  missingSeats,
  type StaffedCompound,
} from '../../../domain/campaign/staffing.ts';

const holder = fc.constantFrom('甲', '乙', '丙', '丁', '__proto__');
const holders = fc.uniqueArray(holder, { maxLength: 5 });
const load = fc.dictionary(holder, fc.nat(4)).map((counts) => new Map(Object.entries(counts)));
const staffing = fc.record(
  { leader: holder, redSecretary: holder, departments: fc.array(holder, { maxLength: 2 }) },
  { requiredKeys: ['departments'] },
);
const compounds = fc
  .array(fc.record({ street: fc.constantFrom('s1', 's2', 's3'), staffing }), { maxLength: 25 })
  .map((list): StaffedCompound[] =>
    list.map(({ street, staffing: given }, n) => ({
      compound: `C-${n}`,
      scope: `linyi/lanshan/${street}/a/C-${n}`,
      staffing: given,
    })),
  );
const setting = fc.record({
  compounds,
  pool: fc.record({
    leaders: holders,
    redSecretaries: holders,
    departments: holders,
    departmentsPerCompound: fc.integer({ min: 1, max: 3 }),
  }),
  running: fc.record({ leader: load, redSecretary: load }),
  limits: fc.record({ leader: fc.integer({ min: 1, max: 5 }), redSecretary: fc.integer({ min: 1, max: 5 }) }),
});

describe('distributed staffing', () => {
  it('gives nobody more than the limit, leaves no seat empty that somebody could take, and keeps what was named', () => {
    fc.assert(
      fc.property(setting, ({ compounds: before, pool, running, limits }) => {
        const after = distributeStaffing(before, pool, running, limits);
        const [was, is] = [loadsOf(before, running), loadsOf(after, running)];
        for (const seat of limitedSeats) {
          const named = seat === 'leader' ? pool.leaders : pool.redSecretaries;
          const loadIn = (loads: typeof is, each: string) => loads[seat].get(each) ?? 0;
          for (const each of named) {
            if (loadIn(is, each) > loadIn(was, each)) expect(loadIn(is, each)).toBeLessThanOrEqual(limits[seat]);
          }
          const free = named.some((each) => loadIn(is, each) < limits[seat]);
          if (free) expect(after.flatMap((each) => missingSeats(each.staffing))).not.toContain(seat);
          // Even: nobody was given another while somebody else of the pool had two less and room.
          const grown = named.filter((each) => loadIn(is, each) > loadIn(was, each)).map((each) => loadIn(is, each));
          const least = Math.min(...named.map((each) => loadIn(is, each)));
          for (const count of grown) expect(count - least).toBeLessThanOrEqual(1);
        }
        after.forEach(({ staffing: now }, n) =>
          expect(now).toMatchObject(
            before[n]?.staffing.departments.length ? before[n].staffing : omitDepartments(before[n]),
          ),
        );
        expect(distributeStaffing(before, pool, running, limits)).toEqual(after);
      }),
    );
  });

  it('keeps neighbours together', () => {
    const before = ['s2', 's1', 's2', 's1'].map((street, n) => ({
      compound: `C-${n}`,
      scope: `linyi/lanshan/${street}/a/C-${n}`,
      staffing: { departments: [] },
    }));
    const pool = { leaders: ['甲', '乙'], redSecretaries: [], departments: [], departmentsPerCompound: 1 };
    const after = distributeStaffing(
      before,
      pool,
      { leader: new Map(), redSecretary: new Map() },
      { leader: 3, redSecretary: 2 },
    );
    expect(after.map(({ staffing: { leader } }) => leader)).toEqual(['乙', '甲', '乙', '甲']);
  });
});

function omitDepartments(compound: StaffedCompound | undefined): object {
  const { departments: _, ...rest } = compound?.staffing ?? { departments: [] };
  return rest;
}
