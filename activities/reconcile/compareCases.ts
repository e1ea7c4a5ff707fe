import { cancellationSignal, heartbeat, log } from '@temporalio/activity';
import type { Connection } from 'mongoose';
import type { Procedure } from '../../domain/procedures/declaration.ts';
import type { AnchorFolder } from '../../models/anchors.ts';
import { type ReconciliationDocument, reconciliationModel } from '../../models/reconciliations.ts';
import { type CaseResult, Reconciler, type ReconcilerParts } from './reconcileSpace.ts';

/** How many of the cases that differ are noted by name. */
const named = 100;
/** So gently that people do not notice. */
const atOnce = 2;

export interface ComparisonActivities {
  /** Compares every case with its workflow, and notes what came of it. */
  compareCases: () => Promise<{ compared: number; differing: number }>;
}

/** @param patience seconds an event may take to arrive before that counts as a difference */
export function createComparisonActivities(
  parts: Pick<ReconcilerParts, 'client' | 'space'> & { database: Connection },
  folder: AnchorFolder,
  declared: () => Promise<readonly Procedure[]>,
  patience = 60,
): ComparisonActivities {
  return {
    compareCases: async () => {
      const [procedures, { heads }] = await Promise.all([declared(), folder.readAll()]);
      const reconciler = new Reconciler({ ...parts, procedures, anchored: heads, patience });
      const ids = await reconciler.ids();
      const signal = cancellationSignal();
      let done = 0;
      const results = await reconciler.run(ids, false, {
        atOnce,
        done: () => {
          done += 1;
          heartbeat(done);
          signal.throwIfAborted();
        },
      });
      const noted = await noteReconciliation(parts.database, results);
      for (const { case: id, findings } of noted.cases) {
        log.warn('A case differs from what its workflow recorded', { case: id, findings });
      }
      const { compared, differing } = noted;
      return { compared, differing };
    },
  };
}

/** Notes what a comparison of all cases has left different: the alarm is read from it. */
export async function noteReconciliation(
  database: Connection,
  results: readonly CaseResult[],
): Promise<Omit<ReconciliationDocument, '_id'>> {
  const differing = results.filter(({ remaining }) => remaining.length > 0);
  const noted = {
    at: new Date(),
    compared: results.length,
    differing: differing.length,
    cases: differing.slice(0, named).map(({ case: id, remaining }) => ({
      case: id,
      findings: remaining.map(({ what, detail }) => ({ what, detail })),
    })),
  };
  const { collection } = reconciliationModel(database);
  await collection.replaceOne({ _id: 'last' } as never, noted as never, { upsert: true });
  return noted;
}
