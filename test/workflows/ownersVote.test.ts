import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { addDays } from '../../domain/calendar/calendar.ts';
import type { ActInput } from '../../domain/case/acts.ts';
import { verifyChain } from '../../domain/timeline/hashChain.ts';
import type { VoteShare } from '../../domain/votes/vote.ts';
import { buildOpening, office, refusal, TestBench, type TestCase, withPolicy } from '../support/cases.ts';
import { buildCount } from '../support/votes.ts';

let bench: TestBench;
beforeAll(async () => {
  bench = await TestBench.start();
});
afterAll(() => bench?.stop());

const sections = ['election', 'vote'];
const total = { heads: 1137, area: 10_800_000 };
const quorate = { heads: 800, area: 7_500_000 };
const tooFew = { heads: 757, area: 8_000_000 };
const majority = { heads: 401, area: 3_750_001 };

async function open(policy: Parameters<typeof withPolicy>[1] = {}, historyBound?: number): Promise<TestCase> {
  const opening = buildOpening({ kind: 'composite', input: { only: 'vote' } }, sections);
  return await bench.open(withPolicy(opening, policy), historyBound);
}

/** The notice of a vote that begins after 15 clear days and lasts three days. */
async function announced(vote: TestCase, overrides: Record<string, string> = {}): Promise<string> {
  const votingFrom = addDays(await vote.today(), 16);
  const votingUntil = addDays(votingFrom, 2);
  const form = { roll: 'C-01@1', votingFrom, votingUntil, method: 'mixed', ...overrides };
  await vote.decide('vote', 'give', { form, evidence: [await vote.evidence()] });
  return form.votingUntil;
}

async function counted(vote: TestCase, participating: VoteShare, yes: VoteShare): Promise<void> {
  await vote.decide('vote', 'count', { form: buildCount(total, participating, { plan: yes }) });
}

/** A vote whose last day has come. */
async function voted(policy: Parameters<typeof withPolicy>[1] = {}): Promise<{ vote: TestCase; until: string }> {
  const vote = await open(policy);
  const until = await announced(vote);
  await vote.advance('P18D');
  return { vote, until };
}

const stage = async (vote: TestCase) => (await vote.snapshot()).view.stages['vote#1'];
const extend = (vote: TestCase, votingUntil: string): Promise<unknown> =>
  vote.decide('vote', 'extend', { form: { votingUntil } } satisfies Partial<ActInput<'decide'>>);

describe('an owners’ vote', () => {
  it('is announced, cast and counted; its terms and its count are in the case', async () => {
    const { vote, until } = await voted();
    expect(await vote.task('vote')).toMatchObject({ id: 'vote#1.count', office: 'residentsCommittee' });
    expect((await stage(vote))?.detail).toMatchObject({
      items: [{ id: 'plan', rule: 'ordinary' }],
      scope: { kind: 'compound' },
      roll: 'C-01@1',
      method: 'mixed',
      votingUntil: until,
    });
    await counted(vote, quorate, majority);
    await expect(vote.handle.result()).resolves.toEqual({ outcome: 'over' });
    expect(await stage(vote)).toMatchObject({
      result: 'passed',
      detail: { count: { participating: quorate, roll: { version: 'roll-1' } } },
    });
    expect(verifyChain(await vote.timeline())).toEqual([]);
  });

  it('rejects what half of those taking part agree to', async () => {
    const { vote } = await voted();
    await counted(vote, quorate, { heads: 400, area: 4_000_000 });
    await vote.handle.result();
    expect(await stage(vote)).toMatchObject({ result: 'rejected' });
  });

  it('needs a notice with evidence and its clear days', async () => {
    const vote = await open();
    const today = await vote.today();
    const form = { roll: 'C-01@1', votingFrom: addDays(today, 15), votingUntil: addDays(today, 14), method: 'meeting' };
    await expect(refusal(vote.decide('vote', 'give', { form }))).resolves.toMatchObject({ code: 'evidence-required' });
    const evidence = [await vote.evidence()];
    await expect(refusal(vote.decide('vote', 'give', { form, evidence }))).resolves.toMatchObject({
      code: 'invalid-input',
      pointers: ['/form/votingFrom', '/form/votingUntil'],
    });
    const other = vote.decide('vote', 'give', { form, evidence }, office('ownersCommittee'));
    await expect(refusal(other)).resolves.toMatchObject({ code: 'office-required' });
  });

  it('is not counted before its last day', async () => {
    const vote = await open();
    await announced(vote);
    await vote.advance('P17D');
    await expect(refusal(counted(vote, quorate, majority))).resolves.toMatchObject({ code: 'not-ready' });
    await vote.advance('P1D');
    await counted(vote, quorate, majority);
    expect(await stage(vote)).toMatchObject({ result: 'passed' });
  });

  it('is counted by the counters alone', async () => {
    const { vote } = await voted();
    const form = buildCount(total, quorate, { plan: majority });
    const other = vote.decide('vote', 'count', { form }, office('streetOffice'));
    await expect(refusal(other)).resolves.toMatchObject({ code: 'office-required' });
  });
});

describe('an owners’ vote without a quorum', () => {
  it('may be extended once, by the days of the policy at most', async () => {
    const { vote, until } = await voted();
    await counted(vote, tooFew, tooFew);
    expect(await vote.task('vote')).toMatchObject({ id: 'vote#1.extension', office: 'streetOffice' });
    for (const day of [until, addDays(until, 31)]) {
      await expect(refusal(extend(vote, day))).resolves.toMatchObject({
        code: 'invalid-input',
        pointers: ['/form/votingUntil'],
      });
    }
    const extended = addDays(until, 30);
    await extend(vote, extended);
    expect((await stage(vote))?.detail).toMatchObject({ votingUntil: extended, extended: true });
    await expect(refusal(counted(vote, quorate, majority))).resolves.toMatchObject({ code: 'not-ready' });
    await vote.advance('P30D');
    await counted(vote, quorate, majority);
    await vote.handle.result();
    expect(await stage(vote)).toMatchObject({ result: 'passed', detail: { count: { participating: quorate } } });
  });

  it('has failed when there is none after the extension either', async () => {
    const { vote, until } = await voted();
    await counted(vote, tooFew, tooFew);
    await extend(vote, addDays(until, 1));
    await vote.advance('P1D');
    await counted(vote, tooFew, tooFew);
    await vote.handle.result();
    expect(await stage(vote)).toMatchObject({ result: 'quorumFailed' });
  });

  it('has failed when the convener gives up, with a reason', async () => {
    const { vote } = await voted();
    await counted(vote, tooFew, tooFew);
    await expect(refusal(vote.decide('vote', 'giveUp'))).resolves.toMatchObject({ code: 'comment-required' });
    await vote.decide('vote', 'giveUp', { comment: '示例' });
    await vote.handle.result();
    expect(await stage(vote)).toMatchObject({ result: 'quorumFailed' });
  });

  it('has failed at once where the policy knows no extension', async () => {
    const { vote } = await voted({ 'election.voteExtensionDays': null });
    await counted(vote, tooFew, tooFew);
    await vote.handle.result();
    expect(await stage(vote)).toMatchObject({ result: 'quorumFailed' });
  });

  it('goes on where it stood when the case continues as a new run after every act', async () => {
    const vote = await open({}, 1);
    const until = await announced(vote);
    await vote.advance('P18D');
    await counted(vote, tooFew, tooFew);
    await extend(vote, addDays(until, 5));
    await vote.advance('P5D');
    await counted(vote, quorate, majority);
    await vote.handle.result();
    expect(await stage(vote)).toMatchObject({ result: 'passed' });
    expect(verifyChain(await vote.timeline())).toEqual([]);
  });
});
