import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import mongoose, { type Connection } from 'mongoose';
import { enterOutcome } from '../../activities/enterOutcome.ts';
import { discoverProcedures } from '../../api/procedures/registry.ts';
import { registers as declared } from '../../api/registers/declarations/index.ts';
import { caseModels } from '../../models/caseModels.ts';
import { type EntryDocument, entryWords, registerModels } from '../../models/registers.ts';
import { suiteConfig } from '../support/servers.ts';

const procedures = (await discoverProcedures()).list();

let database: Connection;
beforeAll(async () => {
  const { mongodb } = await suiteConfig();
  database = await mongoose.createConnection(mongodb.uri ?? '', { dbName: mongodb.databases.live }).asPromise();
});
afterAll(async () => {
  await database.dropDatabase();
  await database.close();
});

type Register = 'committees' | 'secretaries' | 'branches' | 'compounds';

const place = (compound: string) => `linyi/lanshan/yinqueshan/hongqi/${compound}`;

async function add(
  register: Register,
  id: string,
  compound: string,
  fields: Record<string, unknown> = {},
): Promise<void> {
  const entry = {
    _id: id,
    name: `示例${id}`,
    ...(register !== 'compounds' && { compound }),
    scope: place(compound),
    locality: 'lanshan',
    within: [],
    revision: 1,
    updatedAt: new Date(0),
    updatedBy: 'sample',
    ...fields,
  };
  const { entries, versions } = registerModels(database);
  await entries[register].collection.insertOne(entry as never);
  const { _id, updatedAt: _, within: __, ...value } = entry;
  await versions[register].collection.insertOne({
    _id: `${id}|1`,
    [entryWords[register]]: id,
    revision: 1,
    value: { id, ...value, updatedAt: new Date(0).toISOString() },
  } as never);
}

async function end(
  kind: string,
  subject: { type: string; id: string },
  outcome: string,
  facts: Record<string, unknown>,
  more: Record<string, unknown> = {},
): Promise<string> {
  const id = `${kind}:${subject.id}:${Math.random().toString(36).slice(2, 8)}`;
  const ended = {
    kind,
    subject,
    outcome,
    facts,
    status: 'completed',
    endedAt: '2026-09-30T04:00:00.000Z',
    campaign: null,
  };
  await caseModels(database).cases.collection.insertOne({ _id: id, ...ended, ...more } as never);
  await enterOutcome(database, id, procedures);
  return id;
}

const entry = (register: Register, id: string) =>
  registerModels(database).entries[register].findById(id).lean<EntryDocument>();
const history = async (register: Register, id: string) =>
  (
    await registerModels(database)
      .versions[register].find({ [entryWords[register]]: id })
      .sort({ revision: 1 })
      .lean()
  ).map(({ value }) => value);

const filed = {
  term: { begins: '2026-10-01', ends: '2031-09-30' },
  elected: [{ id: 'K1' }, { id: 'K2' }, { id: 'K3' }],
  certifiedOn: '2026-09-28',
};

describe('registers, when a case has ended', () => {
  it('take the new term of a committee, once, and keep what it was', async () => {
    await add('committees', 'OC-1', 'C-1', { termEnds: '2026-09-30', members: 5 });
    const id = await end('election', { type: 'compound', id: 'C-1' }, 'filed', filed);
    await enterOutcome(database, id, procedures);
    const expected = {
      termBegan: '2026-10-01',
      termEnds: '2031-09-30',
      members: 3,
      filed: true,
      certifiedOn: '2026-09-28',
      revision: 2,
      updatedBy: `case:${id}`,
    };
    expect(await entry('committees', 'OC-1')).toMatchObject(expected);
    const versions = await history('committees', 'OC-1');
    expect(versions).toMatchObject([{ termEnds: '2026-09-30', updatedBy: 'sample' }, expected]);
    // Versions are shown as entries are.
    expect(declared.committees.view.safeParse(versions[1])).toMatchObject({ success: true });
  });

  it('enter the first committee of a compound where the compound is', async () => {
    await add('compounds', 'C-2', 'C-2', { name: '示例小区' });
    const id = await end('election', { type: 'compound', id: 'C-2' }, 'filed', filed);
    expect(await entry('committees', 'OC-C-2')).toMatchObject({
      name: '示例小区业委会',
      compound: 'C-2',
      scope: place('C-2'),
      street: 'yinqueshan',
      within: expect.arrayContaining(['linyi/lanshan', place('C-2')]),
      termEnds: '2031-09-30',
      revision: 1,
      updatedBy: `case:${id}`,
    });
    const [first] = await history('committees', 'OC-C-2');
    expect(declared.committees.view.safeParse(first)).toMatchObject({ success: true });
  });

  it('take the stars of whoever was rated: a secretary, or a branch', async () => {
    await add('secretaries', 'S-3', 'C-3', { star: 2 });
    await end('star', { type: 'secretary', id: 'S-3' }, 'reserve', { stars: 4 });
    expect(await entry('secretaries', 'S-3')).toMatchObject({ star: 4, revision: 2 });
    await add('branches', 'B-3', 'C-3', { compounds: ['C-3'] });
    await end('star', { type: 'branch', id: 'B-3' }, 'low', { stars: 1 });
    expect(await entry('branches', 'B-3')).toMatchObject({ star: 1, compounds: ['C-3'] });
  });

  it('retire the secretary who was replaced, and have the successor in the post and its place', async () => {
    await add('compounds', 'C-4', 'C-4');
    await add('secretaries', 'S-4', 'C-4');
    await end('exit', { type: 'secretary', id: 'S-4' }, 'replaced', { filedOn: '2026-09-20' });
    expect(await entry('secretaries', 'S-4')).toMatchObject({
      retired: true,
      retirement: { on: '2026-09-20', reason: '已调换' },
    });
    await add('secretaries', 'S-5', 'C-other');
    const facts = { secretary: 'S-5', appointedOn: '2026-09-29' };
    await end('selectSecretary', { type: 'compound', id: 'C-4' }, 'appointed', facts);
    expect(await entry('secretaries', 'S-5')).toMatchObject({
      name: '示例S-5',
      compound: 'C-4',
      since: '2026-09-29',
      scope: place('C-4'),
    });
  });

  it('stay as they are when nothing came of it, the case is cancelled, or it was only rehearsed', async () => {
    await add('secretaries', 'S-6', 'C-6', { star: 3 });
    const subject = { type: 'secretary', id: 'S-6' };
    await end('exit', subject, 'reminded', {});
    await end('star', subject, 'cancelled', { stars: 1 }, { status: 'cancelled' });
    await end('star', subject, 'low', { stars: 1 }, { campaign: 'R-1f6a09c2' });
    await end('training', subject, 'fulfilled', {});
    expect(await entry('secretaries', 'S-6')).toMatchObject({ star: 3, revision: 1 });
  });

  it('wait while they are being imported', async () => {
    await add('secretaries', 'S-7', 'C-7', { star: 3 });
    const { imports } = registerModels(database);
    const importing = { $set: { importing: { id: 'x', until: new Date(Date.now() + 60_000) } } };
    await imports.updateOne({ _id: 'secretaries' }, importing, { upsert: true });
    const subject = { type: 'secretary', id: 'S-7' };
    await expect(end('star', subject, 'low', { stars: 1 })).rejects.toThrow(/imported/);
    await imports.updateOne({ _id: 'secretaries' }, { $unset: { importing: 1 } });
    await end('star', subject, 'low', { stars: 1 });
    expect(await entry('secretaries', 'S-7')).toMatchObject({ star: 1, revision: 2 });
  });
});
