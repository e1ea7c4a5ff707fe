/**
 * Run once before API and worker start on a Temporal service that was given (`docker-compose.yml` does): creates the
 * namespaces of both spaces with their search attributes. The names come from the configuration that API and worker
 * read, so that there is one list of them.
 */
import { loadConfig } from '../config.ts';
import { connectTemporal } from './connection.ts';
import { ensureNamespaces } from './namespaces.ts';

const config = loadConfig();
const connection = await connectTemporal(config);
try {
  await ensureNamespaces(connection, config);
  process.stdout.write(`Temporal: ${Object.values(config.temporal.namespaces).join(' and ')} can be used\n`);
} finally {
  await connection.close();
}
