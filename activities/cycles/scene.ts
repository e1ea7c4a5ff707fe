import type { Client } from '@temporalio/client';
import type { Connection } from 'mongoose';
import type { Space } from '../../domain/case/caseView.ts';
import { scopeParts } from '../../domain/organisation/scope.ts';
import type { ResolvedPolicy } from '../../domain/policy/resolvePolicy.ts';
import type { Cycle } from '../../domain/procedures/cycle.ts';
import type { Procedure } from '../../domain/procedures/declaration.ts';
import type { CaseModels } from '../../models/caseModels.ts';
import type { CycleDocument, CycleModels } from '../../models/cycles.ts';
import { currentPolicy } from '../../models/keptVersions.ts';

/** What the pieces of a cycle work on. */
export interface CycleScene {
  database: Connection;
  client: Client;
  space: Space;
  taskQueue: string;
  cycles: CycleModels;
  cases: CaseModels;
  cycle: CycleDocument;
  procedure: Procedure;
  declared: Cycle;
  /** The cycle's present, ISO. */
  at: string;
}

/** Gives the policy of a place, each district's read once. @throws Error where no policy is kept yet */
export function policies({ database }: CycleScene): (scope: string) => Promise<ResolvedPolicy> {
  const known = new Map<string, ResolvedPolicy>();
  return async (scope) => {
    const { city, district } = scopeParts(scope);
    const place = `${city}/${district}`;
    const policy = known.get(place) ?? (await currentPolicy(database, scopeParts(scope)));
    if (policy === undefined) throw new Error(`no policy is kept for ${scope}`);
    known.set(place, policy);
    return policy;
  };
}
