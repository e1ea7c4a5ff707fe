/** Holds the servers of a test run: says where they are, and ends them when the process that started it goes. */
import { startTestServers } from './servers.ts';

const starting = startTestServers();
process.stdin.resume().once('close', () => {
  void starting.then((running) => running.stop()).finally(() => process.exit());
});
// Not by a signal, since those meant for the run must not end this process before its servers.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);
const { temporalAddress, mongodbUri } = await starting;
process.stdout.write(`${JSON.stringify({ temporalAddress, mongodbUri })}\n`);
