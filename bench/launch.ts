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
import { connectClient } from '../temporal/connection.ts';
import { coordinator } from '../test/support/cases.ts';
import { callerOf, draftOf } from './support/campaign.ts';
import { inParallel } from './support/load.ts';
import { startStack } from './support/stack.ts';

const count = Number(process.argv[2] ?? 1000);
const callers = 16;

// Timers as in operation, not as quick as the tests have them.
const stack = await startStack({ quickTimers: false });
const client = await connectClient(stack.config, 'live');
const mongo = await mongoose.createConnection(stack.config.mongodb.uri ?? '').asPromise();
const database = mongo.useDb(stack.config.mongodb.databases.live);
const { cases } = caseModels(database);
const { campaignCompounds } = campaignModels(database);
const { token } = await sessionTokens(stack.config.session.secret ?? '', 12, () => new Date()).issue(
  coordinator,
  'live',
);
const call = callerOf(stack.url, token);

async function bareStarts(): Promise<number> {
  const started = performance.now();
  await inParallel(callers, count, () =>
    client.workflow.start('bare', { taskQueue: 'bench', workflowId: `bare-${randomUUID()}` }),
  );
  return (count * 1000) / (performance.now() - started);
}

/** Seconds since `from` until so many documents match. */
async function secondsUntil(from: number, counted: () => Promise<number>): Promise<number> {
  while ((await counted()) < count) await pause(20);
  return (performance.now() - from) / 1000;
}

await inParallel(callers, 200, () =>
  client.workflow.start('bare', { taskQueue: 'bench', workflowId: `warm-${randomUUID()}` }),
);
const { campaign } = await draftOf(count, call, database);
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
const parts = ['temporal', 'mongod', 'worker', 'api'] as const;
const sharesOf = (from_: typeof idle, to: typeof idle): string =>
  parts.map((part) => `${part} ${((to[part] - from_[part]) / count).toFixed(1)}`).join(', ');
console.log(`processor ms a start, until accepted: ${sharesOf(before, accepting)}`);
console.log(`processor ms a case until all are in lists: ${sharesOf(before, listed)}`);
await mongo.close();
await client.connection.close();
await stack.stop();
