import type { Connection } from 'mongoose';
import type { AnchorFolder, ChainHead } from '../models/anchors.ts';
import { caseModels } from '../models/caseModels.ts';

export interface AnchorActivities {
  /** Anchors the chain heads of all cases that changed since the last anchor; none when nothing did. */
  anchorHeads: () => Promise<{ file: string | null; cases: number }>;
}

export function createAnchorActivities(database: Connection, folder: AnchorFolder): AnchorActivities {
  return {
    anchorHeads: async () => {
      const takenAt = new Date();
      const last = await folder.last();
      // A flush that was under way when the last anchor was taken may carry an earlier time than it.
      const since = new Date(Date.parse(last?.takenAt ?? '1970-01-01') - 60_000);
      const heads: Record<string, ChainHead> = {};
      const changed = caseModels(database)
        .cases.find({ updatedAt: { $gte: since } }, { epoch: 1, head: 1 })
        .lean()
        .cursor();
      for await (const { _id, epoch, head } of changed) heads[_id] = { epoch, seq: head.seq, hash: head.hash };
      const cases = Object.keys(heads).length;
      return { file: cases > 0 ? await folder.write(takenAt.toISOString(), heads) : null, cases };
    },
  };
}
