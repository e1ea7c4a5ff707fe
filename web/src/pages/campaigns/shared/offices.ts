import { useRead } from '../../../api/queries.ts';
import { useText } from './text.ts';

/** All offices with their titles. */
export function useOffices(): { code: string; title: string }[] {
  const text = useText();
  const { data } = useRead('listOffices', {}, { staleTime: Number.POSITIVE_INFINITY });
  return (data?.items ?? []).map(({ code, title }) => ({ code, title: text(title) }));
}

/** Says what an office is called. */
export function useOfficeTitle(): (code: string) => string {
  const titles = new Map(useOffices().map(({ code, title }) => [code, title]));
  return (code) => titles.get(code) ?? code;
}
