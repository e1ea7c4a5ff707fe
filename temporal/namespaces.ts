import { setTimeout as pause } from 'node:timers/promises';
import { type Connection, isGrpcServiceError } from '@temporalio/client';
import { defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common';
import { msToTs } from '@temporalio/common/lib/time.js';
import proto from '@temporalio/proto';
import { type Config, spaces } from '../config.ts';

/**
 * The only search attributes; they never change during a case. Lists are MongoDB's, these serve operators who look at
 * Temporal itself.
 */
export const searchAttributes = {
  caseKind: defineSearchAttributeKey('CaseKind', SearchAttributeType.KEYWORD),
  campaign: defineSearchAttributeKey('Campaign', SearchAttributeType.KEYWORD),
  district: defineSearchAttributeKey('District', SearchAttributeType.KEYWORD),
} as const;

const retentionDays = 30;
const { INDEXED_VALUE_TYPE_KEYWORD } = proto.temporal.api.enums.v1.IndexedValueType;

/** gRPC status codes this module treats specially. */
const notFound = 5;
const alreadyExists = 6;

/**
 * Creates the namespaces of both spaces and their search attributes where they are missing, and returns once both can
 * be used. Safe to repeat and to run from several processes at once.
 *
 * @throws Error saying what an operator has to create by hand when the service (Temporal Cloud) does not let us.
 */
export async function ensureNamespaces(connection: Connection, config: Pick<Config, 'temporal'>): Promise<void> {
  const { namespaces } = config.temporal;
  await Promise.all(spaces.map((space) => ensureNamespace(connection, namespaces[space], space)));
}

async function ensureNamespace(connection: Connection, namespace: string, space: string): Promise<void> {
  try {
    if (!(await namespaceExists(connection, namespace))) await register(connection, namespace, space);
    await eventually(`namespace ${namespace} to be usable`, () => ensureSearchAttributes(connection, namespace));
  } catch (cause) {
    const names = Object.values(searchAttributes).map(({ name }) => name);
    throw new Error(
      `Temporal namespace ${namespace} could not be prepared (${reason(cause)}); create it by hand, ` +
        `with the Keyword search attributes ${names.join(', ')}`,
      { cause },
    );
  }
}

async function namespaceExists(connection: Connection, namespace: string): Promise<boolean> {
  try {
    await connection.workflowService.describeNamespace({ namespace });
    return true;
  } catch (error) {
    if (isGrpcServiceError(error) && error.code === notFound) return false;
    throw error;
  }
}

async function register(connection: Connection, namespace: string, space: string): Promise<void> {
  try {
    await connection.workflowService.registerNamespace({
      namespace,
      description: `Zhengzhi, ${space} space`,
      workflowExecutionRetentionPeriod: msToTs(`${retentionDays} days`),
    });
  } catch (error) {
    if (!(isGrpcServiceError(error) && error.code === alreadyExists)) throw error;
  }
}

/** Whether the namespace is known everywhere in the service and has the search attributes; adds those that it lacks. */
async function ensureSearchAttributes(connection: Connection, namespace: string): Promise<boolean> {
  const { operatorService, workflowService } = connection;
  const present = await operatorService.listSearchAttributes({ namespace });
  const missing = Object.values(searchAttributes).filter(({ name }) => !(name in present.customAttributes));
  if (missing.length > 0) {
    const wanted = Object.fromEntries(missing.map(({ name }) => [name, INDEXED_VALUE_TYPE_KEYWORD]));
    await operatorService.addSearchAttributes({ namespace, searchAttributes: wanted });
  }
  const query = Object.values(searchAttributes)
    .map(({ name }) => `${name} = 'none'`)
    .join(' AND ');
  await workflowService.countWorkflowExecutions({ namespace, query });
  return missing.length === 0;
}

/**
 * Repeats an attempt until it succeeds: a namespace and its search attributes reach the caches of the service some
 * seconds after their registration.
 */
async function eventually(what: string, attempt: () => Promise<boolean>): Promise<void> {
  let failure: unknown;
  for (let tries = 0; tries < 150; tries += 1) {
    try {
      if (await attempt()) return;
    } catch (error) {
      if (!isGrpcServiceError(error)) throw error;
      failure = error;
    }
    await pause(200);
  }
  throw new Error(`Waited in vain for ${what}`, { cause: failure });
}

function reason(error: unknown): string {
  if (isGrpcServiceError(error)) return error.details;
  return error instanceof Error ? error.message : String(error);
}
