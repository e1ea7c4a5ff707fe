import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildCalendar, type Calendar } from '../../domain/calendar/calendar.ts';
import { scopeParts } from '../../domain/organisation/scope.ts';
import type { Policies } from '../../domain/policy/policySchema.ts';
import { type ResolvedPolicy, resolvePolicy } from '../../domain/policy/resolvePolicy.ts';
import { loadCalendars, loadPolicies } from './loadPolicies.ts';

/** The jurisdiction every other inherits from. */
export const standardLocality = 'national';

/** The policies and calendars that hold now. */
export interface PolicyShelf {
  /** The files as written, with stored changes laid over them, by jurisdiction. */
  readonly policies: Policies;
  /** What holds in a locality, inherited values included; undefined when it has no policy. */
  policy(locality: string): ResolvedPolicy | undefined;
  /** The locality whose policy a place falls under: its district, else its city, else the nation. */
  localityOf(scope: string): string;
  /** Every published year, as a new case is given it. */
  calendar(): Calendar;
}

export function policyShelf(policies: Policies, calendar: Calendar): PolicyShelf {
  const resolved = new Map<string, ResolvedPolicy>();
  return {
    policies,
    policy: (locality) => {
      if (!Object.hasOwn(policies, locality)) return undefined;
      const known = resolved.get(locality) ?? resolvePolicy(policies, locality);
      resolved.set(locality, known);
      return known;
    },
    localityOf: (scope) => {
      const { district, city } = scopeParts(scope);
      return [district, city].find((each) => each !== undefined && Object.hasOwn(policies, each)) ?? standardLocality;
    },
    calendar: () => calendar,
  };
}

/** What holds in each locality. */
export function everyPolicy(shelf: PolicyShelf): ResolvedPolicy[] {
  return Object.keys(shelf.policies).flatMap((locality) => shelf.policy(locality) ?? []);
}

/**
 * Reads `policies/` and `policies/calendars/` of the project.
 *
 * @throws DataFileError naming every problem of every file
 */
export async function loadPolicyShelf(folder = policyFolder()): Promise<PolicyShelf> {
  const [policies, years] = await Promise.all([loadPolicies(folder), loadCalendars(join(folder, 'calendars'))]);
  return policyShelf(policies, buildCalendar(years));
}

/** The policies are data and are not compiled: from `dist/` they are one folder further up. */
export function policyFolder(): string {
  const beside = fileURLToPath(new URL('../../policies', import.meta.url));
  return existsSync(beside) ? beside : fileURLToPath(new URL('../../../policies', import.meta.url));
}
