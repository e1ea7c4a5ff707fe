import type { Definition, Override, Policies, PolicyFile, PolicyValue } from './policySchema.ts';
import { isDefinition } from './policySchema.ts';
import { isLooser } from './policyValue.ts';

/** A definition and what the jurisdictions below it say instead, highest first. */
export interface Lineage {
  definition: Definition;
  definedIn: string;
  overrides: { from: string; entry: Override }[];
}

/** What holds in the end, and which jurisdiction says so. */
export interface Settled {
  definition: Definition;
  entry: Definition | Override;
  from: string;
}

/** The jurisdiction and all it inherits from, highest first; undefined when a parent is missing or the chain is a circle. */
export function findChain(policies: Policies, jurisdiction: string): PolicyFile[] | undefined {
  const chain: PolicyFile[] = [];
  for (let next: string | null = jurisdiction; next !== null; ) {
    const file: PolicyFile | undefined = Object.hasOwn(policies, next) ? policies[next] : undefined;
    if (file === undefined || chain.includes(file)) return undefined;
    chain.unshift(file);
    next = file.inherits;
  }
  return chain;
}

/** Section → parameter → its definition and overrides, over a chain given highest first. */
export function lineagesOf(chain: readonly PolicyFile[]): Map<string, Map<string, Lineage>> {
  const sections = new Map<string, Map<string, Lineage>>();
  for (const { jurisdiction, sections: stated } of chain) {
    for (const [section, entries] of Object.entries(stated)) {
      const lineages = sections.get(section) ?? new Map<string, Lineage>();
      sections.set(section, lineages);
      for (const [name, entry] of Object.entries(entries)) {
        if (isDefinition(entry)) lineages.set(name, { definition: entry, definedIn: jurisdiction, overrides: [] });
        else lineages.get(name)?.overrides.push({ from: jurisdiction, entry });
      }
    }
  }
  return sections;
}

/** The value of one parameter of a section, by the rules of its definition. */
export function settle(section: ReadonlyMap<string, Lineage>, { definition, definedIn, overrides }: Lineage): Settled {
  const excepted = exceptionHolds(section, definition);
  let settled: Settled = { definition, entry: definition, from: definedIn };
  for (const { from, entry } of overrides) {
    if (!excepted && isLooser(definition, settled.entry.value, entry.value)) continue;
    settled = { definition, entry, from };
  }
  return settled;
}

function exceptionHolds(section: ReadonlyMap<string, Lineage>, { change }: Definition): boolean {
  if (typeof change !== 'object' || !change.exceptWhen) return true;
  const condition = section.get(change.exceptWhen.parameter);
  return condition !== undefined && lastValue(condition) === change.exceptWhen.is;
}

/** The value stated last, whatever conditions its exception has. */
export function lastValue({ definition, overrides }: Lineage): PolicyValue {
  return (overrides.at(-1)?.entry ?? definition).value;
}
