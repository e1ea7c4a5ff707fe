import { Refusal } from '../../domain/errors.ts';
import type { CaseDocument } from '../../models/caseModels.ts';
import type { ActAnswer } from '../../workflows/messages.ts';
import type { SpaceServices } from '../services.ts';
import { unknownCase } from './caseAccess.ts';

/**
 * The answer of a case that takes no acts any more: once more what it answered, where the act is on its timeline, else
 * that it is closed.
 *
 * @throws Refusal case-closed; case-parked when it ought to be running; not-found; unavailable
 */
export async function answerOfClosedCase(space: SpaceServices, id: string, key: string): Promise<ActAnswer> {
  const document = await space.cases.cases.findById(id).lean<CaseDocument>();
  if (!document) throw unknownCase(id);
  const accepted = await acceptedAct(space, document, key);
  if (accepted) return accepted;
  const { status, outcome, endedAt } = document;
  if (status === 'running' || status === 'suspended') {
    throw new Refusal('case-parked', {
      zh: `${id} 本应在运行却没有运行，请联系运维人员`,
      en: `${id} ought to be running and is not; an operator has to look`,
    });
  }
  throw new Refusal('case-closed', {
    zh: `案件已于 ${endedAt} 结束，结果为 ${outcome}。同一对象可另立新案并与之关联；决定可以申诉。`,
    en: `The case ended ${endedAt} with ${outcome}. A new case of the same subject can be linked to it; a decision can be appealed.`,
  });
}

/** The answer rebuilt from the timeline: what an act set in motion happened in the same instant, up to the next act. */
async function acceptedAct(space: SpaceServices, document: CaseDocument, key: string): Promise<ActAnswer | undefined> {
  const { timeline, tasks } = space.cases;
  const id = document._id;
  const first = await timeline.findOne({ case: id, actKey: key }).sort({ epoch: -1, seq: 1 }).lean();
  if (!first?.event.act) return undefined;
  const { at, act } = first.event;
  const following = await timeline
    .find({ case: id, epoch: first.epoch, seq: { $gt: first.seq } })
    .sort({ seq: 1 })
    .limit(500)
    .lean();
  const end = following.findIndex(({ event }) => event.at !== at || (event.act && event.act.key !== key));
  const to = (end === -1 ? following.at(-1) : following[end - 1])?.seq ?? first.seq;
  const changed = await tasks
    .find({ case: id, $or: [{ openedAt: at }, { closedAt: new Date(at) }] }, { id: 1, openedAt: 1, open: 1 })
    .lean();
  return {
    case: id,
    revision: to,
    status: document.status,
    stage: document.stage,
    outcome: document.outcome,
    events: { from: first.seq, to },
    tasks: {
      opened: changed.flatMap((task) => (task.openedAt === at && task.open ? [task.id] : [])),
      closed: changed.flatMap((task) => (task.openedAt === at ? [] : [task.id])),
    },
    body: act.body,
  };
}
