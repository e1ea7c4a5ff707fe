import { addDays } from '../../domain/calendar/calendar.ts';
import type { CaseOpening } from '../../domain/case/opening.ts';
import type { Json } from '../../domain/text.ts';
import { buildOpening, type TestBench, type TestCase } from './cases.ts';
import { buildCount } from './votes.ts';

/** A first election in Linyi, unless `overrides` and `input` say otherwise. */
export function buildElection(input: Record<string, Json> = {}, overrides: Partial<CaseOpening> = {}): CaseOpening {
  const started = { term: '2027', route: 'first', origin: 'street', ...input };
  return buildOpening({ kind: 'election', input: started, ...overrides }, ['election', 'vote']);
}

export const openElection = (
  bench: TestBench,
  input?: Record<string, Json>,
  overrides?: Partial<CaseOpening>,
): Promise<TestCase> => bench.open(buildElection(input, overrides));

export const figures = {
  totalArea: 10_000_000,
  deliveredArea: 6_000_000,
  totalHeads: 1000,
  movedInHeads: 600,
  disputes: 0,
};
export const group = { kind: 'preparatoryGroup', owners: 4, street: 1, community: 1, developer: 1 };

/** Candidates K1 to Kn, the first `party` of them party members. */
export const candidates = (n: number, party = 0, from = 1) =>
  Array.from({ length: n }, (_, index) => ({ id: `K${from + index}`, by: 'owners', partyMember: index < party }));

export async function surveyed(election: TestCase, form: Record<string, Json> = figures): Promise<void> {
  await election.decide('survey', 'report', { form });
  await election.decide('readiness', 'ready');
}

export async function grouped(election: TestCase, form: Record<string, Json> = group): Promise<void> {
  await election.decide('group', 'form', { form });
  await election.decide('groupPosting', 'post', { evidence: [await election.evidence()] });
  await election.advance('P6D');
  await election.decide('groupApproval', 'pass');
}

export async function listed(election: TestCase, seats: number, named: Record<string, Json>[]): Promise<void> {
  await election.decide('nomination', 'nominate', { form: { seats, candidates: named } });
  await election.decide('nominationApproval', 'pass');
}

/** A seat of the joint check answers, in whichever round it is. */
export async function checked(
  election: TestCase,
  seat: string,
  bars: { candidate: string; bar: string }[] = [],
): Promise<void> {
  const { tasks } = await election.snapshot();
  const task = tasks.find(({ stage, part }) => stage === 'candidateReview' && part === seat);
  if (bars.length === 0) await election.decide(task?.id ?? seat, 'clear');
  else
    await election.decide(task?.id ?? seat, 'bar', {
      form: { bars: bars.map((each) => ({ ...each, reason: '示例' })) },
    });
}

/** Gates three and four with nobody barred. */
export async function nominated(election: TestCase, seats: number, named: Record<string, Json>[]): Promise<void> {
  await listed(election, seats, named);
  for (const seat of ['street', 'housing', 'urbanManagement']) await checked(election, seat);
  await election.decide('candidateApproval', 'pass');
}

/** Notice with sixteen days, the meeting, and its count: of 1,000 owners `present` take part, `yes` agree on each candidate. */
export async function voted(
  election: TestCase,
  stage: string,
  yes: Record<string, number>,
  present = 800,
): Promise<void> {
  const on = addDays(await election.today(), 16);
  await election.decide(stage, 'give', {
    form: { roll: 'roll-1', votingFrom: on, votingUntil: on, method: 'meeting' },
    evidence: [await election.evidence()],
  });
  await election.advance('P16D');
  const share = (heads: number) => ({ heads, area: heads * 10_000 });
  const agreed = Object.fromEntries(Object.entries(yes).map(([id, heads]) => [id, share(Math.min(heads, present))]));
  await election.decide(`${stage}.count`, 'count', { form: buildCount(share(1000), share(present), agreed) });
}

/** So many of K1 to Kn with a majority. */
export const majorities = (n: number, of = n, from = 1): Record<string, number> =>
  Object.fromEntries(Array.from({ length: of }, (_, index) => [`K${from + index}`, index < n ? 700 - index : 100]));

export async function held(election: TestCase, present = 5, agreed = present): Promise<void> {
  await election.decide('session', 'hold', { form: { present, agreed, chair: 'K1', deputies: ['K2'] } });
}

export async function posted(election: TestCase): Promise<void> {
  await election.decide('resultPosting', 'post', { evidence: [await election.evidence()] });
}

/** The result is posted, the first session held, and the election stands. */
export async function confirmed(election: TestCase, members = 5): Promise<void> {
  await posted(election);
  await held(election, members);
  await election.advance('P4D');
  await election.decide('resultApproval', 'confirm');
}

export async function announced(election: TestCase): Promise<void> {
  await election.decide('officersPosting', 'post', { evidence: [await election.evidence()] });
}

export async function handedIn(election: TestCase): Promise<void> {
  await election.decide('filing', 'file', {
    evidence: [await election.evidence()],
    form: { termBegins: await election.today(), termYears: 5 },
  });
}

/** Up to the vote: five seats, seven candidates. */
export async function prepared(election: TestCase): Promise<void> {
  await surveyed(election);
  await grouped(election);
  await nominated(election, 5, candidates(7, 3));
}

/** Up to an election that stands: K1 to K5. */
export async function chosen(election: TestCase, stage = 'firstElection#1'): Promise<void> {
  await prepared(election);
  await voted(election, stage, majorities(5, 7));
  await confirmed(election);
}
