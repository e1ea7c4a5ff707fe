import type { Subject } from '../../domain/case/caseView.ts';
import { Refusal } from '../../domain/errors.ts';
import { type Actor, sees } from '../../domain/organisation/actor.ts';
import type { RegisterName } from '../../domain/registers/entry.ts';
import type { PlaceLevel } from '../../domain/registers/place.ts';
import type { EntryDocument, PlaceDocument } from '../../models/registers.ts';
import type { SpaceServices } from '../services.ts';

type Register = (
  space: SpaceServices,
  id: string,
  actor: Actor,
) => Promise<(Pick<Subject, 'name' | 'scope'> & { id?: string }) | null | undefined>;

/** The registers that cases may be about. */
const registers: Record<Subject['type'], Register> = {
  compound: entryOf('compounds'),
  secretary: entryOf('secretaries'),
  company: entryOf('companies'),
  committee: entryOf('committees'),
  branch: entryOf('branches'),
  city: placeOf('city'),
  district: placeOf('district'),
  street: placeOf('street'),
  community: placeOf('community'),
};

/**
 * The subject as its register has it; undefined when there is none of that id. A place goes by the last part of its path,
 * or by the whole path where several have that name.
 *
 * @throws Refusal invalid-input when several places in sight go by that name
 */
export async function findSubject(
  space: SpaceServices,
  type: Subject['type'],
  id: string,
  actor: Actor,
): Promise<Subject | undefined> {
  const found = await registers[type](space, id, actor);
  return found ? { type, id: found.id ?? id, name: found.name, scope: found.scope } : undefined;
}

/** What is retired gets no new case. */
function entryOf(name: RegisterName): Register {
  return ({ registers: { entries } }, id) =>
    entries[name].findOne({ _id: id, retired: { $ne: true } }, { name: 1, scope: 1 }).lean<EntryDocument>();
}

function placeOf(level: PlaceLevel): Register {
  return async ({ registers: { places } }, id, actor) => {
    const name = id.split('/').at(-1) ?? '';
    if (!/^[\p{L}\p{N}_-]+$/u.test(name)) return undefined;
    const namesakes = await places
      .find({ level, retired: { $ne: true }, _id: new RegExp(`(^|/)${name}$`, 'u') }, { name: 1 })
      .lean<Pick<PlaceDocument, '_id' | 'name'>[]>();
    const meant = namesakes.filter(({ _id }) => (id.includes('/') ? _id === id : sees(actor, _id)));
    const [found] = meant;
    if (meant.length > 1) {
      const detail = `several go by this name: ${meant.map(({ _id }) => _id).join(', ')}; name one by its whole path`;
      throw new Refusal('invalid-input', undefined, [{ pointer: '/subject', detail }]);
    }
    // Case ids must not meet: a place whose name others have too goes by its whole path.
    return found && { id: subjectId(found._id, namesakes.length > 1), name: found.name, scope: found._id };
  };
}

/** @throws Refusal invalid-input when the whole path is too long to be part of a case id */
function subjectId(path: string, isShared: boolean): string {
  if (!isShared) return path.split('/').at(-1) ?? path;
  const id = path.replaceAll('/', '_');
  if (id.length <= longestSubjectId) return id;
  const detail = `others go by this name too, and the whole path is longer than ${longestSubjectId} characters`;
  throw new Refusal('invalid-input', undefined, [{ pointer: '/subject', detail }]);
}

const longestSubjectId = 40;
