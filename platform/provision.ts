/** Finds or fetches the servers without starting them: for the tests, and for images that are to start without a network. */
import { loadConfig } from '../config.ts';
import { findMongod, findTemporal } from './findServers.ts';
import { thisMachine } from './machine.ts';
import { UserError } from './userError.ts';

const config = loadConfig();
const machine = thisMachine(config);
const say = (line: string) => console.log(line);
try {
  if (config.mongodb.uri === undefined) await findMongod(machine, say);
  if (config.temporal.address === undefined) await findTemporal(machine, say);
} catch (error) {
  if (!(error instanceof UserError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
