import type { Client } from '@temporalio/client';
import type { Connection } from 'mongoose';
import type { Space } from '../../domain/case/caseView.ts';
import type { Task } from '../../domain/case/task.ts';
import type { Procedure } from '../../domain/procedures/declaration.ts';
import type { AnchoredHead } from '../../models/anchors.ts';
import { caseModels } from '../../models/caseModels.ts';
import { enterOutcome } from '../enterOutcome.ts';
import { type CaseHistory, readHistory } from './caseHistory.ts';
import { compareCase } from './compareCase.ts';
import type { ToldCase } from './expectedCase.ts';
import type { Comparison, Finding, Lag } from './findings.ts';
import { hasWork, repairCase } from './repairCase.ts';
import { readStored, type StoredCase } from './storedCase.ts';

/** How many cases are looked at side by side. */
const standardAtOnce = 8;
/** How often a case is compared again that moves on meanwhile. */
const attempts = 5;
const querySeconds = 5;

export interface ReconcilerParts {
  client: Client;
  database: Connection;
  space: Space;
  procedures: readonly Procedure[];
  /** Every signed head, by case. */
  anchored: ReadonlyMap<string, readonly AnchoredHead[]>;
  /** Seconds an event may take to arrive before that counts as a difference. */
  patience: number;
}

/** What came of one case. */
export interface CaseResult {
  case: string;
  /** What was wrong before anything was written. */
  findings: Finding[];
  /** What was written. */
  repaired: boolean;
  /** What is wrong still: all of it in a dry run. */
  remaining: Finding[];
  lag: Lag;
}

/** Compares the cases of one space with their workflows, and repairs what can be repaired. */
export class Reconciler {
  private readonly parts: ReconcilerParts;

  constructor(parts: ReconcilerParts) {
    this.parts = parts;
  }

  /**
   * Every case that Temporal, the read model or an anchor knows, by its id.
   *
   * @param fromTemporal only those that Temporal knows
   */
  async ids(fromTemporal = false): Promise<string[]> {
    const { client, database, space, procedures, anchored } = this.parts;
    const ids = new Set<string>();
    const kinds = procedures.map(({ kind }) => `'${kind}'`).join(', ');
    const query = `WorkflowType IN (${kinds}) AND ExecutionStatus != 'ContinuedAsNew'`;
    for await (const { workflowId } of client.workflow.list({ query, pageSize: 1000 })) ids.add(workflowId);
    if (!fromTemporal) {
      const { cases, timeline } = caseModels(database);
      for await (const { _id } of cases.find({}, { _id: 1 }).lean().cursor()) ids.add(_id);
      for await (const { _id } of timeline.aggregate<{ _id: string }>([{ $group: { _id: '$case' } }]).cursor())
        ids.add(_id);
      // Rehearsals are cleared away, with all that was anchored of them.
      if (space === 'live') for (const id of anchored.keys()) ids.add(id);
    }
    return [...ids].sort();
  }

  /**
   * Compares cases, and repairs them where that is asked for. A case that cannot be looked at is reported, and the others go on.
   *
   * @param atOnce how many cases are looked at side by side
   * @param done hears of each case; what it throws ends the run
   */
  async run(
    ids: readonly string[],
    repair: boolean,
    { atOnce = standardAtOnce, done }: { atOnce?: number; done?: (result: CaseResult) => void } = {},
  ): Promise<CaseResult[]> {
    const results: CaseResult[] = [];
    let next = 0;
    const work = async (): Promise<void> => {
      for (let n = next++; n < ids.length; n = next++) {
        const id = ids[n] as string;
        const result = await this.one(id, repair).catch((error: unknown) => unreadable(id, error));
        results[n] = result;
        done?.(result);
      }
    };
    await Promise.all(Array.from({ length: Math.min(atOnce, ids.length) }, work));
    return results;
  }

  private async one(id: string, repair: boolean): Promise<CaseResult> {
    const first = await this.compare(id);
    const { findings, lag } = first.compared;
    let last = first;
    let repaired = false;
    for (let attempt = 0; repair && attempt < attempts && hasWork(last.compared.repair); attempt += 1) {
      if (await repairCase(this.parts.database, last.compared, last.stored)) repaired = true;
      last = await this.compare(id);
    }
    // Registers take note of what a case has come to, once.
    if (repaired && last.stored.document?.status === 'completed') {
      await enterOutcome(this.parts.database, id, this.parts.procedures);
    }
    return { case: id, findings, repaired, remaining: last.compared.findings, lag: repaired ? last.compared.lag : lag };
  }

  /** Compares until nothing is found, or the same as before: a flush may come while one looks. */
  private async compare(id: string): Promise<{ compared: Comparison; stored: StoredCase }> {
    let before = await readHistory(this.parts.client, id);
    let seen: string | undefined;
    for (let attempt = 1; ; attempt += 1) {
      const stored = await readStored(this.parts.database, id);
      const history = seen === undefined ? before : await readHistory(this.parts.client, id);
      const compared = await this.judge(id, before, history, stored);
      const found = JSON.stringify([compared.findings, stored.document?.revision]);
      if (compared.findings.length === 0 || found === seen || attempt >= attempts) return { compared, stored };
      seen = found;
      before = history;
    }
  }

  private async judge(
    id: string,
    before: CaseHistory | undefined,
    history: CaseHistory | undefined,
    stored: StoredCase,
  ): Promise<Comparison> {
    const { anchored, space, patience } = this.parts;
    const confirmed = Math.max(
      ...(before?.flushes ?? []).flatMap((flush) => (flush.confirmed ? [flush.record.revision] : [])),
      before?.before.seq ?? 0,
    );
    const waiting = history?.status === 'running' && history.flushes.at(-1)?.confirmed === false;
    const heads = anchored.get(id) ?? [];
    const told = history && (waiting || !history.whole) ? await this.ask(id) : undefined;
    return compareCase({
      case: id,
      history,
      stored,
      confirmed,
      anchored: heads,
      told,
      now: space === 'live' ? Date.now() : undefined,
      patience,
    });
  }

  /** The case's own word; undefined when nobody answers for it. */
  private async ask(id: string): Promise<ToldCase | undefined> {
    const { client, procedures } = this.parts;
    try {
      const { tasks, ...told } = await client.withDeadline(Date.now() + querySeconds * 1000, () =>
        client.workflow.getHandle(id).query<Snapshot>('snapshot'),
      );
      const stages = procedures.find(({ kind }) => kind === told.view.kind)?.stages ?? {};
      return {
        ...told,
        tasks: tasks.map((task) => ({ ...task, standing: stages[task.stage]?.faces[task.face]?.standing === true })),
      };
    } catch {
      return undefined;
    }
  }
}

/** The case's answer to the query `snapshot`, as far as it is used here. */
type Snapshot = Omit<ToldCase, 'tasks'> & { tasks: Task[] };

function unreadable(id: string, error: unknown): CaseResult {
  const detail = error instanceof Error ? error.message : String(error);
  const finding: Finding = { what: 'unasked', detail: 'could not be compared', hopeless: detail };
  return { case: id, findings: [finding], repaired: false, remaining: [finding], lag: { events: 0, seconds: null } };
}
