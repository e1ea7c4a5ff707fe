import { type Text, text } from '../text.ts';
import { lineagesOf, type Settled, settle } from './inheritance.ts';
import type { PolicyFault } from './policyDraft.ts';
import { saying } from './policyFault.ts';
import type { Check, PolicyFile } from './policySchema.ts';
import { compareSum, type Ratio, ratio } from './ratio.ts';

/** The checks of a chain that its lowest jurisdiction fails and has a part in, in words. */
export function failedChecks(chain: readonly PolicyFile[]): PolicyFault[] {
  const own = chain.at(-1);
  if (own === undefined) return [];
  const sections = lineagesOf(chain);
  const settled = (qualified: string): Settled | undefined => {
    const [section = '', name = ''] = qualified.split('.');
    const parameters = sections.get(section);
    const lineage = parameters?.get(name);
    return parameters && lineage && settle(parameters, lineage);
  };
  const states = (qualified: string) => {
    const [section = '', name = ''] = qualified.split('.');
    return Object.hasOwn(own.sections, section) && Object.hasOwn(own.sections[section] ?? {}, name);
  };

  const problems: PolicyFault[] = [];
  for (const check of chain.flatMap(({ checks = [] }) => checks)) {
    const involved = check.atMost === undefined ? check.sum : [...check.sum, check.atMost];
    const path = involved.find(states);
    // A jurisdiction that states none of the values has them from one where the problem is reported already.
    if (path === undefined) continue;
    const unknown = involved.find((name) => settled(name) === undefined);
    const reason =
      unknown === undefined ? failure(check, settled) : text(`没有参数${unknown}`, `there is no parameter ${unknown}`);
    if (reason === undefined) continue;
    const { zh, en } = check.title;
    problems.push({ path, ...saying(text(`${zh}：${reason.zh}`, `${en}: ${reason.en}`)) });
  }
  return problems;
}

function failure(check: Check, settled: (name: string) => Settled | undefined): Text | undefined {
  const parts: Ratio[] = [];
  for (const name of check.sum) {
    const part = measure(settled(name));
    if (part === undefined)
      return text(`${name}既不是比例，也不是天数`, `${name} is neither a ratio nor a period in days`);
    parts.push(part);
  }
  const sum = parts.reduce((before, { numerator, denominator }) => before + numerator / denominator, 0);
  const shown = Number(sum.toFixed(9));
  if (check.equals !== undefined && compareSum(parts, ratio(check.equals)) !== 0) {
    const { numerator, denominator } = ratio(check.equals);
    return shown === numerator / denominator
      ? text(`合计不恰好等于${check.equals}`, `the sum is not exactly ${check.equals}`)
      : text(`合计为${shown}，应为${check.equals}`, `the sum is ${shown}, and must be ${check.equals}`);
  }
  if (check.atMost !== undefined) {
    const limit = measure(settled(check.atMost));
    if (limit === undefined || compareSum(parts, limit) > 0) {
      return text(`合计为${shown}，超过${check.atMost}`, `the sum is ${shown}, above ${check.atMost}`);
    }
  }
  return undefined;
}

/** Ratios as they are; periods in calendar days, seven for five working days, a clear-day notice with the day of the act. */
function measure(settled: Settled | undefined): Ratio | undefined {
  const value = settled?.entry.value;
  const unit = settled?.definition.unit;
  if (unit === 'ratio' && typeof value === 'string') return ratio(value);
  if (typeof value !== 'number') return undefined;
  if (unit === 'workingDays') return { numerator: value * 7, denominator: 5 };
  if (unit === 'clearDays') return { numerator: value + 1, denominator: 1 };
  return unit === 'calendarDays' ? { numerator: value, denominator: 1 } : undefined;
}
