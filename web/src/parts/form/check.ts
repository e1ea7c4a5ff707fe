import { type Json, kindOf, resolve, type Schema, type Value } from './schema.ts';
import type { useFormWords } from './words.ts';

/** JSON pointer of a field → what is wrong with it. */
export type FieldErrors = Record<string, string>;
type Say = ReturnType<typeof useFormWords>;

/** What can be said of a form before it is sent; the API says the rest. */
export function check(schema: Schema, value: Value, pointer: string, say: Say): FieldErrors {
  const errors: FieldErrors = {};
  visit(schema, value, pointer, true);
  return errors;

  function visit(given: Schema, at: Value, path: string, required: boolean): void {
    const definitions = schema.$defs ?? {};
    const field = resolve(given, definitions);
    const kind = kindOf(field, definitions);
    if (isEmpty(at) && kind !== 'group') {
      if (required && (field.minItems ?? 1) > 0) errors[path] = say('required');
      return;
    }
    const wrong = fault(field, at as Json, say);
    if (wrong !== undefined) errors[path] = wrong;
    if (kind === 'group') {
      const members = (at ?? {}) as Record<string, Json>;
      if (!required && Object.values(members).every((member) => isEmpty(member))) return;
      for (const [name, member] of Object.entries(field.properties ?? {})) {
        visit(member, members[name], `${path}/${name}`, field.required?.includes(name) === true);
      }
    }
    if (kind === 'list' && Array.isArray(at)) {
      for (const [index, item] of at.entries()) visit(field.items ?? {}, item, `${path}/${index}`, true);
    }
  }
}

function isEmpty(value: Value): boolean {
  if (value === undefined || value === null) return true;
  if (typeof value === 'string') return value.trim() === '';
  return Array.isArray(value) && value.length === 0;
}

function fault(schema: Schema, value: Json, say: Say): string | undefined {
  if (Array.isArray(value)) {
    if (value.length < (schema.minItems ?? 0)) return say('tooFew', { count: schema.minItems });
    return value.length > (schema.maxItems ?? Number.POSITIVE_INFINITY)
      ? say('tooMany', { count: schema.maxItems })
      : undefined;
  }
  if (typeof value === 'number') {
    if (value < (schema.minimum ?? Number.NEGATIVE_INFINITY)) return say('atLeast', { least: schema.minimum });
    return value > (schema.maximum ?? Number.POSITIVE_INFINITY) ? say('atMost', { most: schema.maximum }) : undefined;
  }
  if (typeof value !== 'string') return undefined;
  if (schema.type === 'integer') return say(schema.unit ? 'amountUnfit' : 'wholeUnfit');
  if (value.trim().length < (schema.minLength ?? 0)) return say('tooShort', { count: schema.minLength });
  if (value.length > (schema.maxLength ?? Number.POSITIVE_INFINITY)) return say('tooLong', { count: schema.maxLength });
  return schema.pattern !== undefined && !new RegExp(schema.pattern, 'u').test(value) ? say('unfit') : undefined;
}
