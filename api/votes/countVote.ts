import { z } from 'zod';
import { type ErrorCode, Refusal } from '../../domain/errors.ts';
import { refuseDecision } from '../../domain/permissions.ts';
import { extensionDays, type OwnersVoteOptions } from '../../domain/procedures/voteStage.ts';
import { allHaveVoted, judgeVote, type VoteCount } from '../../domain/votes/vote.ts';
import type { TaskDocument } from '../../models/caseModels.ts';
import type { BallotDocument, BoxClosing } from '../../models/votes.ts';
import { act, actErrors, actKey, actReplySchema } from '../cases/act.ts';
import { endpoint, type Session } from '../endpoint.ts';
import { standingOf } from '../present/case.ts';
import { taskOf } from '../present/task.ts';
import { refusalOf } from '../problem.ts';
import type { Services, SpaceServices } from '../services.ts';
import { closingOf, ensureBox, openBox, roundOf } from './ballotBox.ts';
import { countOf } from './countBox.ts';
import { headRules, requireRoll, requireVote, type Vote, voteParameters, voteParams } from './vote.ts';

const bodySchema = z
  .strictObject({
    leaveOutUnsettled: z
      .boolean()
      .optional()
      .describe('Close although ballots were read once only, or differently: they do not count'),
  })
  .meta({ id: 'VoteCounting' });

export const countVote = endpoint({
  method: 'post',
  path: '/api/v1/cases/{id}/votes/{visit}/count',
  operationId: 'countVote',
  tag: 'votes',
  summary: 'Close the ballot box, count, and decide the stage by the count',
  description:
    'For those who count, after the last day of voting; earlier when everybody has voted, and on the last day of a vote held at a meeting. No ballot is ' +
    'taken after it; when the case does not take the count, the box is open again. Without a quorum the case is told the turnout alone while the vote ' +
    'may be extended. A repeat has no second effect.',
  access: { roles: ['reviewer'] },
  idempotent: 'required',
  params: voteParams,
  body: bodySchema,
  responses: { 200: actReplySchema },
  errors: [...actErrors, 'stage-not-open', 'already-decided', 'four-eyes', 'not-ready'],
  handler: async ({ params: { id, visit }, body, session, space, services, idempotencyKey }) => {
    const vote = await requireVote(services, space, session.actor, id, visit);
    const ownKey = `count ${vote.visit} ${idempotencyKey}`;
    const key = actKey(session, `decide ${id}`, ownKey);
    const box = await ensureBox(services, space, vote);
    const closing =
      box.closings.find((each) => each.key === key && each.withdrawn === null) ??
      (await close(services, space, session, vote, { key, leaveOut: body.leaveOutUnsettled === true }));
    const { items, ...turnout } = closing.count;
    const form = closing.turnoutOnly ? turnout : { ...turnout, items };
    const input = { stage: closing.task, decision: 'count', form };
    try {
      const sent = { id, name: 'decide' as const, input, idempotencyKey: ownKey, body: { vote: vote.visit, ...body } };
      return { status: 200, body: await act(services, session, { ...sent, computed: true }) };
    } catch (error) {
      await reopenUnlessTaken(services, space, vote, closing, error);
      throw error;
    }
  },
});

/** After these the case has taken a count, or may have: the box stays closed. */
const perhapsTaken: readonly ErrorCode[] = [
  'outcome-unknown',
  'case-parked',
  'unavailable',
  'internal-error',
  'already-decided',
  'case-closed',
  'idempotency-key-reused',
];

async function reopenUnlessTaken(
  services: Services,
  space: SpaceServices,
  vote: Vote,
  { key, round }: BoxClosing,
  error: unknown,
): Promise<void> {
  const refusal = refusalOf(error);
  if (!refusal || perhapsTaken.includes(refusal.code)) return;
  const withdrawn = { at: services.clock(), why: refusal.code };
  await space.votes.boxes.collection.updateOne(
    { _id: vote.box, closings: { $elemMatch: { key, round, withdrawn: null } } } as never,
    { $set: { 'closings.$.withdrawn': withdrawn } } as never,
  );
}

/**
 * Closes the box for the present terms, with its count; or finds that it was closed, when whoever did so never got an answer.
 *
 * @throws Refusal stage-not-open, office-required, not-ready
 */
async function close(
  services: Services,
  space: SpaceServices,
  session: Session,
  vote: Vote,
  { key, leaveOut }: { key: string; leaveOut: boolean },
): Promise<BoxClosing> {
  const task = await requireCountTask(space, session, vote);
  const roll = await requireRoll(space, vote);
  const parameters = await voteParameters(space, vote);
  const { actor } = session;
  return await space.database.transaction(async (transaction) => {
    const { boxes, ballots } = space.votes;
    const locked = await boxes.collection.findOneAndUpdate(openBox(vote) as never, { $inc: { writes: 1 } } as never, {
      session: transaction,
      returnDocument: 'after',
    });
    if (!locked) {
      const known = closingOf(await boxes.findById(vote.box, null, { session: transaction }).lean(), vote);
      if (!known) throw new Error(`the box ${vote.box} is neither open nor closed`);
      return known;
    }
    const all = await ballots.find({ box: vote.box }, null, { session: transaction }).lean<BallotDocument[]>();
    requireSettled(all, leaveOut);
    const count = countOf(vote, roll, all, headRules(parameters));
    requireOver(vote, count);
    const { detail, stage } = vote;
    const mayGoOn = !detail.extended && extensionDays(stage.options as OwnersVoteOptions, parameters) > 0;
    const closing: BoxClosing = {
      round: roundOf(vote),
      at: services.clock(),
      on: vote.today,
      by: { id: actor.id, name: actor.name },
      key,
      task,
      count,
      ...(mayGoOn && !judgeVote(count, detail.items, parameters).quorum && { turnoutOnly: true }),
      withdrawn: null,
    };
    await boxes.collection.updateOne({ _id: vote.box } as never, { $push: { closings: closing } } as never, {
      session: transaction,
    });
    return closing;
  });
}

/** The last day has to end before the votes are counted, unless nobody is left to vote; a meeting is over when its chair says so. */
function requireOver({ detail, today }: Vote, count: VoteCount): void {
  const { votingUntil = '', method } = detail;
  const isOver = today > votingUntil || (today === votingUntil && method === 'meeting');
  if (!isOver && !allHaveVoted(count)) {
    throw new Refusal('not-ready', {
      zh: `表决截至 ${votingUntil} 当日结束，且尚有业主未投票`,
      en: `Votes are cast until the end of ${votingUntil}, and not everybody has voted`,
    });
  }
}

function requireSettled(ballots: readonly BallotDocument[], leaveOut: boolean): void {
  const open = ballots.filter(({ state }) => state === 'entered' || state === 'differs');
  if (open.length === 0 || leaveOut) return;
  const units = open.slice(0, 20).map(({ unit }) => unit);
  throw new Refusal('not-ready', {
    zh: `${open.length} 张票只录入一次或两次录入不一致：${units.join('、')}。请先处理，或发送 leaveOutUnsettled`,
    en: `${open.length} ballots are read once only, or differently: ${units.join(', ')}. Settle them, or send leaveOutUnsettled`,
  });
}

/** What the case would say anyway is said before the box is closed. */
async function requireCountTask(space: SpaceServices, { actor }: Session, vote: Vote): Promise<string> {
  const { document, procedure, visit, today } = vote;
  if (document.status === 'suspended') throw new Refusal('case-suspended');
  if (document.endedAt !== null)
    throw new Refusal('case-closed', {
      zh: `案件已于 ${document.endedAt} 结束`,
      en: `The case ended ${document.endedAt}`,
    });
  const [stage = '', number] = visit.split('#');
  const found = await space.cases.tasks
    .findOne({ case: document._id, stage, visit: Number(number), face: 'count', open: true })
    .lean<TaskDocument>();
  if (!found)
    throw new Refusal('stage-not-open', { zh: `${visit} 当前不需要计票`, en: `${visit} does not ask for a count now` });
  const task = taskOf(found);
  const refused = refuseDecision(actor, task, standingOf(document, procedure), today);
  if (refused) throw refused;
  if (task.suspended) throw new Refusal('case-suspended');
  return task.id;
}
