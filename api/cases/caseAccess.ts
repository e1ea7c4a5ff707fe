import { setTimeout as pause } from 'node:timers/promises';
import { parseCaseId } from '../../domain/case/opening.ts';
import { Refusal } from '../../domain/errors.ts';
import { type Actor, type CasePlaces, seesCase } from '../../domain/organisation/actor.ts';
import type { CaseDocument } from '../../models/caseModels.ts';
import { placesOfCase } from '../present/case.ts';
import { refusalOf } from '../problem.ts';
import type { SpaceServices } from '../services.ts';
import { askCase, CaseNotRunning } from './callCase.ts';
import { perSpace, RecentMap } from './perSpace.ts';

/**
 * Where a case is never changes, and places it has asked are only added; so they are remembered, and acts then need no
 * database to know whose they are.
 */
const places = perSpace(() => new RecentMap<string, CasePlaces>(20_000));

/** How long the read model may take to say where a case is before the case itself is asked. */
const lookupMilliseconds = 400;
const queryseconds = 5;

/** What a case outside somebody's scope and a case that does not exist look like: the same. */
export function unknownCase(id: string): Refusal {
  return new Refusal('not-found', { zh: `没有案件 ${id}`, en: `There is no case ${id}` });
}

/**
 * The scope of a case the actor may see. Works without MongoDB.
 *
 * @throws Refusal not-found; unavailable when neither MongoDB nor the case can say
 */
export async function visibleScope(space: SpaceServices, actor: Actor, id: string): Promise<string> {
  return (await visiblePlacesOf(space, actor, id)).scope;
}

/**
 * Where a case the actor may see is, and which places inside it has asked. Works without MongoDB.
 *
 * @throws Refusal not-found; unavailable when neither MongoDB nor the case can say
 */
export async function visiblePlacesOf(space: SpaceServices, actor: Actor, id: string): Promise<CasePlaces> {
  const known = parseCaseId(id) && places(space).get(id);
  if (known && seesCase(actor, known)) return known;
  const found = parseCaseId(id) && (await lookedUp(space, actor, id));
  if (!found) throw unknownCase(id);
  return found;
}

/** Remembers where a case is, where it was learnt anyway. */
export function notePlaces(space: SpaceServices, id: string, found: CasePlaces): void {
  places(space).set(id, found);
}

/** The read model may be behind on whom the case has asked: then the case itself says. */
async function lookedUp(space: SpaceServices, actor: Actor, id: string): Promise<CasePlaces | undefined> {
  for (const ask of [storedPlaces, toldPlaces]) {
    const found = await ask(space, id);
    if (found === undefined) continue;
    notePlaces(space, id, found);
    if (seesCase(actor, found)) return found;
    // Only who sees something inside can have been asked since.
    if (!isInside(actor, found.scope)) return undefined;
  }
  return undefined;
}

function isInside({ scope, posts }: Actor, outer: string): boolean {
  return [scope, ...posts.map((post) => post.scope)].some((place) => place.startsWith(`${outer}/`));
}

async function storedPlaces(space: SpaceServices, id: string): Promise<CasePlaces | undefined> {
  try {
    const stored = await space.cases.cases
      .findById(id, { 'subject.scope': 1, asked: 1 })
      .setOptions({ timeoutMS: lookupMilliseconds })
      .lean<Pick<CaseDocument, 'subject' | 'asked'>>();
    return stored ? placesOfCase(stored) : undefined;
  } catch (error) {
    if (refusalOf(error)?.code === 'unavailable') return undefined;
    throw error;
  }
}

/** A case that has just begun, or just asked somebody, is not in the read model yet. */
async function toldPlaces(space: SpaceServices, id: string): Promise<CasePlaces | undefined> {
  try {
    const { view } = await askCase(space, id, queryseconds);
    return placesOfCase(view);
  } catch (error) {
    if (error instanceof CaseNotRunning) return undefined;
    throw error;
  }
}

/** How long a reader waits for a case that has begun and is not in the read model yet. */
const beginningMilliseconds = 2000;
const pollMilliseconds = 10;

/**
 * A case's document, for those who may see it.
 *
 * @throws Refusal not-found, unavailable
 */
export async function visibleDocument(space: SpaceServices, actor: Actor, id: string): Promise<CaseDocument> {
  const document = (await storedDocument(space, id)) ?? (await begunDocument(space, actor, id));
  const found = placesOfCase(document);
  if (!seesCase(actor, found)) throw unknownCase(id);
  notePlaces(space, id, found);
  return document;
}

async function storedDocument({ cases: { cases } }: SpaceServices, id: string): Promise<CaseDocument | null> {
  return await cases.findById(id).lean<CaseDocument>();
}

async function begunDocument(space: SpaceServices, actor: Actor, id: string): Promise<CaseDocument> {
  await visibleScope(space, actor, id);
  for (const end = Date.now() + beginningMilliseconds; Date.now() < end; await pause(pollMilliseconds)) {
    const document = await storedDocument(space, id);
    if (document) return document;
  }
  throw new Refusal('unavailable', {
    zh: `${id} 已启动，但暂时还不能读取`,
    en: `${id} has begun, but cannot be read yet`,
  });
}
