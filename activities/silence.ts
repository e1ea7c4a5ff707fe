import { isGrpcServiceError, ServiceError, WorkflowUpdateRPCTimeoutOrCancelledError } from '@temporalio/client';

const grpc = { cancelled: 1, deadlineExceeded: 4 };

/** Whether a case simply has not answered in time: it may be held by a fault, or have no worker. */
export function isSilence(error: unknown): boolean {
  if (error instanceof WorkflowUpdateRPCTimeoutOrCancelledError) return true;
  const cause = error instanceof ServiceError ? error.cause : error;
  return isGrpcServiceError(cause) && [grpc.cancelled, grpc.deadlineExceeded].includes(cause.code);
}
