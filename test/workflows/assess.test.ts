import { afterAll, beforeAll, describe, expect, it, test } from '@jest/globals';
import { verifyChain } from '../../domain/timeline/hashChain.ts';
import { buildAssessment, meeting, placed, scored } from '../support/assessment.ts';
import { actor, office, refusal, TestBench, type TestCase, withPolicy } from '../support/cases.ts';

let bench: TestBench;
beforeAll(async () => {
  bench = await TestBench.start();
});
afterAll(() => bench?.stop());

const open = (): Promise<TestCase> => bench.open(buildAssessment());
const factsOf = async (assessed: TestCase) => (await assessed.snapshot()).view.facts;

async function warned(): Promise<TestCase> {
  const assessed = await open();
  await scored(assessed, 60, 55, 50);
  await placed(assessed, 'warn', { rank: 40, of: 42, chain: 1 });
  return assessed;
}

describe('the assessment of a compound secretary', () => {
  it('scenario 17: street 82, community 75 and residents 90 make 80.1, and the place says what follows', async () => {
    const assessed = await open();
    await scored(assessed, 82, 75, 90);
    expect(await factsOf(assessed)).toMatchObject({
      halfYear: '2026-H1',
      scores: { street: 82, community: 75, residents: 90 },
      total: 8010,
      place: null,
    });
    await placed(assessed, 'normal', { rank: 12, of: 42, chain: 0 });
    await expect(assessed.handle.result()).resolves.toEqual({ outcome: 'normal' });
    expect(await factsOf(assessed)).toMatchObject({ place: { band: 'normal', rank: 12, of: 42, chain: 0 } });
    expect(verifyChain(await assessed.timeline())).toEqual([]);
  });

  it('takes points off the street’s sheet for each year of training that stayed short', async () => {
    const openShort = (...trainingShort: number[]) => {
      const opening = buildAssessment('2026-H1', { input: { halfYear: '2026-H1', trainingShort } });
      return bench.open(withPolicy(opening, { 'assess.trainingShortDeduction': 6 }));
    };
    const once = await openShort(2025);
    await scored(once, 82, 75, 90);
    // 0.3 × 76 + 0.5 × 75 + 0.2 × 90
    expect(await factsOf(once)).toMatchObject({ scores: { street: 82 }, total: 7830, deducted: 6 });
    const [opened] = await once.timeline();
    expect(opened?.data).toMatchObject({ halfYear: '2026-H1', trainingShort: [2025] });
    await placed(once, 'normal', { rank: 12, of: 42, chain: 0 });
    await expect(once.handle.result()).resolves.toEqual({ outcome: 'normal' });

    const twice = await openShort(2024, 2025);
    await twice.decide('sheets#1.street', 'score', { form: { score: 10 } });
    await twice.decide('sheets#1.residents', 'absent', { comment: '述职会未召开' });
    await twice.decide('sheets#1.community', 'score', { form: { score: 75 } });
    await twice.decide('meeting', 'hold', { form: { score: 90, meeting } });
    // No sheet falls below nothing: 0.5 × 75 + 0.2 × 90
    expect(await factsOf(twice)).toMatchObject({ scores: { street: 10 }, total: 5550, deducted: 12 });
  });

  it('leads from a warning through a plan and a mentor to the mid-term check', async () => {
    const assessed = await warned();
    const plan = await assessed.task('plan');
    expect(plan.office).toBe('compoundSecretary');
    await assessed.decide('plan', 'submit', { form: { measures: '示例措施' } });
    await assessed.decide('mentoring', 'return', { comment: '措施不具体' });
    await assessed.decide('plan', 'submit', { form: { measures: '示例措施二' } });
    await assessed.decide('mentoring', 'agree', { form: { mentor: '示例社区党委副书记' } });
    await expect(assessed.task('midtermCheck')).rejects.toThrow('not open');
    await assessed.advance('P93D');
    await assessed.decide('midtermCheck', 'notImproving', { comment: '示例' });
    await expect(assessed.handle.result()).resolves.toEqual({ outcome: 'warned' });
    expect(verifyChain(await assessed.timeline())).toEqual([]);
  });

  it('reminds of a plan that is late, and never takes silence for one', async () => {
    const assessed = await warned();
    await assessed.advance('P40D');
    const rungs = (await assessed.timeline())
      .filter(({ type }) => type === 'escalated')
      .map(({ data }) => data['rung']);
    expect(rungs).toEqual(['yellow', 'red', 'supervise', 'interview']);
    expect((await assessed.snapshot()).view.stage).toBe('plan');
  });

  it('is not agreed by who handed the plan in', async () => {
    const assessed = await warned();
    const both = actor('both', 'compoundSecretary');
    both.posts.push({ office: 'streetPartyWorkingCommittee', scope: 'linyi/lanshan' });
    await assessed.decide('plan', 'submit', { form: { measures: '示例措施' } }, both);
    const own = assessed.decide('mentoring', 'agree', { form: { mentor: '示例' } }, both);
    await expect(refusal(own)).resolves.toMatchObject({ code: 'four-eyes' });
  });

  it('waits for a missing meeting, reminds the community, and is complete once it is made up for', async () => {
    const assessed = await open();
    await assessed.decide('sheets#1.street', 'score', { form: { score: 82 } });
    await assessed.decide('sheets#1.residents', 'absent', { comment: '述职会未召开' });
    await assessed.decide('sheets#1.community', 'score', { form: { score: 75 } });
    expect((await assessed.task('meeting')).office).toBe('communityPartyOrg');
    await assessed.advance('P20D');
    const late = (await assessed.timeline()).filter(({ type }) => type === 'escalated');
    expect(late.map(({ stage, data }) => [stage, data['rung']])).toEqual(
      expect.arrayContaining([
        ['meeting#1', 'yellow'],
        ['meeting#1', 'red'],
      ]),
    );
    await assessed.decide('meeting', 'hold', { form: { score: 90, meeting } });
    expect(await factsOf(assessed)).toMatchObject({ total: 8010 });
    expect((await assessed.snapshot()).view.stage).toBe('place');
  });

  it('ends incomplete, without a place, when the meeting is given up', async () => {
    const assessed = await open();
    await assessed.decide('sheets#1.street', 'absent', { comment: '示例' });
    await assessed.decide('sheets#1.community', 'score', { form: { score: 75 } });
    await assessed.decide('sheets#1.residents', 'score', { form: { score: 75, meeting } });
    const held = assessed.decide('meeting', 'hold', { form: { score: 90, meeting } });
    await expect(refusal(held)).resolves.toMatchObject({ code: 'not-ready' });
    await assessed.decide('meeting', 'giveUp', { comment: '示例' });
    await expect(assessed.handle.result()).resolves.toEqual({ outcome: 'incomplete' });
    expect(await factsOf(assessed)).toMatchObject({ total: null, place: null });
  });

  it('ends with approved leave where the street says so with a reason', async () => {
    const assessed = await open();
    const leave = { outcome: 'onLeave', reason: '示例：产假' };
    await expect(refusal(assessed.act('cancel', office('communityPartyOrg'), leave))).resolves.toMatchObject({
      code: 'forbidden',
    });
    await assessed.act('cancel', office('streetPartyWorkingCommittee'), leave);
    expect((await assessed.snapshot()).view).toMatchObject({ status: 'cancelled', outcome: 'onLeave' });
  });

  test.each([
    ['the residents’ sheet without a meeting', 'residents', { score: 90 }, '/form/meeting'],
    ['a meeting on another sheet', 'street', { score: 90, meeting }, '/form/meeting'],
    [
      'a meeting that is still to come',
      'residents',
      { score: 90, meeting: { ...meeting, heldOn: '2199-01-01' } },
      '/form/meeting/heldOn',
    ],
    ['more than 100 points', 'street', { score: 101 }, '/form/score'],
  ])('refuses %s', async (_, sheet, form, pointer) => {
    const refused = (await open()).decide(`sheets#1.${sheet}`, 'score', { form });
    await expect(refusal(refused)).resolves.toMatchObject({ code: 'invalid-input', pointers: [pointer] });
  });

  it('waits again for a place when a score is corrected after it was told', async () => {
    const assessed = await warned();
    const events = await assessed.timeline();
    const sheet = events.find(({ stage, type }) => type === 'decided' && stage === 'sheets#1.community');
    const superior = office('streetPartyWorkingCommittee');
    await assessed.act('correct', superior, {
      event: sheet?.seq ?? 0,
      decision: 'score',
      form: { score: 85 },
      comment: '录入有误',
      evidence: [await assessed.evidence()],
    });
    expect((await assessed.snapshot()).view).toMatchObject({
      stage: 'place',
      facts: { scores: { street: 60, community: 85, residents: 50 }, total: 7050, place: null },
    });
    await placed(assessed, 'normal', { rank: 20, of: 42, chain: 0 });
    await expect(assessed.handle.result()).resolves.toEqual({ outcome: 'normal' });
  });
});
