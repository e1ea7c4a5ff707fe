import { randomUUID } from 'node:crypto';
import { type Client, isGrpcServiceError } from '@temporalio/client';
import { msToTs, optionalTsToDate, tsToDate } from '@temporalio/common/lib/time.js';
import proto from '@temporalio/proto';
import { Temporal } from 'temporal-polyfill';
import { type Text, text } from '../domain/text.ts';
import { spaceOf } from './connection.ts';

/*
 * The rehearsal clock: all that the product knows of Temporal's time skipping, whose API is young. Each execution has
 * its own clock; it jumps only while nothing of it is in flight, and only in the rehearsal namespace: elsewhere the
 * server refuses.
 */

const { FAST_FORWARD_POLLING_RESULT_FAST_FORWARD_COMPLETED, FAST_FORWARD_POLLING_RESULT_POLL_TIMEOUT } =
  proto.temporal.api.enums.v1.FastForwardPollingResult;

/** The clock of cases ends here: timers of the server are 64-bit nanoseconds, which overflow in 2262. */
export const endOfTime = Date.UTC(2200, 0, 1);

/** Days, months and years of an advance are those of the calendar in China, which knows no summer time. */
const timeZone = 'Asia/Shanghai';

const rehearsalOnly = text('只有演练空间可以移动时间', 'Time can be moved in the rehearsal space only');

/** gRPC status codes this module treats specially. */
const cancelled = 1;
const deadlineExceeded = 4;
const notFound = 5;
const unimplemented = 12;

/** A clock could not be moved; `code` says why. */
export class ClockError extends Error {
  override readonly name = 'ClockError';
  readonly code: 'clock-refused' | 'clock-range' | 'clock-interrupted' | 'case-not-found';

  /** In both languages. */
  readonly text: Text;

  constructor(code: ClockError['code'], message: Text, options?: ErrorOptions) {
    super(message.en, options);
    this.code = code;
    this.text = message;
  }
}

/** Where a case's clock stands. */
export interface CaseClock {
  readonly now: Date;
  /** The case has ended; its clock stands at the end. An advance that ends on the way is normal. */
  readonly ended: boolean;
}

export interface AdvanceOptions {
  /**
   * How many timers may fire on the way. Past it the server stops skipping without a word, which is why it is set
   * always, high, and checked.
   */
  readonly maxSkips?: number;
  /** How long to wait for the case to get there: about a second a timer, and the work in between. */
  readonly timeoutMs?: number;
  /** Ends the waiting; the case's clock moves on all the same. */
  readonly signal?: AbortSignal;
}

/**
 * Moves the clock of one case on and waits until it is there, or the case ended on the way.
 *
 * @param duration ISO 8601 (`P91D`, `PT36H`) or milliseconds.
 * @throws ClockError `clock-refused` outside the rehearsal space, `clock-range` for a duration that cannot be,
 *   `clock-interrupted` when skipping stopped early, `case-not-found`.
 */
export async function advanceCase(
  client: Client,
  workflowId: string,
  duration: string | number,
  options: AdvanceOptions = {},
): Promise<CaseClock> {
  refuseOutsideRehearsal(client);
  const before = await virtualTime(client, workflowId);
  const durationMs = milliseconds(duration, before.now);
  if (before.ended) return before;
  await forward(client, workflowId, durationMs, options);
  return await virtualTime(client, workflowId);
}

/**
 * As `advanceCaseTo`, for somebody who knows where the clock stands and moves it often: asks the server nothing more.
 *
 * @param from the case's present, to a second or so
 * @throws ClockError as `advanceCase`.
 */
export async function forwardCase(
  client: Client,
  workflowId: string,
  { from, to }: { from: Date; to: Date },
  options: AdvanceOptions = {},
): Promise<CaseClock> {
  refuseOutsideRehearsal(client);
  const ahead = milliseconds(to.getTime() - from.getTime(), from);
  const arrived = await forward(client, workflowId, ahead, options);
  return arrived === undefined ? await virtualTime(client, workflowId) : { now: arrived, ended: false };
}

/** The server refuses too where it can be told to; Temporal's development server cannot. */
function refuseOutsideRehearsal(client: Client): void {
  if (spaceOf(client) === 'live') throw new ClockError('clock-refused', rehearsalOnly);
}

/** Moves the clock by so much; where it then stands, undefined when the case has ended. */
async function forward(
  client: Client,
  workflowId: string,
  durationMs: number,
  options: AdvanceOptions,
): Promise<Date | undefined> {
  const fastForwardId = randomUUID();
  try {
    await setFastForward(client, workflowId, fastForwardId, durationMs, options.maxSkips ?? 100_000);
  } catch (error) {
    if ((await virtualTime(client, workflowId)).ended) return undefined;
    throw explained(error, workflowId);
  }
  const limit = Date.now() + (options.timeoutMs ?? 600_000);
  return await arrival(client, workflowId, fastForwardId, limit, options.signal);
}

/**
 * Moves the clock of one case on to an instant; does nothing when the case is already there. To let somebody act in time,
 * stop a minute before the deadline: at the instant itself the deadline wins.
 *
 * @throws ClockError as `advanceCase`.
 */
export async function advanceCaseTo(
  client: Client,
  workflowId: string,
  instant: Date,
  options: AdvanceOptions = {},
): Promise<CaseClock> {
  const clock = await virtualTime(client, workflowId);
  const ahead = instant.getTime() - clock.now.getTime();
  return ahead <= 0 || clock.ended ? clock : await advanceCase(client, workflowId, ahead, options);
}

/**
 * The present of one case: wall time plus what was skipped so far, or its end.
 *
 * @throws ClockError `case-not-found`.
 */
export async function virtualTime(client: Client, workflowId: string): Promise<CaseClock> {
  try {
    const described = await client.workflowService.describeWorkflowExecution({
      namespace: client.options.namespace,
      execution: { workflowId },
    });
    const closeTime = optionalTsToDate(described.workflowExecutionInfo?.closeTime);
    if (closeTime !== undefined) return { now: closeTime, ended: true };
    const skipped = described.workflowExtendedInfo?.timeSkippingInfo?.currentTime;
    return { now: skipped ? tsToDate(skipped) : new Date(), ended: false };
  } catch (error) {
    throw explained(error, workflowId);
  }
}

/**
 * The present of one case once its clock rests. Whoever takes over from somebody who was moving it must not add to a move that
 * is still under way.
 *
 * @throws ClockError `case-not-found`.
 */
export async function restingTime(
  client: Client,
  workflowId: string,
  options: AdvanceOptions = {},
): Promise<CaseClock> {
  try {
    const { workflowExtendedInfo } = await client.workflowService.describeWorkflowExecution({
      namespace: client.options.namespace,
      execution: { workflowId },
    });
    const moved = workflowExtendedInfo?.timeSkippingInfo?.effectiveConfig?.fastForwardConfig?.id;
    if (moved) await arrival(client, workflowId, moved, Date.now() + (options.timeoutMs ?? 60_000), options.signal);
  } catch (error) {
    // A move that has stopped early rests too.
    if (!(error instanceof ClockError)) throw explained(error, workflowId);
  }
  return await virtualTime(client, workflowId);
}

async function setFastForward(
  client: Client,
  workflowId: string,
  id: string,
  durationMs: number,
  maxSessionSkipCount: number,
): Promise<void> {
  await client.workflowService.updateWorkflowExecutionOptions({
    namespace: client.options.namespace,
    workflowExecution: { workflowId },
    workflowExecutionOptions: {
      timeSkippingConfig: {
        enabled: true,
        maxSessionSkipCount,
        fastForwardConfig: { id, duration: msToTs(durationMs) },
      },
    },
    updateMask: { paths: ['time_skipping_config'] },
  });
}

/** Waits until the fast-forward is complete, and says where it led; undefined when the case has ended. */
async function arrival(
  client: Client,
  workflowId: string,
  fastForwardId: string,
  limit: number,
  signal?: AbortSignal,
): Promise<Date | undefined> {
  while (Date.now() < limit) {
    signal?.throwIfAborted();
    const answer = await poll(client, workflowId, fastForwardId);
    if (answer === undefined || answer.fastForwardPollingResult === FAST_FORWARD_POLLING_RESULT_POLL_TIMEOUT) continue;
    if (answer.fastForwardPollingResult === FAST_FORWARD_POLLING_RESULT_FAST_FORWARD_COMPLETED) {
      return optionalTsToDate(answer.fastForwardInfo?.targetTime) ?? (await virtualTime(client, workflowId)).now;
    }
    if ((await virtualTime(client, workflowId)).ended) return undefined;
    throw new ClockError(
      'clock-interrupted',
      text(
        `${workflowId}的时钟提前停住：${answer.failedReason}`,
        `The clock of ${workflowId} stopped early: ${answer.failedReason}`,
      ),
    );
  }
  throw new ClockError(
    'clock-interrupted',
    text(
      `${workflowId}仍在运行，停下后时钟继续推进`,
      `${workflowId} is still at work; its clock moves on when it rests`,
    ),
  );
}

/**
 * Asks how the fast-forward stands, and waits a little for its end. Only a little: when skipping stops because of its
 * limit, nobody wakes who already waits.
 */
async function poll(client: Client, workflowId: string, fastForwardId: string) {
  try {
    return await client.withDeadline(Date.now() + 2_000, () =>
      client.workflowService.pollWorkflowExecutionTimeSkipping({
        namespace: client.options.namespace,
        workflowExecution: { workflowId },
        fastForwardId,
      }),
    );
  } catch (error) {
    // At the deadline gRPC answers either way, whichever end notices first.
    if (isGrpcServiceError(error) && [cancelled, deadlineExceeded].includes(Number(error.code))) return undefined;
    throw explained(error, workflowId);
  }
}

function milliseconds(duration: string | number, from: Date): number {
  const length = typeof duration === 'number' ? duration : isoMilliseconds(duration, from);
  if (!Number.isFinite(length) || length <= 0 || from.getTime() + length > endOfTime) {
    const end = new Date(endOfTime).getUTCFullYear();
    throw new ClockError(
      'clock-range',
      text(
        `时钟只能向前，且不超过${end}年：${duration}不符`,
        `A clock moves forward, and not beyond ${end}: ${duration} is no such duration`,
      ),
    );
  }
  return Math.ceil(length);
}

function isoMilliseconds(duration: string, from: Date): number {
  const relativeTo = Temporal.Instant.fromEpochMilliseconds(from.getTime()).toZonedDateTimeISO(timeZone);
  try {
    return Temporal.Duration.from(duration).total({ unit: 'milliseconds', relativeTo });
  } catch (cause) {
    throw new ClockError(
      'clock-range',
      text(`${duration}不是ISO 8601时段，例如P91D`, `${duration} is not an ISO 8601 duration such as P91D`),
      { cause },
    );
  }
}

function explained(error: unknown, workflowId: string): unknown {
  if (!isGrpcServiceError(error)) return error;
  switch (Number(error.code)) {
    case unimplemented:
      return new ClockError('clock-refused', rehearsalOnly, { cause: error });
    case notFound:
      return new ClockError('case-not-found', text(`没有案件${workflowId}`, `There is no case ${workflowId}`), {
        cause: error,
      });
    default:
      return error;
  }
}
