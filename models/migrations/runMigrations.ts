import type { Connection } from 'mongoose';
import { migrations as everyMigration } from './index.ts';
import type { Migration } from './migration.ts';
import { MigrationDatabase, MigrationReader } from './migrationDatabase.ts';
import { isEmpty, MigrationLease, type MigrationRecord, noteMigration, recordsOf } from './migrationRecords.ts';
import { programVersion } from './programVersion.ts';

export interface MigrateOptions {
  /** No program of the version before runs any more: what waits for that is done too, and nothing is left open. */
  finish: boolean;
  /** Write nothing. */
  dryRun: boolean;
  /** All there are, unless a test brings others. */
  migrations?: readonly Migration[];
  /** Hears what has been changed so far. */
  progress?: (line: string) => void;
}

/**
 * What came of one migration, or would: `nothing` to do, `done`, `toDo` in a dry run, or `waits` for the programs of the version
 * before to end.
 */
export interface MigrationResult extends Pick<Migration, 'id' | 'about' | 'of'> {
  outcome: 'nothing' | 'done' | 'toDo' | 'waits';
  /** How many documents or indexes are concerned. */
  count: number;
  examples: string[];
}

/** A newer version has migrated the database: this program does not know what that changed. */
export class NewerDatabaseError extends Error {
  override readonly name = 'NewerDatabaseError';
  /** The migrations this program does not know. */
  readonly ids: readonly string[];
  /** This version may not run on it any more. */
  readonly outlived: boolean;

  constructor(database: string, unknown: readonly MigrationRecord[]) {
    const ids = unknown.map(({ _id }) => _id);
    const version = unknown.at(-1)?.version ?? '';
    super(
      `${database} was migrated by a newer version (${version}): this one, ${programVersion()}, does not know ${ids.join(', ')}`,
    );
    this.ids = ids;
    this.outlived = unknown.some(({ finished }) => finished !== undefined);
  }
}

/** A migration failed; what it changed until then stays, and it goes on from there when it is run again. */
export class MigrationFailedError extends Error {
  override readonly name = 'MigrationFailedError';
}

/** What was recorded by versions that know more migrations. */
export function unknownOf(records: readonly MigrationRecord[], known: readonly Migration[]): MigrationRecord[] {
  const ids = new Set(known.map(({ id }) => id));
  return records.filter(({ _id }) => !ids.has(_id));
}

/**
 * Brings one database to what this version expects, or says what that would change.
 *
 * @throws MigrationsBusyError when another runner is at it
 * @throws NewerDatabaseError when a newer version was at it
 * @throws MigrationFailedError when a migration fails, or leaves something undone
 */
export async function migrateDatabase(connection: Connection, options: MigrateOptions): Promise<MigrationResult[]> {
  const known = options.migrations ?? everyMigration;
  if (options.dryRun) {
    const records = await knownRecords(connection, known);
    const results = known.map((each) => foreseen(connection, each, records.get(each.id), options.finish));
    return await Promise.all(results);
  }
  const lease = await MigrationLease.take(connection);
  try {
    const records = await knownRecords(connection, known);
    // Nothing was ever stored: there is no version before.
    const finish = options.finish || (await isEmpty(connection));
    const results: MigrationResult[] = [];
    for (const migration of known) {
      const record = records.get(migration.id);
      const before = await foreseen(connection, migration, record, finish);
      const settled = record?.finished !== undefined || (migration.when === 'after' && !finish);
      if (!settled) await carryOut(connection, migration, record, { lease, finish, progress: options.progress });
      results.push(before.outcome === 'toDo' ? { ...before, outcome: 'done' } : before);
    }
    return results;
  } finally {
    await lease.release();
  }
}

async function knownRecords(
  connection: Connection,
  known: readonly Migration[],
): Promise<ReadonlyMap<string, MigrationRecord>> {
  const records = await recordsOf(connection);
  const unknown = unknownOf(records, known);
  if (unknown.length > 0) throw new NewerDatabaseError(connection.name, unknown);
  return new Map(records.map((record) => [record._id, record]));
}

async function foreseen(
  connection: Connection,
  migration: Migration,
  record: MigrationRecord | undefined,
  finish: boolean,
): Promise<MigrationResult> {
  const { id, about, of, when } = migration;
  const found =
    record?.finished === undefined
      ? await migration.pending(new MigrationReader(connection))
      : { count: 0, examples: [] };
  const outcome = found.count === 0 ? 'nothing' : when === 'after' && !finish ? 'waits' : 'toDo';
  return { id, about, of, outcome, ...found };
}

/** How often one hears of a migration that takes long. */
const progressMilliseconds = 5000;

async function carryOut(
  connection: Connection,
  migration: Migration,
  record: MigrationRecord | undefined,
  { lease, finish, progress }: { lease: MigrationLease; finish: boolean; progress: MigrateOptions['progress'] },
): Promise<void> {
  const version = programVersion();
  const { id, of } = migration;
  await noteMigration(connection, migration, version);
  let total = 0;
  let told = Date.now();
  try {
    for await (const changed of migration.run(new MigrationDatabase(connection))) {
      total += changed;
      await noteMigration(connection, migration, version, { changed });
      if (Date.now() - told >= progressMilliseconds) {
        progress?.(`${connection.name}: ${id}: ${total} ${of} changed so far`);
        told = Date.now();
      }
      await lease.keep();
    }
    if (finish) {
      const { count, examples } = await migration.pending(new MigrationReader(connection));
      if (count > 0) {
        throw new Error(
          `${count} ${of} are there still, such as ${examples[0]}: does a program of the version before run?`,
        );
      }
    }
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new MigrationFailedError(`${connection.name}: ${id} failed after ${total} changed ${of}: ${reason}`, {
      cause,
    });
  }
  const now = new Date();
  await noteMigration(connection, migration, version, {
    set: { ...(record?.ended === undefined && { ended: now }), ...(finish && { finished: now }) },
  });
}
