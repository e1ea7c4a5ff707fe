import { afterAll, beforeAll, describe, expect, it, test } from '@jest/globals';
import { procedure } from '../../domain/procedures/committeeChange.ts';
import type { Json } from '../../domain/text.ts';
import { verifyChain } from '../../domain/timeline/hashChain.ts';
import { refusal, TestBench, type TestCase } from '../support/cases.ts';
import { buildChange } from '../support/committees.ts';
import { ago, ahead } from '../support/days.ts';

let bench: TestBench;
beforeAll(async () => {
  bench = await TestBench.start();
});
afterAll(() => bench?.stop());

const open = (input: Record<string, Json>, locality?: string): Promise<TestCase> =>
  bench.open(buildChange(input, locality));
const handIn = async (change: TestCase, form: Record<string, Json> = {}) =>
  await change.decide('report', 'file', { form, evidence: [await change.evidence()] });

describe('the change of a filed committee', () => {
  it('is filed within thirty days of the change, checked by the street and entered by the bureau', async () => {
    const change = await open({ what: 'officers', changedOn: ago(3) });
    const { deadline } = await change.task('report');
    expect(deadline).toMatchObject({ term: { n: 30, unit: 'calendarDays' }, startOn: ago(3) });
    await handIn(change);
    await change.decide('check', 'return', { comment: '缺会议记录' });
    await handIn(change);
    await change.decide('check', 'accept');
    await change.decide('bureau', 'return', { comment: '主任姓名有误' });
    await handIn(change);
    await change.decide('check', 'accept');
    await change.decide('bureau', 'enter');
    await expect(change.handle.result()).resolves.toEqual({ outcome: 'filed' });
    const { facts } = (await change.snapshot()).view;
    expect(facts).toEqual({ members: null, membersBelowHalf: false, filedOn: await change.today(), filedLate: false });
    expect(verifyChain(await change.timeline())).toEqual([]);
  });

  it('that comes late is accepted with the order to explain', async () => {
    const change = await open({ what: 'rules', changedOn: ago(60) });
    await handIn(change);
    await expect(refusal(change.decide('check', 'accept'))).resolves.toMatchObject({ code: 'not-ready' });
    await change.decide('check', 'acceptLate', { comment: '请说明' });
    await change.decide('lateExplanation', 'explain', { comment: '换届期间无人经办' });
    await change.decide('bureau', 'enter');
    expect((await change.snapshot()).view).toMatchObject({ outcome: 'filed', facts: { filedLate: true } });
  });

  it('in Qingdao is filed with the street, which informs the bureau', async () => {
    const change = await open({ what: 'officers', changedOn: ago(1) }, 'shinan');
    await handIn(change);
    await change.decide('check', 'accept');
    expect((await change.task('housingNotice')).office).toBe('streetOffice');
    await change.decide('housingNotice', 'inform');
    await expect(change.handle.result()).resolves.toEqual({ outcome: 'filed' });
  });

  it.each([
    [2, true],
    [3, false],
  ])('of members that leaves %d of 5 says whether the rest is too few: %s', async (left, few) => {
    const change = await open({ what: 'members', changedOn: ago(1) });
    await handIn(change, { members: { elected: 5, left } });
    const { view } = await change.snapshot();
    expect(view.facts).toMatchObject({ members: left, membersBelowHalf: few });
    const ended = { subject: view.subject, outcome: 'filed', facts: view.facts, endedOn: ago(0) };
    expect(procedure.enters(ended)).toEqual([
      { register: 'committees', entry: { id: view.subject.id }, fields: { members: left } },
    ]);
  });

  test.each([
    ['members who are not told of', 'members', {}, '/form/members'],
    ['members where something else has changed', 'rules', { members: { elected: 5, left: 4 } }, '/form/members'],
    ['more members than were elected', 'members', { members: { elected: 5, left: 6 } }, '/form/members/left'],
  ])('refuses papers with %s', async (_, what, form, pointer) => {
    const change = await open({ what, changedOn: ago(1) });
    await expect(refusal(handIn(change, form))).resolves.toMatchObject({ code: 'invalid-input', pointers: [pointer] });
  });

  it('that lies ahead is not filed yet', async () => {
    const change = await open({ what: 'rules', changedOn: ahead(3) });
    await expect(refusal(handIn(change))).resolves.toMatchObject({ code: 'not-ready' });
  });
});
