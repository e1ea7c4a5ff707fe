/** The worker of the rehearsal benchmark: the product's, for the rehearsal space. */
import { DefaultLogger, Runtime } from '@temporalio/worker';
import mongoose from 'mongoose';
import { loadConfig } from '../config.ts';
import { connectClient } from '../temporal/connection.ts';
import { connectWorker } from '../temporal/workerConnection.ts';
import { createWorker, workflowBundle } from '../worker/createWorker.ts';

Runtime.install({ logger: new DefaultLogger('ERROR') });
const config = loadConfig();
const connection = await connectWorker(config);
const mongo = await mongoose.createConnection(config.mongodb.uri ?? '').asPromise();
const worker = await createWorker({
  config,
  space: 'rehearsal',
  connection,
  client: await connectClient(config, 'rehearsal'),
  database: mongo.useDb(config.mongodb.databases.rehearsal, { useCache: true }),
  bundle: await workflowBundle(),
});
process.send?.('ready');
await worker.run();
await connection.close();
await mongo.close();
