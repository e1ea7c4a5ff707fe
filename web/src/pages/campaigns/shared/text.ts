import { useLanguage } from '../../../words/words.ts';

/** A wording in both languages, as the API stores some. */
export interface Text {
  zh: string;
  en: string;
}

/** Says a stored wording in the language of the page. */
export function useText(): (text: Text) => string {
  const language = useLanguage();
  return (text) => text[language];
}

/** Whole numbers with their thousands set apart. */
export function useCount(): (count: number) => string {
  const language = useLanguage();
  const format = new Intl.NumberFormat(language === 'zh' ? 'zh-CN' : 'en-GB');
  return (count) => format.format(count);
}
