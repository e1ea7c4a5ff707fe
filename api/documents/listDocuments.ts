import { z } from 'zod';
import { dayOf } from '../../domain/calendar/calendar.ts';
import { documentsOf } from '../../domain/documents/produced.ts';
import { documentKindSchema } from '../../domain/documents/template.ts';
import { stageTitle } from '../../domain/timeline/summary.ts';
import { readYourWrites } from '../cases/acknowledged.ts';
import { visibleDocument } from '../cases/caseAccess.ts';
import { caseParams } from '../cases/getCase.ts';
import { procedureOf } from '../cases/wholeCase.ts';
import { endpoint, everyone } from '../endpoint.ts';
import { withTexts } from '../timeline/readTimeline.ts';
import { issuedId } from './issue.ts';

const documentSchema = z
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

export const listDocuments = endpoint({
  method: 'get',
  path: '/api/v1/cases/{id}/documents',
  operationId: 'listDocuments',
  tag: 'cases',
  summary: 'The documents a case has produced: notices, results, decisions, reports',
  access: { roles: everyone },
  params: caseParams,
  responses: { 200: z.strictObject({ items: z.array(documentSchema) }).meta({ id: 'CaseDocuments' }) },
  errors: ['not-found'],
  handler: async ({ params: { id }, actor, space, services, language }) => {
    await readYourWrites(space, actor.id, id);
    const document = await visibleDocument(space, actor, id);
    const procedure = procedureOf(services, document.kind);
    const stored = await space.cases.timeline
      .find({ case: id, 'event.type': { $in: ['decided', 'stageClosed'] } })
      .sort({ seq: 1, epoch: 1 })
      .lean();
    const issued = await space.documents.issued.find({ case: id }).lean();
    const byId = new Map(issued.map((each) => [each._id, each]));
    const items = (await withTexts(space, stored)).flatMap(({ event, superseded }) =>
      documentsOf(procedure, event).flatMap((name): z.infer<typeof documentSchema>[] => {
        const template = services.templates.find(name)?.template;
        if (template === undefined || event.stage === undefined) return [];
        const known = byId.get(issuedId(event, name));
        return [
          {
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
        ];
      }),
    );
    return { status: 200, body: { items } };
  },
});
