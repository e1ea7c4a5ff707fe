import { Client, Connection } from '@temporalio/client';
import type { Config, Space } from '../config.ts';
import { connectionOptions } from './connectionOptions.ts';
import { dataConverter } from './payloadCodec.ts';

/** One connection serves every client of a process; close it when the process ends. */
export async function connectTemporal(config: Pick<Config, 'temporal'>): Promise<Connection> {
  return await Connection.connect(await connectionOptions(config));
}

/** So that a connection has a wire of its own: gRPC would give all connections of a process to one address the same. */
export const wireOfItsOwn = { 'grpc.use_local_subchannel_pool': 1 } as const;

/** Another connection than all others of this process. */
export async function connectApart(config: Pick<Config, 'temporal'>): Promise<Connection> {
  return await Connection.connect({ ...(await connectionOptions(config)), channelArgs: wireOfItsOwn });
}

/**
 * A client of one space.
 *
 * @param connection shared connection of the process; without it the client opens its own, to be closed by
 *   `client.connection.close()`.
 */
export async function connectClient(
  config: Pick<Config, 'temporal'>,
  space: Space,
  connection?: Connection,
): Promise<Client> {
  const client = new Client({
    connection: connection ?? (await connectTemporal(config)),
    namespace: config.temporal.namespaces[space],
    dataConverter: dataConverter(config.temporal.payloadKey),
  });
  spaceByClient.set(client, space);
  return client;
}

const spaceByClient = new WeakMap<Client, Space>();

/** The space a client was made for by `connectClient`. */
export function spaceOf(client: Client): Space | undefined {
  return spaceByClient.get(client);
}
