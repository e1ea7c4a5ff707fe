import { gramsOf, pathsTo } from '../registers.ts';
import type { Migration } from './migration.ts';

const collection = 'issuedDocuments';
const unsearchable = { grams: { $exists: false } };

export const searchableDocuments: Migration = {
  id: '0002-searchable-documents',
  about:
    'Documents issued before numbers could be searched for lack what the search looks at (grams, scope, within), and are not found.',
  when: 'before',
  of: 'documents',
  pending: (database) => database.pending(collection, unsearchable),
  run: async function* (database) {
    const fields = { case: 1, place: 1, 'content.number': 1 };
    for await (const batch of database.batches(collection, unsearchable, fields)) {
      const cases = await database.find(
        'cases',
        { _id: { $in: batch.map((each) => each['case']) as never[] } },
        {
          'subject.scope': 1,
        },
      );
      const scopes = new Map(cases.map(({ _id, subject }) => [_id, (subject as { scope: string }).scope]));
      yield await database.update(
        collection,
        batch.map(({ _id, case: id, place, content }) => {
          // A case that lists do not know yet: whoever sees the place that numbers its documents will see it as well.
          const scope = scopes.get(String(id)) ?? String(place);
          const grams = gramsOf((content as { number: string }).number);
          return {
            filter: { _id: _id as never, ...unsearchable },
            update: { $set: { scope, within: pathsTo(scope), grams } },
          };
        }),
      );
    }
  },
};
