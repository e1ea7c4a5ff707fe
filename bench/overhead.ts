/**
 * `npm run bench`: what a decision costs through our API, beside the least Temporal itself does for it.
 *
 * bare = an update and a timer; floor = the same and one empty activity; ours = a sign-off over HTTP, its clock stopped
 * when the last timeline entry is in MongoDB. All on the same servers in the same run. `--quick` for a short look.
 */
import { randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import type { WorkflowHandle } from '@temporalio/client';
import mongoose from 'mongoose';
import { sessionTokens } from '../api/sessions/token.ts';
import { caseModels } from '../models/caseModels.ts';
import { connectClient } from '../temporal/connection.ts';
import { buildOpening, office } from '../test/support/cases.ts';
import { atRate, inParallel, median, percentile } from './support/load.ts';
import { startStack } from './support/stack.ts';
import { tick } from './workflows/index.ts';

const quick = process.argv.includes('--quick');
const sizes = quick
  ? { cases: 60, acts: 300, rounds: 1, slow: 30, cold: 10 }
  : { cases: 320, acts: 1600, rounds: 3, slow: 150, cold: 40 };
const callers = 32;

const stack = await startStack();
const client = await connectClient(stack.config, 'live');
const mongo = await mongoose.createConnection(stack.config.mongodb.uri ?? '').asPromise();
const models = caseModels(mongo.useDb(stack.config.mongodb.databases.live));
const { token } = await sessionTokens(stack.config.session.secret ?? '', 12, () => new Date()).issue(
  office('housingBureau'),
  'live',
);

/** A kind of subject under load: how one is started, and one act on it. */
interface Contender {
  name: string;
  ids: string[];
  start(this: void): Promise<string>;
  act(this: void, id: string): Promise<unknown>;
  /** Resolves when everything acknowledged so far can be read. */
  settled(this: void): Promise<void>;
}

function reference(type: 'bare' | 'floor'): Contender {
  return {
    name: type,
    ids: [],
    start: async () => {
      const workflowId = `${type}-${randomUUID()}`;
      await client.workflow.start(type, { taskQueue: 'bench', workflowId });
      return workflowId;
    },
    act: (id) => client.workflow.getHandle(id).executeUpdate(tick, { updateId: randomUUID() }),
    settled: async () => {},
  };
}

const visits = new Map<string, number>();
let acknowledged = 0;
const ours: Contender = {
  name: 'ours',
  ids: [],
  start: async () => {
    const opening = buildOpening({ kind: 'trial', space: 'live', input: { skipTo: 'seal' } });
    opening.policy.parameters.trial = { postingDays: { value: 7, unit: 'calendarDays', source: 'bench' } };
    await client.workflow.start('trial', {
      taskQueue: stack.config.temporal.taskQueue,
      workflowId: opening.id,
      args: [{ opening }],
    });
    acknowledged += 2;
    return opening.id;
  },
  act: async (id) => {
    const visit = (visits.get(id) ?? 0) + 1;
    visits.set(id, visit);
    const response = await fetch(`${stack.url}/cases/${encodeURIComponent(id)}/decisions`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
        'idempotency-key': randomUUID(),
      },
      body: JSON.stringify({ stage: `seal#${visit}`, decision: 'again' }),
    });
    if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
    await response.arrayBuffer();
    acknowledged += 2;
  },
  settled: async () => {
    while ((await models.timeline.estimatedDocumentCount()) < acknowledged) await pause(5);
  },
};

const contenders = [reference('bare'), reference('floor'), ours];

const result: Record<string, Record<string, number>> = {};
const figures = (name: string): Record<string, number> => (result[name] ??= {});

async function throughput({ name, ids, act, settled }: Contender): Promise<number> {
  const started = performance.now();
  const before = stack.cpu();
  // Each caller keeps to its own cases, so that no case is decided twice at once.
  await inParallel(callers, callers, async (caller) => {
    const own = ids.filter((_, n) => n % callers === caller);
    for (let n = 0; n < sizes.acts / callers; n += 1) await act(own[n % own.length] ?? '');
  });
  await settled();
  const elapsed = performance.now() - started;
  const after = stack.cpu();
  for (const part of ['temporal', 'mongod', 'worker', 'api'] as const) {
    figures(name)[`cpuMs_${part}`] = (after[part] - before[part]) / sizes.acts;
  }
  return (sizes.acts * 1000) / elapsed;
}

async function events(id: string): Promise<number> {
  const history = await client.workflow.getHandle(id).fetchHistory();
  return history.events?.length ?? 0;
}

/** History events that one act adds, once everything has come to rest. */
async function eventsOfOne({ start, act, settled }: Contender): Promise<{ start: number; act: number }> {
  const id = await start();
  const resting = async (): Promise<number> => {
    await settled();
    for (let before = -1, now = await events(id); ; before = now, now = await events(id)) {
      if (before === now) return now;
      await pause(200);
    }
  };
  const begun = await resting();
  await act(id);
  return { start: begun, act: (await resting()) - begun };
}

/** The first act on cases the worker has never seen. */
async function cold({ act }: Contender, ids: string[]): Promise<number> {
  await stack.restartWorker();
  return median(await inParallel(1, ids.length, (n) => act(ids[n] ?? '')));
}

async function historyOf(handle: WorkflowHandle): Promise<number> {
  return (await handle.fetchHistory()).events?.length ?? 0;
}

for (const contender of contenders) {
  const started = performance.now();
  await inParallel(callers, sizes.cases, async () => contender.ids.push(await contender.start()));
  figures(contender.name).startsPerSecond = (sizes.cases * 1000) / (performance.now() - started);
  await contender.settled();
  await inParallel(callers, callers, (n) => contender.act(contender.ids[n] ?? ''));
}
for (let round = 1; round <= sizes.rounds; round += 1) {
  for (const contender of contenders) figures(contender.name)[`round${round}`] = await throughput(contender);
}
for (const contender of contenders) {
  const mine = figures(contender.name);
  mine.actsPerSecond = median(
    Object.entries(mine).flatMap(([name, value]) => (name.startsWith('round') ? [value] : [])),
  );
  const latencies = await atRate(10, sizes.slow, (n) => contender.act(contender.ids[n % contender.ids.length] ?? ''));
  mine.p50 = median(latencies);
  mine.p99 = percentile(latencies, 99);
  const added = await eventsOfOne(contender);
  mine.eventsPerStart = added.start;
  mine.eventsPerAct = added.act;
}
for (const contender of contenders) {
  const fresh: string[] = [];
  for (let n = 0; n < sizes.cold; n += 1) {
    const id = await contender.start();
    for (let acts = 0; acts < 5; acts += 1) await contender.act(id);
    fresh.push(id);
  }
  await contender.settled();
  figures(contender.name).coldP50 = await cold(contender, fresh);
  const long = await contender.start();
  while ((await historyOf(client.workflow.getHandle(long))) < 480) await contender.act(long);
  await contender.settled();
  figures(contender.name).coldAt480Events = await cold(contender, [long]);
}

const of = (name: string, figure: string): number => result[name]?.[figure] ?? Number.NaN;
const rows: [string, number, string][] = [
  ['acts/s against floor', of('ours', 'actsPerSecond') / of('floor', 'actsPerSecond'), '>= 0.65, aim 0.9'],
  ['acts/s against bare', of('ours', 'actsPerSecond') / of('bare', 'actsPerSecond'), '>= 0.35, aim 0.45'],
  ['p50 over bare at 10/s, ms', of('ours', 'p50') - of('bare', 'p50'), '<= 5'],
  ['cold p50 against bare', of('ours', 'coldP50') / of('bare', 'coldP50'), '<= 2.2'],
  ['cold at 480 events, ms', of('ours', 'coldAt480Events'), '<= 400'],
  ['events per sign-off', of('ours', 'eventsPerAct'), '<= 13'],
  ['events per start', of('ours', 'eventsPerStart'), '<= 11'],
  ['starts/s against bare', of('ours', 'startsPerSecond') / of('bare', 'startsPerSecond'), '(campaign launch: >= 0.8)'],
];
const names = [...new Set(Object.values(result).flatMap((each) => Object.keys(each)))];
console.table(
  Object.fromEntries(
    names.map((figure) => [
      figure,
      Object.fromEntries(
        contenders.map(({ name }) => [name, Number((result[name]?.[figure] ?? Number.NaN).toFixed(1))]),
      ),
    ]),
  ),
);
for (const [name, value, target] of rows) console.log(`${name.padEnd(28)} ${value.toFixed(2).padStart(8)}   ${target}`);
const file = process.argv.find((argument) => argument.startsWith('--json='))?.slice(7);
if (file) await writeFile(file, `${JSON.stringify({ sizes, result, ratios: Object.fromEntries(rows) }, null, 2)}\n`);
await mongo.close();
await client.connection.close();
await stack.stop();
