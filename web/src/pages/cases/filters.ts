import type { CallInput } from '../../api/client.ts';

export type CaseFilter = NonNullable<CallInput<'listCases'>['query']>;

const statuses = ['running', 'suspended', 'completed', 'cancelled'] as const;
const names = ['kind', 'status', 'street', 'campaign', 'overdue', 'q'] as const;
export type FilterName = (typeof names)[number];

/** The API lists by a place or campaign, and besides either by kind and status, or what is overdue, or a search. */
const apart: Record<FilterName, readonly FilterName[]> = {
  kind: ['overdue', 'q'],
  status: ['overdue', 'q'],
  overdue: ['kind', 'status', 'q'],
  q: ['kind', 'status', 'overdue'],
  street: [],
  campaign: [],
};

/** The filters in an address; combinations that are not offered are cut down to the first that is. */
export function filtersIn(search: URLSearchParams): CaseFilter {
  const given: Partial<Record<FilterName, string>> = {};
  for (const name of ['q', 'overdue', 'kind', 'status', 'street', 'campaign'] as const) {
    const value = search.get(name);
    if (value && !apart[name].some((other) => given[other] !== undefined)) given[name] = value;
  }
  const { status, overdue, ...others } = given;
  const known = statuses.find((each) => each === status);
  return { ...others, ...(known && { status: known }), ...(overdue === 'true' && { overdue }) };
}

/** The filters with one changed; whatever cannot be asked together with it goes. */
export function withFilter(filters: CaseFilter, name: FilterName, value: string | undefined): Record<string, string> {
  const kept = Object.entries(filters).filter(
    ([other]) => other !== name && (value === undefined || !apart[name].includes(other as FilterName)),
  );
  return Object.fromEntries([...kept, ...(value === undefined ? [] : [[name, value]])]) as Record<string, string>;
}
