import { mongo } from 'mongoose';
import type { Actor } from '../../domain/organisation/actor.ts';
import { groundsOf } from '../documents/contentOf.ts';
import { issuedPage } from '../documents/issuedPage.ts';
import { taskOf } from '../present/task.ts';
import type { Services, SpaceServices } from '../services.ts';
import { anchorEntries } from './anchorEntries.ts';
import type { ArchiveContents, PackedDocument } from './archiveContents.ts';
import { indexPage } from './indexPage.ts';
import { missingText } from './missingText.ts';
import type { PackedFile } from './packedFiles.ts';
import { readmeText } from './readmeText.ts';
import type { ArchiveEntry } from './zipStream.ts';

/**
 * The package, file by file. Files of the case are read one at a time, when their turn comes; what was found to be damaged
 * on the way is named in what follows them.
 */
export async function* archiveEntries(
  services: Services,
  space: SpaceServices,
  actor: Actor,
  contents: ArchiveContents,
): AsyncGenerator<ArchiveEntry> {
  const { document, told, files } = contents;
  yield { name: 'README.txt', content: readmeText };
  yield* dataEntries(contents);
  yield* anchorEntries(services, space, actor, document._id);
  for (const each of told[0].documents) yield* documentEntries(space, document._id, each);
  for (const each of files) if (each.lack === undefined) yield fileEntry(space, each);
  const lacking = files.filter(({ lack }) => lack !== undefined);
  if (lacking.length > 0) yield { name: 'MISSING.txt', content: missingText(lacking) };
  yield json(
    'files.json',
    files.map(({ file: _, ...each }) => each),
  );
  yield { name: 'index.html', content: indexPage(contents) };
}

function json(name: string, value: unknown): ArchiveEntry {
  return { name, content: `${JSON.stringify(value, null, 1)}\n` };
}

function* dataEntries(contents: ArchiveContents): Generator<ArchiveEntry> {
  const { document, told, timeline, texts, tasks, policy, calendar, verification, erased } = contents;
  const view = told.at(-1)?.view;
  yield json('case.json', view);
  yield json('timeline.json', {
    case: document._id,
    epoch: document.epoch,
    head: document.head,
    events: timeline.map(({ event, supersededBy }) => ({
      event,
      ...(supersededBy !== undefined && { supersededBy }),
      ...(erased(event) && { textsErased: true }),
    })),
  });
  yield json(
    'texts.json',
    texts.flatMap(({ epoch, seq, texts: written }) => (written ? [{ epoch, seq, texts: written }] : [])),
  );
  yield json(
    'tasks.json',
    tasks.map((task) => ({ ...taskOf(task), closedAt: task.closedAt ?? null, ended: task.ended ?? null })),
  );
  if (view && view.problems.length > 0) yield json('problems.json', view.problems);
  if (policy) yield json('policy.json', policy);
  if (calendar) yield json('calendar.json', calendar);
  yield json('verification.json', verification);
}

async function* documentEntries(
  space: SpaceServices,
  id: string,
  { issued, epoch, line, paths }: PackedDocument,
): AsyncGenerator<ArchiveEntry> {
  const grounds = issued && (await groundsOf(space, id, line.event, epoch));
  if (!issued || !grounds) return;
  for (const { language, path } of paths) {
    yield { name: path, content: await issuedPage(space, issued, grounds, language) };
  }
}

function fileEntry(space: SpaceServices, packed: PackedFile): ArchiveEntry {
  const { path, mediaType } = packed;
  return {
    name: path,
    content: bytesOf(space, packed),
    stored: mediaType?.startsWith('text/') !== true,
    written: (sum) => {
      if (sum !== packed.sha256) packed.lack = 'damaged';
    },
  };
}

/** The bytes as they are stored; where some are lost the file ends, and its sum tells. */
async function* bytesOf({ evidence }: SpaceServices, { file }: PackedFile): AsyncGenerator<Uint8Array> {
  if (file === undefined) return;
  try {
    for await (const chunk of evidence.bucket().openDownloadStream(file)) yield chunk as Uint8Array;
  } catch (error) {
    if (!(error instanceof mongo.MongoGridFSChunkError)) throw error;
  }
}
