import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { verifyChain } from '../../domain/timeline/hashChain.ts';
import { actor, office, refusal, TestBench, type TestCase, withPolicy } from '../support/cases.ts';
import { buildSelection, jinqueshan, street, yinqueshan } from '../support/selection.ts';

let bench: TestBench;
beforeAll(async () => {
  bench = await TestBench.start();
});
afterAll(() => bench?.stop());

const open = async (policy: Record<string, number> = {}): Promise<TestCase> =>
  await bench.open(withPolicy(buildSelection(`selection:${randomUUID().slice(0, 8)}:2026-05:1`), policy));

const inOne = street(yinqueshan);
const inTwo = street(jinqueshan);
const note = '示例说明';
const finding = (compound: string, kind = 'wrongAddress') => ({ compound, kind, note });

async function collected(): Promise<TestCase> {
  const selection = await open();
  await selection.decide('collect', 'confirm');
  return selection;
}

async function verified(): Promise<TestCase> {
  const selection = await collected();
  await selection.decide('candidateReview#1.yinqueshan', 'confirm', {}, inOne);
  await selection.decide('candidateReview#1.jinqueshan', 'confirm', {}, inTwo);
  return selection;
}

const openTasks = async (selection: TestCase) => (await selection.snapshot()).tasks.map(({ id }) => id).sort();
const facts = async (selection: TestCase) => (await selection.snapshot()).view.facts;

describe('a selection', () => {
  it('is confirmed by the hotline office, checked by the streets, decided and published', async () => {
    const selection = await verified();
    await selection.decide('decision', 'list', { form: { document: '示例〔2026〕1号' } });
    await selection.decide('publication', 'publish');
    await expect(selection.handle.result()).resolves.toEqual({ outcome: 'listed' });
    const timeline = await selection.timeline();
    expect(verifyChain(timeline)).toEqual([]);
    expect(timeline[0]?.data).toMatchObject({ month: '2026-05', snapshot: 'ab'.repeat(32) });
    expect(await facts(selection)).toMatchObject({ listed: 3, decision: { dropped: {}, kept: [], added: {} } });
  });

  it('may list none, with the reason', async () => {
    const selection = await verified();
    await expect(refusal(selection.decide('decision', 'listNone'))).resolves.toMatchObject({
      code: 'comment-required',
    });
    await selection.decide('decision', 'listNone', { comment: '示例：本月不列' });
    await expect(selection.handle.result()).resolves.toEqual({ outcome: 'notListed' });
  });

  it('is decided by somebody else than who confirmed the figures', async () => {
    const selection = await open();
    const both = actor('both', 'hotlineOffice');
    both.posts.push({ office: 'districtPartyCommittee', scope: 'linyi/lanshan' });
    await selection.decide('collect', 'confirm', {}, both);
    await selection.decide('candidateReview#1.yinqueshan', 'confirm', {}, inOne);
    await selection.decide('candidateReview#1.jinqueshan', 'confirm', {}, inTwo);
    await expect(refusal(selection.decide('decision', 'list', {}, both))).resolves.toMatchObject({ code: 'four-eyes' });
  });
});

describe('a street', () => {
  it('answers for itself and not for another', async () => {
    const selection = await collected();
    const foreign = selection.decide('candidateReview#1.jinqueshan', 'confirm', {}, inOne);
    await expect(refusal(foreign)).resolves.toMatchObject({ code: 'office-required' });
    await selection.decide('candidateReview#1.yinqueshan', 'confirm', {}, inOne);
    expect(await openTasks(selection)).toEqual(['candidateReview#1.jinqueshan']);
  });

  it('speaks of its own candidates, of each once', async () => {
    const selection = await collected();
    const object = (objections: object[], corrections: object[] = []) =>
      refusal(selection.decide('candidateReview#1.yinqueshan', 'object', { form: { objections, corrections } }, inOne));
    await expect(object([finding('C-07')])).resolves.toMatchObject({ pointers: ['/form/objections/0/compound'] });
    await expect(object([finding('C-01'), finding('C-01')])).resolves.toMatchObject({
      pointers: ['/form/objections/1/compound'],
    });
    await expect(object([finding('C-01')], [finding('C-01')])).resolves.toMatchObject({
      pointers: ['/form/corrections/0/compound'],
    });
    await expect(object([])).resolves.toMatchObject({ code: 'invalid-input' });
  });

  it('that is late is reported up to the leading group; its silence is no consent, and the others’ answers stand', async () => {
    const selection = await collected();
    await selection.decide('candidateReview#1.yinqueshan', 'confirm', {}, inOne);
    await selection.advance('P40D');
    const rungs = (await selection.timeline()).filter(({ type }) => type === 'escalated').map(({ data }) => data);
    expect(rungs.map(({ rung }) => rung)).toEqual(['yellow', 'red', 'supervise', 'interview']);
    expect(rungs.at(-1)).toMatchObject({ to: 'districtPartyCommittee' });
    expect(await openTasks(selection)).toEqual(['candidateReview#1.jinqueshan']);
    await selection.decide('candidateReview#1.jinqueshan', 'confirm', {}, inTwo);
    expect(await openTasks(selection)).toEqual(['decision#1']);
  });
});

describe('an objection', () => {
  async function objected(): Promise<TestCase> {
    const selection = await collected();
    await selection.decide('candidateReview#1.jinqueshan', 'confirm', {}, inTwo);
    const form = {
      objections: [finding('C-01', 'oneComplainant')],
      corrections: [finding('C-04', 'mergedCompounds')],
    };
    await selection.decide('candidateReview#1.yinqueshan', 'object', { form }, inOne);
    return selection;
  }
  const answer = (result: string, complaints?: number) => ({
    form: { answers: [{ compound: 'C-01', result, note, ...(complaints !== undefined && { complaints }) }] },
  });

  it('goes back to the hotline office, and then to that street alone', async () => {
    const selection = await objected();
    expect(await openTasks(selection)).toEqual(['recheck#1']);
    await selection.decide('recheck', 'answer', answer('corrected', 120));
    expect(await openTasks(selection)).toEqual(['candidateReview#2.yinqueshan']);
    await selection.decide('candidateReview#2.yinqueshan', 'confirm', {}, inOne);
    expect(await openTasks(selection)).toEqual(['decision#1']);
    expect(await facts(selection)).toMatchObject({
      findings: { 'C-04': { answer: 'correct', kind: 'mergedCompounds', round: 1 } },
      rechecks: { 'C-01': { result: 'corrected', complaints: 120, round: 1 } },
    });
    // Withdrawn, so the leading group need not name it.
    await selection.decide('decision', 'list', { form: {} });
  });

  it('of one street leaves those of others standing until each is answered', async () => {
    const selection = await collected();
    await selection.decide(
      'candidateReview#1.jinqueshan',
      'object',
      { form: { objections: [finding('C-07')] } },
      inTwo,
    );
    await selection.decide(
      'candidateReview#1.yinqueshan',
      'object',
      { form: { objections: [finding('C-01')] } },
      inOne,
    );
    const answers = ['C-01', 'C-07'].map((compound) => ({ compound, result: 'stands', note }));
    const one = selection.decide('recheck', 'answer', { form: { answers: answers.slice(0, 1) } });
    await expect(refusal(one)).resolves.toMatchObject({ pointers: ['/form/answers'], code: 'invalid-input' });
    await selection.decide('recheck', 'answer', { form: { answers } });
    expect(await openTasks(selection)).toEqual(['candidateReview#2.jinqueshan', 'candidateReview#2.yinqueshan']);
    await selection.decide('candidateReview#2.jinqueshan', 'confirm', {}, inTwo);
    expect(Object.keys((await facts(selection))['findings'] as object)).toEqual(['C-01']);
  });

  it('is answered one by one, and a correction says how many it is', async () => {
    const selection = await objected();
    const refused = async (answers: object[]) =>
      (await refusal(selection.decide('recheck', 'answer', { form: { answers } }))).pointers;
    expect(await refused([{ compound: 'C-04', result: 'stands', note }])).toEqual(['/form/answers/0/compound']);
    expect(await refused([{ compound: 'C-01', result: 'corrected', note }])).toEqual(['/form/answers/0/complaints']);
    expect(await refused([{ compound: 'C-01', result: 'void', complaints: 3, note }])).toEqual([
      '/form/answers/0/complaints',
    ]);
  });

  it('that stands after the last recheck is decided on by name', async () => {
    const selection = await objected();
    const again = { form: { objections: [finding('C-01')] } };
    await selection.decide('recheck', 'answer', answer('stands'));
    await selection.decide('candidateReview#2.yinqueshan', 'object', again, inOne);
    await selection.decide('recheck', 'answer', answer('stands'));
    expect(await openTasks(selection)).toEqual(['decision#1']);
    const refused = async (form: object) =>
      (await refusal(selection.decide('decision', 'list', { form: form as never }))).pointers;
    expect(await refused({})).toEqual(['/form/keep']);
    expect(await refused({ keep: [{ compound: 'C-04', note }] })).toEqual(['/form/keep/0/compound']);
    expect(await refused({ drop: [{ compound: 'C-02', reason: 'other', note }] })).toEqual(['/form/drop/0/compound']);
    expect(await refused({ keep: [{ compound: 'C-01', note }], add: [{ compound: 'C-07', note }] })).toEqual([
      '/form/add/0/compound',
    ]);
    const none = ['C-01', 'C-04', 'C-07'].map((compound) => ({ compound, reason: 'minor', note }));
    expect(await refused({ drop: none })).toEqual(['/form/drop']);
    await selection.decide('decision', 'list', {
      form: {
        drop: [{ compound: 'C-01', reason: 'objection', note }],
        add: [
          { compound: 'C-02', note },
          { compound: 'C-99', note },
        ],
      },
    });
    expect(await facts(selection)).toMatchObject({
      listed: 4,
      decision: { dropped: { 'C-01': 'objection' }, kept: [], added: { 'C-02': 'initialRanking', 'C-99': 'manual' } },
    });
  });

  it('goes to the leading group after one recheck where the policy says so', async () => {
    const selection = await open({ 'selection.selectionMaxRechecks': 1 });
    await selection.decide('collect', 'confirm');
    await selection.decide('candidateReview#1.jinqueshan', 'confirm', {}, inTwo);
    await selection.decide(
      'candidateReview#1.yinqueshan',
      'object',
      { form: { objections: [finding('C-01')] } },
      inOne,
    );
    await selection.decide('recheck', 'answer', answer('void'));
    expect(await openTasks(selection)).toEqual(['decision#1']);
    // What does not count is not dropped by itself either.
    await expect(refusal(selection.decide('decision', 'list'))).resolves.toMatchObject({ pointers: ['/form/keep'] });
    await selection.decide(
      'decision',
      'list',
      { form: { keep: [{ compound: 'C-01', note }] } },
      office('districtPartyCommittee'),
    );
    expect(await facts(selection)).toMatchObject({ listed: 3, decision: { kept: ['C-01'] } });
  });
});
