/**
 * `npm run torture:launch -- 182`: launches so many compounds while API, worker, Temporal and MongoDB are killed one after
 * the other, again and again, and proves that no case is missing, none doubled, and every chain whole.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import mongoose from 'mongoose';
import { sessionTokens } from '../api/sessions/token.ts';
import { childEnvironment, loadConfig } from '../config.ts';
import { verifyChain } from '../domain/timeline/hashChain.ts';
import { campaignModels } from '../models/campaigns.ts';
import { caseModels } from '../models/caseModels.ts';
import { choosePorts } from '../platform/ports.ts';
import { connectClient } from '../temporal/connection.ts';
import { coordinator } from '../test/support/cases.ts';
import { startTestServers } from '../test/support/servers.ts';
import { callerOf, draftOf } from './support/campaign.ts';

const count = Number(process.argv[2] ?? 182);
/** Seconds between two kills: enough for what was killed to come back, not enough for the launch to be over. */
const every = Number(process.argv[3] ?? 5);

const servers = await startTestServers({ onDisk: true, quickTimers: false });
const environment = {
  TEMPORAL_ADDRESS: servers.temporalAddress,
  MONGODB_URI: servers.mongodbUri,
  PORT: String(await choosePorts(1, { variable: 'PORT', port: 0 })),
  SESSION_SECRET: randomUUID() + randomUUID(),
  LOG_LEVEL: 'fatal',
};
const config = loadConfig(environment);
const url = `http://127.0.0.1:${environment.PORT}`;
let stopping = false;

/** One of the product's processes, as built, started again whenever it dies, as `npm start` does. */
class Process {
  private readonly main: string;
  private child: ChildProcess;

  constructor(main: string) {
    this.main = main;
    this.child = this.start();
  }

  private start(): ChildProcess {
    const child = spawn(process.execPath, [this.main], {
      cwd: fileURLToPath(new URL('..', import.meta.url)),
      env: childEnvironment(environment),
      stdio: ['ignore', 'ignore', 'ignore'],
    });
    child.once('exit', () => {
      if (!stopping) this.child = this.start();
    });
    return child;
  }

  kill(): void {
    this.child.kill('SIGKILL');
  }

  async stop(): Promise<void> {
    const gone = once(this.child, 'exit');
    this.child.kill('SIGKILL');
    await gone;
  }
}

async function eventually<T>(attempt: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await attempt();
    } catch {
      await pause(200);
    }
  }
}

const worker = new Process('dist/worker/main.js');
const api = new Process('dist/api/main.js');
const killed: Record<string, number> = {};
const cut = (server: typeof servers.temporal) => server.pid !== undefined && process.kill(server.pid, 'SIGKILL');
const victims: [string, () => unknown][] = [
  ['worker', () => worker.kill()],
  ['temporal', () => cut(servers.temporal)],
  ['api', () => api.kill()],
  ['mongod', () => cut(servers.mongod)],
];

const { token } = await sessionTokens(environment.SESSION_SECRET, 12, () => new Date()).issue(coordinator, 'live');
const call = callerOf(`${url}/api/v1`, token);
await eventually(async () => {
  if (!(await fetch(`${url}/readyz`)).ok) throw new Error('not ready');
});
const mongo = await mongoose.createConnection(servers.mongodbUri).asPromise();
const database = mongo.useDb(config.mongodb.databases.live);
const { cases, timeline } = caseModels(database);
const { campaigns, campaignCompounds } = campaignModels(database);
const { campaign, compounds } = await draftOf(count, call, database);

// The API dies with the launch in its hands; its caller asks again with the same key.
const key = { 'idempotency-key': randomUUID() };
const begun = performance.now();
const first = call('POST', `/campaigns/${campaign}/launch`, {}, key).catch(() => undefined);
api.kill();
killed['api'] = 1;
await first;
await eventually(() => call('POST', `/campaigns/${campaign}/launch`, {}, key));

const listed = () => eventually(() => cases.countDocuments({ within: `campaign:${campaign}` }));
const status = () => eventually(async () => (await campaigns.findById(campaign, { status: 1 }).lean())?.status);
let shown = 0;
for (let n = 0; (await listed()) < count || (await status()) !== 'running' || n < victims.length; n += 1) {
  const [name, kill] = victims[n % victims.length] ?? ['', () => undefined];
  kill();
  killed[name] = (killed[name] ?? 0) + 1;
  await pause(every * 1000);
  const now = await listed();
  const seconds = ((performance.now() - begun) / 1000).toFixed(0);
  if (now !== shown) console.log(`${seconds} s: ${now} in lists; ${name} killed last`);
  shown = now;
}
const took = (performance.now() - begun) / 1000;

const wanted = compounds.map((each) => `rectification:${each}:1`).sort();
const stored = await eventually(() => cases.find({ kind: 'rectification' }, { head: 1, diverged: 1 }).lean());
const noted = await eventually(() => campaignCompounds.find({ campaign }, { case: 1 }).lean());
const broken: string[] = [];
for (const { _id, head, diverged } of stored) {
  const events = (await eventually(() => timeline.find({ case: _id }).sort({ seq: 1 }).lean())).map(
    ({ event }) => event,
  );
  if (diverged !== undefined || verifyChain(events, new Map(), head).length > 0) broken.push(_id);
}
const client = await eventually(() => connectClient(config, 'live'));
const executions = async (): Promise<number> =>
  (await client.workflow.count(`Campaign = '${campaign}' AND CaseKind = 'rectification'`)).count;
// What Temporal can count follows its histories by a moment.
for (let tries = 0; tries < 50 && (await eventually(executions)) !== count; tries += 1) await pause(200);
const counted = await eventually(executions);

const same = (ids: readonly string[]): boolean => ids.toSorted().join() === wanted.join();
const findings = {
  'kills (worker, temporal, api, mongod)': victims.map(([name]) => killed[name] ?? 0).join(', '),
  'seconds until all were in lists': Number(took.toFixed(0)),
  'cases stored': stored.length,
  'exactly those launched': same(stored.map(({ _id }) => _id)),
  'the list names the same': same(noted.map((each) => each.case ?? '')),
  'executions in Temporal': counted,
  'chains broken or diverged': broken.length,
};
console.table(findings);
const proven =
  findings['exactly those launched'] && findings['the list names the same'] && counted === count && broken.length === 0;
console.log(proven ? 'Nothing is missing, doubled or broken' : `NOT AS IT SHOULD BE ${broken.join(' ')}`);
stopping = true;
await Promise.all([worker.stop(), api.stop()]);
await mongo.close();
await client.connection.close();
await servers.stop();
process.exitCode = proven ? 0 : 1;
