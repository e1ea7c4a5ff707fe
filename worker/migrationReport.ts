import type { SpaceResult } from '../models/migrations/migrateSpaces.ts';
import type { MigrationResult } from '../models/migrations/runMigrations.ts';

/** How many examples are shown of documents; of indexes, all names. */
const shown = 3;

/** What the operator reads: each migration of each space with what it changed, or would. */
export function migrationReport(results: readonly SpaceResult[], dryRun: boolean): string {
  const lines = results.flatMap(({ space, database, migrations, newer }) => [
    `${space} (database ${database})`,
    ...(newer === undefined
      ? migrations.flatMap(linesOf)
      : [`  ${newer}`, '  Nothing was done; this version may run.']),
  ]);
  return [...lines, ...closing(results, dryRun)].join('\n');
}

function linesOf({ id, about, of, outcome, count, examples }: MigrationResult): string[] {
  if (outcome === 'nothing') return [`  ${id}: nothing to do`];
  const what = count === 1 ? (of === 'indexes' ? '1 index' : '1 document') : `${count} ${of}`;
  const how = { done: `${what} changed`, toDo: `${what} to change`, waits: `${what} to change with --finish` }[outcome];
  const listed = of === 'indexes' ? examples : examples.slice(0, shown);
  const others = count > listed.length ? ', …' : '';
  return [`  ${id}: ${how}`, `    ${about}`, `    ${listed.join(', ')}${others}`];
}

function closing(results: readonly SpaceResult[], dryRun: boolean): string[] {
  const outcomes = new Set(results.flatMap(({ migrations }) => migrations.map(({ outcome }) => outcome)));
  const waits = outcomes.has('waits')
    ? ['Once no program of the version before runs any more: npm run migrate -- --finish']
    : [];
  if (!dryRun) return waits;
  return [outcomes.has('toDo') ? 'Pending: npm run migrate' : 'Nothing is pending.', ...waits, 'Nothing was written.'];
}
