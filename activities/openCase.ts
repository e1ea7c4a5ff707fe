import type { Client } from '@temporalio/client';
import type { CaseLink } from '../domain/case/caseView.ts';
import { type CaseOpening, caseId } from '../domain/case/opening.ts';
import { scopeParts } from '../domain/organisation/scope.ts';
import type { CaseModels } from '../models/caseModels.ts';
import { type LatestCase, latestCaseOf, startKeyOf } from '../models/caseOrdinals.ts';
import { type CaseStart, holderOf, startCase } from '../temporal/startCase.ts';

/** How often another case may take our ordinal before we give up. */
const attempts = 20;

/** What activities that start cases work with. */
export interface CaseStarter {
  cases: CaseModels;
  client: Client;
  taskQueue: string;
}

/** `active`: the subject has an active case of this kind that somebody else started; nothing was started. */
export type Opened = { case: string; how: 'started' | 'found' | 'active' };

/**
 * Starts a case from an activity, under the next ordinal of its subject. Harmless when repeated: what an opening of the same
 * key has started before is found.
 *
 * @param opening as `prepareOpening` made it, its policy and calendar kept; `beginsAt` moves the new case's clock there
 * @param delayMs how long the case waits before it begins, where many are started at once
 * @throws while MongoDB or Temporal is away: repeat
 */
export async function openCase(starter: CaseStarter, opening: CaseOpening, delayMs?: number): Promise<Opened> {
  return await openAfter(starter, opening, await latestCaseOf(starter.cases, opening), delayMs);
}

/**
 * As `openCase`, where the subject's latest case was looked up already.
 *
 * @throws while MongoDB or Temporal is away: repeat
 */
export async function openAfter(
  starter: CaseStarter,
  opening: CaseOpening,
  latest: LatestCase | undefined,
  delayMs?: number,
): Promise<Opened> {
  const { kind, subject, key } = opening;
  if (latest !== undefined) {
    const startedWith = await startKeyOf(starter.cases, latest.id);
    if (startedWith === key) return { case: latest.id, how: 'found' };
    if (latest.active && startedWith !== undefined) return { case: latest.id, how: 'active' };
  }
  let ordinal = latest === undefined ? 1 : latest.ordinal + (latest.active ? 0 : 1);
  let links: CaseLink[] = latest === undefined || latest.active ? [] : [{ case: latest.id, relation: 'reopens' }];
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const id = caseId(kind, subject.id, ordinal, opening.recurring);
    const start = { ...startOf(starter, opening, id, links), delayMs };
    if ((await startCase(starter.client, start)) === 'started') return { case: id, how: 'started' };
    const holder = await holderOf(starter.client, start);
    if (holder === 'ours') return { case: id, how: 'found' };
    if (holder === 'active') return { case: id, how: 'active' };
    links = [{ case: id, relation: 'reopens' }];
    ordinal += 1;
  }
  throw new Error(`Too many cases of ${subject.id} were started at once`);
}

function startOf({ taskQueue }: CaseStarter, opening: CaseOpening, id: string, links: readonly CaseLink[]): CaseStart {
  const { kind, subject, key, campaign, beginsAt } = opening;
  return {
    id,
    kind,
    campaign,
    district: scopeParts(subject.scope).district,
    taskQueue,
    input: { opening: { ...opening, id, links: [...opening.links, ...links] } },
    key,
    at: beginsAt === undefined ? undefined : new Date(beginsAt),
  };
}
