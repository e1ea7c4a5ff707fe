import { hashOf } from '../../domain/timeline/hashChain.ts';
import { tally } from '../../domain/votes/ballot.ts';
import type { HeadRules } from '../../domain/votes/roll.ts';
import type { VoteCount } from '../../domain/votes/vote.ts';
import type { BallotDocument } from '../../models/votes.ts';
import type { WholeRoll } from '../rolls/readRoll.ts';
import type { Vote } from './vote.ts';

/** The figures of a count, from the roll and every ballot of the box. */
export function countOf(
  { detail }: Vote,
  roll: WholeRoll,
  ballots: readonly BallotDocument[],
  rules: HeadRules,
): VoteCount {
  const valid = ballots.filter(({ state }) => state === 'valid').sort(byAcceptance);
  const cast = valid.map(({ unit, choices }) => ({ unit, choices: choices ?? {} }));
  const { left, ...figures } = tally(cast, roll.rows, detail, rules);
  const invalid = ballots.filter(({ state }) => state === 'invalid').length + left.length;
  return {
    roll: { version: roll._id, hash: roll.hash, asOf: roll.asOf },
    ballots: { count: valid.length - left.length, invalid, hash: ballotsHash(ballots) },
    ...figures,
  };
}

/** Over every ballot that is settled, by its random id, so that the export can be held against it and no ballot be guessed. */
export function ballotsHash(ballots: readonly BallotDocument[]): string {
  const rows = ballots
    .filter(({ state }) => state === 'valid' || state === 'invalid')
    .map(({ _id, unit, state, choices }) => ({ id: _id, unit, state, choices }))
    .sort((a, b) => (a.id < b.id ? -1 : 1));
  return hashOf(rows);
}

function byAcceptance(a: BallotDocument, b: BallotDocument): number {
  return a.seq - b.seq || (a._id < b._id ? -1 : 1);
}
