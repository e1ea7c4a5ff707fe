import { findChain, lastValue, lineagesOf } from './inheritance.ts';
import { failedChecks } from './policyChecks.ts';
import { accept, type Draft, type DraftEntry, type PolicyFault, type PolicyProblem, readDraft } from './policyDraft.ts';
import { beyond, fixedBy, saying } from './policyFault.ts';
import { type Definition, isDefinition, type Policies, type PolicyFile, policyLevels } from './policySchema.ts';
import { definitionProblems, isLooser, valueProblem } from './policyValue.ts';

export type { PolicyProblem } from './policyDraft.ts';

export type ParsedPolicies = { ok: true; policies: Policies } | { ok: false; problems: PolicyProblem[] };

/** Where each parameter is defined; without a definition when that was refused, so that nobody else is blamed for it. */
type Definitions = Map<string, { jurisdiction: string | undefined; file: string; definition?: Definition }>;

/**
 * Judges all policy files together and reports every problem of every file at once: shape, unknown parameters, values
 * that do not suit their unit or bounds, changes the law or the level above forbids, broken inheritance, parameters
 * defined twice and, once all that is right, values that do not fit together.
 * @param files what each file holds, by the name problems are reported under
 */
export function parsePolicies(files: Readonly<Record<string, unknown>>): ParsedPolicies {
  const problems: PolicyProblem[] = [];
  const drafts = Object.entries(files).map(([file, content]) => readDraft(file, content, problems));
  const policies = indexByJurisdiction(drafts, problems);
  const definitions = judgeDefinitions(drafts, problems);
  for (const draft of highestFirst(drafts)) judgeOverrides(draft, policies, definitions, problems);
  if (problems.length === 0) {
    for (const { file, accepted } of drafts) {
      const failed = failedChecks((accepted && findChain(policies, accepted.jurisdiction)) ?? []);
      problems.push(...failed.map((problem) => ({ file, ...problem })));
    }
  }
  return problems.length > 0 ? { ok: false, problems } : { ok: true, policies };
}

function indexByJurisdiction(drafts: readonly Draft[], problems: PolicyProblem[]): Record<string, PolicyFile> {
  const policies: Record<string, PolicyFile> = {};
  for (const { file, accepted } of drafts) {
    if (accepted === undefined) continue;
    if (Object.hasOwn(policies, accepted.jurisdiction)) {
      problems.push({ file, path: 'jurisdiction', reason: `another file is for ${accepted.jurisdiction} already` });
    } else policies[accepted.jurisdiction] = accepted;
  }
  const refused = drafts.filter(({ accepted }) => accepted === undefined).map(({ jurisdiction }) => jurisdiction);
  for (const { file, accepted } of drafts) {
    // A parent refused for a problem of its own is not missing.
    if (accepted === undefined || (accepted.inherits !== null && refused.includes(accepted.inherits))) continue;
    const reason = parentProblem(accepted, policies);
    if (reason !== undefined) problems.push({ file, path: 'inherits', reason });
  }
  return policies;
}

function parentProblem({ jurisdiction, level, inherits }: PolicyFile, policies: Policies): string | undefined {
  const parentOf = (id: string | null) => (id !== null && Object.hasOwn(policies, id) ? policies[id] : undefined);
  const parent = parentOf(inherits);
  if (inherits === null) return level === 'nation' ? undefined : `a ${level} inherits from a higher level`;
  if (parent === undefined) return `there is no policy for ${inherits}`;
  const seen = new Set<PolicyFile>();
  for (let next: PolicyFile | undefined = parent; next && !seen.has(next); next = parentOf(next.inherits)) {
    if (next.jurisdiction === jurisdiction) return 'the chain of inheritance comes back to this file';
    seen.add(next);
  }
  const isHigher = policyLevels.indexOf(parent.level) < policyLevels.indexOf(level);
  return isHigher ? undefined : `a ${level} cannot inherit from a ${parent.level}`;
}

function judgeDefinitions(drafts: readonly Draft[], problems: PolicyProblem[]): Definitions {
  const definitions: Definitions = new Map();
  for (const draft of highestFirst(drafts)) {
    const { file } = draft;
    for (const item of draft.entries.filter((entry) => entry.isDefinition)) {
      const qualified = `${item.section}.${item.name}`;
      const first = definitions.get(qualified);
      if (first) {
        const reason = `${first.file} defines it already; here it takes a value, a source and a note only`;
        problems.push({ file, path: qualified, reason });
        continue;
      }
      const definition = item.entry && isDefinition(item.entry) ? item.entry : undefined;
      const faults = definition ? definitionFaults(definition, item.section, drafts) : [];
      problems.push(...faults.map(({ path, reason }) => ({ file, path: `${qualified}.${path}`, reason })));
      const sound = definition !== undefined && faults.length === 0;
      definitions.set(qualified, { file, jurisdiction: draft.jurisdiction, ...(sound && { definition }) });
      if (sound) accept(draft, item);
    }
  }
  return definitions;
}

function definitionFaults(definition: Definition, section: string, drafts: readonly Draft[]) {
  const faults = definitionProblems(definition);
  const reason = faults.length === 0 ? valueProblem(definition, definition.value) : undefined;
  if (reason !== undefined) faults.push({ path: 'value', reason: reason.en });
  const { exceptIn = [], exceptWhen } = typeof definition.change === 'object' ? definition.change : {};
  for (const id of exceptIn.filter((id) => !drafts.some(({ jurisdiction }) => jurisdiction === id))) {
    faults.push({ path: 'change.exceptIn', reason: `there is no policy for ${id}` });
  }
  const isDefined = (name: string) =>
    drafts.some(({ entries }) => entries.some((e) => e.isDefinition && e.section === section && e.name === name));
  if (exceptWhen && !isDefined(exceptWhen.parameter)) {
    faults.push({ path: 'change.exceptWhen', reason: `no file defines ${section}.${exceptWhen.parameter}` });
  }
  return faults;
}

function judgeOverrides(draft: Draft, policies: Policies, definitions: Definitions, problems: PolicyProblem[]): void {
  for (const item of draft.entries.filter((entry) => !entry.isDefinition)) {
    const qualified = `${item.section}.${item.name}`;
    const known = definitions.get(qualified);
    if (known === undefined) {
      problems.push({ file: draft.file, path: qualified, reason: 'no file defines this parameter' });
    } else if (item.entry && known.definition) {
      const fault = overrideFault(draft, item, known.definition, known, policies);
      if (fault) problems.push({ ...fault, file: draft.file, path: `${qualified}${fault.path}` });
      else accept(draft, item);
    }
  }
}

function overrideFault(
  { accepted }: Draft,
  { section, name, entry }: DraftEntry,
  definition: Definition,
  origin: { file: string; jurisdiction: string | undefined },
  policies: Policies,
): PolicyFault | undefined {
  if (entry === undefined) return undefined;
  if (definition.change === 'fixed') {
    return fixedBy(definition);
  }
  const unsuitable = valueProblem(definition, entry.value);
  if (unsuitable !== undefined) return { path: '.value', ...saying(unsuitable) };

  // Without a sound chain nothing can be said about what is inherited; that problem is reported at `inherits`.
  const chain = accepted && findChain(policies, accepted.jurisdiction);
  if (chain === undefined) return undefined;
  const above = chain.slice(0, -1);
  if (!above.some(({ jurisdiction }) => jurisdiction === origin.jurisdiction)) {
    return { path: '', reason: `only ${origin.file} defines it, and this file does not inherit from there` };
  }
  const lineage = lineagesOf(above).get(section)?.get(name);
  const inherited = lineage ? lastValue(lineage) : definition.value;
  const { change } = definition;
  if (typeof change !== 'object' || change.exceptIn?.includes(chain.at(-1)?.jurisdiction ?? '')) return undefined;
  if (!isLooser(definition, inherited, entry.value)) return undefined;
  return beyond(definition, change.allowed, inherited, entry.value);
}

/** So that what a file inherits is judged before the file itself. */
function highestFirst(drafts: readonly Draft[]): Draft[] {
  const rank = ({ accepted }: Draft) => (accepted ? policyLevels.indexOf(accepted.level) : policyLevels.length);
  return drafts.toSorted((a, b) => rank(a) - rank(b));
}
