import { setTimeout as pause } from 'node:timers/promises';
import { mongo } from 'mongoose';
import type { TaskDocument, TimelineDocument } from '../../models/caseModels.ts';
import type { NotificationDocument } from '../../models/notices.ts';
import { perSpace } from '../cases/perSpace.ts';
import { refusalOf } from '../problem.ts';
import type { SpaceServices } from '../services.ts';

/** Something that was written to the read model. */
export type Change = { token: string } & (
  | { of: 'timeline'; document: TimelineDocument }
  | { of: 'task'; document: TaskDocument }
  | { of: 'notification'; document: NotificationDocument }
);

export interface Listener {
  change: (change: Change) => void;
  /** Changes may have been missed. */
  gap: () => void;
}

const ringSize = 1000;
const retryMilliseconds = 500;
const awaitMilliseconds = 1000;

const pipeline = [
  {
    $match: {
      $or: [
        { 'ns.coll': { $in: ['timeline', 'notifications'] }, operationType: 'insert' },
        { 'ns.coll': 'tasks', operationType: { $in: ['insert', 'update', 'replace'] } },
      ],
    },
  },
];

/**
 * One change stream over the read model of a space for all who listen. It runs while somebody listens, and is opened again
 * where it stopped after every outage of MongoDB.
 */
export class ChangeFeed {
  private readonly space: SpaceServices;
  private readonly listeners = new Set<Listener>();
  private readonly ring: Change[] = [];
  private running: { stop: () => void; opened: Promise<void> } | undefined;

  constructor(space: SpaceServices) {
    this.space = space;
  }

  /** Listens from now on. @returns once nothing can be missed any more; call it to listen no longer */
  async listen(listener: Listener): Promise<() => void> {
    this.listeners.add(listener);
    this.running ??= this.start();
    const leave = (): void => {
      this.listeners.delete(listener);
      if (this.listeners.size > 0) return;
      this.running?.stop();
      this.running = undefined;
      this.ring.length = 0;
    };
    await this.running.opened;
    return leave;
  }

  /** What came after a change, if that is remembered. */
  since(token: string): Change[] | undefined {
    const at = this.ring.findIndex((change) => change.token === token);
    return at === -1 ? undefined : this.ring.slice(at + 1);
  }

  /**
   * What came after a change, from MongoDB's own log.
   *
   * @returns undefined when the log does not reach back so far, or the token is none
   */
  async replay(token: string): Promise<Change[] | undefined> {
    const stream = this.watch({ _data: token });
    const changes: Change[] = [];
    try {
      for (;;) {
        const next = await stream.tryNext();
        if (next === null) return changes;
        const change = changeOf(next);
        if (change) changes.push(change);
        if (changes.length > ringSize * 5) return undefined;
      }
    } catch (error) {
      if (isHistoryLost(error)) return undefined;
      throw error;
    } finally {
      await stream.close();
    }
  }

  private watch(resumeAfter: unknown): mongo.ChangeStream {
    return this.space.database
      .getClient()
      .db(this.space.database.name)
      .watch(pipeline, {
        fullDocument: 'updateLookup',
        maxAwaitTimeMS: awaitMilliseconds,
        ...(resumeAfter !== undefined && { resumeAfter }),
      });
  }

  private start(): { stop: () => void; opened: Promise<void> } {
    let stopped = false;
    let stream: mongo.ChangeStream | undefined;
    let opened: () => void = () => undefined;
    const isOpen = new Promise<void>((resolve) => {
      opened = resolve;
    });
    const run = async (): Promise<void> => {
      let token: unknown;
      while (!stopped) {
        try {
          stream = this.watch(token);
          // The first answer of MongoDB brings a token; waiting for a change may take a second longer.
          stream.once('resumeTokenChanged', opened);
          while (!stopped) {
            const next = await stream.tryNext();
            token = stream.resumeToken ?? token;
            opened();
            const change = next === null ? undefined : changeOf(next);
            if (change) this.tell(change);
          }
        } catch (error) {
          if (stopped) return;
          if (isHistoryLost(error)) {
            token = undefined;
            this.ring.length = 0;
          }
          await pause(retryMilliseconds, undefined, { ref: false });
          if (token === undefined) for (const listener of this.listeners) listener.gap();
        } finally {
          await stream?.close().catch(() => undefined);
        }
      }
    };
    void run();
    return {
      stop: () => {
        stopped = true;
        opened();
        void stream?.close().catch(() => undefined);
      },
      opened: isOpen,
    };
  }

  private tell(change: Change): void {
    this.ring.push(change);
    if (this.ring.length > ringSize) this.ring.shift();
    for (const listener of this.listeners) listener.change(change);
  }
}

export const changeFeed = perSpace((space) => new ChangeFeed(space));

function changeOf(next: mongo.ChangeStreamDocument): Change | undefined {
  if (!('fullDocument' in next) || !next.fullDocument || !('ns' in next)) return undefined;
  const token = (next._id as { _data?: unknown })._data;
  const collection = 'coll' in next.ns ? next.ns.coll : '';
  if (typeof token !== 'string') return undefined;
  const document: unknown = next.fullDocument;
  if (collection === 'timeline') return { token, of: 'timeline', document: document as TimelineDocument };
  if (collection === 'notifications') return { token, of: 'notification', document: document as NotificationDocument };
  return { token, of: 'task', document: document as TaskDocument };
}

/** MongoDB is there, and does not know the place in its log: it was long ago, or never. */
function isHistoryLost(error: unknown): boolean {
  return error instanceof mongo.MongoServerError && refusalOf(error) === undefined;
}
