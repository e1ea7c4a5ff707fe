import type { Connection } from 'mongoose';
import { migrations as everyMigration } from './index.ts';
import type { Migration } from './migration.ts';
import { MigrationReader } from './migrationDatabase.ts';
import { recordsOf } from './migrationRecords.ts';
import { unknownOf } from './runMigrations.ts';

/** How a database stands to the version of the program that runs on it: ids of migrations. */
export interface Standing {
  /** Have to be run before this version is used. */
  pending: string[];
  /** Are done once the programs of the version before have ended. */
  unfinished: string[];
  /** Of a newer version, which this one can run beside. */
  newer: string[];
  /** Of a newer version that has finished: this one should not run on the database any more. */
  outlived: string[];
}

/** Whether a program should be used on a database. */
export function suits({ pending, outlived }: Standing): boolean {
  return pending.length === 0 && outlived.length === 0;
}

/** Looks how a database stands; writes nothing. */
export async function standingOf(
  connection: Connection,
  known: readonly Migration[] = everyMigration,
): Promise<Standing> {
  const records = await recordsOf(connection);
  const unknown = unknownOf(records, known);
  const idsOf = (finished: boolean) =>
    unknown.filter((each) => (each.finished !== undefined) === finished).map(({ _id }) => _id);
  const standing: Standing = { pending: [], unfinished: [], newer: idsOf(false), outlived: idsOf(true) };
  const reader = new MigrationReader(connection);
  const open = known.flatMap((migration) => {
    const record = records.find(({ _id }) => _id === migration.id);
    return record?.finished === undefined ? [{ migration, ended: record?.ended !== undefined }] : [];
  });
  const counts = await Promise.all(open.map(({ migration }) => migration.pending(reader)));
  for (const [index, { migration, ended }] of open.entries()) {
    if (counts[index]?.count === 0) continue;
    (ended || migration.when === 'after' ? standing.unfinished : standing.pending).push(migration.id);
  }
  return standing;
}

/** A line of a program's log. */
export interface StandingLine {
  level: 'error' | 'warn' | 'info';
  text: string;
  migrations: string[];
}

/** What an operator should read when a program starts; nothing when all is done. */
export function linesOf({ pending, unfinished, newer, outlived }: Standing): StandingLine[] {
  const lines: StandingLine[] = [
    { level: 'error', text: 'A newer version has finished its migrations: run that version', migrations: outlived },
    { level: 'error', text: 'The database is of an older version: run `npm run migrate`', migrations: pending },
    { level: 'warn', text: 'A newer version has begun to migrate: this one may run beside it', migrations: newer },
    {
      level: 'info',
      text: 'Once no program of the version before runs: `npm run migrate -- --finish`',
      migrations: unfinished,
    },
  ];
  return lines.filter(({ migrations }) => migrations.length > 0);
}
