/**
 * `npm run bench:reads -- 100000 200000`: how soon lists and pages answer with so many open and closed cases in MongoDB, at the
 * client, with 8 at a time. A few real cases are driven; theirs are the documents written many times over, each under a subject,
 * place and date of its own, by the functions that the projection writes with. The result is also written as JSON with `--json FILE`.
 */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import mongoose from 'mongoose';
import { sessionTokens } from '../api/sessions/token.ts';
import { caseModels } from '../models/caseModels.ts';
import { createIndexes } from '../models/database.ts';
import { actor } from '../test/support/cases.ts';
import { fillReadModel, placeOf } from './support/fillReadModel.ts';
import { inParallel, percentile } from './support/load.ts';
import { realCases } from './support/realCases.ts';
import { startStack } from './support/stack.ts';

const { values, positionals } = parseArgs({ options: { json: { type: 'string' } }, allowPositionals: true });
const open = Number(positionals[0] ?? 100_000);
const closed = Number(positionals[1] ?? 0);
const callers = 8;
const calls = 800;
/** Figures over everything take longer, and nobody asks for them hundreds of times. */
const fewCalls = 80;

const stack = await startStack();
const mongo = await mongoose.createConnection(stack.config.mongodb.uri ?? '').asPromise();
const database = mongo.useDb(stack.config.mongodb.databases.live);
caseModels(database);
await createIndexes(database);
const real = await realCases(stack.config);
const begun = performance.now();
const ids = await fillReadModel(database, real, { open, closed });
console.log(`${open} open and ${closed} closed cases written in ${((performance.now() - begun) / 1000).toFixed(0)} s`);

const tokens = sessionTokens(stack.config.session.secret ?? '', 12, () => new Date());
const place = placeOf(0);
const [city = '', district = '', street = ''] = place.split('/');
const at = (scope: string) => ({ scope, posts: [] });
const people = {
  street: actor('streetOffice', undefined, {
    scope: `${city}/${district}/${street}`,
    posts: [{ office: 'streetPartyWorkingCommittee', scope: `${city}/${district}/${street}` }],
  }),
  bureau: actor('bureau', undefined, {
    scope: `${city}/${district}`,
    posts: [{ office: 'housingBureau', scope: `${city}/${district}` }],
  }),
  coordinator: actor('coordinator', undefined, { role: 'coordinator', ...at(`${city}/${district}`) }),
  monitor: actor('monitor', undefined, { role: 'monitor', ...at(city) }),
};
const signedIn = Object.fromEntries(
  await Promise.all(
    Object.entries(people).map(async ([name, each]) => [name, (await tokens.issue(each, 'live')).token] as const),
  ),
);

async function read(who: keyof typeof people, path: string): Promise<void> {
  const response = await fetch(stack.url + path, { headers: { authorization: `Bearer ${signedIn[who]}` } });
  const text = await response.text();
  if (!response.ok) throw new Error(`${path}: ${response.status} ${text}`);
}

const someCase = (n: number) => encodeURIComponent(ids[(n * 7919) % ids.length] ?? '');
const inDistrict = (n: number) => encodeURIComponent(ids[((n * 100) % (ids.length / 100)) * 100] ?? ids[0] ?? '');
const pages: Record<string, { read: (n: number) => Promise<unknown>; few?: true }> = {
  'inbox of a street': { read: () => read('street', '/tasks?limit=50') },
  'inbox of a bureau of the district': { read: () => read('bureau', '/tasks?limit=50') },
  'counts of an inbox': { read: () => read('street', '/tasks/counts') },
  'overdue tasks of a district': { read: () => read('coordinator', '/tasks?view=overdue&limit=50') },
  'running cases of a district': {
    read: () => read('coordinator', '/cases?kind=rectification&status=running&limit=50'),
  },
  'cases of a street': { read: () => read('coordinator', `/cases?street=${street}&limit=50`) },
  'overdue cases of all': { read: () => read('monitor', '/cases?overdue=true&limit=50') },
  'search by part of an id': { read: (n) => read('monitor', `/cases?q=B-${String(n % 90).padStart(5, '0')}`) },
  'a case': { read: (n) => read('monitor', `/cases/${someCase(n)}`) },
  'a timeline': { read: (n) => read('monitor', `/cases/${someCase(n)}/timeline?limit=50`) },
  'a case with its timeline': {
    read: (n) =>
      Promise.all([
        read('coordinator', `/cases/${inDistrict(n)}`),
        read('coordinator', `/cases/${inDistrict(n)}/timeline?limit=50`),
      ]),
  },
  'dashboard of a district': { read: () => read('coordinator', '/dashboard'), few: true },
};

const result: Record<string, Record<string, number>> = {};
for (const [name, page] of Object.entries(pages)) {
  const count = page.few ? fewCalls : calls;
  await inParallel(callers, count / 4, page.read);
  const before = stack.cpu();
  const latencies = await inParallel(callers, count, page.read);
  const after = stack.cpu();
  result[name] = {
    'p50, ms': Number(percentile(latencies, 50).toFixed(1)),
    'p99, ms (<= 25)': Number(percentile(latencies, 99).toFixed(1)),
    'API, processor ms': Number(((after.api - before.api) / count).toFixed(1)),
    'MongoDB, processor ms': Number(((after.mongod - before.mongod) / count).toFixed(1)),
  };
}
console.table(result);
const { dataSize, storageSize, indexSize } = (await database.db?.stats()) ?? {};
console.log({ open, closed, dataSize, storageSize, indexSize });
if (values.json) writeFileSync(values.json, `${JSON.stringify({ open, closed, result }, null, 2)}\n`);
await mongo.close();
await stack.stop();
process.exit(0);
