import type { CaseDocument } from '../../models/caseModels.ts';
import { presentOf, standingOf } from '../present/case.ts';
import { taskOf, taskView, type Viewer } from '../present/task.ts';
import type { Services, SpaceServices } from '../services.ts';
import { presentEvents } from '../timeline/readTimeline.ts';
import { readYourWrites } from './acknowledged.ts';
import type { ActReply } from './act.ts';
import { calendarOf, ladderOfPolicy, procedureOf } from './wholeCase.ts';

/** An answer with the events and tasks themselves, as far as they can be read: the act holds, whether MongoDB is there or not. */
export async function inFull(
  services: Services,
  space: SpaceServices,
  reply: ActReply,
  viewer: Viewer,
): Promise<ActReply> {
  try {
    return await completed(services, space, reply, viewer);
  } catch (error) {
    services.logger.info({ err: error, case: reply.case }, 'An answer goes out without its details');
    return reply;
  }
}

async function completed(services: Services, space: SpaceServices, reply: ActReply, viewer: Viewer): Promise<ActReply> {
  const { case: id, events, tasks } = reply;
  await readYourWrites(space, viewer.actor.id, id);
  const document = await space.cases.cases.findById(id).lean<CaseDocument>();
  if (document === null || document.revision < reply.revision) return reply;
  const { from, to } = events;
  const [stored, opened, calendar, ladder] = await Promise.all([
    space.cases.timeline
      .find({ case: id, epoch: document.epoch, seq: { $gte: from, $lte: to } })
      .sort({ seq: 1 })
      .lean(),
    space.cases.tasks.find({ _id: { $in: tasks.opened.map((task) => `${id}|${task}`) } }).lean(),
    calendarOf(space, document.calendar),
    ladderOfPolicy(space, document.policy.version),
  ]);
  const procedure = procedureOf(services, document.kind);
  const now = presentOf(document, services.clock()).toISOString();
  const setting = { procedure, standing: standingOf(document, procedure), now, ladder };
  return {
    ...reply,
    events: { ...events, items: await presentEvents(services, space, document, stored, viewer) },
    tasks: { ...tasks, items: opened.map((task) => taskView(taskOf(task), setting, viewer, calendar)) },
  };
}
