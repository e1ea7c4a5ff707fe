import { join } from 'node:path';
import type { Actor } from '../../domain/organisation/actor.ts';
import { hashOf } from '../../domain/timeline/hashChain.ts';
import { type AnchoredHead, AnchorFolder, parseAnchor } from '../../models/anchors.ts';
import type { Services, SpaceServices } from '../services.ts';
import { visiblePlaces } from '../visibility.ts';
import type { ArchiveEntry } from './zipStream.ts';

/** What of an anchor concerns one case. */
interface Excerpt {
  file: string;
  takenAt: string;
  previous: string | null;
  /** Of the whole anchor: the next one holds it as `previous`. */
  hash: string;
  signature: string;
  head: { epoch: number; seq: number; hash: string };
  /** Whether the anchor itself is beside. */
  whole: boolean;
}

/**
 * The signed anchors that hold a head of the case. An anchor names every case that changed that day: whoever does not see
 * all of them is given what concerns this one.
 */
export async function* anchorEntries(
  { config }: Services,
  space: SpaceServices,
  actor: Actor,
  id: string,
): AsyncGenerator<ArchiveEntry> {
  const folder = new AnchorFolder(config.anchorDir, join(config.dataDir, 'anchor-key.pem'), space.space);
  const { heads } = await folder.readHeads(id);
  const excerpts: Excerpt[] = [];
  for (const head of heads) {
    const text = await folder.text(head.file);
    const anchor = text === undefined ? undefined : parseAnchor(text);
    if (text === undefined || anchor === undefined) continue;
    const whole = await seesAll(space, actor, Object.keys(anchor.heads));
    excerpts.push(excerptOf(head, anchor, whole));
    if (whole) yield { name: `anchors/${head.file}`, content: text };
  }
  if (excerpts.length === 0) return;
  yield { name: 'anchors/excerpts.json', content: `${JSON.stringify(excerpts, null, 1)}\n` };
  const key = folder.publicKeyText();
  if (key !== undefined) yield { name: 'anchors/anchor-key.pub.pem', content: key };
}

function excerptOf(
  { file, ...head }: AnchoredHead,
  anchor: NonNullable<ReturnType<typeof parseAnchor>>,
  whole: boolean,
): Excerpt {
  const { takenAt, previous, signature } = anchor;
  return { file, takenAt, previous, hash: hashOf(anchor), signature, head, whole };
}

async function seesAll({ cases }: SpaceServices, actor: Actor, ids: readonly string[]): Promise<boolean> {
  const places = visiblePlaces(actor);
  if (places === undefined) return true;
  const seen = await cases.cases.countDocuments({ _id: { $in: ids }, within: { $in: places } });
  return seen === ids.length;
}
