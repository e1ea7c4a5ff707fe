import { Readable } from 'node:stream';
import { z } from 'zod';
import { Refusal } from '../../domain/errors.ts';
import { languages, text } from '../../domain/text.ts';
import { attachment } from '../attachment.ts';
import { readYourWrites } from '../cases/acknowledged.ts';
import { visibleDocument } from '../cases/caseAccess.ts';
import { caseParams } from '../cases/getCase.ts';
import { endpoint, everyone } from '../endpoint.ts';
import { archiveContents } from './archiveContents.ts';
import { archiveEntries } from './archiveEntries.ts';
import { zipOf } from './zipStream.ts';

export const getCaseArchive = endpoint({
  method: 'get',
  path: '/api/v1/cases/{id}/archive',
  operationId: 'getCaseArchive',
  tag: 'cases',
  summary: 'Everything about an ended case as one ZIP, readable and checkable without this service',
  description:
    'A page to read and print, the timeline as it was hashed, texts, deadlines, issued documents, the files that were handed in, what ' +
    'concerns the case in the signed anchors, and the sums of them all. What was erased stays erased; what the store has lost is named. ' +
    'Every export is in the audit log.',
  access: { roles: everyone },
  params: caseParams,
  query: z.strictObject({
    lang: z.enum(languages).optional().describe('en: in Chinese, and English below; default as Accept-Language says'),
  }),
  responses: { 200: { mediaTypes: ['application/zip'], description: 'Made while it is read' } },
  errors: ['not-found', 'case-open'],
  handler: async ({ params: { id }, query, actor, space, services, language, address, requestId }) => {
    await readYourWrites(space, actor.id, id);
    const document = await visibleDocument(space, actor, id);
    if (document.status === 'running' || document.status === 'suspended') {
      throw new Refusal(
        'case-open',
        text(
          '只有已办结或者已撤销的事项才能归档',
          `${id} is ${document.status}; only cases that have ended are archived`,
        ),
      );
    }
    const contents = await archiveContents(services, space, document, { actor, language: query.lang ?? language });
    await services.audit.append({
      at: contents.madeAt,
      what: 'archiveExported',
      actor: { id: actor.id, role: actor.role },
      space: space.space,
      operation: 'getCaseArchive',
      subject: id,
      detail: `${contents.timeline.length} events, ${contents.files.length} files`,
      address,
      requestId,
    });
    const entries = archiveEntries(services, space, actor, contents);
    return {
      status: 200,
      mediaType: 'application/zip',
      headers: {
        'Content-Disposition': attachment(`${id.replaceAll(':', '-')}.zip`),
        'X-Content-Type-Options': 'nosniff',
      },
      stream: Readable.from(zipOf(entries, contents.madeAt), { objectMode: false }),
    };
  },
});
