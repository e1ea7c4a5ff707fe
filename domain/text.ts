import { z } from 'zod';

/** A wording shown to people, in Chinese (first) and English. */
export const textSchema = z.strictObject({ zh: z.string().min(1), en: z.string().min(1) }).meta({ id: 'Text' });
export type Text = z.infer<typeof textSchema>;

export const languages = ['zh', 'en'] as const;
export type Language = (typeof languages)[number];

/** Shorthand for declarations: `text('观察期', 'Observation')`. */
export function text(zh: string, en: string): Text {
  return { zh, en };
}

/** Plain JSON: the only thing that carried state, messages and events may hold. */
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };
