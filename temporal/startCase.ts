import { type Client, WorkflowExecutionAlreadyStartedError } from '@temporalio/client';
import { WorkflowIdConflictPolicy, WorkflowIdReusePolicy } from '@temporalio/common';
import { advanceCaseTo } from './clock.ts';
import { searchAttributes } from './namespaces.ts';

/** One case as Temporal is to start it: its id is the workflow id, its kind the workflow's type. */
export interface CaseStart {
  id: string;
  kind: string;
  campaign: string | null;
  district: string | undefined;
  taskQueue: string;
  /** The workflow's one argument. */
  input: unknown;
  /** Hash of the key of whoever starts it: tells a repeat from another's case, also while no worker is there to ask. */
  key: string;
  /** Rehearsal space only: the case's clock is moved on to this instant, at which the opening lets it begin. */
  at?: Date | undefined;
  /** How long the case waits before it begins, in milliseconds: it is accepted at once, and takes its turn. */
  delayMs?: number | undefined;
}

const startKey = 'startKey';

/**
 * Starts a case, unless its id is taken: Temporal starts a given id once.
 *
 * @returns `taken` when there is, or was, a case of this id; a start that was refused by the case itself may be repeated
 */
export async function startCase(client: Client, start: CaseStart): Promise<'started' | 'taken'> {
  try {
    await client.workflow.start(start.kind, {
      taskQueue: start.taskQueue,
      workflowId: start.id,
      workflowIdReusePolicy: WorkflowIdReusePolicy.ALLOW_DUPLICATE_FAILED_ONLY,
      workflowIdConflictPolicy: WorkflowIdConflictPolicy.FAIL,
      ...(start.delayMs !== undefined && start.delayMs > 0 && { startDelay: start.delayMs }),
      memo: { [startKey]: start.key },
      typedSearchAttributes: [
        { key: searchAttributes.caseKind, value: start.kind },
        ...(start.campaign === null ? [] : [{ key: searchAttributes.campaign, value: start.campaign }]),
        ...(start.district === undefined ? [] : [{ key: searchAttributes.district, value: start.district }]),
      ],
      args: [start.input],
    });
  } catch (error) {
    if (error instanceof WorkflowExecutionAlreadyStartedError) return 'taken';
    throw error;
  }
  await beginAt(client, start);
  return 'started';
}

/** A case that begins later than its clock says waits for that instant: a rehearsal's present is ahead of the wall clock. */
async function beginAt(client: Client, { id, at }: CaseStart): Promise<void> {
  if (at !== undefined) await advanceCaseTo(client, id, new Date(at.getTime() + 1000));
}

/**
 * Who holds a case id that is taken. A repeat of our own start is brought to its beginning, in case the first attempt
 * broke off before.
 *
 * @throws when Temporal does not know the id (any more)
 */
export async function holderOf(client: Client, start: CaseStart): Promise<'ours' | 'active' | 'ended'> {
  const { memo, status } = await client.workflow.getHandle(start.id).describe();
  const running = status.name === 'RUNNING' || status.name === 'PAUSED';
  if (memo?.[startKey] !== start.key) return running ? 'active' : 'ended';
  if (running) await beginAt(client, start);
  return 'ours';
}
