import type { CaseDocument, TimelineDocument } from '../../models/caseModels.ts';
import type { Session } from '../endpoint.ts';
import type { Viewer } from '../present/task.ts';
import { refusalOf } from '../problem.ts';
import type { Services, SpaceServices } from '../services.ts';
import { presentEvents } from '../timeline/readTimeline.ts';
import { changeFeed } from './changeFeed.ts';
import { LiveStream } from './liveStream.ts';

const pageSize = 200;

/**
 * The timeline of a case as it grows. A change is only the occasion to read what came after the last event sent, so that
 * nothing is sent twice and nothing is left out, whatever the change stream missed.
 *
 * @param after seq of the last event the client has; undefined: only what happens from now on
 */
export async function caseStream(
  services: Services,
  space: SpaceServices,
  session: Session,
  document: CaseDocument,
  after: number | undefined,
  viewer: Viewer,
): Promise<LiveStream> {
  const id = document._id;
  const stream = new LiveStream(services, session);
  let last = after ?? document.head.seq;
  let { epoch } = document;
  let wanted = false;
  let reading = false;

  const readOn = async (): Promise<void> => {
    for (;;) {
      const found = await space.cases.timeline
        .find({
          case: id,
          supersededBy: { $exists: false },
          $or: [{ epoch, seq: { $gt: last } }, { epoch: { $gt: epoch } }],
        })
        .sort({ epoch: 1, seq: 1 })
        .limit(pageSize)
        .lean<TimelineDocument[]>();
      if (found.length === 0 || stream.closed) return;
      const newer = found.find((each) => each.epoch > epoch);
      if (newer) {
        // A restore replaced the branch the client has.
        ({ epoch } = newer);
        last = newer.seq - 1;
        stream.send({ event: 'reset', data: { case: id } });
        continue;
      }
      for (const item of await presentEvents(services, space, document, found, viewer)) {
        stream.send({ event: 'timeline', id: String(item.seq), data: item });
        last = item.seq;
      }
    }
  };
  /** One reading at a time; what comes in meanwhile makes it read once more. */
  const pump = async (): Promise<void> => {
    wanted = true;
    if (reading) return;
    reading = true;
    try {
      while (wanted && !stream.closed) {
        wanted = false;
        await readOn();
      }
    } catch (error) {
      // MongoDB is away: the client comes again with the last id it has.
      if (!refusalOf(error)) services.logger.error({ err: error, case: id }, 'A case stream broke');
      stream.end();
    } finally {
      reading = false;
    }
  };

  const leave = await changeFeed(space).listen({
    change: (change) => {
      if (change.document.case === id && change.of === 'timeline') void pump();
    },
    gap: () => void pump(),
  });
  stream.onClose(leave);
  void pump();
  return stream;
}
