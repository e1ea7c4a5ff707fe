import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { PassThrough } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import { finish, listen } from '../../api/serve.ts';

describe('stopping', () => {
  it('ends live streams, finishes what is under way and accepts nothing more', async () => {
    const live = new PassThrough();
    let release = () => undefined as void;
    const server = await listen(
      (request, response) => {
        if (request.url === '/live') live.pipe(response);
        else
          release = () => {
            response.end('done');
          };
      },
      0,
      '127.0.0.1',
    );
    const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    live.write('data: 1\n\n');
    const stream = await fetch(`${base}/live`);
    const arrived = new Promise((resolve) => {
      server.once('request', resolve);
    });
    const slow = fetch(`${base}/slow`);
    await arrived;

    const finished = finish(server, [live]);
    expect(await stream.text()).toBe('data: 1\n\n');
    await expect(fetch(`${base}/new`)).rejects.toThrow('fetch failed');
    release();
    expect(await (await slow).text()).toBe('done');
    await finished;
  });

  it.each([
    [
      'a taken port',
      (port: number) => ({ port, host: '127.0.0.1' }),
      /^Port \d+ is in use by another program; set PORT/,
    ],
    [
      'an address of another machine',
      () => ({ port: 0, host: '192.0.2.1' }),
      /^HOST 192\.0\.2\.1 is not an address of this machine$/,
    ],
  ] as const)('is not needed when listening fails: %s is said in one sentence', async (_, choose, message) => {
    const other = createServer();
    await new Promise<void>((resolve) => {
      other.listen(0, '127.0.0.1', resolve);
    });
    const { port, host } = choose((other.address() as AddressInfo).port);
    await expect(listen(() => undefined, port, host)).rejects.toThrow(message);
    other.close();
  });
});

describe('a connection that is kept', () => {
  it('is kept longer than proxies keep theirs, so that none is closed as a request is sent on it', async () => {
    const server = await listen((_, response) => void response.end(), 0, '127.0.0.1');
    const { headers } = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    expect(headers.get('keep-alive')).toBe('timeout=65');
    await finish(server, []);
  });
});
