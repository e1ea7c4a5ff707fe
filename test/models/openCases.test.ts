import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import mongoose, { type Connection } from 'mongoose';
import { caseModels } from '../../models/caseModels.ts';
import { openCasesCondition } from '../../models/policyChanges.ts';
import { suiteConfig } from '../support/servers.ts';

let database: Connection;
beforeAll(async () => {
  const { mongodb } = await suiteConfig();
  database = await mongoose.createConnection(mongodb.uri ?? '', { dbName: mongodb.databases.rehearsal }).asPromise();
});
afterAll(async () => {
  await database.dropDatabase();
  await database.close();
});

describe('the cases a policy can be applied to', () => {
  it('are open and of the localities, and none of them belongs to a rehearsal', async () => {
    const { cases } = caseModels(database);
    await cases.collection.insertMany(
      [
        { _id: 'open', status: 'running', locality: 'linyi', campaign: 'K-2026-01' },
        { _id: 'alone', status: 'suspended', locality: 'linyi', campaign: null },
        { _id: 'rehearsed', status: 'running', locality: 'linyi', campaign: 'R-00000001' },
        { _id: 'ended', status: 'completed', locality: 'linyi', campaign: null },
        { _id: 'elsewhere', status: 'running', locality: 'suzhou', campaign: null },
      ].map((each) => each as never),
    );
    const found = async (more: object) =>
      (await cases.find(openCasesCondition({ localities: ['linyi'], ...more }), { _id: 1 }).lean())
        .map(({ _id }) => _id)
        .sort();
    await expect(found({})).resolves.toEqual(['alone', 'open']);
    await expect(found({ cases: ['rehearsed', 'open'] })).resolves.toEqual(['open']);
    await expect(found({ filter: { campaign: 'R-00000001' } })).resolves.toEqual([]);
  });
});
