import { randomUUID } from 'node:crypto';
import type { ClientSession } from 'mongoose';
import { Refusal } from '../../domain/errors.ts';
import type { EntryDocument } from '../../models/registers.ts';
import type { SpaceServices } from '../services.ts';
import { registers as declared } from './declarations/index.ts';
import { entryId, entryVersion } from './entryDocument.ts';
import { moveDependents } from './moveDependents.ts';
import type { ImportPlan } from './planImport.ts';
import type { Register } from './register.ts';

/** Documents of one write; a transaction over all of them would last longer than the database lets one last. */
const chunkSize = 500;
/** An import that has not moved on for so long is taken over by the next write. */
const leaseMilliseconds = 30_000;

const underWay = {
  zh: '正在向该登记册导入文件，请稍后重试',
  en: 'A file is being imported into this register; try again in a moment',
};

type Space = Pick<SpaceServices, 'registers' | 'policies'>;

/**
 * Carries out an import, all of it or nothing. The register is held, so that what was planned is what is written; the documents
 * are laid down in a journal first, and from the moment the journal is complete the import happens: should this process die,
 * the next write to the register, or the next start, completes it.
 *
 * @param make works out the import while the register is held; what it throws ends the import with nothing written
 * @throws Refusal not-ready while another import is under way
 */
export async function importPlanned(
  space: Space,
  register: Register,
  make: () => Promise<ImportPlan>,
): Promise<ImportPlan> {
  await settleImport(space, register);
  const id = await holdRegister(space, register);
  let plan: ImportPlan;
  try {
    plan = await make();
    await writeJournal(space, register, id, plan);
  } catch (error) {
    await releaseRegister(space, register, id).catch(() => undefined);
    throw error;
  }
  await carryOut(space, register, id);
  return plan;
}

/** Takes part in the transaction of a single write, so that it and an import never overlap. @throws Refusal not-ready */
export async function holdOffImports(space: Space, { name }: Register, session: ClientSession): Promise<void> {
  const { imports } = space.registers;
  const upsert = { upsert: true, returnDocument: 'after' as const, session };
  const journal = await imports.findOneAndUpdate({ _id: name }, { $inc: { writes: 1 } }, upsert).lean();
  if (journal?.importing) throw new Refusal('not-ready', underWay);
}

/** Completes an import whose process died, or clears it away if it had not come to the point. */
export async function settleImport(space: Space, register: Register): Promise<void> {
  const journal = await space.registers.imports.findById(register.name).lean();
  const importing = journal?.importing;
  if (!importing || importing.until > new Date()) return;
  if (importing.chunks === undefined) await releaseRegister(space, register, importing.id);
  else await carryOut(space, register, importing.id);
}

/** At the start: whatever an earlier process left. */
export async function settleImports(space: Space): Promise<void> {
  for (const register of Object.values(declared)) await settleImport(space, register);
}

/** Lays hold of a register until it is released, or the lease runs out. @throws Refusal not-ready */
export async function holdRegister({ registers }: Space, { name }: Register): Promise<string> {
  const id = randomUUID();
  await registers.imports.updateOne({ _id: name }, { $setOnInsert: { writes: 0 } }, { upsert: true });
  const { matchedCount } = await registers.imports.updateOne(
    { _id: name, importing: { $exists: false } },
    { $set: { importing: { id, until: lease() } } },
  );
  if (matchedCount === 0) throw new Refusal('not-ready', underWay);
  return id;
}

/** Lays down what is to be written; with the last line of it the import is decided. @throws Refusal not-ready */
export async function writeJournal(
  { registers }: Space,
  register: Register,
  id: string,
  { documents, before }: ImportPlan,
): Promise<void> {
  const chunks = Math.ceil(documents.length / chunkSize);
  for (let index = 0; index < chunks; index += 1) {
    const chunk = documents.slice(index * chunkSize, (index + 1) * chunkSize);
    const moved = chunk.filter((each) => isElsewhere(each, before.get(entryId(each)))).map(({ _id }) => _id);
    await registers.imports.collection.insertOne({ _id: `${id}|${index}`, documents: chunk, moved } as never);
  }
  const { matchedCount } = await registers.imports.updateOne(
    { _id: register.name, 'importing.id': id },
    { $set: { 'importing.chunks': chunks, 'importing.until': lease() } },
  );
  if (matchedCount === 0)
    throw new Refusal('not-ready', { zh: '导入超时，请重试', en: 'The import took too long; try again' });
}

/** Writes what the journal says; whatever of it is written already stays as it is. */
async function carryOut(space: Space, register: Register, id: string): Promise<void> {
  const { imports, entries, versions } = space.registers;
  const journal = await imports.findOne({ _id: register.name, 'importing.id': id }).lean();
  for (let index = 0; index < (journal?.importing?.chunks ?? 0); index += 1) {
    const chunk = await imports.findById(`${id}|${index}`).lean();
    const documents = chunk?.documents ?? [];
    const kept = documents.map((each) => entryVersion(register, each));
    await entries[register.name].collection.bulkWrite(documents.map(writeOnce) as never, { ordered: false });
    await versions[register.name].collection.bulkWrite(kept.map(insertOnce) as never, { ordered: false });
    if (register.name === 'compounds' && chunk?.moved?.length) await moveDependents(space, chunk.moved);
    await imports.updateOne({ _id: register.name, 'importing.id': id }, { $set: { 'importing.until': lease() } });
  }
  await releaseRegister(space, register, id);
}

async function releaseRegister({ registers: { imports } }: Space, { name }: Register, id: string): Promise<void> {
  await imports.updateOne({ _id: name, 'importing.id': id }, { $unset: { importing: '' } });
  await imports.deleteMany({ _id: { $gte: `${id}|`, $lt: `${id}}` } });
}

function writeOnce(document: EntryDocument) {
  if (document.revision === 1) return insertOnce(document);
  const filter = { _id: document._id, revision: document.revision - 1 };
  return { replaceOne: { filter, replacement: document } };
}

function insertOnce<T extends { _id: string }>({ _id, ...fields }: T) {
  return { updateOne: { filter: { _id }, update: { $setOnInsert: fields }, upsert: true } };
}

function isElsewhere(document: EntryDocument, before: EntryDocument | undefined): boolean {
  return before !== undefined && before.scope !== document.scope;
}

function lease(): Date {
  return new Date(Date.now() + leaseMilliseconds);
}
