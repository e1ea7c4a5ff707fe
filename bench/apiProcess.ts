/** The API of the benchmark: ours, knowing the tests' trial procedure besides. */
import { createApp } from '../api/app.ts';
import { buildServices } from '../api/buildServices.ts';
import { discoverProcedures } from '../api/procedures/registry.ts';
import { listen } from '../api/serve.ts';
import { loadConfig } from '../config.ts';
import { procedure } from '../test/support/trial/procedures/trial.ts';

const config = loadConfig();
const { services, connected } = await buildServices(config, { procedures: await discoverProcedures([procedure]) });
await connected;
await listen(createApp(services), config.port, '127.0.0.1');
process.send?.('ready');
process.once('SIGTERM', () => process.exit());
