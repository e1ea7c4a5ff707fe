import type { Connection } from 'mongoose';
import { loadCalendars, loadPolicies } from '../../api/policies/loadPolicies.ts';
import { buildCalendar } from '../../domain/calendar/calendar.ts';
import { resolvePolicy } from '../../domain/policy/resolvePolicy.ts';
import { keepCurrentCalendar, keepCurrentPolicies } from '../../models/keptVersions.ts';
import { policyFolder } from './cases.ts';

/** What an API keeps when it starts, for those who start cases without asking it. */
export async function keepShippedPolicies(database: Connection): Promise<void> {
  await keepCurrentCalendar(database, buildCalendar(await loadCalendars(`${policyFolder}/calendars`)));
  const policies = await loadPolicies(policyFolder);
  await keepCurrentPolicies(database, [resolvePolicy(policies, 'linyi'), resolvePolicy(policies, 'lanshan')]);
}
