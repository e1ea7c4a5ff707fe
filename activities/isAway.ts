import { isGrpcServiceError } from '@temporalio/client';

/** gRPC codes of a Temporal that is away, or too busy: cancelled, deadline exceeded, exhausted, aborted, internal, unavailable. */
const awayCodes = new Set([1, 4, 8, 10, 13, 14]);

/** Whether a failure says that MongoDB or Temporal is away, and nothing of what was asked. */
export function isAway(error: unknown): boolean {
  for (let cause: unknown = error, depth = 0; cause instanceof Error && depth < 8; cause = cause.cause, depth += 1) {
    if (isGrpcServiceError(cause)) return awayCodes.has(Number(cause.code));
    if (cause.name.startsWith('Mongo')) return true;
  }
  return false;
}
