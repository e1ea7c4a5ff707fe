import type { z } from 'zod';
import type { Json, Text } from '../text.ts';

/** A form field with its label and help text in both languages; the API turns them into the reader's language. */
export function field<S extends z.ZodType>(schema: S, title: Text, help?: Text): S {
  return schema.meta({ label: title, ...(help && { help }) }) as S;
}

/**
 * A text field of a parsed form.
 *
 * @throws TypeError when the form's schema does not make it a text: a mistake of the declaration
 */
export function wordIn(form: Readonly<Record<string, Json>>, name: string): string {
  const value = form[name];
  if (typeof value !== 'string') throw new TypeError(`${name} is no text field`);
  return value;
}
