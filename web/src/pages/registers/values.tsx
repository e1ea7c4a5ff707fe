import { Link } from 'react-router';
import { usePlaces } from '../../parts/places.ts';
import { useListing } from '../../words/listing.ts';
import type { Entry, Field } from './register.ts';
import { type RegisterWord, useRegisterWords } from './words.ts';

/** 9350075 is 93,500.75; areas are whole numbers of 0.01 m², so nothing is rounded. */
export function areaWords(area: number): string {
  const digits = String(area).padStart(3, '0');
  const whole = digits.slice(0, -2).replaceAll(/\B(?=(\d{3})+$)/g, ',');
  const rest = digits.slice(-2).replace(/0+$/, '');
  return rest === '' ? whole : `${whole}.${rest}`;
}

/** The whole path a field of an entry names, if it is one. */
export function pathOf(field: Field, entry: Readonly<Record<string, unknown>>): string | undefined {
  if (field.kind === 'place') return asText(entry[field.key]);
  if (field.kind !== 'path') return undefined;
  const parts = field.parts.map((part) => asText(entry[part]));
  return parts.includes(undefined) ? undefined : parts.join('/');
}

/** What a field says, in words: for lists, histories and comparisons. */
export function useFieldWords(): (field: Field, entry: Readonly<Record<string, unknown>>) => string | undefined {
  const say = useRegisterWords();
  const listing = useListing();
  const { nameOf } = usePlaces();
  return (field, entry) => {
    const path = pathOf(field, entry);
    if (path !== undefined) return placeWords(path, nameOf);
    const value = entry[field.key];
    if (value === undefined || value === null || value === '') return undefined;
    if (field.kind === 'code') return say(field.codes.find((code) => code === value) ?? (value as RegisterWord));
    if (field.kind === 'yesNo') return say(value === true ? 'yes' : 'no');
    if (field.kind === 'area') return say('squareMetres', { value: areaWords(Number(value)) });
    if (Array.isArray(value)) return listing(value.map(String));
    if (typeof value !== 'number') return asText(value);
    return field.key === 'builtYear' ? `${value}` : value.toLocaleString('en-US');
  };
}

/** A path from the district on; the city goes without saying. */
function placeWords(path: string, nameOf: (path: string) => string): string {
  const parts = path.split('/');
  const from = parts.length > 1 ? 1 : 0;
  return parts
    .map((_, index) => nameOf(parts.slice(0, index + 1).join('/')))
    .slice(from)
    .join(' / ');
}

/** What a field says, with the way to the entries it names. */
export function FieldValue({ field, entry }: { field: Field; entry: Entry }) {
  const wordsOf = useFieldWords();
  if (field.kind === 'entry') return <EntryLinks of={field.of} ids={idsOf(entry[field.key])} />;
  return wordsOf(field, entry) ?? <span className="faint">—</span>;
}

export function EntryLinks({ of, ids }: { of: string; ids: readonly string[] }) {
  if (ids.length === 0) return <span className="faint">—</span>;
  return (
    <span className="entry-links">
      {ids.map((id) => (
        <Link key={id} to={`/registers/${of}/${encodeURIComponent(id)}`}>
          {id}
        </Link>
      ))}
    </span>
  );
}

export function idsOf(value: unknown): string[] {
  if (Array.isArray(value)) return value.map(String);
  const only = asText(value);
  return only === undefined ? [] : [only];
}

/** A text that is there. */
export function asText(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
