import { type Client, isGrpcServiceError } from '@temporalio/client';
import { type Payload, WorkflowNotFoundError } from '@temporalio/common';
import { decodeArrayFromPayloads } from '@temporalio/common/lib/internal-non-workflow/index.js';
import type { CaseRecordInput } from '../caseRecords.ts';

/** gRPC's status code. */
const notFound = 5;

/** A flush as Temporal remembers it: the input of the activity that writes it. */
export interface Flush extends CaseRecordInput {
  /** The read model has acknowledged it. */
  confirmed: boolean;
  scheduledAt: Date;
}

/** What Temporal still knows of a case. */
export interface CaseHistory {
  status: 'running' | 'completed' | 'broken';
  /** How it stands with Temporal, in Temporal's word, such as TERMINATED. */
  statusName: string;
  /** Oldest first. */
  flushes: Flush[];
  /** Nothing is lacking from the first event on. */
  whole: boolean;
  /** The event before the first one that is kept; seq 0 when nothing is lacking. */
  before: { seq: number; hash: string | undefined };
}

interface Run {
  flushes: Flush[];
  continues: string | undefined;
  carried: { seq: number; hash: string } | undefined;
}

/** The part of a case's input that says where a run began. */
interface RunInput {
  carried?: { seq: number; hash: string };
}

/**
 * Reads a case's flushes from the histories of all its runs that are within Temporal's retention.
 *
 * @returns undefined when Temporal knows no case of this id (any more)
 * @throws while Temporal cannot be reached, or when its payloads cannot be decoded
 */
export async function readHistory(client: Client, id: string): Promise<CaseHistory | undefined> {
  const described = await unlessGone(() => client.workflow.getHandle(id).describe());
  if (described === undefined) return undefined;
  const runs: Run[] = [];
  let runId: string | undefined = described.runId;
  let whole = true;
  while (runId !== undefined) {
    const read: string = runId;
    const run = await unlessGone(() => readRun(client, id, read));
    if (run === undefined) {
      whole = false;
      break;
    }
    runs.unshift(run);
    runId = run.continues;
  }
  if (runs.length === 0) return undefined;
  const flushes = runs.flatMap((run) => run.flushes);
  const first = flushes.find(({ record }) => record.events.length > 0)?.record.events[0]?.event;
  const carried = runs[0]?.carried;
  return {
    status: statusOf(described.status.name),
    statusName: described.status.name,
    flushes,
    whole,
    before: first ? { seq: first.seq - 1, hash: first.prevHash } : { seq: carried?.seq ?? 0, hash: carried?.hash },
  };
}

function statusOf(name: string): CaseHistory['status'] {
  if (name === 'RUNNING' || name === 'PAUSED') return 'running';
  return name === 'COMPLETED' ? 'completed' : 'broken';
}

async function readRun(client: Client, id: string, runId: string): Promise<Run> {
  const { events } = await client.workflow.getHandle(id, runId).fetchHistory();
  const confirmed = new Set(
    (events ?? []).flatMap(({ activityTaskCompletedEventAttributes: completed }) =>
      completed ? [String(completed.scheduledEventId)] : [],
    ),
  );
  const flushes: Flush[] = [];
  for (const { eventId, eventTime, activityTaskScheduledEventAttributes: scheduled } of events ?? []) {
    if (scheduled?.activityType?.name !== 'recordCase') continue;
    const [input] = await decoded<CaseRecordInput>(client, scheduled.input?.payloads);
    if (input === undefined) continue;
    const scheduledAt = new Date(Number(eventTime?.seconds ?? 0) * 1000);
    flushes.push({ ...input, confirmed: confirmed.has(String(eventId)), scheduledAt });
  }
  const started = events?.[0]?.workflowExecutionStartedEventAttributes;
  const [input] = await decoded<RunInput>(client, started?.input?.payloads);
  return { flushes, continues: started?.continuedExecutionRunId || undefined, carried: input?.carried };
}

async function decoded<T>(client: Client, payloads: Payload[] | null | undefined): Promise<T[]> {
  return (await decodeArrayFromPayloads(client.options.loadedDataConverter, payloads)) as T[];
}

/** What retention has taken away is undefined. */
async function unlessGone<T>(read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return undefined;
    if (isGrpcServiceError(error) && Number(error.code) === notFound) return undefined;
    throw error;
  }
}
