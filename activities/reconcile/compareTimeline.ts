import { GENESIS, hashOf, hashOfEvent } from '../../domain/timeline/hashChain.ts';
import type { TextsDocument, TimelineDocument } from '../../models/caseModels.ts';
import type { ExpectedEvent } from './expectedCase.ts';
import type { Finding, Repair } from './findings.ts';
import { differingMembers } from './sameDocument.ts';
import type { StoredCase } from './storedCase.ts';

export interface TimelineScene {
  epoch: number;
  stored: Pick<StoredCase, 'timeline' | 'texts'>;
  /** Every event whose record is kept. */
  expected: ReadonlyMap<number, ExpectedEvent>;
  /** Up to here the read model has acknowledged. */
  confirmed: number;
  /** Up to here something is on its way, or arrived. */
  sent: number;
  /** The event before those that are kept. */
  before: { seq: number; hash: string | undefined };
  /** Why what lies before cannot be repaired. */
  hopeless: string;
}

/** Compares the timeline that is stored with the one that was recorded, and with itself where no record is kept. */
export function compareTimeline(scene: TimelineScene, repair: Repair): Finding[] {
  const live = scene.stored.timeline.filter(({ supersededBy }) => supersededBy === undefined);
  const bySeq = new Map<number, TimelineDocument[]>();
  for (const each of live) bySeq.set(each.seq, [...(bySeq.get(each.seq) ?? []), each]);
  return [
    ...compareKept(scene, bySeq, repair),
    ...compareOlder(scene, bySeq, repair),
    ...strangers(scene, live, repair),
  ];
}

/** Events whose record is kept, one by one. */
function compareKept(
  { stored, expected, confirmed, before }: TimelineScene,
  live: ReadonlyMap<number, TimelineDocument[]>,
  repair: Repair,
): Finding[] {
  const findings: Finding[] = [];
  const byId = new Map(stored.timeline.map((each) => [each._id, each]));
  const words = new Map(stored.texts.map((each) => [each._id, each]));
  const absent: number[] = [];
  for (const [seq, { event, texts }] of expected) {
    const found = byId.get(event._id);
    const doubles = (live.get(seq) ?? []).filter(({ _id }) => _id !== event._id);
    if (doubles.length > 0) {
      repair.dropEvents.push(...doubles.map(({ _id }) => _id));
      findings.push({
        what: found ? 'doubled' : 'tampered',
        detail: found ? `two events in place ${seq}` : `another event in place ${seq}`,
        repair: 'remove what the workflow did not record',
      });
    }
    if (found === undefined) {
      if (seq > confirmed) continue;
      repair.putEvents.push(event);
      if (texts) repair.putTexts.push(texts);
      absent.push(seq);
      continue;
    }
    const differing = differingMembers(event, found);
    if (differing.length > 0) {
      repair.putEvents.push(event);
      findings.push({
        what: 'tampered',
        detail: `event ${seq} is not as recorded: ${namesOf(differing, event, found)}`,
        repair: 'write the recorded event',
      });
    }
    const said = words.get(event._id);
    // Texts that are not there were erased: they stay away.
    if (texts && said && differingMembers(texts, said).length > 0) {
      repair.putTexts.push(texts);
      findings.push({
        what: 'tampered',
        detail: `the words of event ${seq} are not as recorded`,
        repair: 'write the recorded words',
      });
    }
  }
  const newest = Math.max(
    before.seq,
    ...[...expected].flatMap(([seq, { event }]) => (byId.has(event._id) ? [seq] : [])),
  );
  const cut = absent.filter((seq) => seq > newest);
  const torn = absent.filter((seq) => seq <= newest);
  if (torn.length > 0) {
    const detail = `${rangesOf(torn)} not there, though acknowledged`;
    findings.push({ what: 'torn', detail, repair: 'write them again from the history' });
  }
  if (cut.length > 0) {
    const detail = `the newest, ${rangesOf(cut)}, cut off`;
    findings.push({ what: 'cutOff', detail, repair: 'write them again from the history' });
  }
  return findings;
}

/** Events older than the records: only the chain tells, which hangs on the first event that is kept. */
function compareOlder(
  { stored, before, hopeless }: TimelineScene,
  live: ReadonlyMap<number, TimelineDocument[]>,
  repair: Repair,
): Finding[] {
  const findings: Finding[] = [];
  const words = new Map(stored.texts.map((each) => [each._id, each]));
  const absent: number[] = [];
  let wanted = before.hash;
  for (let seq = before.seq; seq > 0; seq -= 1) {
    const found = live.get(seq) ?? [];
    const right = found.find(({ event }) => holds(event) && (wanted === undefined || event.hash === wanted));
    const chosen = right ?? found[0];
    if (chosen === undefined) {
      absent.unshift(seq);
      wanted = undefined;
      continue;
    }
    if (right === undefined) {
      const detail = holds(chosen.event)
        ? `event ${seq} is another than the one that event ${seq + 1} follows`
        : `event ${seq} was edited: its hash does not fit`;
      findings.push({ what: 'tampered', detail, hopeless });
    } else if (found.length > 1) {
      repair.dropEvents.push(...found.flatMap((each) => (each === right ? [] : [each._id])));
      findings.push({
        what: 'doubled',
        detail: `two events in place ${seq}`,
        repair: 'remove the one that the chain does not know',
      });
    }
    findings.push(...wordsOf(chosen, words.get(chosen._id), hopeless));
    wanted = chosen.event.prevHash;
  }
  if (before.seq > 0 && wanted !== undefined && wanted !== GENESIS) {
    findings.push({ what: 'tampered', detail: 'event 1 follows another: it is not the first', hopeless });
  }
  const newest = Math.max(0, ...live.keys());
  const cut = absent.filter((seq) => seq > newest);
  const torn = absent.filter((seq) => seq < newest);
  if (cut.length > 0) findings.push({ what: 'cutOff', detail: `the newest, ${rangesOf(cut)}, cut off`, hopeless });
  if (torn.length > 0) findings.push({ what: 'torn', detail: `${rangesOf(torn)} not there`, hopeless });
  return findings.reverse();
}

function wordsOf({ seq, event }: TimelineDocument, words: TextsDocument | undefined, hopeless: string): Finding[] {
  if (words?.texts === undefined || hashOf(words.texts) === event.textsHash) return [];
  return [{ what: 'tampered', detail: `the words of event ${seq} are not those that its hash names`, hopeless }];
}

/** Events that nobody recorded: newer than all that was sent. */
function strangers(
  { expected, before, sent }: TimelineScene,
  live: readonly TimelineDocument[],
  repair: Repair,
): Finding[] {
  const strange = live.filter(({ seq }) => !expected.has(seq) && (seq < 1 || (seq > before.seq && seq > sent)));
  repair.dropEvents.push(...strange.map(({ _id }) => _id));
  return strange.map(({ seq }) => ({
    what: 'tampered',
    detail: `event ${seq} was never recorded`,
    repair: 'remove it',
  }));
}

function holds(event: TimelineDocument['event']): boolean {
  try {
    return hashOfEvent(event) === event.hash;
  } catch {
    return false;
  }
}

/** Which members differ; of the event itself, which of its own. */
function namesOf(differing: readonly string[], expected: TimelineDocument, found: TimelineDocument): string {
  const names = differing.flatMap((name) =>
    name === 'event' && found.event ? differingMembers(expected.event, found.event) : [name],
  );
  return names.join(', ');
}

/** `events 3–5, 9` of 3, 4, 5, 9. */
export function rangesOf(seqs: readonly number[]): string {
  const sorted = [...seqs].sort((a, b) => a - b);
  const parts: string[] = [];
  for (let start = 0; start < sorted.length; ) {
    let end = start;
    while ((sorted[end + 1] ?? Number.NaN) === (sorted[end] ?? 0) + 1) end += 1;
    parts.push(start === end ? `${sorted[start]}` : `${sorted[start]}–${sorted[end]}`);
    start = end + 1;
  }
  return `${sorted.length === 1 ? 'event' : 'events'} ${parts.join(', ')}`;
}
