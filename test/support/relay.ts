import { connect, createServer, type Server, type Socket } from 'node:net';

/** A way to a server that can be cut and restored, on a port that stays the same. */
export interface Relay {
  port: number;
  cut(): Promise<void>;
  restore(): Promise<void>;
}

export async function startRelay(target: { host: string; port: number }): Promise<Relay> {
  const sockets = new Set<Socket>();
  let server: Server | undefined;
  const open = async (port: number): Promise<number> => {
    const opened = createServer((client) => {
      const upstream = connect(target.port, target.host);
      for (const socket of [client, upstream]) {
        sockets.add(socket);
        socket.on('close', () => sockets.delete(socket));
        socket.on('error', () => undefined);
      }
      client.pipe(upstream).pipe(client);
    });
    await new Promise<void>((resolve) => {
      opened.listen(port, '127.0.0.1', resolve);
    });
    server = opened;
    return (opened.address() as { port: number }).port;
  };
  const port = await open(0);
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
      if (!server) await open(port);
    },
  };
}
