import type { mongo } from 'mongoose';
import type { EvidenceRef, TimelineEvent } from '../../domain/timeline/event.ts';
import type { EvidenceDocument } from '../../models/evidenceModels.ts';
import { safeName } from './safeName.ts';

/** Why a file is not in the package, or not as it was. */
export type Lack = 'gone' | 'tooLarge' | 'damaged';

/** A file of the case, and where it is in the package. */
export interface PackedFile {
  id: string;
  /** As it was uploaded; null once the words of its event were erased. */
  name: string | null;
  path: string;
  mediaType: string | null;
  size: number | null;
  sha256: string;
  by: { id: string; name: string | null } | null;
  at: string | null;
  stage: string | null;
  lack?: Lack;
  /** Where its bytes are stored. */
  file?: mongo.ObjectId;
}

/** A ZIP that every program reads ends before 4 GiB; the rest is for texts. */
export const fileBytesAtMost = 4_000_000_000;

interface Known {
  /** What is on the timeline. */
  events: readonly TimelineEvent[];
  /** What is known of each file. */
  documents: readonly EvidenceDocument[];
  /** Stored sizes by the id of the bytes. */
  stored: ReadonlyMap<string, number>;
  /** Events whose words were erased. */
  erased: (event: TimelineEvent) => boolean;
}

/** Every file the case knows of, those that are lost included, each with a name of its own. */
export function packedFiles({ events, documents, stored, erased }: Known, atMost = fileBytesAtMost): PackedFile[] {
  const nameless = new Set(events.filter((event) => event.type === 'evidenceAttached' && erased(event)).flatMap(idsOf));
  const known = new Set(documents.map(({ _id }) => _id));
  let total = 0;
  const packed = documents.map((document, index): PackedFile => {
    const { _id: id, name, mediaType, size, sha256, by, at, stage, file } = document;
    const hidden = nameless.has(id);
    const gone = stored.get(String(file)) !== size;
    const tooLarge = !gone && total + size > atMost;
    if (!gone && !tooLarge) total += size;
    return {
      id,
      name: hidden ? null : name,
      path: `evidence/${safeName(index + 1, hidden ? `${id}${/\.[A-Za-z0-9]{1,8}$/.exec(name)?.[0] ?? ''}` : name)}`,
      mediaType,
      size,
      sha256,
      by: { id: by.id, name: hidden ? null : by.name },
      at: at.toISOString(),
      stage: stage ?? null,
      ...(gone ? { lack: 'gone' } : tooLarge ? { lack: 'tooLarge' } : { file }),
    };
  });
  return [...packed, ...lostReferences(events, known, packed.length)];
}

/** Files the timeline names of which nothing is left, not even what they were called. */
function lostReferences(events: readonly TimelineEvent[], known: ReadonlySet<string>, before: number): PackedFile[] {
  const lost = new Map<string, EvidenceRef>();
  for (const each of events.flatMap(({ evidence }) => evidence)) if (!known.has(each.id)) lost.set(each.id, each);
  return [...lost.values()].map(({ id, sha256 }, index) => ({
    id,
    name: null,
    path: `evidence/${safeName(before + index + 1, id)}`,
    mediaType: null,
    size: null,
    sha256,
    by: null,
    at: null,
    stage: null,
    lack: 'gone',
  }));
}

function idsOf({ evidence }: TimelineEvent): string[] {
  return evidence.map(({ id }) => id);
}
