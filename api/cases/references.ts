import type { Subject } from '../../domain/case/caseView.ts';
import { fieldError, Refusal } from '../../domain/errors.ts';
import { type Actor, sees } from '../../domain/organisation/actor.ts';
import type { RegisterName } from '../../domain/registers/entry.ts';
import type { PlaceLevel } from '../../domain/registers/place.ts';
import { type Text, text } from '../../domain/text.ts';
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
 * The subject as its register has it; undefined when there is none of that id. A place goes by its path, by its id in the
 * register, or by the last part of its path where only one in sight has that name.
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
    const found = await places
      .find(
        { level, retired: { $ne: true }, $or: [{ id }, { _id: new RegExp(`(^|/)${name}$`, 'u') }] },
        { id: 1, name: 1 },
      )
      .lean<NamedPlace[]>();
    const place = oneOf(
      found.filter(({ _id }) => sees(actor, _id)),
      id,
    );
    if (place === undefined) return undefined;
    const subject = place.id ?? place._id.replaceAll('/', '_');
    if (subject.length <= longestSubjectId) return { id: subject, name: place.name, scope: place._id };
    throw refused(
      text(
        `编号${subject}超过${longestSubjectId}个字符`,
        `its id ${subject} is longer than ${longestSubjectId} characters`,
      ),
    );
  };
}

const longestSubjectId = 40;

type NamedPlace = Pick<PlaceDocument, '_id' | 'id' | 'name'>;

/**
 * The place that is meant: the one of that path or id, else the only one in sight of that name.
 *
 * @throws Refusal invalid-input when several in sight have that name
 */
function oneOf(found: readonly NamedPlace[], id: string): NamedPlace | undefined {
  const exact = found.find((each) => each._id === id || each.id === id);
  if (exact || found.length <= 1 || id.includes('/')) return exact ?? (id.includes('/') ? undefined : found[0]);
  const paths = found.map(({ _id }) => _id);
  throw refused(
    text(
      `有多个同名地区：${paths.join('、')}，请用完整路径`,
      `several go by this name: ${paths.join(', ')}; name one by its whole path`,
    ),
  );
}

function refused(detail: Text): Refusal {
  return new Refusal('invalid-input', undefined, [fieldError('/subject', detail)]);
}
