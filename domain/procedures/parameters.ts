import { type Term, termUnitSchema } from '../calendar/term.ts';
import type { CaseParameters } from '../case/opening.ts';
import type { Json } from '../text.ts';
import type { ParameterName } from './declaration.ts';

interface Parameter {
  value: Json;
  unit: string;
  source: string;
}

/**
 * A parameter of the policy the case carries.
 * @throws RangeError when the policy lacks it: a declaration and its policy section do not fit together
 */
export function parameter(parameters: CaseParameters, name: ParameterName): Parameter {
  const [section = '', key = ''] = name.split('.');
  const found = parameters[section]?.[key];
  if (found === undefined) throw new RangeError(`the policy has no parameter ${name}`);
  return found;
}

/** A period parameter as a term; undefined where the locality has none (null). */
export function termOf(parameters: CaseParameters, name: ParameterName): Term | undefined {
  const { value, unit } = parameter(parameters, name);
  if (value === null) return undefined;
  return { n: numeric(value, name), unit: termUnitSchema.parse(unit) };
}

/** A whole-number parameter. */
export function numberOf(parameters: CaseParameters, name: ParameterName): number {
  return numeric(parameter(parameters, name).value, name);
}

/** A yes-or-no parameter. */
export function flagOf(parameters: CaseParameters, name: ParameterName): boolean {
  return parameter(parameters, name).value === true;
}

/** A text, enum or exact-ratio parameter, as written. */
export function wordOf(parameters: CaseParameters, name: ParameterName): string {
  const { value } = parameter(parameters, name);
  if (typeof value !== 'string') throw new RangeError(`${name} is not a text`);
  return value;
}

function numeric(value: Json, name: string): number {
  if (typeof value !== 'number') throw new RangeError(`${name} is not a number`);
  return value;
}
