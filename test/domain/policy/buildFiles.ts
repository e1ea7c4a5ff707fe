import { type Policies, type PolicyProblem, parsePolicies } from '../../../domain/policy/resolvePolicy.ts';

type Entry = Record<string, unknown>;
type File = Record<string, unknown> & { sections: Record<string, Record<string, Entry>> };

/** A parameter of a period in working days; everything else about it can be replaced. */
export function buildDefinition(overrides: Entry = {}): Entry {
  return {
    value: 15,
    unit: 'workingDays',
    title: { zh: '期限', en: 'Period' },
    source: '条例1 (LV)',
    change: 'free',
    ...overrides,
  };
}

const levels: Record<string, [level: string, inherits: string | null]> = {
  national: ['nation', null],
  province: ['province', 'national'],
  city: ['city', 'province'],
  district: ['district', 'city'],
};

export function buildFile(jurisdiction: string, plan: Record<string, Entry>, head: Record<string, unknown> = {}): File {
  const [level, inherits] = levels[jurisdiction] ?? ['district', 'city'];
  return {
    jurisdiction,
    title: { zh: '某地', en: `Place ${jurisdiction}` },
    level,
    inherits,
    sections: { plan },
    ...head,
  };
}

/** National, province, city and district, one inheriting from the other, with these entries in section `plan`. */
export function buildFiles(plans: Partial<Record<string, Record<string, Entry>>> = {}): Record<string, File> {
  return Object.fromEntries(Object.keys(levels).map((id) => [`${id}.yaml`, buildFile(id, plans[id] ?? {})]));
}

export function accepted(files: Record<string, unknown>): Policies {
  const parsed = parsePolicies(files);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems, null, 1));
  return parsed.policies;
}

/** In English; `parsePolicies` has some in Chinese too. */
export function problemsOf(files: Record<string, unknown>): Omit<PolicyProblem, 'zh'>[] {
  const parsed = parsePolicies(files);
  return parsed.ok ? [] : parsed.problems.map(({ zh: _, ...problem }) => problem);
}
