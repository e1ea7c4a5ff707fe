import type { Request } from 'express';
import { type Language, languages, type Text } from '../domain/text.ts';

/** The language of an answer: as Accept-Language asks, Chinese when it does not say. */
export function languageOf(req: Request): Language {
  const asked = req.acceptsLanguages([...languages]);
  return asked === 'en' ? 'en' : 'zh';
}

/** The language of reasons in detail: Chinese for who asks for Chinese, English for clients that name no language. */
export function reasonLanguageOf(req: Request): Language {
  const asked = req.get('accept-language') ?? '*';
  return /^\s*\*\s*$/.test(asked) ? 'en' : languageOf(req);
}

/** Replaces every `Text` in a JSON value by its wording in one language. */
export function inLanguage(value: unknown, language: Language): unknown {
  if (Array.isArray(value)) return value.map((item) => inLanguage(item, language));
  if (value === null || typeof value !== 'object') return value;
  if (isText(value)) return value[language];
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, inLanguage(item, language)]));
}

function isText(value: object): value is Text {
  return 'zh' in value && 'en' in value && typeof value.zh === 'string' && typeof value.en === 'string';
}
