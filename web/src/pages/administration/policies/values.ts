import type { Answer } from '../../../api/client.ts';
import { usePolicyWords } from './words.ts';

export type Policy = Answer<'getPolicy'>;
export type Parameter = Policy['sections'][string][string];
export type PolicyValue = Parameter['value'];

/** What a parameter is called in the draft and the API: `rectification.planDueDays`. */
export type Qualified = `${string}.${string}`;

/** A parameter of a policy by its qualified name. */
export function parameterOf(policy: Policy | undefined, qualified: string): Parameter | undefined {
  const [section = '', name = ''] = qualified.split('.');
  return policy?.sections[section]?.[name];
}

/** Whole fen as yuan; no fraction is computed. */
function yuan(fen: number): string {
  const digits = String(Math.abs(fen)).padStart(3, '0');
  const whole = digits.slice(0, -2).replace(/\B(?=(\d{3})+$)/g, ',');
  return `${fen < 0 ? '-' : ''}${whole}.${digits.slice(-2)}`;
}

const counted = [
  'workingDays',
  'calendarDays',
  'clearDays',
  'months',
  'years',
  'hours',
  'workingHours',
  'times',
  'count',
  'points',
  'percent',
  'dayOfMonth',
] as const;
type Counted = (typeof counted)[number];

/** Says a value with its unit. */
export function useSayValue(): (value: PolicyValue | undefined, unit: Parameter['unit']) => string {
  const say = usePolicyWords();
  return (value, unit) => {
    if (value === undefined) return '—';
    if (value === null) return say('notApplicable');
    if (typeof value === 'boolean') return say(value ? 'yes' : 'no');
    if (Array.isArray(value)) return value.length === 0 ? say('none') : value.map((each) => each || '…').join('、');
    if (unit === 'fen' && typeof value === 'number') return say('fen', { n: yuan(value) });
    const known = counted.find((each): each is Counted => each === unit);
    return known ? say(known, { n: value }) : String(value);
  };
}
