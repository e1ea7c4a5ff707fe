import type { Client } from '@temporalio/client';
import type { Connection } from 'mongoose';
import { addDays, at as atTime } from '../../domain/calendar/calendar.ts';
import type { Space } from '../../domain/case/caseView.ts';
import type { Procedure } from '../../domain/procedures/declaration.ts';
import { caseModels } from '../../models/caseModels.ts';
import { cycleModels } from '../../models/cycles.ts';
import { closeIfOver } from './closeIfOver.ts';
import { listItems } from './listItems.ts';
import type { CycleScene } from './scene.ts';
import { startItems } from './startItems.ts';
import { tellPools } from './tellPools.ts';

export interface CycleRef {
  cycle: string;
  /** The cycle's present, ISO; virtual in the rehearsal space. */
  at: string;
}

/** `more`: there is more to do at once. A cycle that waits looks again at `wakeAt`, ISO, or when it has news. */
export interface CycleProgress {
  state: 'more' | 'waiting' | 'closed';
  wakeAt: string;
}

export interface CycleActivities {
  /**
   * Carries out the next piece of a cycle: lists entries of the register, starts cases, compares pools that are complete, tells
   * cases what came of it. Harmless when repeated.
   *
   * @throws while MongoDB or Temporal is away
   */
  carryOnCycle: (ref: CycleRef) => Promise<CycleProgress>;
  /** Subjects whose case could not be started are tried again. */
  retryCycle: (cycle: string) => Promise<void>;
}

/** @param procedureOf the declaration of a kind */
export function createCycleActivities(
  database: Connection,
  parts: {
    client: Client;
    space: Space;
    taskQueue: string;
    procedureOf(this: void, kind: string): Promise<Procedure | undefined>;
  },
): CycleActivities {
  const { procedureOf, ...rest } = parts;
  const cycles = cycleModels(database);
  return {
    carryOnCycle: async ({ cycle: id, at }) => {
      const cycle = await cycles.cycles.findById(id).lean();
      if (cycle === null || cycle.status === 'closed') return { state: 'closed', wakeAt: at };
      const procedure = await procedureOf(cycle.kind);
      if (procedure?.cycle === undefined) throw new Error(`${cycle.kind} is no procedure that comes round`);
      const scene: CycleScene = {
        ...rest,
        database,
        cycles,
        cases: caseModels(database),
        cycle,
        procedure,
        declared: procedure.cycle,
        at,
      };
      for (const step of [listItems, startItems]) if (await step(scene)) return { state: 'more', wakeAt: at };
      const told = await tellPools(scene);
      if (told === 'more') return { state: 'more', wakeAt: at };
      if (await closeIfOver(scene)) return { state: 'closed', wakeAt: at };
      return { state: 'waiting', wakeAt: wakeAt(cycle.dueOn, at, told === 'silent') };
    },
    retryCycle: async (cycle) => {
      await cycles.items.updateMany({ cycle, failure: { $exists: true } }, { $unset: { failure: 1 } });
    },
  };
}

const minute = 60_000;
const week = 7 * 24 * 60 * minute;

/** When a cycle looks again without news: soon where a case did not answer, else at the end of the due day, or in a week. */
function wakeAt(dueOn: string, at: string, soon: boolean): string {
  const now = Date.parse(at);
  const due = Date.parse(atTime(addDays(dueOn, 1), '00:00'));
  const wake = soon ? now + 10 * minute : Math.min(now + week, due > now ? due : Number.POSITIVE_INFINITY);
  return new Date(wake).toISOString();
}
