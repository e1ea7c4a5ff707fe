import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Config, childEnvironment } from '../../../config.ts';
import { verifyChain } from '../../../domain/timeline/hashChain.ts';
import { choosePorts } from '../../../platform/ports.ts';
import { coordinator } from '../../support/cases.ts';
import { configFor, startTestServers, type TestServers } from '../../support/servers.ts';
import { until } from '../../support/until.ts';
import { type CaseApi, startCaseApi } from '../cases/bench.ts';
import { draft, enterDistrict } from './support.ts';

const count = 40;

let servers: TestServers;
let config: Config;
let api: CaseApi;
const processes: ChildProcess[] = [];
beforeAll(async () => {
  servers = await startTestServers();
  config = configFor(servers, { LOG_LEVEL: 'silent' });
  api = await startCaseApi(config, []);
  await enterDistrict(api);
});
afterAll(async () => {
  for (const each of processes) each.kill('SIGKILL');
  await api?.stopAll();
  await servers?.stop();
});

/** One of the product's own processes, on the suite's servers. */
function startProcess(main: 'worker/main.ts' | 'api/main.ts', port = 0): ChildProcess {
  const child = spawn(process.execPath, ['--import', 'tsx', main], {
    cwd: fileURLToPath(new URL('../../..', import.meta.url)),
    stdio: ['ignore', 'ignore', 'inherit'],
    env: childEnvironment({
      TEMPORAL_ADDRESS: config.temporal.address ?? '',
      TASK_QUEUE: config.temporal.taskQueue,
      MONGODB_URI: config.mongodb.uri ?? '',
      MONGODB_DATABASE_LIVE: config.mongodb.databases.live,
      MONGODB_DATABASE_REHEARSAL: config.mongodb.databases.rehearsal,
      SESSION_SECRET: config.session.secret ?? '',
      DATA_DIR: config.dataDir,
      LOG_LEVEL: 'error',
      ...(port !== 0 && { PORT: String(port) }),
    }),
  });
  processes.push(child);
  return child;
}

function cut(server: TestServers['mongod']): void {
  if (server.pid === undefined) throw new Error(`${server.name} does not run`);
  process.kill(server.pid, 'SIGKILL');
}

const withoutFail = <T>(promise: Promise<T>): Promise<T | undefined> => promise.catch(() => undefined);

describe('a launch while everything is killed', () => {
  it('misses no case and doubles none', async () => {
    const { id, compounds } = await draft(api, count);
    const worker = startProcess('worker/main.ts');
    const port = await choosePorts(1, { variable: 'PORT', port: 0 });
    const other = startProcess('api/main.ts', port);
    const url = `http://127.0.0.1:${port}`;
    await until(async () => (await withoutFail(fetch(`${url}/readyz`)))?.ok === true);

    // The API dies with the launch in its hands; its caller asks again, elsewhere, with the same key.
    const key = randomUUID();
    const path = `/api/v1/campaigns/${id}/launch` as const;
    const headers = { authorization: `Bearer ${await api.tokenFor(coordinator)}`, 'content-type': 'application/json' };
    const asked = fetch(url + path, { method: 'POST', body: '{}', headers: { ...headers, 'idempotency-key': key } });
    other.kill('SIGKILL');
    await withoutFail(asked);
    await until(async () => (await withoutFail(api.as(coordinator, `POST ${path}`, {}, { key })))?.status === 202);

    const { cases, campaigns, temporal } = api.services.spaces.live;
    const begun = () => withoutFail(cases.cases.countDocuments({ within: `campaign:${id}` }));
    const moreThan = (n: number) => until(async () => ((await begun()) ?? 0) > n);
    await until(async () => (await temporal.workflow.count(`Campaign = '${id}'`)).count > 1);
    cut(servers.temporal);
    await moreThan(0);
    worker.kill('SIGKILL');
    startProcess('worker/main.ts');
    await moreThan(5);
    cut(servers.mongod);

    const running = () => withoutFail(campaigns.campaigns.findOne({ _id: id, status: 'running' }).lean());
    await until(async () => ((await running()) ?? null) !== null && (await begun()) === count);
    const stored = await cases.cases.find({ within: `campaign:${id}` }).lean();
    expect(stored.map(({ _id }) => _id).sort()).toEqual(compounds.map((each) => `rectification:${each}:1`).sort());
    const listed = await campaigns.campaignCompounds.find({ campaign: id }).lean();
    expect(listed.map((each) => each.case ?? '').sort()).toEqual(stored.map(({ _id }) => _id).sort());
    for (const { _id, head, diverged } of stored) {
      const events = (await cases.timeline.find({ case: _id }).sort({ seq: 1 }).lean()).map(({ event }) => event);
      expect(verifyChain(events, new Map(), head)).toEqual([]);
      expect(diverged).toBeUndefined();
    }
    await until(
      async () => (await temporal.workflow.count(`Campaign = '${id}' AND CaseKind = 'rectification'`)).count === count,
    );
    await expect(cases.cases.countDocuments({ kind: 'rectification' })).resolves.toBe(count);
  });
});
