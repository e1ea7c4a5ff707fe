import type { Term } from '../calendar/term.ts';
import type { CaseParameters } from '../case/opening.ts';
import type { Text } from '../text.ts';
import { hashOf } from '../timeline/hashChain.ts';
import { findChain, lineagesOf, type Settled, settle } from './inheritance.ts';
import type { Bounds, Change, Policies, PolicyUnit, PolicyValue } from './policySchema.ts';
import { isTermUnit } from './policyValue.ts';

export { type ParsedPolicies, type PolicyProblem, parsePolicies } from './parsePolicies.ts';
export type { Policies, PolicyFile } from './policySchema.ts';
export { exceeds, type Ratio, ratio, reaches } from './ratio.ts';

/** A parameter as it holds in one locality. */
export interface ResolvedParameter {
  value: PolicyValue;
  unit: PolicyUnit;
  source: string;
  note?: string;
  title: Text;
  bounds: Bounds;
  change: Change;
  nullable: boolean;
  /** The jurisdiction whose file says so. */
  from: string;
}

/** Everything that holds in one locality. */
export interface ResolvedPolicy {
  locality: string;
  title: Text;
  /** Jurisdictions from the nation down to the locality. */
  chain: string[];
  /** Changes when, and only when, a value (or a unit) that holds here changes. */
  version: string;
  sections: Record<string, Record<string, ResolvedParameter>>;
}

/**
 * What holds in a locality: each parameter's value from the nearest jurisdiction that states one.
 * @throws RangeError when there is no policy for the locality
 */
export function resolvePolicy(policies: Policies, locality: string): ResolvedPolicy {
  const chain = findChain(policies, locality);
  const own = chain?.at(-1);
  if (chain === undefined || own === undefined) throw new RangeError(`there is no policy for ${locality}`);
  const lineages = lineagesOf(chain);
  const sections = mapEntries(lineages, (section) =>
    mapEntries(section, (lineage) => resolved(settle(section, lineage))),
  );
  return {
    locality,
    title: own.title,
    chain: chain.map(({ jurisdiction }) => jurisdiction),
    version: versionOf(locality, sections),
    sections,
  };
}

function resolved({ definition, entry, from }: Settled): ResolvedParameter {
  const { unit, title, bounds = {}, change, nullable = false } = definition;
  const { value, source, note } = entry;
  return { value, unit, source, ...(note !== undefined && { note }), title, bounds, change, nullable, from };
}

function versionOf(locality: string, sections: ResolvedPolicy['sections']): string {
  const values = mapEntries(new Map(Object.entries(sections)), (section) =>
    mapEntries(new Map(Object.entries(section)), ({ value, unit }) => ({ value, unit })),
  );
  // 64 bits tell apart any number of policies a country could write.
  return hashOf({ locality, values }).slice(0, 16);
}

function mapEntries<V, R>(entries: ReadonlyMap<string, V>, map: (value: V) => R): Record<string, R> {
  return Object.fromEntries([...entries].map(([key, value]) => [key, map(value)]));
}

/**
 * The compact parameters a case carries for the rest of its life.
 * @param sections the procedure's own sections and those every case needs (`ladder`, `acts`)
 * @throws RangeError when the policy has no such section
 */
export function caseParameters(policy: ResolvedPolicy, sections: readonly string[]): CaseParameters {
  return Object.fromEntries(
    sections.map((section) => {
      const parameters = Object.hasOwn(policy.sections, section) ? policy.sections[section] : undefined;
      if (parameters === undefined) throw new RangeError(`the policy of ${policy.locality} has no section ${section}`);
      const compact = mapEntries(new Map(Object.entries(parameters)), ({ value, unit, source }) => ({
        value,
        unit,
        source,
      }));
      return [section, compact];
    }),
  );
}

/**
 * A parameter that is a period, as a term; undefined where it does not apply (null).
 * @throws RangeError when the unit is not one of periods
 */
export function termOfParameter({ value, unit }: Pick<ResolvedParameter, 'value' | 'unit'>): Term | undefined {
  if (!isTermUnit(unit)) throw new RangeError(`${unit} is not a unit of periods`);
  return typeof value === 'number' ? { n: value, unit } : undefined;
}
