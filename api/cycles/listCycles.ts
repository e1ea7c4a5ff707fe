import { z } from 'zod';
import { endpoint, everyone } from '../endpoint.ts';
import { pageQuery, pageRequest, pageSchema } from '../pages.ts';
import { cycleSchema, cyclesInSight, cycleView } from './cycleView.ts';

export const listCycles = endpoint({
  method: 'get',
  path: '/api/v1/cycles',
  operationId: 'listCycles',
  tag: 'cycles',
  summary: 'Cycles within sight, newest first',
  access: { roles: everyone },
  query: z.strictObject({ ...pageQuery, kind: z.string().min(1).max(40).optional() }),
  responses: { 200: pageSchema(cycleSchema) },
  errors: ['invalid-cursor'],
  handler: async ({ query, actor, space }) => {
    const sight = cyclesInSight(actor);
    const { kind } = query;
    const order = [
      ['startedAt', -1],
      ['_id', 1],
    ] as const;
    const { after, sort, limit, page } = pageRequest(query, order, ['cycles', kind, sight]);
    const found = await space.cycles.cycles
      .find({ $and: [kind === undefined ? {} : { kind }, sight, after] })
      .sort(sort)
      .limit(limit + 1)
      .lean();
    return { status: 200, body: page(found, cycleView) };
  },
});
