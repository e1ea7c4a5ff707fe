import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import type { EventTexts, TimelineEvent } from '../../domain/timeline/event.ts';
import { type ChainFault, verifyChain } from '../../domain/timeline/hashChain.ts';
import { AnchorFolder } from '../../models/anchors.ts';
import type { CaseDocument } from '../../models/caseModels.ts';
import { askCase } from '../cases/callCase.ts';
import type { Services, SpaceServices } from '../services.ts';

const querySeconds = 5;
/** How long the read model may take to receive what the case has just said. */
const catchUpMilliseconds = 3000;

const faultSchema = z.strictObject({ seq: z.int().optional(), file: z.string().optional(), fault: z.string() });
const checkSchema = z.strictObject({
  name: z.enum(['chain', 'texts', 'head', 'anchors']),
  held: z.boolean(),
  detail: z.string(),
  faults: z.array(faultSchema),
});
type Check = z.infer<typeof checkSchema>;

export const verificationSchema = z.strictObject({
  holds: z.boolean(),
  events: z.int(),
  head: z.strictObject({ seq: z.int(), hash: z.string(), heldBy: z.enum(['case', 'document']) }),
  checks: z.array(checkSchema),
});
export type Verification = z.infer<typeof verificationSchema>;

/** A case's timeline, checked against everything that could contradict it. */
export async function verificationOf(
  services: Services,
  space: SpaceServices,
  document: CaseDocument,
): Promise<Verification> {
  const id = document._id;
  const head = await headOf(space, document);
  const events = await eventsUpTo(space, id, head.seq);
  const texts = await textsOf(space, id, events);
  const faults = verifyChain(events, texts, head);
  const checks = [
    chainCheck(faults, events.length, document),
    check('texts', faults, ['texts'], `${texts.size} texts are as written; an erased one is no fault`),
    check('head', faults, ['head'], headDetail(head)),
    await anchorCheck(services, space, id, events),
  ];
  return { holds: checks.every(({ held }) => held), events: events.length, head, checks };
}

function check(
  name: Check['name'],
  faults: readonly ChainFault[],
  kinds: readonly ChainFault['fault'][],
  detail: string,
): Check {
  const found = faults.filter(({ fault }) => kinds.includes(fault)).map(({ seq, fault }) => ({ seq, fault }));
  return { name, held: found.length === 0, detail, faults: found };
}

function chainCheck(faults: readonly ChainFault[], events: number, { diverged }: CaseDocument): Check {
  const found = check('chain', faults, ['missing', 'hash', 'link'], `${events} events follow from each other`);
  if (diverged === undefined) return found;
  return { ...found, held: false, faults: [...found.faults, { seq: diverged.seq, fault: 'diverged' }] };
}

type Head = { seq: number; hash: string; heldBy: 'case' | 'document' };

function headDetail({ seq, heldBy }: Head): string {
  return heldBy === 'case'
    ? `event ${seq} is the newest, as the case itself holds`
    : `event ${seq} is the newest by its document; the case itself could not be asked`;
}

/** The head as the case holds it; by its document when Temporal no longer keeps the case or cannot be asked. */
async function headOf(space: SpaceServices, document: CaseDocument): Promise<Head> {
  try {
    const { view } = await askCase(space, document._id, querySeconds);
    return { ...view.head, heldBy: 'case' };
  } catch {
    return { ...document.head, heldBy: 'document' };
  }
}

/** The line of events that holds; waits a moment for what the read model does not have yet. */
async function eventsUpTo({ cases }: SpaceServices, id: string, seq: number): Promise<TimelineEvent[]> {
  const until = Date.now() + catchUpMilliseconds;
  for (;;) {
    const documents = await cases.timeline
      .find({ case: id, supersededBy: { $exists: false } })
      .sort({ seq: 1 })
      .lean();
    const events = documents.map(({ event }) => event);
    if ((events.at(-1)?.seq ?? 0) >= seq || Date.now() > until) return events;
    await pause(50);
  }
}

/** The texts of a line of events; those of a branch that was replaced have the same numbers. */
async function textsOf(
  { cases }: SpaceServices,
  id: string,
  events: readonly TimelineEvent[],
): Promise<Map<number, EventTexts>> {
  const line = new Set(events.map(({ epoch, seq }) => `${epoch}|${seq}`));
  const stored = await cases.texts.find({ case: id }).lean();
  return new Map(
    stored.flatMap(({ epoch, seq, texts }) => (texts && line.has(`${epoch}|${seq}`) ? [[seq, texts]] : [])),
  );
}

async function anchorCheck(
  services: Services,
  { space }: SpaceServices,
  id: string,
  events: readonly TimelineEvent[],
): Promise<Check> {
  const { anchorDir, dataDir } = services.config;
  const { heads, faults } = await new AnchorFolder(anchorDir, join(dataDir, 'anchor-key.pem'), space).readHeads(id);
  const hashes = new Map(events.map(({ epoch, seq, hash }) => [`${epoch}|${seq}`, hash]));
  const contradicted = heads
    .filter(({ epoch, seq, hash }) => hashes.get(`${epoch}|${seq}`) !== hash)
    .map(({ seq, file }) => ({ seq, file, fault: 'anchor' }));
  const found = [...contradicted, ...faults];
  const detail =
    heads.length === 0
      ? 'not anchored yet: anchors are taken once a day'
      : `${heads.length} anchors, the last up to event ${heads.at(-1)?.seq}`;
  return { name: 'anchors', held: found.length === 0, detail, faults: found };
}
