import { holdsOffice, sees } from '../../domain/organisation/actor.ts';
import type { Session } from '../endpoint.ts';
import type { Services, SpaceServices } from '../services.ts';
import { type Change, changeFeed } from './changeFeed.ts';
import { LiveStream, type ServerEvent } from './liveStream.ts';

/**
 * What changes within a viewer's sight: tasks, cases by their timeline, and what the viewer is told of. Resumes where the client was, or says `reset`
 * when that is too long ago: then everything shown has to be read anew.
 */
export async function inboxStream(
  services: Services,
  space: SpaceServices,
  session: Session,
  lastEventId: string | undefined,
): Promise<LiveStream> {
  const feed = changeFeed(space);
  const stream = new LiveStream(services, session);
  const sent = new Set<string>();
  let held: Change[] | undefined = [];
  const show = (change: Change): void => {
    const event = eventOf(change, session);
    if (event) stream.send(event);
  };
  const leave = await feed.listen({
    change: (change) => {
      if (held) held.push(change);
      else show(change);
    },
    gap: () => stream.send({ event: 'reset', data: {} }),
  });
  stream.onClose(leave);
  try {
    if (lastEventId !== undefined) {
      const missed = feed.since(lastEventId) ?? (await feed.replay(lastEventId));
      if (missed === undefined) stream.send({ event: 'reset', data: {} });
      for (const change of missed ?? []) {
        sent.add(change.token);
        show(change);
      }
    }
  } catch (error) {
    stream.end();
    leave();
    throw error;
  }
  for (const change of held) if (!sent.has(change.token)) show(change);
  held = undefined;
  return stream;
}

function eventOf({ token, ...change }: Change, { actor }: Session): ServerEvent | undefined {
  if (change.of === 'notification') {
    const { _id, user, what, case: id, task } = change.document;
    if (user !== actor.id) return undefined;
    return { event: 'notification', id: token, data: { id: _id, what, case: id, task: task ?? null } };
  }
  if (!sees(actor, change.document.scope)) return undefined;
  if (change.of === 'timeline') {
    const { case: id, seq, event } = change.document;
    return {
      event: 'case',
      id: token,
      data: { case: id, seq, type: event.type, at: event.at, stage: event.stage ?? null },
    };
  }
  const {
    id,
    case: caseId,
    kind,
    stage,
    office,
    unit,
    scope,
    open,
    standing,
    dueAt,
    subject,
    delegate,
  } = change.document;
  const mine = delegate?.id === actor.id || (actor.role === 'reviewer' && holdsOffice(actor, office, scope, unit));
  const data = { case: caseId, task: id, kind, stage, office, open, standing, dueAt, subject, mine };
  return { event: 'task', id: token, data };
}
