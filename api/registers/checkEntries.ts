import type { Actor } from '../../domain/organisation/actor.ts';
import { covers } from '../../domain/organisation/scope.ts';
import type { RegisterName } from '../../domain/registers/entry.ts';
import { type Text, text } from '../../domain/text.ts';
import { type EntryDocument, pathsTo } from '../../models/registers.ts';
import type { SpaceServices } from '../services.ts';
import type { CompoundScopes } from './entryDocument.ts';
import { keyField } from './entryStore.ts';
import type { EntryFields, Register } from './register.ts';

/** An entry that somebody wants to write. */
export interface Draft {
  id: string;
  fields: EntryFields;
  /** The entry as it is: what it names already may stay, whatever became of it. */
  found?: EntryDocument | undefined;
}

/** What is wrong with a draft, by field. */
export interface DraftError {
  draft: Draft;
  field: string;
  detail: Text;
}

/**
 * Looks up what drafts refer to: places and entries of other registers, in one query for each register.
 *
 * @returns the scopes of the compounds they name, and what does not exist, is retired, or is out of the actor's sight
 */
export async function checkEntries(
  space: SpaceServices,
  register: Register,
  drafts: readonly Draft[],
  actor: Actor,
): Promise<{ scopes: CompoundScopes; errors: DraftError[] }> {
  const errors: DraftError[] = [];
  const scopes = new Map<string, string>();
  for (const { field, to } of register.references) {
    const found = await findReferenced(
      space,
      to,
      drafts.flatMap(({ fields }) => namedIn(fields, field)),
    );
    if (to === 'compounds') for (const [id, { scope }] of found) scopes.set(id, scope);
    for (const draft of drafts) {
      for (const id of namedIn(draft.fields, field)) {
        const isKept = found.has(id) && draft.found !== undefined && namedIn(draft.found, field).includes(id);
        const reason = isKept ? undefined : refuseReference(found.get(id), actor);
        if (reason)
          errors.push({ draft, field, detail: text(`${id}${reason.zh}（${to}）`, `${to}: ${id} ${reason.en}`) });
      }
    }
  }
  errors.push(...(await checkPlaces(space, register, drafts)));
  return { scopes, errors };
}

/** The ids a field names: one, several or none. */
export function namedIn(fields: EntryFields, field: string): string[] {
  const value = fields[field];
  if (Array.isArray(value)) return value.map(String);
  return typeof value === 'string' ? [value] : [];
}

type Referenced = Pick<EntryDocument, 'scope' | 'retired' | 'within'>;

async function findReferenced(
  { registers }: SpaceServices,
  to: RegisterName,
  ids: string[],
): Promise<Map<string, Referenced>> {
  if (ids.length === 0) return new Map();
  const key = keyField(to);
  const found = await registers.entries[to]
    .find({ [key]: { $in: [...new Set(ids)] } }, { [key]: 1, scope: 1, retired: 1, within: 1 })
    .lean<EntryDocument[]>();
  return new Map(found.map((document) => [String(document[key]), document]));
}

/** Companies work in whole cities: who may enter something may name one that is above their own place. */
function refuseReference(found: Referenced | undefined, actor: Actor): Text | undefined {
  const isInSight = found && (covers(actor.scope, found.scope) || covers(found.scope, actor.scope));
  if (!isInSight) return text('不存在，或者不在您的管辖范围内', 'does not exist, or is outside of your scope');
  return found.retired ? text('已停用', 'is retired') : undefined;
}

async function checkPlaces(
  { registers }: SpaceServices,
  { placement }: Register,
  drafts: readonly Draft[],
): Promise<DraftError[]> {
  if ('of' in placement) return [];
  const pathOf = ({ fields }: Draft) => placement.path(fields);
  const wanted = [...new Set(drafts.map(pathOf))];
  const known = await registers.places.find({ _id: { $in: wanted } }, { level: 1, retired: 1 }).lean();
  const places = new Map(known.map((place) => [place._id, place]));
  return drafts.flatMap((draft) => {
    const path = pathOf(draft);
    const place = places.get(path);
    const isKept = draft.found !== undefined && placement.path(draft.found) === path;
    if (place && (!place.retired || isKept)) return [];
    const level = levelWords[pathsTo(path).length - 1] ?? 'place';
    const detail = place
      ? text(`${path}已停用`, `${path} is retired`)
      : text(`没有登记${path}，请先登记该地区`, `There is no ${level} ${path}; enter it first (POST /api/v1/places)`);
    return [{ draft, field: placement.field, detail }];
  });
}

const levelWords = ['city', 'district', 'street', 'community'] as const;
