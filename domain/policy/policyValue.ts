import { type TermUnit, termSchema, termUnitSchema } from '../calendar/term.ts';
import { fieldErrors, inBothLanguages } from '../errors.ts';
import { type Text, text } from '../text.ts';
import type { Bounds, Definition, PolicyUnit, PolicyValue } from './policySchema.ts';
import { compareRatios, isRatio, ratio } from './ratio.ts';

type ValueKind = 'number' | 'ratio' | 'boolean' | 'text' | 'list';

const termUnits: ReadonlySet<string> = new Set(termUnitSchema.options);

export function isTermUnit(unit: PolicyUnit): unit is TermUnit {
  return termUnits.has(unit);
}

function kindOf(unit: PolicyUnit): ValueKind {
  if (unit === 'ratio' || unit === 'boolean' || unit === 'list') return unit;
  return unit === 'enum' || unit === 'text' || unit === 'timeOfDay' ? 'text' : 'number';
}

const wanted: Record<ValueKind, Text> = {
  number: text('整数', 'a whole number'),
  ratio: text('精确的比例，例如“0.5”或“2/3”', 'an exact ratio as quoted text, such as "0.5" or "2/3"'),
  boolean: text('是或否', 'true or false'),
  text: text('文字', 'a text'),
  list: text('文字列表', 'a list of texts'),
};

/** Why the value does not suit the unit and bounds of its definition, or undefined when it does. */
export function valueProblem(definition: Definition, value: PolicyValue): Text | undefined {
  const { unit, bounds = {} } = definition;
  if (value === null) {
    return definition.nullable === true
      ? undefined
      : text('此项不能为空（“不适用”）', 'null ("does not apply here") is not allowed for this parameter');
  }
  if (!isOfKind(value, kindOf(unit))) {
    const [form, given] = [wanted[kindOf(unit)], JSON.stringify(value)];
    return text(`应为${form.zh}，而不是${given}`, `${unit} takes ${form.en}, not ${given}`);
  }
  return unitProblem(unit, value) ?? boundsProblem(unit, bounds, value);
}

function isOfKind(value: Exclude<PolicyValue, null>, kind: ValueKind): boolean {
  if (kind === 'list') return Array.isArray(value);
  if (kind === 'ratio') return typeof value === 'string' && isRatio(value);
  return typeof value === (kind === 'text' ? 'string' : kind);
}

function unitProblem(unit: PolicyUnit, value: Exclude<PolicyValue, null>): Text | undefined {
  if (typeof value === 'number') {
    if (value < 0) return text('不能小于0', `${unit} cannot be below 0`);
    if (unit === 'percent' && value > 100) return text('百分比不超过100', 'a percentage is at most 100');
    if (unit === 'dayOfMonth' && (value < 1 || value > 31))
      return text('日期应为1至31', 'a day of the month is 1 to 31');
    if (isTermUnit(unit)) {
      const parsed = termSchema.safeParse({ n: value, unit }, inBothLanguages);
      const [wrong] = parsed.success ? [] : fieldErrors(parsed.error);
      return wrong && text(wrong.zh, wrong.detail);
    }
  }
  if (unit === 'timeOfDay' && !/^([01]\d|2[0-3]):[0-5]\d$/.test(String(value))) {
    return text('时刻应写作“HH:MM”', 'a time of day is "HH:MM"');
  }
  if (Array.isArray(value)) {
    const filled = value.filter((item) => item !== '');
    const repeated = filled.find((item, index) => filled.indexOf(item) !== index);
    if (repeated !== undefined) return text(`${repeated}重复`, `${repeated} is listed twice`);
  }
  return undefined;
}

function boundsProblem(unit: PolicyUnit, bounds: Bounds, value: Exclude<PolicyValue, null>): Text | undefined {
  const { min, max, oneOf, minLength, maxLength } = bounds;
  const shown = String(value);
  if (min !== undefined && compareValues(unit, value, min) < 0) {
    return text(`${shown}低于下限${min}`, `${shown} is below the minimum ${min}`);
  }
  if (max !== undefined && compareValues(unit, value, max) > 0) {
    return text(`${shown}高于上限${max}`, `${shown} is above the maximum ${max}`);
  }
  if (typeof value === 'string' || Array.isArray(value)) {
    if (minLength !== undefined && value.length < minLength) {
      return text(`长度不足${minLength}`, `shorter than the minimum length ${minLength}`);
    }
    if (maxLength !== undefined && value.length > maxLength) {
      return text(`长度超过${maxLength}`, `longer than the maximum length ${maxLength}`);
    }
  }
  // An empty item of a list is a slot still to be filled: some rosters are known only in part.
  const items = Array.isArray(value) ? value.filter((item) => item !== '') : [String(value)];
  const stranger = oneOf && items.find((item) => !oneOf.includes(item));
  return stranger === undefined
    ? undefined
    : text(`${stranger}不在可选范围内：${oneOf?.join('、')}`, `${stranger} is not one of ${oneOf?.join(', ')}`);
}

/** What is wrong with a definition in itself, apart from its value. */
export function definitionProblems({ unit, bounds = {}, change }: Definition): { path: string; reason: string }[] {
  const kind = kindOf(unit);
  const problems: { path: string; reason: string }[] = [];
  for (const name of ['min', 'max'] as const) {
    const bound = bounds[name];
    const suits = kind === 'ratio' ? typeof bound === 'string' : kind === 'number' && typeof bound === 'number';
    if (bound !== undefined && !suits) problems.push({ path: `bounds.${name}`, reason: `does not suit ${unit}` });
  }
  if (problems.length === 0 && bounds.min !== undefined && bounds.max !== undefined) {
    if (compareValues(unit, bounds.min, bounds.max) > 0) problems.push({ path: 'bounds', reason: 'min is above max' });
  }
  if (unit === 'enum' && !bounds.oneOf) problems.push({ path: 'bounds', reason: 'an enum needs bounds.oneOf' });
  if (bounds.oneOf && kind !== 'text' && kind !== 'list') {
    problems.push({ path: 'bounds.oneOf', reason: `does not suit ${unit}` });
  }
  const ordered = kind !== 'text' && unit !== 'dayOfMonth';
  if (typeof change === 'object' && !ordered) {
    problems.push({ path: 'change', reason: `${unit} has no order, so it can be fixed or free only` });
  }
  return problems;
}

/**
 * Whether going from the inherited value to another one leaves what the law or the level above requires. Dropping a
 * value (null) does; giving one where none applied does not.
 */
export function isLooser({ unit, change }: Definition, inherited: PolicyValue, value: PolicyValue): boolean {
  if (typeof change !== 'object' || inherited === null) return false;
  if (value === null) return true;
  if (Array.isArray(inherited) && Array.isArray(value)) {
    return change.allowed === 'raise'
      ? inherited.some((item) => !value.includes(item))
      : value.some((item) => !inherited.includes(item));
  }
  const difference = compareValues(unit, value, inherited);
  return change.allowed === 'raise' ? difference < 0 : difference > 0;
}

function compareValues(unit: PolicyUnit, a: PolicyValue, b: PolicyValue): number {
  return unit === 'ratio' ? compareRatios(ratio(String(a)), ratio(String(b))) : Number(a) - Number(b);
}
