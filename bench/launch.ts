/**
 * `npm run bench:launch -- 1000`: how fast a launch has its cases accepted, beside bare starts on the same servers in the
 * same run, and how long until lists show them all.
 */
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import mongoose from 'mongoose';
import { sessionTokens } from '../api/sessions/token.ts';
import { campaignModels } from '../models/campaigns.ts';
import { caseModels } from '../models/caseModels.ts';
import { pathsTo, registerModels } from '../models/registers.ts';
import { connectClient } from '../temporal/connection.ts';
import { coordinator, PLACE } from '../test/support/cases.ts';
import { inParallel } from './support/load.ts';
import { startStack } from './support/stack.ts';

const count = Number(process.argv[2] ?? 1000);
const callers = 16;
const chunk = 1000;
const district = 'linyi/lanshan';

const stack = await startStack();
const client = await connectClient(stack.config, 'live');
const mongo = await mongoose.createConnection(stack.config.mongodb.uri ?? '').asPromise();
const database = mongo.useDb(stack.config.mongodb.databases.live);
const { cases } = caseModels(database);
const { campaignCompounds } = campaignModels(database);
const { compounds, places } = registerModels(database);
const { token } = await sessionTokens(stack.config.session.secret ?? '', 12, () => new Date()).issue(
  coordinator,
  'live',
);

async function call(method: string, path: string, body: unknown, headers: Record<string, string> = {}) {
  const response = await fetch(stack.url + path, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
  return { answer: (await response.json()) as { id: string }, etag: response.headers.get('etag') ?? '' };
}

async function bareStarts(): Promise<number> {
  const started = performance.now();
  await inParallel(callers, count, () =>
    client.workflow.start('bare', { taskQueue: 'bench', workflowId: `bare-${randomUUID()}` }),
  );
  return (count * 1000) / (performance.now() - started);
}

async function draft(): Promise<string> {
  const ids = Array.from({ length: count }, (_, n) => `C-${n}-${randomUUID().slice(0, 6)}`);
  const [city = '', part = '', street = '', community = ''] = PLACE.split('/');
  await places.collection.insertOne({ _id: district as never, level: 'district', name: '示例区', within: [district] });
  await compounds.collection.insertMany(
    ids.map((id) => ({
      _id: id as never,
      name: '示例小区',
      city,
      district: part,
      street,
      community,
      scope: `${PLACE}/${id}`,
      within: pathsTo(`${PLACE}/${id}`),
      grams: [],
      revision: 1,
      updatedAt: new Date(),
    })),
  );
  let { answer, etag } = await call('POST', '/campaigns', { name: '示例', place: district, month: '2026-10' });
  for (let n = 0; n < count; n += chunk) {
    const add = ids.slice(n, n + chunk).map((compound, index) => ({
      compound,
      route: 'initialRanking',
      reason: { zh: `第${index}名`, en: `rank ${index}` },
      baselineMonthlyComplaints: 10,
      staffing: { leader: `领导${index}`, redSecretary: `单位${index}`, departments: ['示例局'] },
    }));
    ({ answer, etag } = await call('PUT', `/campaigns/${answer.id}/compounds`, { add }, { 'if-match': etag }));
  }
  return answer.id;
}

/** Seconds since `from` until so many documents match. */
async function secondsUntil(from: number, counted: () => Promise<number>): Promise<number> {
  while ((await counted()) < count) await pause(20);
  return (performance.now() - from) / 1000;
}

await inParallel(callers, 200, () =>
  client.workflow.start('bare', { taskQueue: 'bench', workflowId: `warm-${randomUUID()}` }),
);
const campaign = await draft();
const idle = stack.cpu();
const bareBefore = await bareStarts();
// What the bare ones set in motion has come to rest before ours are counted.
await pause(3000);
const from = performance.now();
await call('POST', `/campaigns/${campaign}/launch`, {}, { 'idempotency-key': randomUUID() });
const answered = (performance.now() - from) / 1000;
const before = stack.cpu();
let accepting = before;
const [accepted, visible] = await Promise.all([
  secondsUntil(from, () => campaignCompounds.countDocuments({ campaign, case: { $ne: null } })).then((seconds) => {
    accepting = stack.cpu();
    return seconds;
  }),
  secondsUntil(from, () => cases.countDocuments({ within: `campaign:${campaign}` })),
]);
const listed = stack.cpu();
const bareAfter = await bareStarts();
const bare = (bareBefore + bareAfter) / 2;
const ours = count / accepted;
console.table({
  'bare starts/s': Number(bare.toFixed(1)),
  'accepted starts/s': Number(ours.toFixed(1)),
  'against bare (>= 0.8)': Number((ours / bare).toFixed(2)),
  'launch answered, s': Number(answered.toFixed(2)),
  'all accepted, s': Number(accepted.toFixed(2)),
  'all in lists, s (1,000: <= 50; 182: <= 10)': Number(visible.toFixed(2)),
});
const costs = (from_: typeof idle, to: typeof idle): number =>
  Math.round(
    (to.temporal + to.mongod + to.worker + to.api - from_.temporal - from_.mongod - from_.worker - from_.api) / count,
  );
console.log(`processor ms a start: bare ${costs(idle, before)}, ours until accepted ${costs(before, accepting)}`);
const shares = (['temporal', 'mongod', 'worker', 'api'] as const).map(
  (part) => `${part} ${((listed[part] - before[part]) / count).toFixed(1)}`,
);
console.log(`processor ms a case until all are in lists: ${shares.join(', ')}`);
await mongo.close();
await client.connection.close();
await stack.stop();
