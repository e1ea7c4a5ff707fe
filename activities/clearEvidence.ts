import type { Connection } from 'mongoose';
import { removeOrphanedEvidence } from '../models/evidenceOrphans.ts';

export interface EvidenceActivities {
  /** Removes files of uploads that were broken off; returns how many. */
  clearEvidence: () => Promise<number>;
}

/**
 * An accepted file may wait for the read model to come back before the timeline knows of it, so only what is much older
 * than any such outage is taken for left behind.
 */
const PATIENCE_MS = 30 * 86_400_000;

export function createEvidenceActivities(database: Connection): EvidenceActivities {
  return { clearEvidence: () => removeOrphanedEvidence(database, new Date(Date.now() - PATIENCE_MS)) };
}
