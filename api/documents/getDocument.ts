import { Readable } from 'node:stream';
import { z } from 'zod';
import { documentsOf } from '../../domain/documents/produced.ts';
import { Refusal } from '../../domain/errors.ts';
import { languages } from '../../domain/text.ts';
import type { IssuedDocument } from '../../models/documents.ts';
import { readYourWrites } from '../cases/acknowledged.ts';
import { visibleDocument } from '../cases/caseAccess.ts';
import { caseParams } from '../cases/getCase.ts';
import { procedureOf } from '../cases/wholeCase.ts';
import { endpoint, everyone } from '../endpoint.ts';
import { pagePolicy } from '../reports/getBulletin.ts';
import type { Services, SpaceServices } from '../services.ts';
import { fixedContent, type Grounds, groundsOf } from './contentOf.ts';
import { issue, issuedId } from './issue.ts';
import { issuedPage } from './issuedPage.ts';

export const getDocument = endpoint({
  method: 'get',
  path: '/api/v1/cases/{id}/documents/{event}',
  operationId: 'getDocument',
  tag: 'cases',
  summary: 'A document as a page to print',
  description:
    'Made from the timeline, the words handed in and the registers. Its first reading gives it its number and fixes the template and all ' +
    'that is no personal text: read again later, it is the same, but for words that were erased. Every reading is in the audit log.',
  access: { roles: everyone },
  params: z.strictObject({
    ...caseParams.shape,
    event: z.coerce.number().int().min(1).describe('The decision or result it rests on, by its place on the timeline'),
  }),
  query: z.strictObject({
    template: z.string().max(60).optional().describe('Where the event has produced several; default the first'),
    lang: z.enum(languages).optional().describe('Default as Accept-Language says'),
  }),
  responses: { 200: { mediaTypes: ['text/html'], description: 'A page without scripts and without further requests' } },
  errors: ['not-found'],
  handler: async ({
    params: { id, event: seq },
    query,
    actor,
    space,
    services,
    language: asked,
    address,
    requestId,
  }) => {
    const language = query.lang ?? asked;
    await readYourWrites(space, actor.id, id);
    const document = await visibleDocument(space, actor, id);
    const grounds = await groundsOf(space, id, seq);
    const produced = grounds ? documentsOf(procedureOf(services, document.kind), grounds.event.event) : [];
    const name = query.template ?? produced[0];
    if (grounds === undefined || name === undefined || !produced.includes(name)) {
      throw new Refusal('not-found', {
        zh: `${id} 的第 ${seq} 号事件没有产生这份文书`,
        en: `Event ${seq} of ${id} has produced no such document`,
      });
    }
    const issued = await issuedFor(services, space, { grounds, name, by: actor.id, document });
    const page = await issuedPage(space, issued, grounds, language);
    await services.audit.append({
      at: services.clock(),
      what: 'documentExported',
      actor: { id: actor.id, role: actor.role },
      space: space.space,
      operation: 'getDocument',
      subject: id,
      detail: issued.content.number,
      address,
      requestId,
    });
    return {
      status: 200,
      mediaType: 'text/html; charset=utf-8',
      headers: {
        'Content-Security-Policy': pagePolicy,
        'Content-Language': language === 'zh' ? 'zh-CN' : 'en',
        'X-Content-Type-Options': 'nosniff',
      },
      stream: Readable.from([Buffer.from(page)], { objectMode: false }),
    };
  },
});

/** The document as it was issued; its first reading issues it. */
async function issuedFor(
  services: Services,
  space: SpaceServices,
  {
    grounds,
    name,
    by,
    document,
  }: { grounds: Grounds; name: string; by: string; document: Parameters<typeof fixedContent>[2] },
): Promise<IssuedDocument> {
  const { event } = grounds.event;
  const known = await space.documents.issued.findById(issuedId(event, name)).lean<IssuedDocument>();
  if (known) return known;
  const found = services.templates.find(name);
  if (found === undefined) throw new Error(`there is no template ${name}`);
  const { scope, content } = await fixedContent(services, space, document, grounds);
  return await issue(space, {
    id: issuedId(event, name),
    case: event.case,
    scope,
    subjectScope: document.subject.scope,
    template: found.template,
    templateHash: found.hash,
    content,
    at: services.clock(),
    by,
  });
}
