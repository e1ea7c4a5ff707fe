import { toHundredths } from '../../parts/form/schema.ts';
import type { Entry, Field, Register } from './register.ts';
import { areaWords, asText, idsOf } from './values.tsx';

/** What the controls of a form hold; undefined where nothing is filled in. */
export type FormValues = Record<string, unknown>;

/** What an entry says, as the controls hold it. */
export function formValues({ fields }: Register, entry: Entry): FormValues {
  return {
    id: entry.id,
    name: entry.name,
    ...Object.fromEntries(fields.map((field) => [field.key, controlValue(field, entry)])),
  };
}

function controlValue(field: Field, entry: Entry): unknown {
  const value = entry[field.key];
  if (field.kind === 'path') return field.parts.map((part) => asText(entry[part]) ?? '');
  if (value === undefined) return undefined;
  if (field.kind === 'place') return asText(value)?.split('/');
  if (field.kind === 'area') return areaWords(Number(value));
  if (field.kind === 'entry' && field.many) return idsOf(value);
  return value;
}

/** The body of a call, from what the controls hold; what is empty is left out. */
export function bodyOf({ fields }: Register, values: FormValues): Record<string, unknown> {
  return {
    name: values['name'],
    ...Object.fromEntries(fields.flatMap((field) => partsOf(field, values[field.key]))),
  };
}

function partsOf(field: Field, value: unknown): [string, unknown][] {
  if (value === undefined || value === null || value === '') return [];
  if (field.kind === 'path') return field.parts.map((part, index) => [part, (value as string[])[index]]);
  if (field.kind === 'place') return [[field.key, (value as string[]).join('/')]];
  if (field.kind === 'area') return [[field.key, toHundredths(asText(value) ?? '')]];
  return [[field.key, value]];
}

/** The control that a field named in an error of the API is filled in by. */
export function controlOf({ fields }: Register, pointer: string): string {
  const [name = ''] = pointer.replace(/^\//, '').split('/');
  return fields.find((field) => field.kind === 'path' && field.parts.includes(name))?.key ?? name;
}
