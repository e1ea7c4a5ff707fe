/** Holds the servers of a test run: says where they are, and ends them when the process that started it goes. */
import { startTestServers } from './servers.ts';

const starting = startTestServers();
process.stdin.resume().once('close', () => {
  void starting.then((running) => running.stop()).finally(() => process.exit());
});
// Ctrl-C reaches the whole group in the terminal; the end of the run is what counts.
process.on('SIGINT', () => undefined);
const { temporalAddress, mongodbUri } = await starting;
process.stdout.write(`${JSON.stringify({ temporalAddress, mongodbUri })}\n`);
