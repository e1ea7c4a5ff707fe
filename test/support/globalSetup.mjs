import { spawn } from 'node:child_process';
import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';

/** Offers the servers of the run at one local address; they are started only when a suite asks for them. */
export default async function globalSetup() {
  if (process.env.TEST_TEMPORAL_ADDRESS && process.env.TEST_MONGODB_URI) return;
  let holding;
  const desk = createServer((_request, response) => {
    // A suite that asks on a connection kept from an earlier one may meet its end.
    response.setHeader('connection', 'close');
    holding ??= startHolder();
    holding.addresses.then(
      (addresses) => response.end(addresses),
      (error) => response.writeHead(500).end(error.message),
    );
  });
  await new Promise((listening) => desk.listen(0, '127.0.0.1', listening));
  process.env.TEST_SERVERS = `http://127.0.0.1:${desk.address().port}`;
  globalThis.testServers = {
    close: async () => {
      desk.close();
      desk.closeAllConnections();
      await holding?.end();
    },
  };
}

function startHolder() {
  const program = fileURLToPath(new URL('./serverHolder.ts', import.meta.url));
  const holder = spawn(process.execPath, ['--import', 'tsx', program], {
    // A group of its own: who kills a test run must leave it time to end the servers.
    detached: true,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const ended = new Promise((done) => holder.once('exit', done));
  const addresses = new Promise((found, failed) => {
    holder.stdout.once('data', found);
    void ended.then(() =>
      failed(new Error('The servers of the tests could not be started; the reason is in the output')),
    );
  });
  addresses.catch(() => undefined);
  return {
    addresses,
    end: () => {
      holder.stdin.end();
      return ended;
    },
  };
}
