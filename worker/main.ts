/** The worker process: one worker for each space, until it is told to stop. */
import { DefaultLogger, Runtime } from '@temporalio/worker';
import { pino } from 'pino';
import { loadConfig, type Space, spaces } from '../config.ts';
import { type Database, openDatabase } from '../models/database.ts';
import { linesOf, standingOf } from '../models/migrations/standing.ts';
import { connectClient, connectTemporal } from '../temporal/connection.ts';
import { ensureHousekeeping } from '../temporal/housekeeping.ts';
import { dataConverter } from '../temporal/payloadCodec.ts';
import { connectWorker } from '../temporal/workerConnection.ts';
import { createWorker, workflowBundle } from './createWorker.ts';
import { deliverNotices } from './deliverNotices.ts';
import { measureFlushes, WaitingFlushes } from './waitingFlushes.ts';

const config = loadConfig();
const logger = pino({ level: config.logLevel, base: { process: 'worker' } });

Runtime.install({
  logger: new DefaultLogger('INFO', ({ level, message, meta }) => {
    const write = { TRACE: 'trace', DEBUG: 'debug', INFO: 'debug', WARN: 'warn', ERROR: 'error' } as const;
    logger[write[level]](meta ?? {}, message);
  }),
  ...(config.metrics !== undefined && {
    telemetryOptions: {
      metrics: {
        prometheus: { bindAddress: config.metrics, countersTotalSuffix: true, unitSuffix: true },
      },
    },
  }),
});

if (config.mongodb.uri === undefined || config.temporal.address === undefined) {
  throw new Error('the worker needs MONGODB_URI and TEMPORAL_ADDRESS; npm start sets both');
}
const { uri } = config.mongodb;
const connection = await connectWorker(config);
const temporal = await connectTemporal(config);
// The worker runs whether MongoDB is there or not: flushes are repeated until it is.
const open = (space: Space): Database =>
  openDatabase(uri, config.mongodb.databases[space], {
    prepare: async (database) => {
      const lines = linesOf(await standingOf(database));
      for (const { level, text, migrations } of lines) logger[level]({ space, migrations }, text);
    },
    failed: (error) => logger.warn({ err: error, space }, 'MongoDB is away'),
  });
const databases = { live: open('live'), rehearsal: open('rehearsal') };
const connections = { live: databases.live.connection, rehearsal: databases.rehearsal.connection };
const flushes = { live: new WaitingFlushes(), rehearsal: new WaitingFlushes() };
const measuring = measureFlushes(Runtime.instance().metricMeter, flushes);
const delivery = await deliverNotices(config, connections, logger);
try {
  const bundle = await workflowBundle();
  const workers = await Promise.all(
    spaces.map(async (space) => {
      const client = await connectClient(config, space, temporal);
      await ensureHousekeeping(client, config);
      return await createWorker({
        config,
        space,
        connection,
        client,
        bundle,
        database: connections[space],
        dataConverter: dataConverter(config.temporal.payloadKey),
        flushes: flushes[space],
      });
    }),
  );
  logger.info('worker ready');
  // Each worker ends by itself on SIGINT or SIGTERM, after its running tasks.
  await Promise.all(workers.map((worker) => worker.run()));
} finally {
  measuring.stop();
  await delivery.stop();
  // A connection that Temporal has dropped already cannot be closed once more.
  await Promise.allSettled([connection.close(), temporal.close()]);
  await Promise.all(Object.values(databases).map((database) => database.close()));
}
