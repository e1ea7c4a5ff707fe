/**
 * `npm run bench:cost -- 1000`: what so many real cases cost: events and bytes of their histories, bytes of their documents and of
 * Temporal's database, memory of the worker that keeps them. Each case is launched with a campaign and accepted by its three ones.
 * The result is also written as JSON with `--json FILE`.
 */
import { randomUUID } from 'node:crypto';
import { readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import mongoose from 'mongoose';
import { sessionTokens } from '../api/sessions/token.ts';
import type { Actor } from '../domain/organisation/actor.ts';
import { caseModels, type TaskDocument } from '../models/caseModels.ts';
import { createIndexes } from '../models/database.ts';
import { connectClient } from '../temporal/connection.ts';
import { coordinator, office } from '../test/support/cases.ts';
import { seats } from '../test/support/rectification.ts';
import { callerOf, draftOf } from './support/campaign.ts';
import { inParallel } from './support/load.ts';
import { startStack } from './support/stack.ts';

const { values, positionals } = parseArgs({ options: { json: { type: 'string' } }, allowPositionals: true });
const count = Number(positionals[0] ?? 1000);
const callers = 16;
/** Histories are asked of so many cases. */
const sample = 50;

const stack = await startStack({ quickTimers: false });
const client = await connectClient(stack.config, 'live');
const mongo = await mongoose.createConnection(stack.config.mongodb.uri ?? '').asPromise();
const database = mongo.useDb(stack.config.mongodb.databases.live);
const { cases, tasks } = caseModels(database);
await createIndexes(database);
const tokens = sessionTokens(stack.config.session.secret ?? '', 12, () => new Date());
const callAs = async (actor: Actor) => callerOf(stack.url, (await tokens.issue(actor, 'live')).token);

interface Measured {
  documents: number;
  indexes: number;
  temporal: number;
  worker: number;
}

async function measure(): Promise<Measured> {
  await mongo.db?.admin().command({ fsync: 1 });
  const { dataSize = 0, indexSize = 0 } = (await database.db?.stats()) ?? {};
  return {
    documents: dataSize,
    indexes: indexSize,
    temporal: folderSize(stack.temporalData),
    worker: stack.memory().worker,
  };
}

function folderSize(folder: string): number {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => statSync(join(folder, name)))
    .filter((each) => each.isFile())
    .reduce((sum, { size }) => sum + size, 0);
}

async function histories(ids: readonly string[]): Promise<{ events: number; bytes: number }> {
  let [events, bytes] = [0, 0];
  for (const id of ids) {
    const { historyLength, historySize } = await client.workflow.getHandle(id).describe();
    events += historyLength;
    bytes += historySize ?? 0;
  }
  return { events: Math.round(events / ids.length), bytes: Math.round(bytes / ids.length) };
}

const perCase = (before: Measured, after: Measured) =>
  Object.fromEntries(
    (Object.keys(before) as (keyof Measured)[]).map((part) => [part, Math.round((after[part] - before[part]) / count)]),
  );

const call = await callAs(coordinator);
const { campaign } = await draftOf(count, call, database);
const before = await measure();
await call('POST', `/campaigns/${campaign}/launch`, {}, { 'idempotency-key': randomUUID() });
while ((await cases.countDocuments({ within: `campaign:${campaign}` })) < count) await pause(200);
await pause(3000);
const ids = (await cases.find({ within: `campaign:${campaign}` }, { _id: 1 }).lean()).map(({ _id }) => _id);
const opened = await measure();
const openedHistory = await histories(ids.slice(0, sample));

const [first = ''] = ids;
for (const seat of seats) {
  const stage = `acceptance#1.${seat}`;
  const asked = await tasks.findById(`${first}|${stage}`).orFail().lean<TaskDocument>();
  const reviewer = await callAs(office(asked.office));
  await inParallel(callers, ids.length, (n) =>
    reviewer(
      'POST',
      `/cases/${encodeURIComponent(ids[n] ?? '')}/decisions`,
      { stage, decision: 'accept' },
      { 'idempotency-key': randomUUID() },
    ),
  );
}
while ((await cases.countDocuments({ within: `campaign:${campaign}`, stage: 'gazette' })) < count) await pause(200);
await pause(3000);
const accepted = await measure();
const acceptedHistory = await histories(ids.slice(0, sample));

const line = (from: Measured, to: Measured, history: { events: number; bytes: number }) => ({
  'history, events': history.events,
  'history, bytes': history.bytes,
  ...perCase(from, to),
});
const result = {
  cases: count,
  'a case, opened': line(before, opened, openedHistory),
  'three decisions more': line(opened, accepted, {
    events: acceptedHistory.events - openedHistory.events,
    bytes: acceptedHistory.bytes - openedHistory.bytes,
  }),
};
const { cases: _, ...table } = result;
console.log(
  `${count} cases; bytes for each: documents and their indexes in MongoDB, Temporal's database, memory of the worker`,
);
console.table(table);
if (values.json) writeFileSync(values.json, `${JSON.stringify(result, null, 2)}\n`);
await mongo.close();
await client.connection.close();
await stack.stop();
process.exit(0);
