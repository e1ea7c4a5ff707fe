import { useLanguage } from './words.ts';

/** Several things in a row, set apart as the language of the page does. */
export function useListing(): (items: readonly string[]) => string {
  const separator = useLanguage() === 'zh' ? '、' : ', ';
  return (items) => items.join(separator);
}
