import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { z } from 'zod';
import { AnchorFolder } from '../../models/anchors.ts';
import { endpoint } from '../endpoint.ts';

export const takeAnchor = endpoint({
  method: 'post',
  path: '/api/v1/anchors',
  operationId: 'takeAnchor',
  tag: 'timeline',
  summary: 'Sign the chain heads of all cases that changed, now instead of tonight',
  access: { roles: ['administrator'], duties: ['system', 'audit'] },
  responses: {
    201: z
      .strictObject({
        takenAt: z.iso.datetime().nullable().describe('null when this process cannot read the anchors’ folder'),
        hash: z.string().nullable(),
      })
      .meta({ id: 'TakenAnchor' }),
  },
  errors: ['outcome-unknown'],
  handler: async ({ space, services: { config } }) => {
    // The worker alone holds the key; its daily housekeeping is what takes anchors.
    const deadline = Date.now() + config.temporal.updateTimeoutSeconds * 1000;
    await space.temporal.withDeadline(deadline, () =>
      space.temporal.workflow.execute('housekeeping', {
        taskQueue: config.temporal.taskQueue,
        workflowId: `housekeeping:${randomUUID()}`,
        args: [],
      }),
    );
    const folder = new AnchorFolder(config.anchorDir, join(config.dataDir, 'anchor-key.pem'), space.space);
    const last = await folder.last();
    return { status: 201, body: { takenAt: last?.takenAt ?? null, hash: last?.hash ?? null } };
  },
});
