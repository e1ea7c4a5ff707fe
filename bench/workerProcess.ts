/** The worker of the benchmark: our cases (with the tests' trial procedure) and what they are measured against. */
import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode, DefaultLogger, Runtime, Worker } from '@temporalio/worker';
import mongoose from 'mongoose';
import { loadConfig } from '../config.ts';
import { connectClient } from '../temporal/connection.ts';
import { connectWorker } from '../temporal/workerConnection.ts';
import { trialFolders } from '../test/support/trial/folders.ts';
import { createWorker, workflowBundle } from '../worker/createWorker.ts';

Runtime.install({ logger: new DefaultLogger('ERROR') });
const config = loadConfig();
const connection = await connectWorker(config);
const mongo = await mongoose.createConnection(config.mongodb.uri ?? '').asPromise();
const workflowsPath = fileURLToPath(new URL('./workflows/index.ts', import.meta.url));
const ours = await createWorker({
  config,
  space: 'live',
  connection,
  client: await connectClient(config, 'live'),
  database: mongo.useDb(config.mongodb.databases.live, { useCache: true }),
  bundle: await workflowBundle([trialFolders]),
});
const theirs = await Worker.create({
  connection,
  namespace: config.temporal.namespaces.live,
  taskQueue: 'bench',
  workflowBundle: await bundleWorkflowCode({ workflowsPath, logger: new DefaultLogger('ERROR') }),
  activities: { nothing: async () => {} },
  workflowTaskPollerBehavior: { type: 'simple-maximum', maximum: 16 },
  activityTaskPollerBehavior: { type: 'simple-maximum', maximum: 16 },
});
process.send?.('ready');
await Promise.all([ours.run(), theirs.run()]);
await connection.close();
await mongo.close();
