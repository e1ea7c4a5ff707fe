/** A worker process of a release whose workflows are broken: every one of their tasks fails, in both spaces. */
import { readFile } from 'node:fs/promises';
import { DefaultLogger, Runtime, Worker } from '@temporalio/worker';
import { loadConfig, spaces } from '../../config.ts';
import { connectWorker } from '../../temporal/workerConnection.ts';

Runtime.install({ logger: new DefaultLogger('ERROR') });
const config = loadConfig();
const built = await readFile(new URL('../../dist/workflow-bundle.js', import.meta.url), 'utf8');
const code = `${built}
;{
  const { importWorkflows } = __TEMPORAL__;
  const broken = async () => { throw new TypeError('a broken release'); };
  __TEMPORAL__.importWorkflows = () => Object.fromEntries(Object.keys(importWorkflows()).map((name) => [name, broken]));
}`;
const connection = await connectWorker(config);
const workers = await Promise.all(
  spaces.map((space) =>
    Worker.create({
      connection,
      namespace: config.temporal.namespaces[space],
      taskQueue: config.temporal.taskQueue,
      workflowBundle: { code },
    }),
  ),
);
await Promise.all(workers.map((worker) => worker.run()));
