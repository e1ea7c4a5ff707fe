import type { EvidenceDocument } from '../../models/evidenceModels.ts';
import type { SpaceServices } from '../services.ts';

/** Files of a case that the case has accepted; one whose acceptance was not noted is looked up on the timeline. */
export async function attachedFiles({ cases, evidence }: SpaceServices, id: string): Promise<EvidenceDocument[]> {
  const all = await evidence.documents.find({ case: id }).sort({ at: 1, _id: 1 }).lean<EvidenceDocument[]>();
  if (all.every(({ state }) => state === 'attached')) return all;
  const events = await cases.timeline.find({ case: id, 'event.type': 'evidenceAttached' }).lean();
  const accepted = new Set(events.flatMap(({ event }) => event.evidence.map((each) => each.id)));
  return all.filter(({ _id, state }) => state === 'attached' || accepted.has(_id));
}
