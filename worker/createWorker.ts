import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Client } from '@temporalio/client';
import type { DataConverter } from '@temporalio/common';
import {
  type BundleOptions,
  bundleWorkflowCode,
  DefaultLogger,
  type NativeConnection,
  Worker,
  type WorkflowBundleOption,
} from '@temporalio/worker';
import type { Connection } from 'mongoose';
import { createAnchorActivities } from '../activities/anchorHeads.ts';
import { createPolicyApplicationActivities } from '../activities/applyPolicies.ts';
import { createCampaignActivities } from '../activities/campaigns.ts';
import { createEvidenceActivities } from '../activities/clearEvidence.ts';
import { createCycleActivities } from '../activities/cycles/cycles.ts';
import { createCalendarActivities } from '../activities/projectCalendar.ts';
import { createPublicationActivities } from '../activities/publishRanking.ts';
import { createComparisonActivities } from '../activities/reconcile/compareCases.ts';
import { createCaseActivities } from '../activities/recordCase.ts';
import { createRehearsalActivities } from '../activities/rehearsal/rehearsals.ts';
import { createTermScanActivities } from '../activities/startBeforeTermEnds.ts';
import { createLinkedCaseActivities } from '../activities/startChildCase.ts';
import { discoverProcedures } from '../api/procedures/registry.ts';
import type { Config, Space } from '../config.ts';
import type { Procedure } from '../domain/procedures/declaration.ts';
import { AnchorFolder } from '../models/anchors.ts';
import type { WaitingFlushes } from './waitingFlushes.ts';
import { type WorkflowFolders, writeWorkflowEntry } from './workflowEntry.ts';

const suffix = import.meta.url.endsWith('.ts') ? '.ts' : '.js';
const frozenModules = fileURLToPath(new URL(`./frozenModules${suffix}`, import.meta.url));

export interface WorkerParts {
  config: Config;
  space: Space;
  connection: NativeConnection;
  /** A client of the same space, for activities that speak to cases. */
  client: Client;
  database: Connection;
  bundle: WorkflowBundleOption;
  dataConverter?: DataConverter;
  /** Follows the flushes of the cases. */
  flushes?: WaitingFlushes;
}

/** The declaration of a kind: the file of `domain/procedures/` that bears its name. */
async function procedureOf(kind: string): Promise<Procedure | undefined> {
  const file = new URL(`../domain/procedures/${kind}${suffix}`, import.meta.url);
  if (!existsSync(file)) return undefined;
  return ((await import(file.href)) as { procedure?: Procedure }).procedure;
}

/** The built bundle beside this file, or one made from the sources. */
export async function workflowBundle(more: readonly WorkflowFolders[] = []): Promise<WorkflowBundleOption> {
  const built = fileURLToPath(new URL('../workflow-bundle.js', import.meta.url));
  if (more.length === 0 && existsSync(built)) return { codePath: built };
  const target = fileURLToPath(
    new URL(`../node_modules/.cache/zhengzhi/workflows-${process.pid}.cjs`, import.meta.url),
  );
  try {
    return await bundleWorkflows(target, more);
  } finally {
    await rm(target, { force: true });
  }
}

/** Bundles every procedure's workflow; `target` is where the entry module is written. */
export async function bundleWorkflows(
  target: string,
  more: readonly WorkflowFolders[] = [],
): Promise<{ code: string }> {
  const workflowsPath = await writeWorkflowEntry(target, more);
  return await bundleWorkflowCode({
    workflowsPath,
    // Loaded once and shared: a module world for each case cost more than all else that its start does.
    preloadModules: [workflowsPath, frozenModules],
    webpackConfigHook: forThisEngine,
    logger: new DefaultLogger('WARN'),
  });
}

type WebpackOptions = Parameters<NonNullable<BundleOptions['webpackConfigHook']>>[0];

/** The SDK has TypeScript translated for engines of 2017, as code that costs more to run; built code is bundled as it is. */
function forThisEngine(options: WebpackOptions): WebpackOptions {
  const rules = options.module?.rules?.map((rule) => {
    if (typeof rule !== 'object' || rule === null || !(rule.test instanceof RegExp) || !rule.test.test('.ts'))
      return rule;
    const { loader, options: swc } = rule.use as { loader: string; options: { jsc: object } };
    return { ...rule, use: { loader, options: { ...swc, jsc: { ...swc.jsc, target: 'es2022' } } } };
  });
  return { ...options, module: { ...options.module, ...(rules && { rules }) } };
}

/** A worker for one space: its namespace, its database, the same code. */
export async function createWorker({
  config,
  space,
  connection,
  client,
  database,
  bundle,
  dataConverter,
  flushes,
}: WorkerParts): Promise<Worker> {
  const anchors = new AnchorFolder(config.anchorDir, join(config.dataDir, 'anchor-key.pem'), space);
  return await Worker.create({
    connection,
    namespace: config.temporal.namespaces[space],
    taskQueue: config.temporal.taskQueue,
    workflowBundle: bundle,
    activities: {
      ...createCaseActivities(database, async () => (await discoverProcedures()).list()),
      ...createCalendarActivities(database, client),
      ...createPolicyApplicationActivities(database, client),
      ...createEvidenceActivities(database),
      ...createCampaignActivities(database, { client, space, taskQueue: config.temporal.taskQueue }),
      ...createPublicationActivities(database, client, config.temporal.taskQueue),
      ...createLinkedCaseActivities(database, { client, space, taskQueue: config.temporal.taskQueue, procedureOf }),
      ...createTermScanActivities(database, {
        client,
        space,
        taskQueue: config.temporal.taskQueue,
        procedures: async () => (await discoverProcedures()).list(),
      }),
      ...createCycleActivities(database, { client, space, taskQueue: config.temporal.taskQueue, procedureOf }),
      ...createRehearsalActivities({ database, client, space, taskQueue: config.temporal.taskQueue }),
      ...createAnchorActivities(database, anchors),
      ...createComparisonActivities({ client, database, space }, anchors, async () =>
        (await discoverProcedures()).list(),
      ),
    },
    ...(dataConverter && { dataConverter }),
    ...(flushes && { interceptors: { activity: [flushes.interceptor] } }),
    shutdownGraceTime: '10 seconds',
    // Long activities hear this soon that they are cancelled.
    maxHeartbeatThrottleInterval: '2 seconds',
    // A worker that was killed is looked for this long before another may take its cases.
    stickyQueueScheduleToStartTimeout: '5 seconds',
    workflowTaskPollerBehavior: { type: 'simple-maximum', maximum: 16 },
    activityTaskPollerBehavior: { type: 'simple-maximum', maximum: 16 },
  });
}
