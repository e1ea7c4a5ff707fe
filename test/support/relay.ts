import { connect, createServer, type Server, type Socket } from 'node:net';
import { choosePorts } from '../../platform/ports.ts';

/** A way to a server that can be cut and restored, on a port that stays the same. */
export interface Relay {
  port: number;
  cut(): Promise<void>;
  restore(): Promise<void>;
}

export async function startRelay(target: { host: string; port: number }): Promise<Relay> {
  const sockets = new Set<Socket>();
  let server: Server | undefined;
  // Not one that the system may give to an outgoing connection while the way is cut.
  const port = await choosePorts(1, { variable: 'RELAY_PORT', port: 0 });
  const open = async (): Promise<void> => {
    const opened = createServer((client) => {
      const upstream = connect(target.port, target.host);
      for (const socket of [client, upstream]) {
        sockets.add(socket);
        socket.on('close', () => sockets.delete(socket));
        socket.on('error', () => undefined);
      }
      client.pipe(upstream).pipe(client);
    });
    await new Promise<void>((resolve, reject) => {
      opened.once('error', reject);
      opened.listen(port, '127.0.0.1', resolve);
    });
    server = opened;
  };
  await open();
  return {
    port,
    cut: async () => {
      const closing = server;
      server = undefined;
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => {
        if (closing) closing.close(() => resolve());
        else resolve();
      });
    },
    restore: async () => {
      if (!server) await open();
    },
  };
}
