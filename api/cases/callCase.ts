import {
  isGrpcServiceError,
  QueryNotRegisteredError,
  ServiceError,
  WorkflowUpdateFailedError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
} from '@temporalio/client';
import { ApplicationFailure, WorkflowNotFoundError } from '@temporalio/common';
import proto from '@temporalio/proto';
import { Refusal } from '../../domain/errors.ts';
import { type CaseSnapshot, snapshotQuery } from '../../workflows/messages.ts';
import type { SpaceServices } from '../services.ts';

const { WORKFLOW_EXECUTION_STATUS_FAILED } = proto.temporal.api.enums.v1.WorkflowExecutionStatus;

/** A workflow task that failed so often is a bug, not a hiccup: the case is parked until the fix is deployed. */
const parkedAttempts = 3;
const grpc = { deadlineExceeded: 4, cancelled: 1, notFound: 5, failedPrecondition: 9, unavailable: 14 };

/** What is asked of a space to speak to its cases. */
type CaseCaller = Pick<SpaceServices, 'temporal'>;

/** There is no running workflow of this id: the case is closed, or was never opened. */
export class CaseNotRunning extends Error {
  override readonly name = 'CaseNotRunning';
}

/**
 * The state of a case as the case itself tells it; also of a closed one, while Temporal keeps it.
 *
 * @throws CaseNotRunning when Temporal knows no such case; Refusal case-parked, unavailable
 */
export async function askCase(space: CaseCaller, id: string, seconds: number): Promise<CaseSnapshot> {
  try {
    return await space.temporal.withDeadline(Date.now() + seconds * 1000, () =>
      space.temporal.workflow.getHandle(id).query(snapshotQuery),
    );
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) throw new CaseNotRunning(id, { cause: error });
    const state = error instanceof QueryNotRegisteredError || isSilence(error) ? await stateOf(space, id) : undefined;
    if (state === 'failed') throw new CaseNotRunning(id, { cause: error });
    if (state === 'parked' || isNotReady(error)) throw parked(id, error);
    throw error;
  }
}

/**
 * Sends one act to a case and waits for its answer.
 *
 * @throws CaseNotRunning; Refusal of the case, outcome-unknown, case-parked
 */
export async function updateCase<T>(
  space: CaseCaller,
  id: string,
  seconds: number,
  send: () => Promise<T>,
): Promise<T> {
  try {
    return await space.temporal.withDeadline(Date.now() + seconds * 1000, send);
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) throw new CaseNotRunning(id, { cause: error });
    if (error instanceof WorkflowUpdateFailedError)
      throw endedMeanwhile(error) ? new CaseNotRunning(id, { cause: error }) : error;
    if (isNotReady(error)) throw parked(id, error);
    if (!isSilence(error)) throw error;
    if ((await stateOf(space, id)) === 'parked') throw parked(id, error);
    throw withCause(
      new Refusal('outcome-unknown', {
        zh: `${id} 在 ${seconds} 秒内没有应答，操作可能已经生效。请用同一个键重试`,
        en: `${id} did not answer within ${seconds} s; it may have applied. Repeat with the same key`,
      }),
      error,
    );
  }
}

/** The case ended after it had accepted the act, and before it answered. */
function endedMeanwhile({ cause }: WorkflowUpdateFailedError): boolean {
  return cause instanceof ApplicationFailure && cause.type === 'AcceptedUpdateCompletedWorkflow';
}

function parked(id: string, cause: unknown): Refusal {
  return withCause(
    new Refusal('case-parked', {
      zh: `${id} 因故障暂停；数据没有丢失，故障排除后自动继续`,
      en: `${id} is held by a fault; nothing is lost, and it goes on once that is mended`,
    }),
    cause,
  );
}

function withCause(refusal: Refusal, cause: unknown): Refusal {
  refusal.cause = cause;
  return refusal;
}

function codeOf(error: unknown): number | undefined {
  const cause =
    error instanceof ServiceError || error instanceof WorkflowUpdateRPCTimeoutOrCancelledError ? error.cause : error;
  return isGrpcServiceError(cause) ? Number(cause.code) : undefined;
}

/** The server says that the case's workflow task keeps failing. */
function isNotReady(error: unknown): boolean {
  return codeOf(error) === grpc.failedPrecondition;
}

/** No answer: neither yes nor no. */
function isSilence(error: unknown): boolean {
  if (error instanceof WorkflowUpdateRPCTimeoutOrCancelledError) return true;
  return [grpc.deadlineExceeded, grpc.cancelled, grpc.unavailable].includes(codeOf(error) ?? -1);
}

/** Whether the case's workflow task keeps failing, or its start was refused; undefined when that cannot be found out. */
async function stateOf(space: CaseCaller, id: string): Promise<'well' | 'parked' | 'failed' | undefined> {
  try {
    const { pendingWorkflowTask, workflowExecutionInfo } = await space.temporal.withDeadline(Date.now() + 2000, () =>
      space.temporal.workflowService.describeWorkflowExecution({
        namespace: space.temporal.options.namespace,
        execution: { workflowId: id },
      }),
    );
    if (workflowExecutionInfo?.status === WORKFLOW_EXECUTION_STATUS_FAILED) return 'failed';
    return (pendingWorkflowTask?.attempt ?? 0) > parkedAttempts ? 'parked' : 'well';
  } catch {
    return undefined;
  }
}
