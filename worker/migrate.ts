/** `npm run migrate`: brings the databases of both spaces to what this version expects. */
import { parseArgs } from 'node:util';
import { type Config, embeddedServers, loadConfig, spaces } from '../config.ts';
import { migrateSpaces, type SpaceDatabases } from '../models/migrations/migrateSpaces.ts';
import { migrationReport } from './migrationReport.ts';

const usage = `Usage: npm run migrate -- [options]
  without options   changes what this version needs changed; the version before can run meanwhile
  --finish          the rest too: no program of the version before runs any more
  --dry-run         write nothing, and say what would be changed
  --space SPACE     live or rehearsal (default: both)
  --at-start        as a step before a start: waits for another runner, and lets pass what a newer version has begun
Ends with 0 when done or nothing is to do, 1 when it failed or was refused, 2 when the arguments are wrong.`;

interface Options {
  finish: boolean;
  dryRun: boolean;
  atStart: boolean;
  space: string | undefined;
}

/** @throws Error naming the option */
function optionsOf(args: readonly string[]): Options | undefined {
  const flag = { type: 'boolean', default: false } as const;
  const { values } = parseArgs({
    args: [...args],
    options: { help: flag, finish: flag, 'dry-run': flag, 'at-start': flag, space: { type: 'string' } },
  });
  if (values.help) return undefined;
  const { space, finish } = values;
  if (space !== undefined && !spaces.some((each) => each === space)) {
    throw new Error(`--space: must be ${spaces.join(' or ')}`);
  }
  return { finish, dryRun: values['dry-run'], atStart: values['at-start'], space };
}

function databasesOf({ mongodb, dataDir }: Config, space: string | undefined): SpaceDatabases {
  const uri = mongodb.uri ?? embeddedServers(dataDir).mongodbUri;
  if (uri === undefined) throw new Error('MongoDB cannot be found: start the service first, or set MONGODB_URI');
  const wanted = Object.entries(mongodb.databases).filter(([each]) => space === undefined || each === space);
  return { uri, databases: Object.fromEntries(wanted) };
}

async function main(): Promise<void> {
  let options: Options | undefined;
  try {
    options = optionsOf(process.argv.slice(2));
  } catch (error) {
    process.exitCode = 2;
    process.stderr.write(`${(error as Error).message}\n\n${usage}\n`);
    return;
  }
  if (options === undefined) {
    console.log(usage);
    return;
  }
  try {
    const { space, ...how } = options;
    const progress = (line: string) => void process.stderr.write(`${line}\n`);
    const results = await migrateSpaces(databasesOf(loadConfig(), space), { ...how, progress });
    console.log(migrationReport(results, how.dryRun));
  } catch (error) {
    process.exitCode = 1;
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  }
}

await main();
