/** `npm run reconcile`: compares every case document with its workflow, and repairs what differs. */
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { loadConfig, spaces } from '../config.ts';
import { type ReconcileOptions, reconcileCases } from './reconcileCases.ts';
import { reportOf } from './reconcileReport.ts';

const usage = `Usage: npm run reconcile -- [options]
  without options      compare every case document with its workflow, write nothing
  --repair             write what differs as the workflow recorded it
  --rebuild            write the whole read model into an empty database
  --case ID            one case only
  --space SPACE        live (default) or rehearsal
  --patience SECONDS   how long an event may take to arrive (default 60)
  --json FILE          write the result to a file too
Ends with 0 when all agrees, 1 when differences remain, 2 when nothing could be compared.`;

const seconds = z.coerce.number().int().min(0);

/** @throws Error naming the option */
function optionsOf(args: readonly string[]): ReconcileOptions | undefined {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  const { values } = parseArgs({
    args: [...args],
    options: { repair: flag, rebuild: flag, help: flag, case: text, space: text, patience: text, json: text },
  });
  if (values.help) return undefined;
  if (values.repair && values.rebuild) throw new Error('--repair and --rebuild: choose one');
  if (values.rebuild && values.case !== undefined) throw new Error('--rebuild writes every case: leave out --case');
  const space = spaces.find((each) => each === (values.space ?? 'live'));
  if (space === undefined) throw new Error(`--space: must be ${spaces.join(' or ')}`);
  const patience = seconds.safeParse(values.patience ?? 60);
  if (!patience.success) throw new Error('--patience: must be a whole number of seconds');
  const mode = values.rebuild ? 'rebuild' : values.repair ? 'repair' : 'dryRun';
  return { space, mode, patience: patience.data, case: values.case, json: values.json };
}

async function main(): Promise<number> {
  const options = optionsOf(process.argv.slice(2));
  if (options === undefined) {
    console.log(usage);
    return 0;
  }
  const result = await reconcileCases(loadConfig(), options);
  console.log(reportOf(result));
  return result.remaining > 0 || result.anchors.faults.length > 0 ? 1 : 0;
}

main().then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 2;
  },
);
