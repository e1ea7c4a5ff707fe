import { afterAll, beforeAll, describe, expect, it, test } from '@jest/globals';
import { verifyChain } from '../../domain/timeline/hashChain.ts';
import { actor, office, refusal, TestBench, type TestCase, withPolicy } from '../support/cases.ts';
import { buildExit, handover, keepPolicies, register } from '../support/secretaries.ts';
import { until } from '../support/until.ts';

let bench: TestBench;
beforeAll(async () => {
  bench = await TestBench.start();
  await keepPolicies(bench);
});
afterAll(() => bench?.stop());

const open = (trigger = 'bottomTenth', compound?: string): Promise<TestCase> =>
  bench.open(buildExit(trigger, compound));
const factsOf = async (secretary: TestCase) => (await secretary.snapshot()).view.facts;

const registered = (compound: string) => register(bench, 'compounds', compound);

async function proposed(secretary: TestCase): Promise<void> {
  await secretary.decide('analysis', 'proposeReplacement', { comment: '示例：能力不胜任' });
}

async function handedOver(secretary: TestCase): Promise<void> {
  await secretary.decide('filing', 'file');
  await until(async () => (await secretary.snapshot()).view.stage === 'handover');
  await secretary.decide('handover', 'handOver', { form: handover, evidence: [await secretary.evidence()] });
}

describe('the exit of a compound secretary', () => {
  it('goes over analysis, hearing, decision, filing and handover, and starts the search for a successor', async () => {
    const compound = await registered('C-exit-1');
    const secretary = await open('bottomTenth', compound);
    await proposed(secretary);
    await secretary.decide('hearing', 'object', { comment: '示例：本人有异议' });
    await secretary.decide('decision', 'replace', { comment: '示例：连续两次排名后1/10' });
    await handedOver(secretary);
    await expect(secretary.handle.result()).resolves.toEqual({ outcome: 'replaced' });
    const { view } = await secretary.snapshot();
    expect(view.facts).toMatchObject({ hearing: 'objected', handover: { listed: 2, outstanding: 1 } });
    const successor = `selectSecretary:${compound}:1`;
    expect(view.stages['successor#1']).toMatchObject({ result: 'started', detail: { case: successor } });
    await until(async () => (await bench.models().cases.findById(successor).lean()) !== null);
    expect(await bench.models().cases.findById(successor).lean()).toMatchObject({
      status: 'running',
      subject: { type: 'compound', id: compound },
      links: [{ case: secretary.id, relation: 'startedFrom' }],
    });
    expect(verifyChain(await secretary.timeline())).toEqual([]);
  });

  it('starts the search before the handover, which may be late', async () => {
    const secretary = await open('health', await registered('C-exit-2'));
    await proposed(secretary);
    await secretary.decide('hearing', 'accept');
    await secretary.decide('decision', 'replace', { comment: '示例' });
    await secretary.decide('filing', 'file');
    await until(async () => (await secretary.snapshot()).view.stage === 'handover');
    expect((await secretary.snapshot()).view.stages['successor#1']).toMatchObject({ result: 'started' });
    await secretary.advance('P40D');
    const rungs = (await secretary.timeline()).filter(
      ({ type, stage }) => type === 'escalated' && stage === 'handover#1',
    );
    expect(rungs.map(({ data }) => data['rung'])).toEqual(['yellow', 'red', 'supervise', 'interview']);
    expect((await secretary.snapshot()).view.status).toBe('running');
  });

  it('ends although the compound is in no register, and says so', async () => {
    const secretary = await open('discipline', 'C-nowhere');
    await proposed(secretary);
    await secretary.decide('hearing', 'accept');
    await secretary.decide('decision', 'replace', { comment: '示例' });
    await handedOver(secretary);
    await expect(secretary.handle.result()).resolves.toEqual({ outcome: 'replaced' });
    const closed = (await secretary.timeline()).find(
      ({ type, stage }) => type === 'stageClosed' && stage === 'successor#1',
    );
    expect(closed?.data).toMatchObject({ result: 'failed', reason: expect.stringContaining('C-nowhere') });
  });

  it('may come to a talk only', async () => {
    const secretary = await open('passivity');
    await secretary.decide('analysis', 'proposeReminder', { comment: '示例：工作被动' });
    const unproven = secretary.decide('reminder', 'remind');
    await expect(refusal(unproven)).resolves.toMatchObject({ code: 'evidence-required' });
    await secretary.decide('reminder', 'remind', { evidence: [await secretary.evidence()] });
    await expect(secretary.handle.result()).resolves.toEqual({ outcome: 'reminded' });
  });

  it('may come to a talk when the committee does not follow the proposal', async () => {
    const secretary = await open('negativeImpact');
    await proposed(secretary);
    await secretary.decide('hearing', 'object', { comment: '示例' });
    await secretary.decide('decision', 'remind', { comment: '示例：首次失误' });
    await secretary.decide('reminder', 'remind', { evidence: [await secretary.evidence()] });
    await expect(secretary.handle.result()).resolves.toEqual({ outcome: 'reminded' });
  });

  it('may leave the secretary where they are', async () => {
    const secretary = await open('ability');
    await proposed(secretary);
    await secretary.decide('hearing', 'object', { comment: '示例' });
    await secretary.decide('decision', 'retain', { comment: '示例：理由不充分' });
    await expect(secretary.handle.result()).resolves.toEqual({ outcome: 'retained' });
  });
});

describe('a secretary who asks to be released', () => {
  it('is neither reminded nor replaced against their will', async () => {
    const secretary = await open('ownRequest');
    const reminder = secretary.decide('analysis', 'proposeReminder', { comment: '示例' });
    await expect(refusal(reminder)).resolves.toMatchObject({ code: 'unknown-decision' });
    await proposed(secretary);
    await secretary.decide('hearing', 'accept');
    for (const decision of ['replace', 'remind']) {
      const forced = secretary.decide('decision', decision, { comment: '示例' });
      await expect(refusal(forced)).resolves.toMatchObject({ code: 'unknown-decision' });
    }
    await secretary.decide('decision', 'acceptResignation');
    await handedOver(secretary);
    await expect(secretary.handle.result()).resolves.toEqual({ outcome: 'resigned' });
  });

  it('may ask when heard', async () => {
    const secretary = await open('bottomTenth', await registered('C-exit-3'));
    await proposed(secretary);
    await secretary.decide('hearing', 'resign');
    expect(await factsOf(secretary)).toMatchObject({ asked: true });
    await secretary.decide('decision', 'acceptResignation');
    await handedOver(secretary);
    await expect(secretary.handle.result()).resolves.toEqual({ outcome: 'resigned' });
    const child = new RegExp('selectSecretary:C-exit-3:1');
    expect((await secretary.snapshot()).view.stages['successor#1']?.detail?.['case']).toMatch(child);
    await until(async () => (await bench.models().cases.findById('selectSecretary:C-exit-3:1').lean()) !== null);
  });

  it('is the only one whose resignation can be accepted', async () => {
    const secretary = await open('bottomTenth');
    await proposed(secretary);
    await secretary.decide('hearing', 'accept');
    const unasked = secretary.decide('decision', 'acceptResignation');
    await expect(refusal(unasked)).resolves.toMatchObject({ code: 'unknown-decision' });
  });
});

describe('the hearing', () => {
  it('counts silence of five working days as an objection, never as consent', async () => {
    const secretary = await open();
    await proposed(secretary);
    await secretary.advance('P20D');
    expect(await factsOf(secretary)).toMatchObject({ hearing: 'silent' });
    expect((await secretary.snapshot()).view).toMatchObject({
      stage: 'decision',
      stages: { 'hearing#1': { result: 'notAccepted' } },
    });
  });

  it('waits where the policy does not let silence count', async () => {
    const secretary = await bench.open(withPolicy(buildExit('health'), { 'exit.exitSilenceObjects': false }));
    await proposed(secretary);
    await secretary.advance('P20D');
    expect((await secretary.snapshot()).view.stage).toBe('hearing');
  });

  it('is not passed over by the committee', async () => {
    const secretary = await open();
    await proposed(secretary);
    const early = secretary.decide('decision', 'replace', { comment: '示例' }, office('streetPartyWorkingCommittee'));
    await expect(refusal(early)).resolves.toMatchObject({ code: 'stage-not-open' });
  });
});

describe('nobody decides on their own analysis', () => {
  test.each(['replace', 'retain'])('%s', async (decision) => {
    const secretary = await open();
    const both = actor('both', 'streetOffice');
    both.posts.push({ office: 'streetPartyWorkingCommittee', scope: 'linyi/lanshan' });
    await secretary.decide('analysis', 'proposeReplacement', { comment: '示例' }, both);
    await secretary.decide('hearing', 'accept');
    const own = secretary.decide('decision', decision, { comment: '示例' }, both);
    await expect(refusal(own)).resolves.toMatchObject({ code: 'four-eyes' });
  });
});
