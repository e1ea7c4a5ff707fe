/** What the API says of a form: JSON Schema with labels, help, titles of choices and units. */
export interface Schema {
  type?: 'object' | 'array' | 'string' | 'integer' | 'number' | 'boolean' | 'null';
  label?: string;
  help?: string;
  /** Words for the values of `enum`. */
  options?: Record<string, string>;
  /** What an integer counts, in hundredths: fen of money, 0.01 m², 0.01 points. */
  unit?: 'fen' | 'area' | 'points';
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  enum?: string[];
  format?: string;
  pattern?: string;
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  minItems?: number;
  maxItems?: number;
  $ref?: string;
  $defs?: Record<string, Schema>;
}

export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };
export type Value = Json | undefined;
export type FormValue = Record<string, Json>;

export type Kind =
  | 'text'
  | 'longText'
  | 'date'
  | 'month'
  | 'integer'
  | 'hundredths'
  | 'choice'
  | 'boolean'
  | 'words'
  | 'list'
  | 'group';

type Definitions = Record<string, Schema>;

/** A field's schema with what it refers to; what stands beside the reference goes first. */
export function resolve(schema: Schema, definitions: Definitions): Schema {
  if (schema.$ref === undefined) return schema;
  const { $ref, ...beside } = schema;
  const named = definitions[$ref.replace('#/$defs/', '')];
  return named ? { ...resolve(named, definitions), ...beside } : beside;
}

/** Longer texts than this are written in a box of several lines. */
const oneLine = 200;
const monthPattern = '(0[1-9]|1[0-2])$';

/** Which control a field needs. */
export function kindOf(schema: Schema, definitions: Definitions): Kind {
  if (schema.enum) return 'choice';
  switch (schema.type) {
    case 'boolean':
      return 'boolean';
    case 'integer':
    case 'number':
      return schema.unit ? 'hundredths' : 'integer';
    case 'array': {
      const items = kindOf(resolve(schema.items ?? {}, definitions), definitions);
      return items === 'text' || items === 'choice' ? 'words' : 'list';
    }
    case 'object':
      return 'group';
    default:
      return kindOfText(schema);
  }
}

function kindOfText({ format, pattern, maxLength }: Schema): Kind {
  if (format === 'date') return 'date';
  if (pattern?.endsWith(monthPattern)) return 'month';
  return maxLength !== undefined && maxLength > oneLine ? 'longText' : 'text';
}

/** What a field begins with: a list that needs an item has one, a group its fields. */
export function initialOf(given: Schema, definitions: Definitions): Value {
  const schema = resolve(given, definitions);
  const kind = kindOf(schema, definitions);
  if (kind === 'list') {
    const item = initialOf(schema.items ?? {}, definitions) ?? {};
    return Array.from({ length: schema.minItems ?? 0 }, () => item);
  }
  return kind === 'group' ? {} : undefined;
}

/** A form as it is sent: without what was left empty. */
export function tidy(value: Value): Value {
  if (Array.isArray(value)) return value.flatMap((item) => tidy(item) ?? []);
  if (typeof value === 'string') return value.trim() === '' ? undefined : value;
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value).flatMap(([name, member]): [string, Json][] => {
    const kept = tidy(member);
    const empty = kept === undefined || (typeof kept === 'object' && kept !== null && Object.keys(kept).length === 0);
    return empty ? [] : [[name, kept]];
  });
  return Object.fromEntries(entries);
}

/** Whole hundredths as people write them: 123456 is 1234.56. */
export function fromHundredths(value: number): string {
  const digits = String(Math.abs(value)).padStart(3, '0');
  const text = `${digits.slice(0, -2)}.${digits.slice(-2)}`.replace(/\.00$/, '');
  return value < 0 ? `-${text}` : text;
}

/** What people write as whole hundredths, counted by digits and never by fractions; undefined when it is no such number. */
export function toHundredths(text: string): number | undefined {
  const [, whole, part = ''] = /^\s*(\d{1,13})(?:\.(\d{0,2}))?\s*$/.exec(text.replaceAll(/[,，\s]/g, '')) ?? [];
  return whole === undefined ? undefined : Number(`${whole}${part.padEnd(2, '0')}`);
}
