import type { Calendar } from '../../domain/calendar/calendar.ts';
import type { CaseParameters } from '../../domain/case/opening.ts';
import type { ResolvedPolicy } from '../../domain/policy/resolvePolicy.ts';
import { keepVersions } from '../../models/keptVersions.ts';
import type { SpaceServices } from '../services.ts';
import { perSpace, RecentMap } from './perSpace.ts';

/** Versions never change, so what was read once is remembered. */
const remembered = perSpace(() => ({
  policies: new RecentMap<string, ResolvedPolicy>(200),
  calendars: new RecentMap<string, Calendar>(50),
  written: new RecentMap<string, true>(500),
}));

/** Keeps what a case about to start refers to by version alone. */
export async function keep(space: SpaceServices, policy: ResolvedPolicy, calendar: Calendar): Promise<void> {
  const memory = remembered(space);
  const name = `${policy.version}|${calendar.version}`;
  if (memory.written.get(name)) return;
  await keepVersions(space.database, policy, calendar);
  memory.written.set(name, true);
  memory.policies.set(policy.version, policy);
  memory.calendars.set(calendar.version, calendar);
}

/** The calendar a case counts with; undefined when nobody kept it. */
export async function keptCalendar(space: SpaceServices, version: string): Promise<Calendar | undefined> {
  const { calendars } = remembered(space);
  const known = calendars.get(version);
  if (known) return known;
  const stored = await space.kept.calendars.findById(version).lean();
  if (stored) calendars.set(version, stored.calendar);
  return stored?.calendar;
}

/** The policy a case began with; undefined when nobody kept it. */
export async function keptPolicy(space: SpaceServices, version: string): Promise<ResolvedPolicy | undefined> {
  const { policies } = remembered(space);
  const known = policies.get(version);
  if (known) return known;
  const stored = await space.kept.policies.findById(version).lean();
  if (stored) policies.set(version, stored.policy as ResolvedPolicy);
  return stored?.policy as ResolvedPolicy | undefined;
}

/** The parameters of `acts` that readers need, such as how long a claim lasts. */
export function actsParameters(policy: ResolvedPolicy | undefined): CaseParameters[string] {
  return policy?.sections['acts'] ?? {};
}
