import type { CaseParameters } from '../../../domain/case/opening.ts';
import { caseParameters } from '../../../domain/policy/resolvePolicy.ts';
import { shippedPolicy } from '../policy/shippedPolicies.ts';

/** The shipped parameters of rectification, with some of its values changed. */
export function parameters(values: Record<string, string | number | boolean> = {}): CaseParameters {
  const shipped = caseParameters(shippedPolicy('linyi'), ['rectification']);
  const rectification = { ...shipped['rectification'] };
  for (const [name, value] of Object.entries(values)) {
    const parameter = rectification[name];
    if (parameter === undefined) throw new Error(`rectification has no parameter ${name}`);
    rectification[name] = { ...parameter, value };
  }
  return { ...shipped, rectification };
}
