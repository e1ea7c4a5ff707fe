import { spawnSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { composeFile, inProject } from './files.ts';

const usages = { server: '1.3.6.1.5.5.7.3.1', client: '1.3.6.1.5.5.7.3.2' };

let folder: string;
const makeCerts = (...args: string[]) =>
  spawnSync('sh', [inProject('deploy/make-certs.sh'), ...args], {
    env: { ...process.env, CERTS_DIR: folder },
    encoding: 'utf8',
  });
const certificate = async (file: string) => new X509Certificate(await readFile(join(folder, file)));

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'zhengzhi-certs-'));
  expect(makeCerts()).toMatchObject({ status: 0 });
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('deploy/make-certs.sh', () => {
  it('makes a folder for every part that docker-compose.yml mounts one for', async () => {
    const { services } = await composeFile();
    const mounted = Object.values(services).flatMap(({ volumes }) =>
      volumes.flatMap((volume) => /^\.\/deploy\/certs\/(\w+):/.exec(volume)?.[1] ?? []),
    );
    const made = (await readdir(folder)).filter((entry) => !entry.startsWith('ca.'));
    expect(made.sort()).toEqual([...new Set(mounted)].sort());
  });

  it.each([
    ['temporal', 'temporal', [usages.server, usages.client]],
    ['mongo', 'mongo', [usages.server, usages.client]],
    ['postgres', 'postgres', [usages.server]],
    ['api', undefined, [usages.client]],
    ['worker', undefined, [usages.client]],
    ['operator', undefined, [usages.client]],
  ])('%s may prove to be what it is and no more', async (part, host, expected) => {
    const own = await certificate(`${part}/tls.crt`);
    const authority = await certificate('ca.crt');
    expect(own.checkIssued(authority) && own.verify(authority.publicKey)).toBe(true);
    expect(own.ca).toBe(false);
    expect(own.keyUsage).toEqual(expected);
    if (host !== undefined) expect(own.checkHost(host)).toBe(host);
  });

  it('lets nobody read a key but the part it belongs to', async () => {
    for (const file of ['api/tls.key', 'mongo/tls.pem', 'mongo/keyfile', 'ca.key']) {
      expect((await stat(join(folder, file))).mode & 0o077).toBe(0);
    }
  });

  it('keeps what is there, and renews certificates under the same authority when asked', async () => {
    const before = await certificate('api/tls.crt');
    const authority = await readFile(join(folder, 'ca.crt'), 'utf8');
    expect(makeCerts().status).toBe(0);
    expect((await certificate('api/tls.crt')).serialNumber).toBe(before.serialNumber);
    expect(makeCerts('--renew').status).toBe(0);
    expect((await certificate('api/tls.crt')).serialNumber).not.toBe(before.serialNumber);
    expect(await readFile(join(folder, 'ca.crt'), 'utf8')).toBe(authority);
  });

  it('refuses to begin a second authority beside certificates of the first', async () => {
    await rm(join(folder, 'ca.key'));
    const refused = makeCerts('--renew');
    expect(refused.status).toBe(1);
    expect(refused.stderr).toContain('ca.key is not here');
  });
});
