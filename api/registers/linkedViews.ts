import type { EntryView } from '../../domain/registers/entry.ts';
import type { EntryDocument } from '../../models/registers.ts';
import type { SpaceServices } from '../services.ts';
import { entryView } from './entryDocument.ts';
import type { Register } from './register.ts';

/** Entries as they are shown, with what other registers say of them: a compound with its branches, committee and secretary. */
export async function linkedViews(
  { registers }: Pick<SpaceServices, 'registers'>,
  register: Register,
  documents: readonly EntryDocument[],
): Promise<EntryView[]> {
  const views = documents.map((document) => entryView(register, document));
  if (views.length === 0) return views;
  const ids = views.map(({ id }) => id);
  await Promise.all(
    (register.links ?? []).map(async ({ field, from, by, many }) => {
      const naming = await registers.entries[from]
        .find({ [by]: { $in: ids }, retired: { $ne: true } }, { [by]: 1 })
        .sort({ _id: 1 })
        .lean<EntryDocument[]>();
      for (const view of views) {
        const found = naming.filter((each) => [each[by]].flat().includes(view.id)).map(({ _id }) => _id);
        // Where there should be one, such as a committee, the one entered last is it until the other is retired.
        if (found.length > 0) view[field] = many ? found : found.at(-1);
      }
    }),
  );
  return views;
}
