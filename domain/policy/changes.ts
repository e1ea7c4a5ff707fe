import { own } from '../own.ts';
import { text } from '../text.ts';
import { type ParsedPolicies, type PolicyProblem, parsePolicies } from './parsePolicies.ts';
import type { PolicyFault } from './policyDraft.ts';
import { beyond, fixedBy, saying } from './policyFault.ts';
import { type Definition, isDefinition, type Override, type Policies, type PolicyFile } from './policySchema.ts';
import { isLooser, valueProblem } from './policyValue.ts';

/** What a change says of one parameter: another value with its source, or null to go back to what the files say. */
export interface ChangedEntry {
  parameter: string;
  override: Override | null;
}

/** One change of one jurisdiction's policy, as it was made. */
export interface StatedChange {
  locality: string;
  entries: readonly ChangedEntry[];
}

/**
 * The policy files with changes laid over them, in the order in which they were made, judged together by the rules of
 * the files. Where a jurisdiction defines a parameter itself, it may change the value only as the definition lets others:
 * what is law stays, and a floor is never lower than the file's.
 */
export function layOver(files: Policies, changes: readonly StatedChange[]): ParsedPolicies {
  const problems: PolicyProblem[] = [];
  const contents: Record<string, PolicyFile> = { ...files };
  for (const { locality, parameter, override } of lastWords(changes)) {
    const file = own(contents, locality);
    if (file === undefined) {
      problems.push({
        file: locality,
        path: '',
        ...saying(text(`${locality}没有政策`, `there is no policy for ${locality}`)),
      });
      continue;
    }
    const [section = '', name = ''] = parameter.split('.');
    const stated = own(own(file.sections, section) ?? {}, name);
    const fault = stated && isDefinition(stated) ? definitionFault(stated, override) : undefined;
    if (fault !== undefined) {
      problems.push({ ...fault, file: locality, path: `${parameter}${fault.path}` });
      continue;
    }
    contents[locality] = {
      ...file,
      sections: {
        ...file.sections,
        [section]: {
          ...own(file.sections, section),
          [name]: stated && isDefinition(stated) ? { ...stated, ...override } : override,
        },
      },
    };
  }
  const parsed = parsePolicies(contents);
  if (problems.length === 0) return parsed;
  return { ok: false, problems: [...problems, ...(parsed.ok ? [] : parsed.problems)] };
}

function definitionFault(definition: Definition, { value }: Override): PolicyFault | undefined {
  if (definition.change === 'fixed') {
    return fixedBy(definition);
  }
  // A value that does not suit the parameter at all is refused for that.
  if (typeof definition.change !== 'object' || valueProblem(definition, value) !== undefined) return undefined;
  if (!isLooser(definition, definition.value, value)) return undefined;
  return beyond(definition, definition.change.allowed, definition.value, value);
}

/** What holds of each parameter after all changes; what was withdrawn is left out. */
function lastWords(changes: readonly StatedChange[]): { locality: string; parameter: string; override: Override }[] {
  const last = new Map<string, { locality: string; parameter: string; override: Override | null }>();
  for (const { locality, entries } of changes) {
    for (const { parameter, override } of entries) {
      last.set(`${locality} ${parameter}`, { locality, parameter, override });
    }
  }
  return [...last.values()].flatMap(({ override, ...where }) => (override === null ? [] : [{ ...where, override }]));
}
