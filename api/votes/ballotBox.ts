import { randomBytes } from 'node:crypto';
import type { ClientSession, mongo } from 'mongoose';
import { Refusal } from '../../domain/errors.ts';
import type { BallotBoxDocument, BoxClosing } from '../../models/votes.ts';
import type { Services, SpaceServices } from '../services.ts';
import type { Vote } from './vote.ts';

/** The terms a box is closed for: an extension, or a corrected notice, opens it again. */
export function roundOf({ detail }: Vote): string {
  return `${detail.roll}|${detail.votingUntil}`;
}

/** The closing that holds for the present terms; undefined while the box is open. */
export function closingOf(box: BallotBoxDocument | null, vote: Vote): BoxClosing | undefined {
  return box?.closings.find(({ round, withdrawn }) => round === roundOf(vote) && withdrawn === null);
}

export async function findBox(space: SpaceServices, vote: Vote): Promise<BallotBoxDocument | null> {
  return await space.votes.boxes.findById(vote.box).lean<BallotBoxDocument>();
}

/** The box of a vote, set up when it is first needed. */
export async function ensureBox(services: Services, space: SpaceServices, vote: Vote): Promise<BallotBoxDocument> {
  const fresh: Omit<BallotBoxDocument, '_id'> = {
    case: vote.document._id,
    visit: vote.visit,
    paper: randomBytes(16).toString('base64url'),
    writes: 0,
    closings: [],
    wordings: {},
    createdAt: services.clock(),
  };
  await space.votes.boxes.updateOne({ _id: vote.box }, { $setOnInsert: fresh }, { upsert: true });
  const box = await findBox(space, vote);
  if (!box) throw new Error(`the box ${vote.box} is gone`);
  return box;
}

/** The query that finds the box while it is open for the present terms. */
export function openBox(vote: Vote): mongo.Filter<BallotBoxDocument> {
  return { _id: vote.box, closings: { $not: { $elemMatch: { round: roundOf(vote), withdrawn: null } } } };
}

/**
 * Takes part in the transaction of a write to the box: it and the closing of the box never pass each other unseen.
 *
 * @returns the number of this write
 * @throws Refusal ballot-refused when the box is closed
 */
export async function holdOpen(space: SpaceServices, vote: Vote, session: ClientSession): Promise<number> {
  const { collection } = space.votes.boxes;
  const box = await collection.findOneAndUpdate(openBox(vote) as never, { $inc: { writes: 1 } } as never, {
    session,
    returnDocument: 'after',
  });
  if (!box) throw new Refusal('ballot-refused', { zh: '票箱已关闭', en: 'The ballot box is closed' });
  return (box as unknown as BallotBoxDocument).writes;
}

/** Why no ballot can be cast on a day, if so. */
export function refuseDay({ detail, state, visit }: Vote, day: string): Refusal | undefined {
  const { votingFrom, votingUntil } = detail;
  if (votingFrom === undefined || votingUntil === undefined) {
    return new Refusal('not-ready', { zh: `${visit} 的公告尚未张贴`, en: `The notice of ${visit} is not posted yet` });
  }
  if (state.status !== 'open')
    return new Refusal('ballot-refused', { zh: `${visit} 的表决已结束`, en: `The vote ${visit} is over` });
  if (day < votingFrom)
    return new Refusal('ballot-refused', {
      zh: `表决自 ${votingFrom} 起；此票日期为 ${day}`,
      en: `Votes are cast from ${votingFrom}; this is of ${day}`,
    });
  if (day > votingUntil)
    return new Refusal('ballot-refused', {
      zh: `表决截至 ${votingUntil}；此票日期为 ${day}`,
      en: `Votes were cast until ${votingUntil}; this is of ${day}`,
    });
  return undefined;
}
