import { z } from 'zod';
import { readYourWrites } from '../cases/acknowledged.ts';
import { visibleDocument } from '../cases/caseAccess.ts';
import { caseParams } from '../cases/getCase.ts';
import { endpoint, everyone } from '../endpoint.ts';
import { producedDocumentSchema, producedDocuments } from './producedDocuments.ts';

export const listDocuments = endpoint({
  method: 'get',
  path: '/api/v1/cases/{id}/documents',
  operationId: 'listDocuments',
  tag: 'cases',
  summary: 'The documents a case has produced: notices, results, decisions, reports',
  access: { roles: everyone },
  params: caseParams,
  responses: { 200: z.strictObject({ items: z.array(producedDocumentSchema) }).meta({ id: 'CaseDocuments' }) },
  errors: ['not-found'],
  handler: async ({ params: { id }, actor, space, services, language }) => {
    await readYourWrites(space, actor.id, id);
    const document = await visibleDocument(space, actor, id);
    const produced = await producedDocuments(services, space, document, language);
    return { status: 200, body: { items: produced.map(({ line }) => line) } };
  },
});
