import { setTimeout as pause } from 'node:timers/promises';
import { parseCaseId } from '../../domain/case/opening.ts';
import { Refusal } from '../../domain/errors.ts';
import { type Actor, sees } from '../../domain/organisation/actor.ts';
import type { CaseDocument } from '../../models/caseModels.ts';
import { refusalOf } from '../problem.ts';
import type { SpaceServices } from '../services.ts';
import { askCase, CaseNotRunning } from './callCase.ts';
import { perSpace, RecentMap } from './perSpace.ts';

/** Where a case is never changes, so it is remembered: acts then need no database to know whose they are. */
const scopes = perSpace(() => new RecentMap<string, string>(20_000));

/** How long the read model may take to say where a case is before the case itself is asked. */
const lookupMilliseconds = 400;
const queryseconds = 5;

/** What a case outside somebody's scope and a case that does not exist look like: the same. */
export function unknownCase(id: string): Refusal {
  return new Refusal('not-found', `There is no case ${id}`);
}

/**
 * The scope of a case the actor may see. Works without MongoDB.
 *
 * @throws Refusal not-found; unavailable when neither MongoDB nor the case can say
 */
export async function visibleScope(space: SpaceServices, actor: Actor, id: string): Promise<string> {
  const scope = await scopeOf(space, id);
  if (scope === undefined || !sees(actor, scope)) throw unknownCase(id);
  return scope;
}

/** Remembers where a case is, where it was learnt anyway. */
export function noteScope(space: SpaceServices, id: string, scope: string): void {
  scopes(space).set(id, scope);
}

async function scopeOf(space: SpaceServices, id: string): Promise<string | undefined> {
  if (parseCaseId(id) === undefined) return undefined;
  const known = scopes(space).get(id) ?? (await storedScope(space, id)) ?? (await toldScope(space, id));
  if (known !== undefined) noteScope(space, id, known);
  return known;
}

async function storedScope(space: SpaceServices, id: string): Promise<string | undefined> {
  try {
    const stored = await space.cases.cases
      .findById(id, { 'subject.scope': 1 })
      .setOptions({ timeoutMS: lookupMilliseconds })
      .lean<Pick<CaseDocument, 'subject'>>();
    return stored?.subject.scope;
  } catch (error) {
    if (refusalOf(error)?.code === 'unavailable') return undefined;
    throw error;
  }
}

/** A case that has just begun is not in the read model yet. */
async function toldScope(space: SpaceServices, id: string): Promise<string | undefined> {
  try {
    const { view } = await askCase(space, id, queryseconds);
    return view.subject.scope;
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
  if (!sees(actor, document.subject.scope)) throw unknownCase(id);
  noteScope(space, id, document.subject.scope);
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
  throw new Refusal('unavailable', `${id} has begun, but cannot be read yet`);
}
