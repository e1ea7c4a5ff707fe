import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import canonicalizeModule from 'canonicalize';
import type { EventTexts, TimelineEvent } from './event.ts';

// The package is CommonJS: its types describe an ES default, at run time the import is the function itself.
const canonicalizeJson = canonicalizeModule as unknown as (value: unknown) => string | undefined;

/** The `prevHash` of a case's first event. */
export const GENESIS = '0'.repeat(64);

/** RFC 8785 text of a JSON value. */
export function canonical(value: unknown): string {
  const result = canonicalizeJson(value);
  if (result === undefined) throw new TypeError('only JSON can be canonicalised');
  return result;
}

/** SHA-256, as lower-case hex, over the RFC 8785 text of a JSON value. */
export function hashOf(value: unknown): string {
  return bytesToHex(sha256(utf8ToBytes(canonical(value))));
}

/** The hash an event must carry: over all its stored fields but the hash itself. */
export function hashOfEvent(event: Omit<TimelineEvent, 'hash'> & { hash?: string }): string {
  const { hash: _, ...fields } = event;
  return hashOf(fields);
}

export type ChainFault =
  | { seq: number; fault: 'missing' | 'hash' | 'link' | 'texts' }
  | { seq: number; fault: 'head'; expected: { seq: number; hash: string } };

/**
 * Checks a whole timeline (one epoch's line, ordered by seq).
 *
 * @param events the stored events
 * @param texts the stored texts by seq; an erased one is simply absent and is no fault
 * @param head the head held elsewhere (by the workflow, or an anchor); newest events cut off show against it
 * @returns every fault found, none when the timeline holds
 */
export function verifyChain(
  events: readonly TimelineEvent[],
  texts: ReadonlyMap<number, EventTexts> = new Map(),
  head?: { seq: number; hash: string },
): ChainFault[] {
  const faults: ChainFault[] = [];
  let previous = GENESIS;
  let expectedSeq = 1;
  for (const event of events) {
    for (; expectedSeq < event.seq; expectedSeq += 1) faults.push({ seq: expectedSeq, fault: 'missing' });
    if (hashOfEvent(event) !== event.hash) faults.push({ seq: event.seq, fault: 'hash' });
    if (event.prevHash !== previous) faults.push({ seq: event.seq, fault: 'link' });
    const text = texts.get(event.seq);
    if (text !== undefined && hashOf(text) !== event.textsHash) faults.push({ seq: event.seq, fault: 'texts' });
    previous = event.hash;
    expectedSeq = event.seq + 1;
  }
  if (head !== undefined) {
    const at = events.find((event) => event.seq === head.seq);
    if (head.seq > 0 && at?.hash !== head.hash) faults.push({ seq: head.seq, fault: 'head', expected: head });
  }
  return faults;
}
