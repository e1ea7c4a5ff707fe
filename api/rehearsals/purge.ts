import { setTimeout as pause } from 'node:timers/promises';
import { isGrpcServiceError } from '@temporalio/client';
import { WorkflowNotFoundError } from '@temporalio/common';
import { rehearsalModels } from '../../models/rehearsals.ts';
import { searchAttributes } from '../../temporal/namespaces.ts';
import type { SpaceServices } from '../services.ts';
import { rehearsalWorkflowId } from './rehearsalView.ts';

const atOnce = 16;
const notFound = 5;

/**
 * Clears away one rehearsal: its executions, then its documents, then itself. May be repeated; what other rehearsals and
 * the cases of the rehearsal space have is left alone.
 */
export async function purgeRehearsal(space: SpaceServices, rehearsal: string): Promise<void> {
  const { rehearsals, plans } = rehearsalModels(space.database);
  const { cases, tasks, timeline, texts, problems } = space.cases;
  const ids = await cases.distinct('_id', { within: `campaign:${rehearsal}` });
  await inParallel(ids, (id) => terminate(space, id));
  await deleteExecutions(space, rehearsal);
  const ofThem = { case: { $in: ids } };
  // Claims end by themselves within a day.
  await Promise.all([
    tasks.deleteMany(ofThem),
    timeline.deleteMany(ofThem),
    texts.deleteMany(ofThem),
    problems.deleteMany(ofThem),
  ]);
  await cases.deleteMany({ _id: { $in: ids } });
  await plans.deleteOne({ _id: rehearsal });
  await rehearsals.deleteOne({ _id: rehearsal });
}

async function terminate({ temporal }: SpaceServices, id: string): Promise<void> {
  try {
    await temporal.workflow.getHandle(id).terminate('The rehearsal is cleared away');
  } catch (error) {
    if (!(error instanceof WorkflowNotFoundError)) throw error;
  }
}

/** Every run that carries the rehearsal's id. Temporal's lists lag a little: they are read until nothing is left. */
async function deleteExecutions({ temporal }: SpaceServices, rehearsal: string): Promise<void> {
  const { namespace } = temporal.options;
  const query = `${searchAttributes.campaign.name} = '${rehearsal}'`;
  for (let empty = 0; empty < 2; ) {
    const { executions } = await temporal.workflowService.listWorkflowExecutions({ namespace, query, pageSize: 500 });
    await inParallel(executions, async ({ execution = null }) => {
      try {
        await temporal.workflowService.deleteWorkflowExecution({ namespace, workflowExecution: execution });
      } catch (error) {
        if (!(isGrpcServiceError(error) && Number(error.code) === notFound)) throw error;
      }
    });
    empty = executions.length === 0 ? empty + 1 : 0;
    await pause(200);
  }
}

async function inParallel<T>(items: readonly T[], each: (item: T) => Promise<void>): Promise<void> {
  let next = 0;
  const work = async (): Promise<void> => {
    for (let n = next++; n < items.length; n = next++) await each(items[n] as T);
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, work));
}

/** Asks the rehearsal to stop; harmless when it has. */
export async function cancelRehearsal({ temporal }: SpaceServices, rehearsal: string): Promise<void> {
  try {
    await temporal.workflow.getHandle(rehearsalWorkflowId(rehearsal)).cancel();
  } catch (error) {
    if (!(error instanceof WorkflowNotFoundError)) throw error;
  }
}
