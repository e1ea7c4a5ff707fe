import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { type Connection, mongo } from 'mongoose';

/** A migration that was begun on a database, and what came of it. */
export interface MigrationRecord {
  /** Of the migration. */
  _id: string;
  about: string;
  /** Of the program that began it. */
  version: string;
  begun: Date;
  /** When it had been through for the first time; the programs of its version may run from then on. */
  ended?: Date;
  /** When it had been through with no program of the version before running: it is never run again. */
  finished?: Date;
  /** Documents or indexes changed, in all runs. */
  changed: number;
}

/** Who migrates the database. */
interface Lease {
  _id: 'runner';
  token: string;
  by: string;
  since: Date;
  until: Date;
}

const leaseMilliseconds = 60_000;
const duplicateKey = 11_000;

/** Somebody else migrates this database. */
export class MigrationsBusyError extends Error {
  override readonly name = 'MigrationsBusyError';
}

function collectionOf<T extends mongo.Document>(connection: Connection): mongo.Collection<T> {
  if (!connection.db) throw new mongo.MongoNotConnectedError('MongoDB has not been reached yet');
  return connection.db.collection<T>('migrations');
}

/** What was begun on a database, in order. */
export async function recordsOf(connection: Connection): Promise<MigrationRecord[]> {
  return await collectionOf<MigrationRecord>(connection)
    .find({ _id: { $ne: 'runner' } })
    .sort({ _id: 1 })
    .toArray();
}

/** Notes something of a migration. */
export async function noteMigration(
  connection: Connection,
  { id, about }: { id: string; about: string },
  version: string,
  { set, changed = 0 }: { set?: Partial<MigrationRecord>; changed?: number } = {},
): Promise<void> {
  await collectionOf<MigrationRecord>(connection).updateOne(
    { _id: id },
    {
      $setOnInsert: { about, version, begun: new Date() },
      $inc: { changed },
      ...(set && { $set: set }),
    },
    { upsert: true, writeConcern: { w: 'majority' } },
  );
}

/** Whether nothing was ever stored in a database. */
export async function isEmpty(connection: Connection): Promise<boolean> {
  const collections = await connection.db?.listCollections({}, { nameOnly: true }).toArray();
  return collections?.every(({ name }) => name === 'migrations') ?? false;
}

/** The right to migrate a database, held by one runner at a time. It ends by itself when its holder is gone. */
export class MigrationLease {
  readonly #leases: mongo.Collection<Lease>;
  readonly #token: string;
  readonly #timer: NodeJS.Timeout;
  #lost = false;

  private constructor(leases: mongo.Collection<Lease>, token: string) {
    this.#leases = leases;
    this.#token = token;
    const renew = () => {
      this.keep().catch(() => undefined);
    };
    this.#timer = setInterval(renew, leaseMilliseconds / 4).unref();
  }

  /** @throws MigrationsBusyError saying who has it and since when */
  static async take(connection: Connection, by = `${hostname()}, process ${process.pid}`): Promise<MigrationLease> {
    const leases = collectionOf<Lease>(connection);
    const token = randomUUID();
    // By the clock of the database: those of two machines may differ.
    const taken = [{ $set: { token, by, since: '$$NOW', until: { $add: ['$$NOW', leaseMilliseconds] } } }];
    const ended = { _id: 'runner' as const, $expr: { $lte: ['$until', '$$NOW'] } };
    if ((await leases.updateOne(ended, taken)).matchedCount > 0) return new MigrationLease(leases, token);
    try {
      await leases.updateOne({ _id: 'runner', token }, taken, { upsert: true });
      return new MigrationLease(leases, token);
    } catch (error) {
      if ((error as { code?: unknown }).code !== duplicateKey) throw error;
    }
    const holder = await leases.findOne({ _id: 'runner' });
    throw new MigrationsBusyError(
      `${connection.name} is being migrated already, by ${holder?.by ?? 'somebody'} since ${holder?.since.toISOString() ?? 'just now'} (should that have been killed, its hold ends within a minute)`,
    );
  }

  /**
   * Prolongs it.
   *
   * @throws MigrationsBusyError when it ended, and somebody else may have it
   */
  async keep(): Promise<void> {
    const mine = { _id: 'runner' as const, token: this.#token };
    const longer = [{ $set: { until: { $add: ['$$NOW', leaseMilliseconds] } } }];
    this.#lost ||= (await this.#leases.updateOne(mine, longer)).matchedCount === 0;
    if (this.#lost) throw new MigrationsBusyError('The lease was lost: another runner goes on with these migrations');
  }

  /** Gives it back. Where MongoDB is away it ends by itself. */
  async release(): Promise<void> {
    clearInterval(this.#timer);
    await this.#leases.deleteOne({ _id: 'runner', token: this.#token }).catch(() => undefined);
  }
}
