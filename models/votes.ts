import { type Connection, type Model, Schema } from 'mongoose';
import type { Choices, Reading } from '../domain/votes/ballot.ts';
import type { VoteCount } from '../domain/votes/vote.ts';

/** How often a ballot box was closed, and what the count of then came to. */
export interface BoxClosing {
  /** The roll and the last day of voting it was closed for: an extension or another roll opens it again. */
  round: string;
  at: Date;
  /** The case's own day. */
  on: string;
  by: { id: string; name: string };
  /** The act by which the case hears of it. */
  key: string;
  /** The task that asked for the count. */
  task: string;
  count: VoteCount;
  /** For want of a quorum it may be extended: the case is told the turnout, not how it stands. */
  turnoutOnly?: true;
  /** The case did not take the count, so that the box is open again. */
  withdrawn: { at: Date; why: string } | null;
}

/** What questions say on the ballot, by their ids. */
export type Wordings = Record<string, { zh: string; en?: string | undefined }>;

/** The ballot box of one visit of a vote. Whoever puts a ballot in, and whoever closes it, writes it, so that none is cut off unseen. */
export interface BallotBoxDocument {
  /** `case|visit` */
  _id: string;
  case: string;
  /** Such as `ballot#1`. */
  visit: string;
  /** Part of the address at which ballots are cast online; the same for all voters. */
  paper: string;
  /** Ballots that were accepted or read so far, void ones included; orders them. */
  writes: number;
  closings: BoxClosing[];
  /** What each question says on the ballot, by its id. */
  wordings: Wordings;
  createdAt: Date;
}

/** One reading of a ballot; none is ever changed. */
export interface BallotEntry {
  at: Date;
  via: 'paper' | 'import' | 'online';
  /** Absent where the voter cast it online. */
  by?: { id: string; name: string };
  reading: Reading;
  /** The day the paper was handed in. */
  castOn: string;
  /** Who voted for the owner, and the file that says they may. */
  proxy?: { name: string; evidence: string };
  note?: string;
}

/** `entered`: read once; `differs`: two readings disagree; only `valid` ones count. */
export type BallotState = 'entered' | 'differs' | 'valid' | 'invalid';

export interface BallotDocument {
  /** Random: a count's hash covers it, so that no ballot can be guessed from the hash. */
  _id: string;
  box: string;
  voter: string;
  /** The unit it was cast for; of a voter with several units one of them. */
  unit: string;
  state: BallotState;
  /** Absent on a void ballot, after which the voter may cast another. */
  live?: true;
  entries: BallotEntry[];
  choices: Choices | null;
  /** Orders the ballots that count. */
  seq: number;
  acceptedAt: Date | null;
}

/** A one-time code of a voter; the code itself is nowhere. */
export interface BallotCodeDocument {
  /** Hash of the box's address and the code. */
  _id: string;
  box: string;
  voter: string;
  unit: string;
  issuedAt: Date;
  issuedBy: string;
  usedAt: Date | null;
  /** Another was issued in its place. */
  revokedAt: Date | null;
}

export interface VoteModels {
  boxes: Model<BallotBoxDocument>;
  ballots: Model<BallotDocument>;
  codes: Model<BallotCodeDocument>;
}

const options = { strict: false, minimize: false, versionKey: false } as const;

/** Ballot boxes of one space. A voter has one ballot that lives. Each index serves a query. */
export function voteModels(db: Connection): VoteModels {
  const boxes = new Schema<BallotBoxDocument>({ _id: String }, options);
  boxes.index({ paper: 1 });
  const ballots = new Schema<BallotDocument>({ _id: String }, options);
  ballots.index({ box: 1, voter: 1 }, { unique: true, partialFilterExpression: { live: true } });
  ballots.index({ box: 1, state: 1, unit: 1, _id: 1 });
  ballots.index({ box: 1, unit: 1, _id: 1 });
  const codes = new Schema<BallotCodeDocument>({ _id: String }, options);
  codes.index({ box: 1, voter: 1 });
  return {
    boxes: db.model<BallotBoxDocument>('BallotBox', boxes, 'ballotBoxes'),
    ballots: db.model<BallotDocument>('Ballot', ballots, 'ballots'),
    codes: db.model<BallotCodeDocument>('BallotCode', codes, 'ballotCodes'),
  };
}
