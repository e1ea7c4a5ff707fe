/** Ballots of an owners' vote (山东条例26): what one says, when one counts, and what all of them come to. */
import { z } from 'zod';
import { type HeadRules, type RollUnit, shareOf, statutoryHeads, type Voter, voterOf, votersOf } from './roll.ts';
import type { VoteCount, VoteItem, VoteScope } from './vote.ts';

export const choiceSchema = z.enum(['yes', 'no', 'abstain']).meta({ id: 'BallotChoice' });
export type Choice = z.infer<typeof choiceSchema>;

/** The answer to each question, by its id. */
export const choicesSchema = z.record(z.string().min(1).max(80), choiceSchema).meta({ id: 'BallotChoices' });
export type Choices = z.infer<typeof choicesSchema>;

/** What somebody read from a paper: its answers, or why it is void. */
export type Reading = { choices: Choices } | { invalid: string };

/** Questions that have no answer, and answers to what is not asked (青岛条例29). */
export function unanswered(items: readonly VoteItem[], choices: Choices): { missing: string[]; unknown: string[] } {
  const asked = new Set(items.map(({ id }) => id));
  return {
    missing: [...asked].filter((id) => !Object.hasOwn(choices, id)),
    unknown: Object.keys(choices).filter((id) => !asked.has(id)),
  };
}

/**
 * A paper is read by two people, each for themselves. It counts as soon as the latest readings of two of them say the same.
 *
 * @param readings oldest first
 * @returns what two agree on; undefined while only one has read it, or they differ
 */
export function agreedReading(readings: readonly { by: string; reading: Reading }[]): Reading | undefined {
  const latest = new Map(readings.map(({ by, reading }) => [by, reading]));
  const seen = new Set<string>();
  for (const reading of latest.values()) {
    const said = saying(reading);
    if (seen.has(said)) return reading;
    seen.add(said);
  }
  return undefined;
}

/** Two void papers say the same, however the reason is worded. */
function saying(reading: Reading): string {
  if ('invalid' in reading) return 'invalid';
  return JSON.stringify(Object.entries(reading.choices).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** A ballot that counts, by one of its voter's units. */
export interface CastBallot {
  unit: string;
  choices: Choices;
}

/**
 * What ballots come to, by heads and by area. Only whoever has cast a ballot takes part; whoever abstains does take part
 * (Civil Code 278).
 *
 * @param ballots in the order in which they were accepted: of one voter the first counts
 * @param units the whole roll; a buyer of several units votes for all of them that lie within the scope
 */
export function tally(
  ballots: readonly CastBallot[],
  units: readonly RollUnit[],
  { items, scope }: { items: readonly VoteItem[]; scope: VoteScope },
  rules: HeadRules = statutoryHeads,
): Pick<VoteCount, 'total' | 'participating' | 'items'> & { left: CastBallot[] } {
  const voters = votersOf(units, scope, rules);
  const voterOfUnit = new Map(units.map((unit) => [unit.unit, voterOf(unit, rules)]));
  const cast = new Map<Voter, CastBallot>();
  const left: CastBallot[] = [];
  for (const ballot of ballots) {
    const voter = voters.get(voterOfUnit.get(ballot.unit) ?? '');
    if (voter === undefined || cast.has(voter)) left.push(ballot);
    else cast.set(voter, ballot);
  }
  const chose = (id: string, choice: Choice) =>
    shareOf([...cast].flatMap(([voter, { choices }]) => ((choices[id] ?? 'abstain') === choice ? [voter] : [])));
  return {
    total: shareOf(voters.values()),
    participating: shareOf(cast.keys()),
    items: items.map(({ id }) => ({ id, yes: chose(id, 'yes'), no: chose(id, 'no'), abstained: chose(id, 'abstain') })),
    left,
  };
}
