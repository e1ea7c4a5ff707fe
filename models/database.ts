import mongoose, { type Connection } from 'mongoose';

/** Milliseconds a query waits for a server before it says that MongoDB is away. */
const serverSelectionTimeoutMS = 3000;
const retryMilliseconds = 1000;

/** One space's database; it connects in the background and again after every outage. */
export interface Database {
  connection: Connection;
  /** Resolves once it was reached for the first time. */
  connected: Promise<void>;
  close(): Promise<void>;
}

/**
 * Opens a database without waiting for it. Until it is there every call fails at once instead of queueing
 * (`bufferCommands` is off), so that a request can be answered 503.
 *
 * @param prepare what to do each time after the first contact, such as creating indexes; its failure is a failed attempt
 * @param failed hears why an attempt failed
 */
export function openDatabase(
  uri: string,
  name: string,
  {
    prepare,
    failed,
  }: { prepare?: (connection: Connection) => Promise<unknown>; failed?: (error: unknown) => void } = {},
): Database {
  const connection = mongoose.createConnection();
  connection.set('bufferCommands', false);
  const options = {
    dbName: name,
    serverSelectionTimeoutMS,
    bufferCommands: false,
    autoIndex: false,
    autoCreate: false,
  };
  let closed = false;
  let wake: (() => void) | undefined;

  const connect = async () => {
    while (!closed) {
      try {
        await connection.openUri(uri, options);
        await prepare?.(connection);
        return;
      } catch (error) {
        if (closed) return;
        failed?.(error);
        // The driver closes a client for good when its first attempt fails: each attempt is a new one.
        await connection.close().catch(() => undefined);
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, retryMilliseconds);
          wake = () => {
            clearTimeout(timer);
            resolve();
          };
        });
      }
    }
  };

  const connected = connect();
  return {
    connection,
    connected,
    close: async () => {
      closed = true;
      wake?.();
      await connection.close();
      await connected;
    },
  };
}

/**
 * Opens a database for a command, which has nothing to do without it.
 *
 * @throws Error when it cannot be reached
 */
export async function connectOnce(uri: string, name: string): Promise<Connection> {
  const connection = mongoose.createConnection();
  try {
    return await connection.openUri(uri, {
      dbName: name,
      serverSelectionTimeoutMS: 5000,
      autoIndex: false,
      autoCreate: false,
    });
  } catch (cause) {
    await connection.close();
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`MongoDB cannot be reached (${reason}): is it running?`, { cause });
  }
}

/** Creates the indexes of every model of the connection where they are missing, those of a collection at one go. */
export async function createIndexes(connection: Connection): Promise<void> {
  const collections = Object.values(connection.models).map(async ({ schema, collection }) => {
    const indexes = schema.indexes().map(([key, options]) => ({ key, ...options }) as mongoose.mongo.IndexDescription);
    if (indexes.length > 0) await collection.createIndexes(indexes);
  });
  await Promise.all(collections);
}
