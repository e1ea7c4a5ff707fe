import { useRead } from '../../../api/queries.ts';
import { useLanguage } from '../../../words/words.ts';

const quarterHour = 15 * 60_000;

/** Titles of offices by code; the code itself while they are not known. */
export function useOfficeTitles(): (code: string) => string {
  const language = useLanguage();
  const offices = useRead('listOffices', {}, { staleTime: quarterHour });
  const titles = new Map<string, string>((offices.data?.items ?? []).map(({ code, title }) => [code, title[language]]));
  return (code) => titles.get(code) ?? code;
}
