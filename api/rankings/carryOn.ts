import { WorkflowIdConflictPolicy, WorkflowIdReusePolicy } from '@temporalio/common';
import type { PublicationDocument } from '../../models/rankings.ts';
import type { Services, SpaceServices } from '../services.ts';

/**
 * Has what is left of a publication carried out. Harmless when repeated: what is under way goes on, what failed is tried
 * again, and what is done stays done.
 */
export async function carryOn(
  { config }: Services,
  { complaints, temporal }: SpaceServices,
  { _id, month, version }: PublicationDocument,
): Promise<void> {
  const { publications, items } = complaints;
  await items.updateMany({ publication: _id, state: 'failed' }, { $set: { state: 'pending', attempts: 0 } });
  if (await items.exists({ publication: _id, state: 'pending' })) {
    await publications.updateOne({ _id, status: 'done' }, { $set: { status: 'running', finishedAt: null } });
  }
  const { status } = (await publications.findById(_id).lean()) ?? {};
  if (status === 'done') return;
  await temporal.withDeadline(Date.now() + config.temporal.updateTimeoutSeconds * 1000, () =>
    temporal.workflow.start('rankingPublication', {
      taskQueue: config.temporal.taskQueue,
      workflowId: `ranking-publication/${month}/${version}`,
      workflowIdReusePolicy: WorkflowIdReusePolicy.ALLOW_DUPLICATE,
      workflowIdConflictPolicy: WorkflowIdConflictPolicy.USE_EXISTING,
      args: [{ month, version }],
    }),
  );
}
