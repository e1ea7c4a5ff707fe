/** Databases as older versions left them are brought to what this one expects, and nothing that proves something is touched. */
import { randomUUID } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import mongoose, { type Connection } from 'mongoose';
import { caseModels } from '../../models/caseModels.ts';
import { createIndexes } from '../../models/database.ts';
import { documentModels } from '../../models/documents.ts';
import { migrations } from '../../models/migrations/index.ts';
import { migrateSpaces } from '../../models/migrations/migrateSpaces.ts';
import type { Migration } from '../../models/migrations/migration.ts';
import {
  ForbiddenWriteError,
  MigrationDatabase,
  provingCollections,
} from '../../models/migrations/migrationDatabase.ts';
import { MigrationLease, MigrationsBusyError, recordsOf } from '../../models/migrations/migrationRecords.ts';
import {
  type MigrateOptions,
  MigrationFailedError,
  migrateDatabase,
  NewerDatabaseError,
} from '../../models/migrations/runMigrations.ts';
import { linesOf, standingOf, suits } from '../../models/migrations/standing.ts';
import { gramsOf, registerModels } from '../../models/registers.ts';
import { servers } from '../support/servers.ts';
import { until } from '../support/until.ts';

let uri: string;
let database: Connection;
const opened: Connection[] = [];
beforeAll(async () => {
  uri = (await servers()).mongodbUri;
});
beforeEach(async () => {
  database = await open();
});
afterAll(async () => {
  for (const connection of opened) {
    await connection.dropDatabase();
    await connection.close();
  }
});

async function open(dbName = `migrated-${randomUUID().slice(0, 8)}`): Promise<Connection> {
  const options = { dbName, autoIndex: false, autoCreate: false };
  const connection = await mongoose.createConnection(uri, options).asPromise();
  opened.push(connection);
  return connection;
}

const run = (options: Partial<MigrateOptions> = {}, on: Connection = database) =>
  migrateDatabase(on, { finish: false, dryRun: false, ...options });

/** What a migration came to, by its id. */
const outcomes = (results: Awaited<ReturnType<typeof run>>) =>
  Object.fromEntries(results.map(({ id, outcome, count }) => [id.slice(0, 4), `${outcome} ${count}`]));

const place = 'linyi/linyi_lanshan';
const scope = `${place}/linyi_lanshan_yinqueshan`;

/** Inserts documents of any form. */
async function insert(collection: string, documents: object[], on: Connection = database): Promise<void> {
  await on.collection(collection).insertMany(documents as never[]);
}

/** A document as it was issued before numbers could be searched for. */
function unsearchable(n: number) {
  const number = `兰整 〔2026〕 ${n} 号`;
  const id = String(n).padStart(5, '0');
  return { _id: `case-${id}|1|1|plan`, case: `case-${id}`, place, code: 'plan', year: 2026, n, content: { number } };
}

/** A space as an older version left it: cases, a timeline, issued documents, and indexes that are others now. */
async function asBefore(count: number, on: Connection = database): Promise<void> {
  const numbers = Array.from({ length: count }, (_, index) => index + 1);
  await insert('issuedDocuments', numbers.map(unsearchable), on);
  const cases = numbers.slice(1).map((n) => ({ _id: unsearchable(n).case, subject: { scope } }));
  await insert('cases', cases, on);
  const event = { seq: 1, type: 'decided', at: '2026-03-01T00:00:00.000Z', hash: 'sha256:00' };
  await insert('timeline', [{ _id: 'case-00001|1|1', case: 'case-00001', epoch: 1, seq: 1, scope, event }], on);
  await insert(
    'texts',
    [{ _id: 'case-00001|1|1', case: 'case-00001', epoch: 1, seq: 1, texts: { comment: '同意' } }],
    on,
  );
  await on
    .collection('timeline')
    .createIndex(
      { 'event.type': 1, 'event.at': 1, scope: 1 },
      { name: 'figures', partialFilterExpression: { 'event.type': { $in: ['decided', 'corrected'] } } },
    );
  await on.collection('cases').createIndexes([
    { name: 'startedAt_-1__id_1', key: { startedAt: -1, _id: 1 } },
    { name: 'ofAnOperator', key: { anything: 1 } },
  ]);
}

/** Everything that is stored: the hash of each collection by MongoDB itself, and the indexes. */
async function stored(on: Connection = database): Promise<unknown> {
  const answer = await on.db?.command({ dbHash: 1 });
  const collections: Record<string, string> = answer?.['collections'];
  const names = Object.keys(collections).sort();
  const indexes = await Promise.all(names.map((name) => on.collection(name).listIndexes().toArray()));
  return { collections, indexes };
}

const hashOf = async (collection: string, on: Connection = database): Promise<string | undefined> => {
  const answer = await on.db?.command({ dbHash: 1, collections: [collection] });
  return (answer?.['collections'] as Record<string, string> | undefined)?.[collection];
};

/** A migration that sets a field in batches of one, with what happens before each. */
function marking(id: string, beforeEach: () => Promise<void> = async () => undefined): Migration {
  const unmarked = { [id]: { $exists: false } };
  return {
    id,
    about: 'For a test.',
    when: 'before',
    of: 'documents',
    pending: (reader) => reader.pending('things', unmarked),
    run: async function* (writer) {
      for (const { _id } of await writer.find('things', unmarked)) {
        await beforeEach();
        yield await writer.update('things', [{ filter: { _id: _id as never }, update: { $set: { [id]: true } } }]);
      }
    },
  };
}

describe('a dry run', () => {
  it('says how much would be changed, with examples, and writes nothing', async () => {
    await asBefore(4);
    const before = await stored();
    const results = await run({ dryRun: true });
    expect(outcomes(results)).toEqual({ '0001': 'toDo 1', '0002': 'toDo 4', '0003': 'waits 1' });
    expect(results.map(({ examples }) => examples)).toEqual([
      ['timeline.figures'],
      [1, 2, 3].map((n) => unsearchable(n)._id),
      ['cases.startedAt_-1__id_1'],
    ]);
    expect(outcomes(await run({ dryRun: true, finish: true }))).toMatchObject({ '0003': 'toDo 1' });
    expect(await stored()).toEqual(before);
  });

  it('of a database that is not there does not make one', async () => {
    expect(outcomes(await run({ dryRun: true }))).toEqual({
      '0001': 'nothing 0',
      '0002': 'nothing 0',
      '0003': 'nothing 0',
    });
    expect(await database.db?.listCollections().toArray()).toEqual([]);
  });
});

describe('the migrations', () => {
  it('make documents searchable by number, at the place of their case, and change nothing else of them', async () => {
    await asBefore(2);
    expect(outcomes(await run())).toEqual({ '0001': 'done 1', '0002': 'done 2', '0003': 'waits 1' });
    const { issued } = documentModels(database);
    const [first, second] = await issued.find().sort({ _id: 1 }).lean();
    const grams = gramsOf('兰整 〔2026〕 2 号');
    expect(second).toEqual({ ...unsearchable(2), scope, within: ['linyi', place, scope], grams });
    // Its case is not in the lists.
    expect(first).toMatchObject({ scope: place, within: ['linyi', place] });
  });

  it('let the indexes of this version be created where those of an older one were in the way', async () => {
    await asBefore(2);
    caseModels(database);
    await expect(createIndexes(database)).rejects.toThrow(/figures/);
    await run();
    await createIndexes(database);
  });

  it('drop indexes that older versions had, and none of an operator or of this version', async () => {
    await asBefore(2);
    await run({ finish: true });
    const names = (await database.collection('cases').listIndexes().toArray()).map(({ name }) => String(name));
    expect(names.sort()).toEqual(['_id_', 'ofAnOperator']);
    caseModels(database);
    registerModels(database);
    await createIndexes(database);
    const last = migrations.find(({ id }) => id === '0003-replaced-indexes');
    expect(await last?.pending(new MigrationDatabase(database))).toEqual({ count: 0, examples: [] });
  });

  it('leave timelines, words and whatever else proves something as they were', async () => {
    await asBefore(3);
    const before = await Promise.all(['timeline', 'texts'].map((name) => hashOf(name)));
    await run({ finish: true });
    expect(await Promise.all(['timeline', 'texts'].map((name) => hashOf(name)))).toEqual(before);
    expect(before).toEqual([expect.any(String), expect.any(String)]);
  });

  it.each(provingCollections)('cannot write to %s', async (collection) => {
    const update = { filter: {}, update: { $set: { forged: true } } };
    const forging: Migration = {
      ...marking('9999-forging'),
      run: async function* (writer) {
        yield await writer.update(collection, [update]);
      },
    };
    await insert('things', [{ _id: 'one' }]);
    await expect(run({ migrations: [forging] })).rejects.toThrow(/no migration writes there/);
    await expect(new MigrationDatabase(database).update(collection, [update])).rejects.toThrow(ForbiddenWriteError);
  });

  it('are named after their files, and listed in their order', async () => {
    const folder = new URL('../../models/migrations/', import.meta.url);
    const files = (await readdir(folder)).filter((file) => /^\d{4}-/.test(file)).map((file) => file.replace('.ts', ''));
    expect(migrations.map(({ id }) => id)).toEqual(files.sort());
    expect(new Set(files.map((file) => file.slice(0, 4))).size).toBe(files.length);
  });
});

describe('a run', () => {
  it('is recorded, and a second one has nothing to do and changes nothing', async () => {
    await asBefore(3);
    await run({ finish: true });
    const records = await recordsOf(database);
    expect(records.map(({ _id, changed }) => [_id.slice(0, 4), changed])).toEqual([
      ['0001', 1],
      ['0002', 3],
      ['0003', 1],
    ]);
    const whole = {
      version: expect.stringMatching(/^\d+\.\d+\.\d+$/),
      begun: expect.any(Date),
      ended: expect.any(Date),
    };
    for (const record of records) expect(record).toMatchObject({ ...whole, finished: expect.any(Date) });
    const before = await stored();
    expect(outcomes(await run())).toEqual({ '0001': 'nothing 0', '0002': 'nothing 0', '0003': 'nothing 0' });
    expect(await stored()).toEqual(before);
  });

  it('that ended after a batch goes on when it is repeated, to the same end', async () => {
    const count = 1200;
    await asBefore(count);
    const timeline = await hashOf('timeline');
    const broken = migrations.map((migration) => ({ ...migration, run: dyingAfterABatch(migration) }));
    await expect(run({ migrations: broken })).rejects.toThrow(MigrationFailedError);
    // The index, then, in the next attempt, 500 of the documents.
    await expect(run({ migrations: broken })).rejects.toThrow(
      '0002-searchable-documents failed after 500 changed documents',
    );
    expect(await database.collection('issuedDocuments').countDocuments({ grams: { $exists: true } })).toBe(500);
    expect((await recordsOf(database)).at(-1)).not.toHaveProperty('ended');
    expect((await standingOf(database)).pending).toEqual(['0002-searchable-documents']);

    expect(outcomes(await run())).toMatchObject({ '0002': 'done 700' });
    expect(await standingOf(database)).toMatchObject({ pending: [] });
    expect((await recordsOf(database)).find(({ _id }) => _id.startsWith('0002'))?.changed).toBe(count);
    const uninterrupted = await open();
    await asBefore(count, uninterrupted);
    await run({}, uninterrupted);
    expect(await hashOf('issuedDocuments')).toBe(await hashOf('issuedDocuments', uninterrupted));
    expect(await hashOf('timeline')).toBe(timeline);
  });

  it('leaves what the version before needs, and finishes once none of its programs runs', async () => {
    await asBefore(2);
    await run();
    expect(await standingOf(database)).toMatchObject({ pending: [], unfinished: ['0003-replaced-indexes'] });
    // A program of the version before runs still.
    await insert('issuedDocuments', [unsearchable(7)]);
    const standing = await standingOf(database);
    expect(standing.unfinished).toEqual(['0002-searchable-documents', '0003-replaced-indexes']);
    expect(suits(standing)).toBe(true);
    expect(linesOf(standing).map(({ level }) => level)).toEqual(['info']);

    expect(outcomes(await run({ finish: true }))).toEqual({ '0001': 'nothing 0', '0002': 'done 1', '0003': 'done 1' });
    expect(await standingOf(database)).toEqual({ pending: [], unfinished: [], newer: [], outlived: [] });
    // What is finished is never run again, whatever a later version makes of the documents.
    await insert('issuedDocuments', [unsearchable(8)]);
    expect(outcomes(await run({ finish: true }))).toMatchObject({ '0002': 'nothing 0' });
  });

  it('on an empty database finishes at once: there is no version before', async () => {
    await run();
    const records = await recordsOf(database);
    expect(records.map(({ finished }) => finished instanceof Date)).toEqual([true, true, true]);
  });

  it('does not finish while something is left undone', async () => {
    await insert('things', [{ _id: 'one' }]);
    const idle: Migration = { ...marking('0001-idle'), run: async function* () {} };
    await expect(run({ migrations: [idle], finish: true })).rejects.toThrow(/1 documents are there still, such as one/);
    expect((await recordsOf(database))[0]).not.toHaveProperty('finished');
  });
});

describe('a second runner', () => {
  it('is refused while the first is at it, and told who and since when; then it may', async () => {
    await insert('things', [{ _id: 'one' }, { _id: 'two' }]);
    let go: () => void = () => undefined;
    const released = new Promise<void>((resolve) => {
      go = resolve;
    });
    let begun = false;
    const slow = marking('0001-slow', async () => {
      begun = true;
      await released;
    });
    const first = run({ migrations: [slow] });
    await until(() => begun);
    try {
      const second = run({ migrations: [marking('0001-slow')] }, await open(database.name));
      await expect(second).rejects.toThrow(MigrationsBusyError);
      await expect(second).rejects.toThrow(new RegExp(`by .+, process ${process.pid} since \\d{4}-\\d\\d-\\d\\dT`));
      // Looking is always allowed.
      expect(outcomes(await run({ migrations: [slow], dryRun: true }))).toEqual({ '0001': 'toDo 2' });
    } finally {
      go();
    }
    expect(outcomes(await first)).toEqual({ '0001': 'done 2' });
    expect(outcomes(await run({ migrations: [slow] }))).toEqual({ '0001': 'nothing 0' });
  });

  it('takes over from one that is gone, which stops should it come back', async () => {
    await insert('things', [{ _id: 'one' }, { _id: 'two' }]);
    let batches = 0;
    const frozen = marking('0001-frozen', async () => {
      batches += 1;
      await database.collection('migrations').updateOne({ _id: 'runner' as never }, { $set: { until: new Date(0) } });
      await (await MigrationLease.take(await open(database.name), 'another')).keep();
    });
    await expect(run({ migrations: [frozen] })).rejects.toThrow('another runner goes on with these migrations');
    expect(batches).toBe(1);
    await expect(run({ migrations: [marking('0001-frozen')] })).rejects.toThrow('by another since');
  });
});

describe('a database that a newer version has migrated', () => {
  const newer = (more: object = {}) =>
    insert('migrations', [
      { _id: '9000-later', about: 'Later.', version: '9.0.0', begun: new Date(), changed: 1, ...more },
    ]);
  const spaces = () => ({ uri, databases: { live: database.name } });

  it('is refused, by a dry run too, and stays as it is', async () => {
    await asBefore(2);
    await newer();
    const before = await stored();
    await expect(run()).rejects.toThrow(NewerDatabaseError);
    await expect(run()).rejects.toThrow(/newer version \(9\.0\.0\): this one, .*, does not know 9000-later/);
    await expect(run({ dryRun: true })).rejects.toThrow(NewerDatabaseError);
    expect(await stored()).toEqual(before);
  });

  it('can be run on until that version has finished', async () => {
    await newer();
    const standing = await standingOf(database);
    expect(standing).toMatchObject({ newer: ['9000-later'], outlived: [] });
    expect(suits(standing)).toBe(true);
    expect(linesOf(standing)).toEqual([expect.objectContaining({ level: 'warn', migrations: ['9000-later'] })]);
    const options = { finish: false, dryRun: false, atStart: true };
    expect(await migrateSpaces(spaces(), options)).toEqual([
      { space: 'live', database: database.name, migrations: [], newer: expect.stringContaining('9000-later') },
    ]);
    await expect(migrateSpaces(spaces(), { ...options, atStart: false })).rejects.toThrow(NewerDatabaseError);
  });

  it('is not to be run on after that', async () => {
    await newer({ finished: new Date() });
    const standing = await standingOf(database);
    expect(standing).toMatchObject({ newer: [], outlived: ['9000-later'] });
    expect(suits(standing)).toBe(false);
    expect(linesOf(standing)).toEqual([expect.objectContaining({ level: 'error' })]);
    const options = { finish: false, dryRun: false, atStart: true };
    await expect(migrateSpaces(spaces(), options)).rejects.toThrow(NewerDatabaseError);
  });
});

/** As the migration, and thrown out of after its first batch of each run. */
function dyingAfterABatch(migration: Migration): Migration['run'] {
  return async function* (writer) {
    for await (const changed of migration.run(writer)) {
      yield changed;
      throw new Error('killed');
    }
  };
}
