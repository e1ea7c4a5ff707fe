import { scopeParts } from '../organisation/scope.ts';
import type { Staffing } from './campaign.ts';

/** Seats whose holders may take on only so many compounds (P03: leader and red secretary are 1:n). */
export const limitedSeats = ['leader', 'redSecretary'] as const;
export type LimitedSeat = (typeof limitedSeats)[number];

/** How many compounds a holder has, by seat. */
export type Loads = Record<LimitedSeat, ReadonlyMap<string, number>>;
export type LoadLimits = Record<LimitedSeat, number>;

/** One compound of a draft, as staffing sees it. */
export interface StaffedCompound {
  compound: string;
  scope: string;
  staffing: Staffing;
}

/** Posts and units to choose from, in order of preference. */
export interface StaffingPool {
  leaders: readonly string[];
  redSecretaries: readonly string[];
  departments: readonly string[];
  departmentsPerCompound: number;
}

/** A holder who has as many compounds as the policy allows, or more. */
export interface LimitReached {
  seat: LimitedSeat;
  holder: string;
  count: number;
  max: number;
}

/** What the running cases hold and the draft adds, together. */
export function loadsOf(compounds: readonly StaffedCompound[], running: Loads): Loads {
  const loads = { leader: new Map(running.leader), redSecretary: new Map(running.redSecretary) };
  for (const { staffing } of compounds) {
    for (const seat of limitedSeats) {
      const holder = staffing[seat];
      if (holder !== undefined) loads[seat].set(holder, (loads[seat].get(holder) ?? 0) + 1);
    }
  }
  return loads;
}

/** The holders who have reached their limit, those over it included. */
export function limitsReached(loads: Loads, limits: LoadLimits): LimitReached[] {
  return limitedSeats.flatMap((seat) =>
    [...loads[seat]]
      .filter(([, count]) => count >= limits[seat])
      .map(([holder, count]) => ({ seat, holder, count, max: limits[seat] })),
  );
}

/** Seats of the three ones that nobody is named for. */
export function missingSeats({ leader, redSecretary, departments }: Staffing): string[] {
  return [
    ...(leader === undefined ? ['leader'] : []),
    ...(redSecretary === undefined ? ['redSecretary'] : []),
    ...(departments.length === 0 ? ['department'] : []),
  ];
}

/**
 * Names somebody for every empty seat, as far as the pool reaches: nobody beyond the limit, everybody as evenly as the
 * loads allow, and neighbours together (compounds are taken street by street). The same input gives the same result.
 * What is named already stays.
 *
 * @param running what running cases hold, without this draft
 */
export function distributeStaffing(
  compounds: readonly StaffedCompound[],
  pool: StaffingPool,
  running: Loads,
  limits: LoadLimits,
): StaffedCompound[] {
  const byStreet = compounds.toSorted((a, b) => compare(placeKey(a), placeKey(b)));
  const loads = loadsOf(compounds, running);
  const named = { leader: pool.leaders, redSecretary: pool.redSecretaries };
  const given = new Map<string, Staffing>(compounds.map(({ compound, staffing }) => [compound, staffing]));
  for (const seat of limitedSeats) {
    const empty = byStreet.filter(({ staffing }) => staffing[seat] === undefined);
    const shares = evenShares(empty.length, named[seat], (holder) => loads[seat].get(holder) ?? 0, limits[seat]);
    empty.slice(0, shares.length).forEach(({ compound, staffing }, index) => {
      const holder = shares[index];
      if (holder !== undefined) given.set(compound, { ...(given.get(compound) ?? staffing), [seat]: holder });
    });
  }
  const departments = [...new Set(pool.departments)];
  const each = Math.min(pool.departmentsPerCompound, departments.length);
  byStreet
    .filter(({ staffing }) => staffing.departments.length === 0)
    .forEach(({ compound, staffing }, index) => {
      const chosen = Array.from({ length: each }, (_, n) => departments[(index * each + n) % departments.length] ?? '');
      if (chosen.length > 0) given.set(compound, { ...(given.get(compound) ?? staffing), departments: chosen });
    });
  return compounds.map((each_) => ({ ...each_, staffing: given.get(each_.compound) ?? each_.staffing }));
}

/** Who takes on how many: one by one to whoever has least; then each one's share in a row, so that it lies together. */
function evenShares(
  seats: number,
  holders: readonly string[],
  loadBefore: (holder: string) => number,
  max: number,
): string[] {
  const shares = [...new Set(holders)].map((holder) => ({ holder, before: loadBefore(holder), share: 0 }));
  for (let left = seats; left > 0; left -= 1) {
    let least: (typeof shares)[number] | undefined;
    for (const each of shares) {
      const load = each.before + each.share;
      if (load < max && (least === undefined || load < least.before + least.share)) least = each;
    }
    if (least === undefined) break;
    least.share += 1;
  }
  return shares.flatMap(({ holder, share }) => Array.from({ length: share }, () => holder));
}

function placeKey({ scope, compound }: StaffedCompound): string {
  const { city = '', district = '', street = '', community = '' } = scopeParts(scope);
  return [city, district, street, community, compound].join('/');
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
