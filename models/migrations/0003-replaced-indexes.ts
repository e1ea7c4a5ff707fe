import type { Migration } from './migration.ts';
import type { MigrationReader } from './migrationDatabase.ts';

/** Every index that some version of the models declared and none declares now. What an operator made is not among them. */
const replaced: Readonly<Record<string, readonly string[]>> = {
  cases: [
    'status_1_updatedAt_-1__id_1',
    'kind_1_status_1_updatedAt_-1__id_1',
    'district_1_status_1_updatedAt_-1__id_1',
    'street_1_status_1_updatedAt_-1__id_1',
    'campaign_1_status_1_updatedAt_-1__id_1',
    'subject.id_1_kind_1_startedAt_-1',
    'status_1_dueAt_1__id_1',
    'within_1_startedAt_-1__id_1',
    'within_1_kind_1_status_1_stage_1_startedAt_-1__id_1',
    'startedAt_-1__id_1',
    'kind_1_status_1_stage_1_startedAt_-1__id_1',
  ],
  tasks: [
    'office_1_open_1_standing_1_scope_1_dueAt_1__id_1',
    'delegate.id_1_open_1_dueAt_1__id_1',
    'open_1_standing_1_dueAt_1__id_1',
    'office_1_standing_1_within_1_dueAt_1__id_1',
    'standing_1_within_1_dueAt_1__id_1',
    'standing_1_dueAt_1__id_1',
    'delegate.id_1_standing_1_dueAt_1__id_1',
  ],
  compounds: [
    'within_1__id_1',
    'district_1__id_1',
    'street_1__id_1',
    'community_1__id_1',
    'grams_1__id_1',
    'name_1__id_1',
    'within_1_name_1__id_1',
    'district_1_name_1__id_1',
    'street_1_name_1__id_1',
    'community_1_name_1__id_1',
  ],
};

async function found(database: MigrationReader): Promise<{ collection: string; name: string }[]> {
  const lists = Object.entries(replaced).map(async ([collection, names]) => {
    const there = new Set((await database.indexes(collection)).map(({ name }) => name));
    return names.filter((name) => there.has(name)).map((name) => ({ collection, name }));
  });
  return (await Promise.all(lists)).flat();
}

export const replacedIndexes: Migration = {
  id: '0003-replaced-indexes',
  about:
    'Indexes of lists that others serve now take room and are kept up by every write; queries of the version before name them.',
  when: 'after',
  of: 'indexes',
  pending: async (database) => {
    const indexes = await found(database);
    return { count: indexes.length, examples: indexes.map(({ collection, name }) => `${collection}.${name}`) };
  },
  run: async function* (database) {
    for (const { collection, name } of await found(database)) {
      await database.dropIndex(collection, name);
      yield 1;
    }
  },
};
