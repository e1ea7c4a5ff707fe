import { setTimeout as pause } from 'node:timers/promises';
import type { SpaceServices } from '../services.ts';
import { perSpace, RecentMap } from './perSpace.ts';

/** How long a reader waits for what they were just told. */
const patience = 2000;
/** After this the projection is late for everybody, and nobody waits for it any more. */
const memory = 10_000;
const pollMilliseconds = 4;
const usersKept = 500;

interface Acknowledged {
  revision: number;
  at: number;
}

/**
 * What each user was told has happened, in this process: user → case → revision. Their own reads wait until the read
 * model has it too; reads of others never wait.
 */
const acknowledged = perSpace(() => new RecentMap<string, Map<string, Acknowledged>>(usersKept));

/** Notes that a user was told of this revision of a case. */
export function acknowledge(space: SpaceServices, user: string, id: string, revision: number): void {
  const users = acknowledged(space);
  const told = users.get(user) ?? new Map<string, Acknowledged>();
  told.set(id, { revision: Math.max(revision, told.get(id)?.revision ?? 0), at: Date.now() });
  users.set(user, told);
}

/**
 * Waits until the read model has what this user was told: of one case, or of all they acted on lately. Gives up after
 * two seconds: late is better than never.
 */
export async function readYourWrites(space: SpaceServices, user: string, id?: string): Promise<void> {
  const told = acknowledged(space).get(user);
  if (told === undefined) return;
  for (const [each, { at }] of told) if (Date.now() - at > memory) told.delete(each);
  const waiting = new Map([...told].filter(([each]) => id === undefined || each === id));
  for (const end = Date.now() + patience; waiting.size > 0 && Date.now() < end; await pause(pollMilliseconds)) {
    const stored = await space.cases.cases.find({ _id: { $in: [...waiting.keys()] } }, { revision: 1 }).lean();
    for (const { _id, revision } of stored) {
      const wanted = waiting.get(_id);
      if (wanted === undefined || revision < wanted.revision) continue;
      waiting.delete(_id);
      if (told.get(_id) === wanted) told.delete(_id);
    }
    if (waiting.size === 0) return;
  }
}
