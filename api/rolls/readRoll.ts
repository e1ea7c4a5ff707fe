import type { RollUnit } from '../../domain/votes/roll.ts';
import type { RollDocument, RollPartDocument } from '../../models/rolls.ts';
import { perSpace, RecentMap } from '../cases/perSpace.ts';
import type { SpaceServices } from '../services.ts';

/** Versions never change, so what was read once is remembered; names are not among it. */
const remembered = perSpace(() => new RecentMap<string, WholeRoll>(20));

/** A roll with its units, without names. */
export interface WholeRoll extends RollDocument {
  rows: RollUnit[];
}

/** A version of a roll, such as `C-01@3`; undefined when there is none. */
export async function readRoll(space: SpaceServices, id: string): Promise<WholeRoll | undefined> {
  const memory = remembered(space);
  const known = memory.get(id);
  if (known) return known;
  const head = await space.rolls.rolls.findById(id).lean<RollDocument>();
  if (!head) return undefined;
  const parts = await space.rolls.parts
    .find({ roll: id }, { units: 1 })
    .sort({ number: 1 })
    .lean<Pick<RollPartDocument, 'units'>[]>();
  const roll = { ...head, rows: parts.flatMap(({ units }) => units) };
  memory.set(id, roll);
  return roll;
}
