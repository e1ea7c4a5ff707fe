import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Connection } from '@temporalio/client';
import { watchConnection } from '../../api/stuckConnection.ts';
import { wireOfItsOwn } from '../../temporal/connection.ts';
import { type Relay, startRelay } from '../support/relay.ts';
import { servers } from '../support/servers.ts';
import { until } from '../support/until.ts';

const quick = { everyMs: 10, patienceMs: 2000, looks: 2 };

describe('a connection to Temporal that leads nowhere', () => {
  let relay: Relay;
  let connection: Connection;
  // Without the SDK's repeats, one of which would come after the connection was closed.
  const fresh = (): Promise<Connection> =>
    Connection.connect({ address: `127.0.0.1:${relay.port}`, channelArgs: wireOfItsOwn, interceptors: [] });
  beforeAll(async () => {
    const [host = '', port] = (await servers()).temporalAddress.split(':');
    relay = await startRelay({ host, port: Number(port) });
  });
  afterEach(async () => {
    await connection.close();
    await relay.restore();
  });
  afterAll(() => relay.cut());

  it('is noticed once another one is answered, and not before', async () => {
    relay.swallow();
    connection = Connection.lazy({ address: `127.0.0.1:${relay.port}`, interceptors: [] });
    let isStuck = false;
    let tries = 0;
    const stop = watchConnection(
      connection,
      async () => {
        tries += 1;
        // Temporal is away for everybody at first.
        if (tries <= 3) throw new Error('nobody is there');
        expect(isStuck).toBe(false);
        await relay.restore();
        return await fresh();
      },
      () => {
        isStuck = true;
      },
      quick,
    );
    await until(() => isStuck);
    stop();
    expect(tries).toBe(5);
  });

  it('is not suspected while it is answered', async () => {
    connection = await fresh();
    let tries = 0;
    const looked: boolean[] = [];
    const watched = Object.create(connection) as Connection;
    watched.withDeadline = async (deadline, call) => {
      const answer = await connection.withDeadline(deadline, call);
      looked.push(true);
      return answer;
    };
    const stop = watchConnection(
      watched,
      () => {
        tries += 1;
        return fresh();
      },
      () => {
        tries += 100;
      },
      quick,
    );
    await until(() => looked.length >= 4);
    stop();
    expect(tries).toBe(0);
  });
});
