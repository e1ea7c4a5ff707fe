import { covers } from '../../domain/organisation/scope.ts';
import type { PublicationScene } from './publicationScene.ts';

/** Finds the campaign under way that covers a place: the narrowest, of several the newest; null where there is none. */
export async function campaignsUnderWay({
  space,
  session,
}: Pick<PublicationScene, 'space' | 'session'>): Promise<(scope: string) => string | null> {
  const open = await space.campaigns.campaigns
    .find({ status: { $in: ['launching', 'running'] }, rehearsal: { $exists: false } }, { place: 1 })
    .sort({ createdAt: -1, _id: 1 })
    .session(session)
    .lean();
  const narrowest = open.toSorted((a, b) => b.place.length - a.place.length);
  return (scope) => narrowest.find(({ place }) => covers(place, scope))?._id ?? null;
}
