import { dayOf } from '../../domain/calendar/calendar.ts';
import type { DocumentStep, ErasableContent, FixedContent } from '../../domain/documents/content.ts';
import { offices } from '../../domain/organisation/offices.ts';
import { type Json, languages, type Text } from '../../domain/text.ts';
import type { TimelineEvent } from '../../domain/timeline/event.ts';
import { decidedTitle, resultTitle, stageTitle } from '../../domain/timeline/summary.ts';
import type { CaseDocument } from '../../models/caseModels.ts';
import { procedureOf } from '../cases/wholeCase.ts';
import type { StoredEvent } from '../present/timelineItem.ts';
import type { Services, SpaceServices } from '../services.ts';
import { withTexts } from '../timeline/readTimeline.ts';

/** An event that produces a document, with the events of its case up to it. */
export interface Grounds {
  event: StoredEvent;
  opened: StoredEvent | undefined;
  before: StoredEvent[];
}

/**
 * Everything of a case's timeline that a document about one of its events may need.
 *
 * @param epoch the branch the event is on, where that is one that was replaced since
 */
export async function groundsOf(
  space: SpaceServices,
  id: string,
  seq: number,
  epoch?: number,
): Promise<Grounds | undefined> {
  const stored = await space.cases.timeline
    .find({
      case: id,
      seq: { $lte: seq },
      ...(epoch !== undefined && { epoch: { $lte: epoch } }),
      'event.type': { $in: ['caseOpened', 'decided', 'stageClosed'] },
    })
    .sort({ seq: 1, epoch: 1 })
    .lean();
  // Of a place on the timeline that was written twice, the newer branch holds.
  const events = [...new Map((await withTexts(space, stored)).map((each) => [each.event.seq, each])).values()];
  const event = events.find((each) => each.event.seq === seq);
  return event && { event, opened: events[0], before: events };
}

/** What of a document is fixed with its first making. */
export async function fixedContent(
  services: Services,
  space: SpaceServices,
  document: CaseDocument,
  { event: { event }, opened, before }: Grounds,
): Promise<{ scope: string; content: Omit<FixedContent, 'number'> }> {
  const procedure = procedureOf(services, document.kind);
  const inBoth = (said: (language: 'zh' | 'en') => string): Text =>
    Object.fromEntries(languages.map((language) => [language, said(language)])) as Text;
  const decided = (each: TimelineEvent): Text => {
    const { decision, result } = each.data;
    return typeof decision === 'string' && each.type === 'decided'
      ? inBoth((language) => decidedTitle(procedure, each.stage ?? '', decision, language))
      : inBoth((language) =>
          resultTitle(procedure, each.stage ?? '', typeof result === 'string' ? result : '', language),
        );
  };
  const onDay = (each: TimelineEvent): string => each.effectiveOn ?? dayOf(each.at);
  const steps = before.flatMap(({ event: each, superseded }): DocumentStep[] =>
    superseded || each.stage === undefined || each.data['result'] === undefined
      ? []
      : [
          {
            on: onDay(each),
            stage: inBoth((language) => stageTitle(procedure, each.stage ?? '', language)),
            result: decided(each),
          },
        ],
  );
  const scope = document.subject.scope.split('/').slice(0, 2).join('/');
  const place = await space.registers.places.findById(scope, { name: 1 }).lean<{ name?: string }>();
  const { type, id, name } = document.subject;
  return {
    scope,
    content: {
      place: place?.name ?? scope.split('/').at(-1) ?? scope,
      subject: { type, id, name },
      caseTitle: procedure.title,
      stage: inBoth((language) => stageTitle(procedure, event.stage ?? '', language)),
      decision: decided(event),
      office: event.actor.office ? offices[event.actor.office].title : null,
      on: onDay(event),
      seq: event.seq,
      hash: event.hash,
      data: event.data,
      opening: opened?.event.data ?? {},
      steps,
    },
  };
}

/** The words a document needs, as far as they are still there; `shown` names the stages whose forms it shows. */
export function erasableContent(
  { event, opened, before }: Grounds,
  shown: ReadonlySet<string>,
): ErasableContent & { erased: boolean } {
  const gone = (each: StoredEvent | undefined): boolean =>
    each?.event.textsHash !== undefined && each.texts === undefined;
  const forms: Record<string, Json[]> = {};
  const given = before.filter(({ superseded, event: each }) => !superseded && shown.has(stageOf(each)));
  for (const { event: each, texts } of given) {
    const { form } = texts ?? {};
    if (form === undefined || form === null || typeof form !== 'object' || Array.isArray(form)) continue;
    (forms[stageOf(each)] ??= []).push({ ...form, seq: each.seq });
  }
  return {
    form: event.texts?.form ?? null,
    comment: event.texts?.comment ?? null,
    statement: opened?.texts?.form ?? null,
    forms,
    erased: gone(event) || gone(opened) || given.some(gone),
  };
}

function stageOf({ stage = '' }: TimelineEvent): string {
  return stage.split('#')[0] ?? '';
}
