import { z } from 'zod';
import { endpoint, everyone } from '../endpoint.ts';
import { caseViewSchema } from '../present/case.ts';
import { readYourWrites } from './acknowledged.ts';
import { visibleDocument } from './caseAccess.ts';
import { storedCase } from './wholeCase.ts';

export const caseParams = z.strictObject({
  id: z.string().min(1).max(160).describe('Such as rectification:C-01:1'),
});

export const getCase = endpoint({
  method: 'get',
  path: '/api/v1/cases/{id}',
  operationId: 'getCase',
  tag: 'cases',
  summary: 'A case: its stages, what is open and why it is due when it is, what you may do',
  access: { roles: everyone },
  params: caseParams,
  responses: { 200: caseViewSchema },
  errors: ['not-found'],
  handler: async ({ params: { id }, actor, space, services, language }) => {
    await readYourWrites(space, actor.id, id);
    const document = await visibleDocument(space, actor, id);
    return { status: 200, body: await storedCase(services, space, document, { actor, language }) };
  },
});
