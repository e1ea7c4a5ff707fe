import type { CaseParameters } from '../../domain/case/opening.ts';
import type { AppliedPolicy } from './caseState.ts';

/** Put together once for each policy: the state holds the same objects until the run ends. */
const merged = new WeakMap<AppliedPolicy, CaseParameters>();

/** The parameters of the opening, with what an applied policy says instead. */
export function parametersUnder(opened: CaseParameters, applied: AppliedPolicy | undefined): CaseParameters {
  if (applied === undefined) return opened;
  const known = merged.get(applied);
  if (known) return known;
  const parameters = { ...opened };
  for (const [section, values] of Object.entries(applied.parameters)) {
    parameters[section] = { ...opened[section], ...values };
  }
  merged.set(applied, parameters);
  return parameters;
}

/** What of a policy has to be kept beside the opening's parameters: those that differ, so that a case stays small. */
export function changedParameters(opened: CaseParameters, parameters: CaseParameters): CaseParameters {
  const changed: CaseParameters = {};
  for (const [section, values] of Object.entries(parameters)) {
    const differing = Object.entries(values).filter(
      ([name, each]) => JSON.stringify(each) !== JSON.stringify(opened[section]?.[name]),
    );
    if (differing.length > 0) changed[section] = Object.fromEntries(differing);
  }
  return changed;
}
