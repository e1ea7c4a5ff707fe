import { z } from 'zod';
import type { Json, Text } from '../text.ts';

/** A form field with its label and help text in both languages; the API turns them into the reader's language. */
export function field<S extends z.ZodType>(schema: S, title: Text, help?: Text): S {
  return schema.meta({ label: title, ...(help && { help }) }) as S;
}

/** One of several words, each with its title in both languages. */
export function oneOf<const T extends string>(titles: Readonly<Record<T, Text>>) {
  return z.enum(Object.keys(titles) as [T, ...T[]]).meta({ options: titles });
}

/** A whole number of hundredths, which people read and write in the unit itself: yuan, m², points. */
export function hundredths<S extends z.ZodType>(schema: S, unit: 'fen' | 'area' | 'points'): S {
  const said = { fen: 'In fen: 1 yuan is 100', area: 'In 0.01 m²', points: 'In hundredths of a point' }[unit];
  return schema.meta({ unit, description: said }) as S;
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
