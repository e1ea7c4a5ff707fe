import type { Migration } from './migration.ts';
import type { MigrationReader } from './migrationDatabase.ts';

const collection = 'timeline';
const name = 'figures';

/** The index under this name whose keys begin with the type of the event. */
async function older(database: MigrationReader): Promise<boolean> {
  return (await database.indexes(collection)).some((index) => index.name === name && 'event.type' in index.key);
}

export const figuresIndex: Migration = {
  id: '0001-figures-index',
  about:
    'The index “figures” once had other keys under the same name, with which the API cannot start; it is built anew.',
  when: 'before',
  of: 'indexes',
  pending: async (database) =>
    (await older(database)) ? { count: 1, examples: [`${collection}.${name}`] } : { count: 0, examples: [] },
  run: async function* (database) {
    if (!(await older(database))) return;
    await database.dropIndex(collection, name);
    await database.createIndex(collection, {
      name,
      key: { 'event.at': 1, scope: 1 },
      partialFilterExpression: { 'event.type': { $in: ['decided', 'stageClosed', 'expired', 'escalated'] } },
    });
    yield 1;
  },
};
