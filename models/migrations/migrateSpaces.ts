import { setTimeout as pause } from 'node:timers/promises';
import type { Connection } from 'mongoose';
import { connectOnce } from '../database.ts';
import { MigrationsBusyError } from './migrationRecords.ts';
import { type MigrateOptions, type MigrationResult, migrateDatabase, NewerDatabaseError } from './runMigrations.ts';

/** Where the databases of the spaces are. */
export interface SpaceDatabases {
  uri: string;
  /** The name of the database of each space that is concerned. */
  databases: Readonly<Record<string, string>>;
}

/** What came of one space. */
export interface SpaceResult {
  space: string;
  database: string;
  migrations: MigrationResult[];
  /** A newer version has begun to migrate it, which this one can run beside: nothing was done. */
  newer?: string;
}

export interface MigrateSpacesOptions extends MigrateOptions {
  /** As a step before a start: another runner is awaited, and a newer version that has not finished is no failure. */
  atStart?: boolean;
}

const patienceMilliseconds = 120_000;
const pauseMilliseconds = 1000;

/**
 * Migrates one space after the other.
 *
 * @throws Error when MongoDB cannot be reached; else as `migrateDatabase`, and spaces before the failure are done
 */
export async function migrateSpaces(
  { uri, databases }: SpaceDatabases,
  options: MigrateSpacesOptions,
): Promise<SpaceResult[]> {
  const results: SpaceResult[] = [];
  for (const [space, database] of Object.entries(databases)) {
    const connection = await connectOnce(uri, database);
    try {
      results.push({ space, database, migrations: await patiently(connection, options) });
    } catch (error) {
      const bearable = options.atStart === true && error instanceof NewerDatabaseError && !error.outlived;
      if (!bearable) throw error;
      results.push({ space, database, migrations: [], newer: error.message });
    } finally {
      await connection.close();
    }
  }
  return results;
}

/** The lease of a runner that was killed ends by itself; at a start that is waited for. */
async function patiently(connection: Connection, options: MigrateSpacesOptions): Promise<MigrationResult[]> {
  const giveUp = Date.now() + (options.atStart === true ? patienceMilliseconds : 0);
  for (let told = false; ; told = true) {
    try {
      return await migrateDatabase(connection, options);
    } catch (error) {
      if (!(error instanceof MigrationsBusyError) || Date.now() >= giveUp) throw error;
      if (!told) options.progress?.(`${error.message}; waiting`);
      await pause(pauseMilliseconds);
    }
  }
}
