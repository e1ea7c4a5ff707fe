import { z } from 'zod';
import { dayOf } from '../../domain/calendar/calendar.ts';
import { endpoint, everyone } from '../endpoint.ts';
import { procedureSummary, procedureSummarySchema } from './procedureView.ts';

export const listProcedures = endpoint({
  method: 'get',
  path: '/api/v1/procedures',
  operationId: 'listProcedures',
  tag: 'procedures',
  summary: 'The declared procedures',
  access: { roles: everyone },
  responses: { 200: z.strictObject({ items: z.array(procedureSummarySchema) }) },
  handler: async ({ services, session, language }) => {
    const today = dayOf(services.clock().toISOString());
    const items = services.procedures.list().map((each) => procedureSummary(each, session.actor, language, today));
    return { status: 200, body: { items } };
  },
});
