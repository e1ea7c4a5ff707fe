import { connect, createServer, type Server, type Socket } from 'node:net';
import { choosePorts } from '../../platform/ports.ts';

/** A way to a server that can be cut and restored, on a port that stays the same. */
export interface Relay {
  port: number;
  cut(): Promise<void>;
  /** From now on connections are taken and lead nowhere, also after `restore`, which lets later ones through. */
  swallow(): void;
  restore(): Promise<void>;
}

export async function startRelay(target: { host: string; port: number }): Promise<Relay> {
  const sockets = new Set<Socket>();
  let server: Server | undefined;
  let isSwallowing = false;
  // Not one that the system may give to an outgoing connection while the way is cut.
  const port = await choosePorts(1, { variable: 'RELAY_PORT', port: 0 });
  const open = async (): Promise<void> => {
    const opened = createServer((client) => {
      const keep = (socket: Socket, other?: Socket): void => {
        sockets.add(socket);
        socket.on('close', () => {
          sockets.delete(socket);
          // However one end was lost, the other learns it.
          other?.destroy();
        });
        socket.on('error', () => undefined);
      };
      if (isSwallowing) {
        keep(client);
        return;
      }
      const upstream = connect(target.port, target.host);
      keep(client, upstream);
      keep(upstream, client);
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
    swallow: () => {
      isSwallowing = true;
    },
    restore: async () => {
      isSwallowing = false;
      if (!server) await open();
    },
  };
}
