import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Connection } from 'mongoose';
import { noteReconciliation } from '../activities/reconcile/compareCases.ts';
import { type Trouble, troubles } from '../activities/reconcile/findings.ts';
import { type CaseResult, Reconciler } from '../activities/reconcile/reconcileSpace.ts';
import { discoverProcedures } from '../api/procedures/registry.ts';
import { type Config, embeddedServers, type Space } from '../config.ts';
import type { Procedure } from '../domain/procedures/declaration.ts';
import { type AnchorFault, AnchorFolder } from '../models/anchors.ts';
import { caseModels } from '../models/caseModels.ts';
import { caseRepairModel } from '../models/caseRepairs.ts';
import { connectOnce, createIndexes } from '../models/database.ts';
import { connectClient } from '../temporal/connection.ts';

export interface ReconcileOptions {
  space: Space;
  mode: 'dryRun' | 'repair' | 'rebuild';
  /** One case; all of them when undefined. */
  case?: string | undefined;
  /** Where the result is written as JSON. */
  json?: string | undefined;
  /** Seconds an event may take to arrive before that counts as a difference. */
  patience: number;
}

/** What came of a comparison of a whole space. */
export interface ReconcileResult {
  at: string;
  space: Space;
  mode: ReconcileOptions['mode'];
  compared: number;
  agree: number;
  /** Cases with a difference, before anything was written. */
  differing: number;
  repaired: number;
  /** Cases with a difference still. */
  remaining: number;
  /** Cases by what is wrong with them. */
  troubles: Partial<Record<Trouble, number>>;
  lag: { cases: number; events: number; seconds: number };
  anchors: { files: number; faults: AnchorFault[] };
  /** Those that differ, or are behind. */
  cases: CaseResult[];
}

/** The command cannot be carried out; the message says what to do. */
export class ReconcileError extends Error {
  override readonly name = 'ReconcileError';
}

/**
 * Compares the cases of a space with their workflows, and repairs or rebuilds the read model where that is asked for.
 *
 * @param procedures the declared ones, unless a test brings others
 * @throws ReconcileError when a server cannot be reached, a case is unknown, or a rebuild finds documents
 */
export async function reconcileCases(
  config: Config,
  options: ReconcileOptions,
  procedures?: readonly Procedure[],
): Promise<ReconcileResult> {
  const { space, mode, patience } = options;
  const database = await openSpace(config, space);
  const client = await connectClient(withAddress(config), space).catch(async (cause: unknown) => {
    await database.close();
    throw new ReconcileError('Temporal cannot be reached: is the service running?', { cause });
  });
  try {
    if (mode === 'rebuild') await prepareRebuild(database, config.mongodb.databases[space]);
    const folder = new AnchorFolder(config.anchorDir, join(config.dataDir, 'anchor-key.pem'), space);
    const { heads, faults, files } = await folder.readAll();
    const declared = procedures ?? (await discoverProcedures()).list();
    const reconciler = new Reconciler({ client, database, space, procedures: declared, anchored: heads, patience });
    const ids = options.case === undefined ? await reconciler.ids(mode === 'rebuild') : [options.case];
    const cases = await reconciler.run(ids, mode !== 'dryRun');
    if (mode !== 'dryRun' && options.case === undefined) await noteReconciliation(database, cases);
    const result = resultOf(options, cases, { files, faults });
    if (options.json !== undefined) await writeFile(options.json, `${JSON.stringify(result, null, 2)}\n`);
    return result;
  } finally {
    await Promise.all([client.connection.close(), database.close()]);
  }
}

function resultOf(
  { space, mode }: ReconcileOptions,
  cases: readonly CaseResult[],
  anchors: ReconcileResult['anchors'],
): ReconcileResult {
  const differing = cases.filter(({ findings }) => findings.length > 0);
  const remaining = cases.filter((each) => each.remaining.length > 0).length;
  const behind = cases.filter(({ lag }) => lag.events > 0);
  const withTrouble = (trouble: Trouble) =>
    differing.filter(({ findings }) => findings.some(({ what }) => what === trouble)).length;
  return {
    at: new Date().toISOString(),
    space,
    mode,
    compared: cases.length,
    agree: cases.length - differing.length,
    differing: differing.length,
    repaired: cases.filter(({ repaired }) => repaired).length,
    remaining,
    troubles: Object.fromEntries(
      troubles.map((each) => [each, withTrouble(each)] as const).filter(([, count]) => count > 0),
    ),
    lag: {
      cases: behind.length,
      events: behind.reduce((sum, { lag }) => sum + lag.events, 0),
      seconds: Math.max(0, ...behind.map(({ lag }) => lag.seconds ?? 0)),
    },
    anchors,
    cases: cases.filter(({ findings, lag }) => findings.length > 0 || lag.events > 0),
  };
}

async function openSpace(config: Config, space: Space): Promise<Connection> {
  const uri = config.mongodb.uri ?? embeddedServers(config.dataDir).mongodbUri;
  if (uri === undefined) {
    throw new ReconcileError('MongoDB cannot be found: start the service first, or set MONGODB_URI');
  }
  try {
    return await connectOnce(uri, config.mongodb.databases[space]);
  } catch (cause) {
    throw new ReconcileError(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}

function withAddress(config: Config): Config {
  const address = config.temporal.address ?? embeddedServers(config.dataDir).temporalAddress;
  return address === undefined ? config : { ...config, temporal: { ...config.temporal, address } };
}

/** A rebuild begins from nothing, so that what it leaves is what the workflows say. */
async function prepareRebuild(database: Connection, name: string): Promise<void> {
  const models = caseModels(database);
  caseRepairModel(database);
  for (const model of Object.values(models)) {
    if (await model.exists({})) {
      throw new ReconcileError(
        `--rebuild needs an empty read model, and ${name}.${model.collection.name} has documents: use --repair, ` +
          'or empty the collections cases, tasks, timeline, texts and problems first',
      );
    }
  }
  await createIndexes(database);
}
