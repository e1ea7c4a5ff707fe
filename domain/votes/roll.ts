/**
 * The roll of owners 业主名册 as of a day: whose votes there are, by heads and by exclusive area
 * (Civil Code 278; 法释〔2020〕17号 8, 9; 山东条例25).
 */
import { type Text, text } from '../text.ts';
import { hashOf } from '../timeline/hashChain.ts';
import type { VoteScope, VoteShare } from './vote.ts';

/** Where an area is taken from, in the order in which the sources go before each other (法释〔2020〕17号 8). */
export const areaSources = {
  register: text('不动产登记', 'Real-estate register'),
  surveyed: text('测绘', 'Surveyed'),
  contract: text('买卖合同', 'Contract of sale'),
} as const satisfies Record<string, Text>;
export type AreaSource = keyof typeof areaSources;

/** Whose vote a unit is: its buyer's, or still the developer's (法释〔2020〕17号 9). */
export const unitStates = {
  sold: text('已售', 'Sold'),
  unsold: text('未售', 'Unsold'),
  undelivered: text('未交付', 'Sold, not delivered'),
} as const satisfies Record<string, Text>;
export type UnitState = keyof typeof unitStates;

/** An exclusive unit 专有部分, without the names of its owners. */
export interface RollUnit {
  unit: string;
  building: string;
  /** In 0.01 m². */
  area: number;
  areaSource: AreaSource;
  state: UnitState;
  /** The same for all units of one buyer; absent where a unit's owners have no other. */
  owner?: string;
  /** Salted hash of the owners' names, which are kept apart and may be erased. */
  namesHash?: string;
}

/** Whether several units count as one head; the owners' meeting may have agreed otherwise for buyers (山东条例25). */
export interface HeadRules {
  developerOneHead: boolean;
  buyerOneHead: boolean;
}
export const statutoryHeads: HeadRules = { developerOneHead: true, buyerOneHead: true };

/** One head, and the units it votes for. Co-owners of a unit are one head together. */
export interface Voter {
  id: string;
  units: string[];
  /** In 0.01 m². */
  area: number;
}

const developer = 'developer';

/** Whose vote a unit is: unsold and undelivered units are the developer's, units of one buyer are the buyer's. */
export function voterOf({ unit, state, owner }: RollUnit, rules: HeadRules = statutoryHeads): string {
  if (state !== 'sold') return rules.developerOneHead ? developer : `unit:${unit}`;
  return owner !== undefined && rules.buyerOneHead ? `owner:${owner}` : `unit:${unit}`;
}

/** The units whose owners are asked. */
export function unitsInScope<U extends RollUnit>(units: readonly U[], scope: VoteScope): U[] {
  if (scope.kind === 'compound') return [...units];
  if (scope.kind === 'buildings') {
    const buildings = new Set(scope.buildings);
    return units.filter(({ building }) => buildings.has(building));
  }
  const named = new Set(scope.units);
  return units.filter(({ unit }) => named.has(unit));
}

/** Buildings or units that a scope names and the roll does not have. */
export function unknownInScope(units: readonly RollUnit[], scope: VoteScope): string[] {
  if (scope.kind === 'compound') return [];
  const named = scope.kind === 'buildings' ? scope.buildings : scope.units;
  const known = new Set(units.map(({ building, unit }) => (scope.kind === 'buildings' ? building : unit)));
  return named.filter((each) => !known.has(each));
}

/** Every voter of a scope; of somebody who owns more, only what lies within it. */
export function votersOf(
  units: readonly RollUnit[],
  scope: VoteScope,
  rules: HeadRules = statutoryHeads,
): Map<string, Voter> {
  const voters = new Map<string, Voter>();
  for (const unit of unitsInScope(units, scope)) {
    const id = voterOf(unit, rules);
    const voter = voters.get(id) ?? { id, units: [], area: 0 };
    voter.units.push(unit.unit);
    voter.area += unit.area;
    voters.set(id, voter);
  }
  return voters;
}

/** Heads and area of voters taken together. */
export function shareOf(voters: Iterable<Voter>): VoteShare {
  const share = { heads: 0, area: 0 };
  for (const { area } of voters) {
    share.heads += 1;
    share.area += area;
  }
  return share;
}

/** All heads and all area of a scope: what the two thirds of Civil Code 278 are two thirds of. */
export function rollTotals(units: readonly RollUnit[], scope: VoteScope, rules: HeadRules = statutoryHeads): VoteShare {
  return shareOf(votersOf(units, scope, rules).values());
}

/** The hash by which a case names a roll; the same whatever the order of its rows, and without a name in it. */
export function rollHash(compound: string, asOf: string, units: readonly RollUnit[]): string {
  const rows = units
    .map(({ unit, building, area, areaSource, state, owner, namesHash }) => ({
      unit,
      building,
      area,
      areaSource,
      state,
      ...(owner !== undefined && { owner }),
      ...(namesHash !== undefined && { namesHash }),
    }))
    .sort((a, b) => (a.unit < b.unit ? -1 : 1));
  return hashOf({ compound, asOf, units: rows });
}

/** A version of a roll as cases name it: `C-01@3`. */
export function rollVersionId(compound: string, version: number): string {
  return `${compound}@${version}`;
}
