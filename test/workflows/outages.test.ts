import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Config, childEnvironment } from '../../config.ts';
import type { ActInput, ActName } from '../../domain/case/acts.ts';
import type { Actor } from '../../domain/organisation/actor.ts';
import type { TimelineEvent } from '../../domain/timeline/event.ts';
import { verifyChain } from '../../domain/timeline/hashChain.ts';
import { buildTrial, coordinator, office, TestBench, type TestCase } from '../support/cases.ts';
import { nomination, seats } from '../support/rectification.ts';
import { configFor, startTestServers, type TestServers } from '../support/servers.ts';
import { until } from '../support/until.ts';

let servers: TestServers;
let bench: TestBench;
beforeAll(async () => {
  servers = await startTestServers();
  bench = await TestBench.start(configFor(servers));
});
afterAll(async () => {
  await bench.stop();
  await servers.stop();
});

/** Ends a server as a power cut would; it comes back by itself. */
function cut(server: TestServers['mongod']): void {
  if (server.pid === undefined) throw new Error(`${server.name} does not run`);
  process.kill(server.pid, 'SIGKILL');
}

/** As a careful client: asks until it is answered, with the same key. */
async function insist<N extends ActName>(compound: TestCase, name: N, by: Actor, input: ActInput<N>): Promise<string> {
  const key = randomUUID();
  await until(() => compound.act(name, by, input, key).then(() => true, ignoreOutage));
  return key;
}

const ignoreOutage = (): boolean => false;

/** The timeline once the read model has everything, however long it is away. */
async function arrived(compound: TestCase): Promise<TimelineEvent[]> {
  let events: TimelineEvent[] = [];
  await until(async () => {
    const { view } = await compound.snapshot();
    const documents = await compound.bench.models().timeline.find({ case: compound.id }).sort({ seq: 1 }).lean();
    events = documents.map(({ event }) => event);
    return events.length >= view.revision;
  }).catch(async () => {
    events = await arrived(compound);
  });
  return events;
}

async function expectExactlyOnce(compound: TestCase, keys: readonly string[]): Promise<TimelineEvent[]> {
  const events = await arrived(compound);
  const { view } = await compound.snapshot();
  expect(verifyChain(events, new Map(), view.head)).toEqual([]);
  const acted = events.slice(1).flatMap(({ act }) => (act ? [act.key] : []));
  expect(acted.toSorted()).toEqual([...keys].toSorted());
  const document = await compound.bench.models().cases.findById(compound.id).lean();
  expect(document).toMatchObject({ revision: view.revision, head: view.head, stage: view.stage });
  expect(document).not.toHaveProperty('diverged');
  return events;
}

describe('MongoDB killed in the middle of a case', () => {
  it('keeps nobody from deciding, and has everything exactly once when it is back', async () => {
    const compound = await bench.open();
    const { restarts } = servers.mongod;
    const keys = [
      await insist(compound, 'decide', office('organisationDept'), {
        stage: 'nomination',
        decision: 'nominate',
        form: nomination,
      }),
    ];
    cut(servers.mongod);
    for (const seat of seats) {
      const { office: asked } = await compound.task(`acceptance#1.${seat}`);
      keys.push(
        await insist(compound, 'decide', office(asked), { stage: `acceptance#1.${seat}`, decision: 'accept' }),
        await insist(compound, 'comment', coordinator, { text: '示例：停电期间' }),
      );
    }
    await expectExactlyOnce(compound, keys);
    expect(servers.mongod.restarts).toBeGreaterThan(restarts);
    const open = await bench.models().tasks.find({ case: compound.id, open: true }).lean();
    expect(open.map(({ id }) => id)).toEqual(['gazette#1']);
  });
});

describe('Temporal killed in the middle of a case', () => {
  it('loses no act that was acknowledged, applies none twice, and lets every reminder come once', async () => {
    const compound = await bench.open(buildTrial('opinion'));
    await arrived(compound);
    const { restarts } = servers.temporal;
    const talk = Array.from({ length: 6 }, () => insist(compound, 'comment', coordinator, { text: '示例' }));
    cut(servers.temporal);
    const keys = [
      ...(await Promise.all(talk)),
      await insist(compound, 'decide', office('publicSecurity'), { stage: 'opinion#1.police', decision: 'agree' }),
    ];
    expect(servers.temporal.restarts).toBeGreaterThan(restarts);
    await arrived(compound);
    await compound.advance('P40D');
    keys.push(await insist(compound, 'comment', coordinator, { text: '示例' }));
    const events = await expectExactlyOnce(compound, keys);
    expectEachRungOnce(events, ['opinion#1.housing', 'opinion#1.civil']);
  });
});

function expectEachRungOnce(events: readonly TimelineEvent[], tasks: readonly string[]): void {
  for (const task of tasks) {
    const rungs = events.flatMap(({ type, stage, data }) =>
      type === 'escalated' && stage === task ? [data.rung] : [],
    );
    expect(rungs).toEqual(['yellow', 'red', 'supervise', 'interview']);
  }
}

/** The product's own worker process, on a suite's servers. */
function startWorkerProcess({ temporal, mongodb, dataDir }: Config): ChildProcess {
  return spawn(process.execPath, ['--import', 'tsx', 'worker/main.ts'], {
    cwd: fileURLToPath(new URL('../..', import.meta.url)),
    stdio: ['ignore', 'ignore', 'inherit'],
    env: childEnvironment({
      TEMPORAL_ADDRESS: temporal.address ?? '',
      TASK_QUEUE: temporal.taskQueue,
      MONGODB_URI: mongodb.uri ?? '',
      MONGODB_DATABASE_LIVE: mongodb.databases.live,
      MONGODB_DATABASE_REHEARSAL: mongodb.databases.rehearsal,
      DATA_DIR: dataDir,
      LOG_LEVEL: 'error',
    }),
  });
}

describe('the worker process killed in the middle of its work', () => {
  it('is followed by another that has every acknowledged act exactly once, and every reminder once', async () => {
    const alone = await TestBench.start(configFor(servers), []);
    const workers = [startWorkerProcess(alone.config)];
    try {
      const compound = await alone.open();
      const keys: string[] = [];
      const talk = async (): Promise<void> => {
        keys.push(await insist(compound, 'comment', coordinator, { text: '示例' }));
      };
      await talk();
      const busy = Array.from({ length: 8 }, talk);
      await Promise.race(busy);
      workers[0]?.kill('SIGKILL');
      workers.push(startWorkerProcess(alone.config));
      await Promise.all(busy);
      await arrived(compound);
      await compound.advance('P40D');
      await talk();
      const events = await expectExactlyOnce(compound, keys);
      expectEachRungOnce(events, ['nomination#1']);
    } finally {
      for (const worker of workers) worker.kill('SIGKILL');
      await alone.stop();
    }
  });
});
