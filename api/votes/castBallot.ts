import { randomUUID } from 'node:crypto';
import type { ClientSession } from 'mongoose';
import { fieldError, Refusal } from '../../domain/errors.ts';
import { text } from '../../domain/text.ts';
import { agreedReading, type Reading, unanswered } from '../../domain/votes/ballot.ts';
import { type HeadRules, unitsInScope, voterOf } from '../../domain/votes/roll.ts';
import type { BallotDocument, BallotEntry } from '../../models/votes.ts';
import type { WholeRoll } from '../rolls/readRoll.ts';
import type { SpaceServices } from '../services.ts';
import type { Vote } from './vote.ts';

/** Whose votes the roll has, found by any of their units. */
export class Electorate {
  private readonly voters: ReadonlyMap<string, string>;

  constructor(roll: WholeRoll, { detail }: Vote, rules: HeadRules) {
    this.voters = new Map(unitsInScope(roll.rows, detail.scope).map((unit) => [unit.unit, voterOf(unit, rules)]));
  }

  /** The units of each voter, in the order of the roll. */
  get units(): Map<string, string[]> {
    const units = new Map<string, string[]>();
    for (const [unit, voter] of this.voters) units.set(voter, [...(units.get(voter) ?? []), unit]);
    return units;
  }

  /** Who votes for a unit; undefined when its owners are not asked. */
  voterOf(unit: string): string | undefined {
    return this.voters.get(unit);
  }
}

/** What is wrong with the answers, if so. */
export function refuseChoices({ detail }: Vote, reading: Reading): Refusal | undefined {
  if ('invalid' in reading) return undefined;
  const { missing, unknown } = unanswered(detail.items, reading.choices);
  const errors = [
    ...missing.map((id) => fieldError(`/choices/${id}`, text('未作答', 'has no answer'))),
    ...unknown.map((id) => fieldError(`/choices/${id}`, text('不在表决事项中', 'is not asked'))),
  ];
  return errors.length === 0 ? undefined : new Refusal('invalid-input', undefined, errors);
}

interface Cast {
  unit: string;
  voter: string;
  entry: BallotEntry;
  /** Number of the write to the box. */
  seq: number;
}

/**
 * Puts a ballot, or one reading of a paper, into the box. Of one voter the first valid ballot counts. Part of a transaction
 * that holds the box open.
 *
 * @throws Refusal ballot-refused when the voter has voted
 */
export async function castBallot(
  space: SpaceServices,
  vote: Vote,
  { unit, voter, entry, seq }: Cast,
  session: ClientSession,
): Promise<BallotDocument> {
  const { ballots } = space.votes;
  const known = await ballots.findOne({ box: vote.box, voter, live: true }, null, { session }).lean<BallotDocument>();
  if (known && entry.via === 'paper') {
    if (known.state !== 'valid') {
      const ballot = readAgain(known, entry, seq);
      await ballots.collection.replaceOne({ _id: known._id } as never, { ...ballot } as never, { session });
      return ballot;
    }
    if (isRepeat(known, entry)) return known;
  }
  if (known?.state === 'valid')
    throw new Refusal('ballot-refused', {
      zh: `${known.unit} 已有有效票`,
      en: `A ballot of ${known.unit} counts already`,
    });
  if (known)
    throw new Refusal('ballot-refused', {
      zh: `${known.unit} 的票正在录入`,
      en: `A ballot of ${known.unit} is being read`,
    });
  const ballot = newBallot(vote, { unit, voter, entry, seq });
  await ballots.collection.insertOne({ ...ballot } as never, { session });
  return ballot;
}

/** The first ballot of a voter: what somebody has entered has to be read once more, what the voter has cast counts at once. */
export function newBallot({ box }: Vote, { unit, voter, entry, seq }: Cast): BallotDocument {
  const begun = { _id: randomUUID(), box, voter, unit, live: true as const, entries: [entry], seq };
  if (entry.via !== 'online') return { ...begun, state: 'entered', choices: null, acceptedAt: null };
  return { ...begun, ...settled(entry) };
}

function settled({ reading, at }: BallotEntry): Pick<BallotDocument, 'state' | 'choices' | 'acceptedAt'> {
  return 'invalid' in reading
    ? { state: 'invalid', choices: null, acceptedAt: at }
    : { state: 'valid', choices: reading.choices, acceptedAt: at };
}

/** Another reading of a ballot that does not count yet. */
export function readAgain(known: BallotDocument, entry: BallotEntry, seq: number): BallotDocument {
  const entries = [...known.entries, entry];
  const readings = entries.map(({ by, reading }) => ({ by: by?.id ?? '', reading }));
  const agreed = agreedReading(readings);
  const readers = new Set(readings.map(({ by }) => by)).size;
  const { live: _, ...rest } = known;
  const ballot: BallotDocument = {
    ...rest,
    entries,
    seq,
    ...(agreed ? settled({ ...entry, reading: agreed }) : { state: readers > 1 ? 'differs' : 'entered' }),
  };
  if (ballot.state !== 'invalid') ballot.live = true;
  return ballot;
}

/** Who sends the same reading again, after a lost answer, is told the same. */
export function isRepeat({ entries, choices }: BallotDocument, { by, reading }: BallotEntry): boolean {
  const mine = entries.some((each) => each.by?.id === by?.id);
  if (!mine || 'invalid' in reading || choices === null) return false;
  return Object.keys(choices).every((id) => choices[id] === reading.choices[id]);
}
