import i18next from 'i18next';
import { useCallback } from 'react';
import { initReactI18next, useTranslation } from 'react-i18next';
import { speak } from '../api/client.ts';

export type Language = 'zh' | 'en';

const stored = localStorage.getItem('zhengzhi.language');
const preferred: Language =
  stored === 'en' || stored === 'zh' ? stored : navigator.language.startsWith('en') ? 'en' : 'zh';

void i18next.use(initReactI18next).init({
  lng: preferred,
  fallbackLng: 'zh',
  initAsync: false,
  resources: {},
  keySeparator: false,
  nsSeparator: false,
  interpolation: { escapeValue: false },
});
tell(preferred);

function tell(language: Language): void {
  const tag = language === 'zh' ? 'zh-CN' : 'en';
  document.documentElement.lang = tag;
  speak(tag);
}

export function changeLanguage(language: Language): void {
  localStorage.setItem('zhengzhi.language', language);
  tell(language);
  void i18next.changeLanguage(language);
}

export function useLanguage(): Language {
  return useTranslation().i18n.language === 'en' ? 'en' : 'zh';
}

type Values = Record<string, string | number | undefined>;
export type Say<K extends string = string> = (key: K, values?: Values) => string;

/**
 * The wordings of a page or part, in both languages; the hook it returns says them in the one that is chosen. English may
 * have plural forms besides (`cases_one`).
 */
export function words<const Z extends Record<string, string>, const E extends Record<keyof Z, string>>(
  namespace: string,
  zh: Z,
  en: E,
): () => Say<keyof Z & string> {
  i18next.addResourceBundle('zh', namespace, zh);
  i18next.addResourceBundle('en', namespace, en);
  return function useWords() {
    const { t } = useTranslation(namespace);
    return useCallback((key, values) => t(key, values ?? {}), [t]);
  };
}
