/** The worker process: one worker for each space, until it is told to stop. */
import { DefaultLogger, Runtime } from '@temporalio/worker';
import mongoose from 'mongoose';
import { pino } from 'pino';
import { loadConfig, spaces } from '../config.ts';
import { dataConverter } from '../temporal/payloadCodec.ts';
import { connectWorker } from '../temporal/workerConnection.ts';
import { createWorker, workflowBundle } from './createWorker.ts';

const config = loadConfig();
const logger = pino({ level: config.logLevel, base: { process: 'worker' } });

Runtime.install({
  logger: new DefaultLogger('INFO', ({ level, message, meta }) => {
    const write = { TRACE: 'trace', DEBUG: 'debug', INFO: 'debug', WARN: 'warn', ERROR: 'error' } as const;
    logger[write[level]](meta ?? {}, message);
  }),
  ...(config.metricsPort !== undefined && {
    telemetryOptions: {
      metrics: {
        prometheus: { bindAddress: `127.0.0.1:${config.metricsPort}`, countersTotalSuffix: true, unitSuffix: true },
      },
    },
  }),
});

if (config.mongodb.uri === undefined || config.temporal.address === undefined) {
  throw new Error('the worker needs MONGODB_URI and TEMPORAL_ADDRESS; npm start sets both');
}
const mongo = mongoose.createConnection(config.mongodb.uri, { bufferCommands: false, serverSelectionTimeoutMS: 5000 });
// The worker runs whether MongoDB is there or not: flushes are repeated until it is.
mongo.on('error', (error) => logger.warn({ err: error }, 'MongoDB is away'));
mongo.asPromise().catch((error: unknown) => logger.warn({ err: error }, 'MongoDB is away'));

const connection = await connectWorker(config);
try {
  const bundle = await workflowBundle();
  const workers = await Promise.all(
    spaces.map((space) =>
      createWorker({
        config,
        space,
        connection,
        bundle,
        database: mongo.useDb(config.mongodb.databases[space], { useCache: true }),
        dataConverter: dataConverter(config.temporal.payloadKey),
      }),
    ),
  );
  logger.info('worker ready');
  // Each worker ends by itself on SIGINT or SIGTERM, after its running tasks.
  await Promise.all(workers.map((worker) => worker.run()));
} finally {
  await connection.close();
  await mongo.close();
}
