import { visibleDocument } from '../cases/caseAccess.ts';
import { caseParams } from '../cases/getCase.ts';
import { endpoint, everyone } from '../endpoint.ts';
import { verificationOf, verificationSchema } from './verification.ts';

export const verifyTimeline = endpoint({
  method: 'get',
  path: '/api/v1/cases/{id}/timeline/verification',
  operationId: 'verifyTimeline',
  tag: 'timeline',
  summary: 'Whether the timeline is what was recorded: chain, texts, the head the case holds, and the signed anchors',
  access: { roles: everyone },
  params: caseParams,
  responses: { 200: verificationSchema },
  errors: ['not-found'],
  handler: async ({ params: { id }, actor, space, services }) => {
    const document = await visibleDocument(space, actor, id);
    return { status: 200, body: await verificationOf(services, space, document) };
  },
});
