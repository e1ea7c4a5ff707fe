import { z } from 'zod';
import type { EventTexts } from '../../domain/timeline/event.ts';
import type { CaseDocument, TimelineDocument } from '../../models/caseModels.ts';
import { actsParameters, keptPolicy } from '../cases/kept.ts';
import { procedureOf } from '../cases/wholeCase.ts';
import { presentOf } from '../present/case.ts';
import type { Viewer } from '../present/task.ts';
import type { StoredEvent } from '../present/timelineItem.ts';
import { type TimelineItem, type TimelineSetting, timelineItem } from '../present/timelineItem.ts';
import type { Services, SpaceServices } from '../services.ts';

/** What a correction says it replaced. */
const correctionSchema = z.object({ event: z.int(), superseded: z.array(z.int()).default([]) });

/** Stored events with what belongs to each: the erasable texts, and whether something replaced it. */
export async function withTexts(
  { cases: { texts, timeline } }: SpaceServices,
  documents: readonly TimelineDocument[],
): Promise<StoredEvent[]> {
  const [first] = documents;
  if (first === undefined) return [];
  const [words, corrections] = await Promise.all([
    texts.find({ _id: { $in: documents.map(({ _id }) => _id) } }).lean(),
    timeline
      .find({ case: first.case, 'event.type': 'corrected' }, { epoch: 1, 'event.data': 1 })
      .lean<Pick<TimelineDocument, 'epoch' | 'event'>[]>(),
  ]);
  const byId = new Map<string, EventTexts>(words.map(({ _id, texts: each }) => [_id, each]));
  const corrected = new Set(
    corrections.flatMap(({ epoch, event: { data } }) => {
      const { event, superseded } = correctionSchema.parse(data);
      return [event, ...superseded].map((seq) => `${epoch}|${seq}`);
    }),
  );
  return documents.map(({ _id, epoch, seq, event, supersededBy }) => ({
    event,
    texts: byId.get(_id),
    superseded: supersededBy !== undefined || corrected.has(`${epoch}|${seq}`),
  }));
}

/** Events in words, for one viewer of a case. */
export async function presentEvents(
  services: Services,
  space: SpaceServices,
  document: CaseDocument,
  documents: readonly TimelineDocument[],
  viewer: Viewer,
): Promise<TimelineItem[]> {
  const [events, setting] = await Promise.all([withTexts(space, documents), settingOf(services, space, document)]);
  return events.map((event) => timelineItem(event, setting, viewer.actor, viewer.language));
}

async function settingOf(services: Services, space: SpaceServices, document: CaseDocument): Promise<TimelineSetting> {
  const { correctionHours } = actsParameters(await keptPolicy(space, document.policy.version));
  return {
    procedure: procedureOf(services, document.kind),
    procedures: services.procedures,
    scope: document.subject.scope,
    open: document.status === 'running' || document.status === 'suspended',
    now: presentOf(document, services.clock()),
    correctionHours: typeof correctionHours?.value === 'number' ? correctionHours.value : undefined,
  };
}
