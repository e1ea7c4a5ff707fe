import { scopeParts } from '../organisation/scope.ts';
import { findChain } from './inheritance.ts';
import type { Policies } from './policySchema.ts';

/**
 * Whether an account of this scope may change, try out and apply the policy of a jurisdiction: its scope is the
 * jurisdiction's whole place, or one around it. What a province or the nation says is no district's to change.
 */
export function governs(policies: Policies, jurisdiction: string, scope: string): boolean {
  if (scope === '*') return true;
  const chain = findChain(policies, jurisdiction);
  const level = chain?.at(-1)?.level;
  if (chain === undefined || level === 'nation' || level === 'province') return false;
  const { city, district, street } = scopeParts(scope);
  const above = chain.find((each) => each.level === 'city')?.jurisdiction;
  if (street !== undefined) return false;
  if (district === undefined) return above !== undefined && above === city;
  return district === jurisdiction && (above === undefined || above === city);
}

/** The jurisdiction and all that inherit from it, itself first. */
export function heirsOf(policies: Policies, jurisdiction: string): string[] {
  const below = Object.keys(policies).filter(
    (each) => each !== jurisdiction && findChain(policies, each)?.some((file) => file.jurisdiction === jurisdiction),
  );
  return [jurisdiction, ...below];
}
