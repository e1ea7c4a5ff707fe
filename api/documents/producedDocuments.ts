import { z } from 'zod';
import { dayOf } from '../../domain/calendar/calendar.ts';
import { documentsOf } from '../../domain/documents/produced.ts';
import { documentKindSchema } from '../../domain/documents/template.ts';
import type { Language } from '../../domain/text.ts';
import { stageTitle } from '../../domain/timeline/summary.ts';
import type { CaseDocument } from '../../models/caseModels.ts';
import type { IssuedDocument } from '../../models/documents.ts';
import { procedureOf } from '../cases/wholeCase.ts';
import type { Services, SpaceServices } from '../services.ts';
import { withTexts } from '../timeline/readTimeline.ts';
import { issuedId } from './issue.ts';

export const producedDocumentSchema = z
  .strictObject({
    event: z.int().describe('The decision or result it rests on, by its place on the timeline'),
    stage: z.string(),
    stageTitle: z.string(),
    on: z.iso.date(),
    template: z.string(),
    title: z.string(),
    kind: documentKindSchema,
    number: z.string().nullable().describe('Given when it is first read; null until then'),
    issuedAt: z.iso.datetime().nullable(),
    superseded: z.boolean().describe('What it rests on was corrected later'),
    href: z.string().describe('The page to print'),
  })
  .meta({ id: 'CaseDocument' });

/** A document of a case, and what it was issued as, once it was read. */
export interface ProducedDocument {
  line: z.infer<typeof producedDocumentSchema>;
  epoch: number;
  issued: IssuedDocument | undefined;
}

/** The documents a case has produced so far, in the order of its timeline. */
export async function producedDocuments(
  services: Services,
  space: SpaceServices,
  { _id: id, kind }: Pick<CaseDocument, '_id' | 'kind'>,
  language: Language,
): Promise<ProducedDocument[]> {
  const procedure = procedureOf(services, kind);
  const stored = await space.cases.timeline
    .find({ case: id, 'event.type': { $in: ['decided', 'stageClosed'] } })
    .sort({ seq: 1, epoch: 1 })
    .lean();
  const issued = await space.documents.issued.find({ case: id }).lean<IssuedDocument[]>();
  const byId = new Map(issued.map((each) => [each._id, each]));
  return (await withTexts(space, stored)).flatMap(({ event, superseded }) =>
    documentsOf(procedure, event).flatMap((name): ProducedDocument[] => {
      const template = services.templates.find(name)?.template;
      if (template === undefined || event.stage === undefined) return [];
      const known = byId.get(issuedId(event, name));
      return [
        {
          epoch: event.epoch,
          issued: known,
          line: {
            event: event.seq,
            stage: event.stage,
            stageTitle: stageTitle(procedure, event.stage, language),
            on: event.effectiveOn ?? dayOf(event.at),
            template: name,
            title: template.title[language],
            kind: template.kind,
            number: known?.content.number ?? null,
            issuedAt: known?.issuedAt.toISOString() ?? null,
            superseded,
            href: `/api/v1/cases/${encodeURIComponent(id)}/documents/${event.seq}?template=${name}`,
          },
        },
      ];
    }),
  );
}
