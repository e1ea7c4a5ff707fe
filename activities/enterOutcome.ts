import type { ClientSession, Connection } from 'mongoose';
import { dayOf } from '../domain/calendar/calendar.ts';
import { scopeParts } from '../domain/organisation/scope.ts';
import type { Procedure } from '../domain/procedures/declaration.ts';
import type { EntryView } from '../domain/registers/entry.ts';
import type { EntryOutcome } from '../domain/registers/outcome.ts';
import { isRehearsal } from '../domain/rehearsal/rehearsal.ts';
import { caseModels } from '../models/caseModels.ts';
import {
  type EntryDocument,
  type EntryVersionDocument,
  entryTail,
  entryWords,
  gramsOf,
  pathsTo,
  type RegisterModels,
  registerModels,
} from '../models/registers.ts';

/**
 * Enters in the registers what a case has come to, as its procedure declares it, once: the version it writes names the case. A case
 * that only was rehearsed leaves nothing.
 *
 * @throws while a register is being imported; the call is to be repeated
 */
export async function enterOutcome(
  database: Connection,
  id: string,
  procedures: readonly Pick<Procedure, 'kind' | 'enters'>[],
): Promise<void> {
  const found = await caseModels(database).cases.findById(id).lean();
  if (found?.status !== 'completed' || found.outcome === null || isRehearsal.test(found.campaign ?? '')) return;
  const { subject, outcome, facts, endedAt, kind } = found;
  const endedOn = dayOf(endedAt ?? found.clockAt.toISOString());
  const outcomes = procedures.find((each) => each.kind === kind)?.enters?.({ subject, outcome, facts, endedOn }) ?? [];
  for (const each of outcomes) {
    const session = await database.startSession();
    try {
      await session.withTransaction(() => enter(registerModels(database), each, `case:${id}`, session));
    } finally {
      await session.endSession();
    }
  }
}

async function enter(
  registers: RegisterModels,
  outcome: EntryOutcome,
  by: string,
  session: ClientSession,
): Promise<void> {
  const { register, entry, fields, retirement } = outcome;
  const { imports, entries, versions } = registers;
  // A write of its own to the register's journal: an import and this never overlap.
  const upsert = { upsert: true, returnDocument: 'after' as const, session };
  const journal = await imports.findOneAndUpdate({ _id: register }, { $inc: { writes: 1 } }, upsert).lean();
  if (journal?.importing) throw new Error(`${register} is being imported`);
  const word = entryWords[register];
  if (await versions[register].exists({ [word]: idOf(outcome), 'value.updatedBy': by }).session(session)) return;
  const known =
    'id' in entry
      ? await entries[register].findById(entry.id).session(session).lean<EntryDocument>()
      : await entries[register]
          .findOne({ compound: entry.compound, retired: { $ne: true } })
          .sort({ termEnds: -1, _id: 1 })
          .session(session)
          .lean<EntryDocument>();
  if (known && (await versions[register].exists({ [word]: known._id, 'value.updatedBy': by }).session(session))) return;
  const before = known ?? (await absentEntry(registers, outcome, session));
  if (before === undefined) return;
  const compound = fields['compound'];
  const moved = typeof compound === 'string' && compound !== before['compound'];
  const document: EntryDocument = {
    ...before,
    ...(moved && { ...(await placeOf(registers, compound, session)), name: before.name }),
    ...fields,
    ...(retirement && { retired: true, retirement }),
    revision: before.revision + 1,
    updatedAt: new Date(),
    updatedBy: by,
  };
  const last = known
    ? await versions[register].findById(`${known._id}|${known.revision}`).session(session).lean<EntryVersionDocument>()
    : null;
  await entries[register].collection.replaceOne({ _id: document._id } as never, document as never, {
    upsert: true,
    session,
  });
  await versions[register].collection.insertOne(
    {
      _id: `${document._id}|${document.revision}`,
      [word]: document._id,
      revision: document.revision,
      at: document.updatedAt,
      value: viewOf(document, last?.value, fields),
    } as never,
    { session },
  );
}

const idOf = ({ entry, absent }: EntryOutcome): string => ('id' in entry ? entry.id : (absent?.id ?? ''));

type Place = Pick<EntryDocument, 'name' | 'scope' | 'locality' | 'within'>;

/** Where entries of a compound are, under its name. */
async function placeOf({ compounds }: RegisterModels, id: string, session: ClientSession): Promise<Place | undefined> {
  const compound = await compounds.findById(id).session(session).lean();
  if (compound === null) return undefined;
  const { name, scope, locality } = compound;
  const { district, street, community } = scopeParts(scope);
  return {
    name,
    scope,
    locality,
    within: pathsTo(scope),
    ...(district !== undefined && { district }),
    ...(street !== undefined && { street }),
    ...(community !== undefined && { community }),
  };
}

/** The first entry of a compound; its revision is counted from the change that follows. */
async function absentEntry(
  registers: RegisterModels,
  { entry, absent }: EntryOutcome,
  session: ClientSession,
): Promise<EntryDocument | undefined> {
  if (absent === undefined || !('compound' in entry)) return undefined;
  const place = await placeOf(registers, entry.compound, session);
  if (place === undefined) return undefined;
  const name = `${place.name}${absent.nameEnds}`;
  return {
    ...place,
    _id: absent.id,
    name,
    compound: entry.compound,
    grams: gramsOf(name, absent.id),
    revision: 0,
    updatedAt: new Date(),
    updatedBy: '',
  };
}

/** The entry as its versions keep it: as it was shown before, with what is other now. */
function viewOf(document: EntryDocument, before: EntryView | undefined, fields: EntryOutcome['fields']): EntryView {
  return {
    ...(document['compound'] !== undefined && { compound: document['compound'] }),
    ...before,
    ...fields,
    id: document._id,
    ...entryTail(document),
  };
}
