import type { z } from 'zod';
import type { Text } from '../text.ts';

/** A form field with its label and help text in both languages; the API turns them into the reader's language. */
export function field<S extends z.ZodType>(schema: S, title: Text, help?: Text): S {
  return schema.meta({ label: title, ...(help && { help }) }) as S;
}
