import { type Connection, mongo } from 'mongoose';

type Filter = mongo.Filter<mongo.Document>;

/** What a migration would change now. */
export interface Pending {
  count: number;
  /** Some of it: ids of documents, names of indexes. */
  examples: string[];
}

/** A stored document of whatever form it has; ids are strings in all collections that migrations write. */
export type StoredDocument = { _id: string } & Record<string, unknown>;

/**
 * What proves something: events and their words are hashed, the log is only added to, files have their hash on a timeline. No
 * migration writes there, whatever it is for.
 */
export const provingCollections: readonly string[] = [
  'timeline',
  'texts',
  'auditLog',
  'caseRepairs',
  'evidence.files',
  'evidence.chunks',
  'migrations',
];

/** A migration tried to write what no migration may. */
export class ForbiddenWriteError extends Error {
  override readonly name = 'ForbiddenWriteError';

  constructor(collection: string) {
    super(`${collection} proves what happened: no migration writes there`);
  }
}

/** How many documents are changed in one go. */
export const batchSize = 500;
const exampleCount = 3;

function collectionOf({ db }: Connection, name: string): mongo.Collection {
  if (!db) throw new mongo.MongoNotConnectedError('MongoDB has not been reached yet');
  return db.collection(name);
}

/** One space's database, to be read. */
export class MigrationReader {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** Documents that match, a batch at a time, in the order of their ids. */
  async *batches(
    collection: string,
    filter: Filter,
    projection: mongo.Document = {},
  ): AsyncGenerator<StoredDocument[]> {
    let batch: StoredDocument[] = [];
    const found = collectionOf(this.#connection, collection).find(filter, { projection, batchSize }).sort({ _id: 1 });
    for await (const document of found) {
      batch.push(document as unknown as StoredDocument);
      if (batch.length < batchSize) continue;
      yield batch;
      batch = [];
    }
    if (batch.length > 0) yield batch;
  }

  /** All documents that match. */
  async find(collection: string, filter: Filter, projection: mongo.Document = {}): Promise<StoredDocument[]> {
    return (await collectionOf(this.#connection, collection)
      .find(filter, { projection })
      .toArray()) as unknown as StoredDocument[];
  }

  /** How many documents match, with some of their ids. */
  async pending(collection: string, filter: Filter): Promise<Pending> {
    const documents = collectionOf(this.#connection, collection);
    const [count, some] = await Promise.all([
      documents.countDocuments(filter),
      documents
        .find(filter, { projection: { _id: 1 }, limit: exampleCount })
        .sort({ _id: 1 })
        .toArray(),
    ]);
    return { count, examples: some.map(({ _id }) => String(_id)) };
  }

  /** The indexes of a collection; none where there is no such collection. */
  async indexes(collection: string): Promise<{ name: string; key: Record<string, unknown> }[]> {
    try {
      const indexes = await collectionOf(this.#connection, collection).listIndexes().toArray();
      return indexes.map(({ name, key }) => ({ name: String(name), key: key as Record<string, unknown> }));
    } catch (error) {
      if ((error as { codeName?: unknown }).codeName === 'NamespaceNotFound') return [];
      throw error;
    }
  }
}

/** One space's database, to be changed: documents of what proves nothing, and indexes. There is no way to anything else. */
export class MigrationDatabase extends MigrationReader {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    super(connection);
    this.#connection = connection;
  }

  /**
   * Changes one document for each update.
   *
   * @returns how many were changed
   * @throws ForbiddenWriteError for a collection that proves something
   */
  async update(
    collection: string,
    updates: readonly { filter: Filter; update: mongo.UpdateFilter<mongo.Document> }[],
  ): Promise<number> {
    if (provingCollections.includes(collection)) throw new ForbiddenWriteError(collection);
    if (updates.length === 0) return 0;
    const { modifiedCount } = await collectionOf(this.#connection, collection).bulkWrite(
      updates.map((updateOne) => ({ updateOne })),
      { ordered: false, writeConcern: { w: 'majority' } },
    );
    return modifiedCount;
  }

  /** Indexes are no documents: those of every collection may be changed. */
  async createIndex(collection: string, index: mongo.IndexDescription): Promise<void> {
    await collectionOf(this.#connection, collection).createIndexes([index]);
  }

  /** Drops an index; one that is gone already is none to drop. */
  async dropIndex(collection: string, name: string): Promise<void> {
    try {
      await collectionOf(this.#connection, collection).dropIndex(name);
    } catch (error) {
      if (!['IndexNotFound', 'NamespaceNotFound'].includes(String((error as { codeName?: unknown }).codeName)))
        throw error;
    }
  }
}
