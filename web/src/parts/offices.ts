import { useRead } from '../api/queries.ts';
import { useLanguage } from '../words/words.ts';

/** The offices in words, and a way to choose one. */
export function useOffices(): { titleOf: (code: string) => string; options: { value: string; label: string }[] } {
  const language = useLanguage();
  const { data } = useRead('listOffices', {}, { staleTime: Number.POSITIVE_INFINITY });
  const options = (data?.items ?? []).map(({ code, title }) => ({ value: code as string, label: title[language] }));
  return { options, titleOf: (code) => options.find(({ value }) => value === code)?.label ?? code };
}
