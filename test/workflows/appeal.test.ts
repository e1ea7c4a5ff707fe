import { afterAll, beforeAll, describe, expect, it, test } from '@jest/globals';
import type { TimelineEvent } from '../../domain/timeline/event.ts';
import { verifyChain } from '../../domain/timeline/hashChain.ts';
import { appealed, reported } from '../support/appeals.ts';
import { actor, buildTrial, coordinator, office, refusal, TestBench, type TestCase } from '../support/cases.ts';
import { until } from '../support/until.ts';

let bench: TestBench;
beforeAll(async () => {
  bench = await TestBench.start();
});
afterAll(() => bench?.stop());

const rule = (appeal: TestCase, decision: string) =>
  appeal.decide('ruling', decision, {
    comment: '示例',
    ...(decision === 'change' && { form: { instead: '示例变更' } }),
  });

/** Waits until the case has heard what it is told by another. */
async function heard(original: TestCase, type: TimelineEvent['type']): Promise<TimelineEvent> {
  let found: TimelineEvent | undefined;
  await until(async () => {
    found = (await original.timeline()).find((event) => event.type === type);
    return found !== undefined;
  });
  return found as TimelineEvent;
}

describe('an appeal', () => {
  it('is ruled on by the level above the office that decided, within 15 working days', async () => {
    const appeal = await appealed(bench, await reported(bench));
    const task = await appeal.task('ruling');
    expect(task).toMatchObject({
      office: 'communityPartyOrg',
      notBy: ['gridWorker', 'propertyCompany'],
      deadline: { term: { n: 15, unit: 'workingDays' } },
    });
    const decided = appeal.decide('ruling', 'uphold', { comment: '示例' }, office('gridWorker'));
    await expect(refusal(decided)).resolves.toMatchObject({ code: 'office-required' });
  });

  it('is not ruled on by who decided, nor by who handed it in', async () => {
    const appeal = await appealed(bench, await reported(bench));
    for (const id of ['gridWorker', 'propertyCompany']) {
      const own = appeal.decide('ruling', 'uphold', { comment: '示例' }, actor(id, 'communityPartyOrg'));
      await expect(refusal(own)).resolves.toMatchObject({ code: 'four-eyes' });
    }
    const delegated = appeal.act('delegate', office('communityPartyOrg'), {
      stage: 'ruling',
      to: { id: 'gridWorker', name: '示例' },
    });
    await expect(refusal(delegated)).resolves.toMatchObject({ code: 'four-eyes' });
  });

  test.each([
    ['uphold', 'upheld'],
    ['change', 'changed'],
    ['sendBack', 'sentBack'],
  ])('that ends with %s tells the case whose decision it was', async (decision, outcome) => {
    const contested = await reported(bench);
    const appeal = await appealed(bench, contested);
    await rule(appeal, decision);
    await expect(appeal.handle.result()).resolves.toEqual({ outcome });
    expect(verifyChain(await appeal.timeline())).toEqual([]);
    const { data } = await heard(contested.original, 'appealEnded');
    expect(data).toEqual({ case: appeal.id, event: contested.event, outcome });
    expect(verifyChain(await contested.original.timeline())).toEqual([]);
  });

  it('needs the reason of the ruling in words, and what holds instead', async () => {
    const appeal = await appealed(bench, await reported(bench));
    const wordless = appeal.decide('ruling', 'uphold');
    await expect(refusal(wordless)).resolves.toMatchObject({ code: 'comment-required' });
    const vague = appeal.decide('ruling', 'change', { comment: '示例' });
    await expect(refusal(vague)).resolves.toMatchObject({ code: 'invalid-input', pointers: ['/form/instead'] });
  });

  it('climbs the ladder when nobody rules', async () => {
    const appeal = await appealed(bench, await reported(bench));
    await appeal.advance('P60D');
    const rungs = (await appeal.timeline()).filter(({ type }) => type === 'escalated').map(({ data }) => data['rung']);
    expect(rungs).toEqual(['yellow', 'red', 'supervise', 'interview']);
    expect((await appeal.snapshot()).view.status).toBe('running');
  });

  it('keeps its words with the first event alone, where they can be erased', async () => {
    const appeal = await appealed(bench, await reported(bench));
    const [opened] = await appeal.timeline();
    expect(opened?.data).toMatchObject({ event: expect.any(Number), decision: 'report', office: 'gridWorker' });
    expect(JSON.stringify(opened)).not.toContain('示例理由');
    const texts = await bench.models().texts.findOne({ case: appeal.id, seq: 1 }).lean();
    expect(texts?.texts.form).toEqual({ grounds: '示例理由', appellant: '示例申诉人' });
  });

  it('is withdrawn by the office that steers, and the case hears of it', async () => {
    const contested = await reported(bench);
    const appeal = await appealed(bench, contested);
    await heard(contested.original, 'appealed');
    await appeal.act('cancel', office('organisationDept'), { reason: '申诉人书面撤回' });
    expect((await heard(contested.original, 'appealEnded')).data).toMatchObject({ outcome: 'withdrawn' });
    expect((await contested.original.task('seal')).suspended).toBe(false);
  });

  it('goes on when the case it is about has ended', async () => {
    const { original } = await reported(bench);
    const { events } = await original.decide('seal', 'approve');
    await original.handle.result();
    const appeal = await appealed(bench, { original, event: events.from });
    await rule(appeal, 'change');
    await expect(appeal.handle.result()).resolves.toEqual({ outcome: 'changed' });
  });
});

describe('while an appeal runs', () => {
  it('what carries the decision out rests, and its days do not count', async () => {
    const contested = await reported(bench);
    const { original } = contested;
    const due = (await original.task('seal')).dueAt;
    const appeal = await appealed(bench, contested);
    await heard(original, 'appealed');
    expect(await original.task('seal')).toMatchObject({ suspended: true, dueAt: null });
    const early = original.decide('seal', 'approve');
    await expect(refusal(early)).resolves.toMatchObject({ code: 'case-suspended' });
    await original.advance('P200D');
    expect(await original.task('seal')).toMatchObject({ suspended: true, fired: [] });
    await rule(appeal, 'uphold');
    await heard(original, 'appealEnded');
    const awake = await original.task('seal');
    expect(awake.suspended).toBe(false);
    expect(Date.parse(awake.dueAt ?? '') - Date.parse(due ?? '')).toBeGreaterThan(190 * 86_400_000);
    await original.decide('seal', 'approve');
    await expect(original.handle.result()).resolves.toEqual({ outcome: 'sealed' });
  });

  it('nobody lets it go on before the ruling', async () => {
    const contested = await reported(bench);
    const appeal = await appealed(bench, contested);
    await heard(contested.original, 'appealed');
    const resumed = contested.original.act('resume', coordinator, { stage: 'seal', reason: '示例' });
    await expect(refusal(resumed)).resolves.toMatchObject({
      code: 'case-suspended',
      detail: expect.stringContaining(appeal.id),
    });
  });

  it('a stage that is reached meanwhile rests from the beginning', async () => {
    const original = await bench.open(buildTrial('opinion', { postingDays: { value: 7, unit: 'calendarDays' } }));
    const { events } = await original.decide('opinion#1.housing', 'agree');
    await original.decide('opinion#1.police', 'agree');
    const appeal = await appealed(bench, { original, event: events.from });
    await heard(original, 'appealed');
    await original.decide('notice#1', 'post', { evidence: [await original.evidence()] });
    await original.advance('P40D');
    await original.decide('visit', 'report');
    expect(await original.task('seal')).toMatchObject({ suspended: true, dueAt: null });
    await rule(appeal, 'uphold');
    await heard(original, 'appealEnded');
    expect(await original.task('seal')).toMatchObject({ suspended: false, dueAt: expect.any(String) });
  });

  it('nothing rests where the policy does not hold measures back', async () => {
    const contested = await reported(bench);
    await appealed(bench, contested, { 'appeal.appealSuspendsMeasure': false });
    expect((await heard(contested.original, 'appealed')).data).toMatchObject({ holds: [] });
    await contested.original.decide('seal', 'approve');
  });

  it('a suspension of the whole case that ends does not wake what the appeal holds, and the other way round', async () => {
    const contested = await reported(bench);
    const { original } = contested;
    await original.act('suspend', coordinator, { reason: '示例' });
    const appeal = await appealed(bench, contested);
    await heard(original, 'appealed');
    await original.act('resume', coordinator, { reason: '示例' });
    expect((await original.task('seal')).suspended).toBe(true);
    await original.act('suspend', coordinator, { reason: '示例' });
    await rule(appeal, 'uphold');
    await heard(original, 'appealEnded');
    expect((await original.task('seal')).suspended).toBe(true);
    await original.act('resume', coordinator, { reason: '示例' });
    expect((await original.task('seal')).suspended).toBe(false);
  });

  it('the level above may correct the decision, and what follows is opened anew', async () => {
    const contested = await reported(bench);
    const appeal = await appealed(bench, contested);
    await rule(appeal, 'change');
    await heard(contested.original, 'appealEnded');
    await contested.original.act('correct', office('communityPartyOrg'), {
      event: contested.event,
      decision: 'report',
      comment: '依据申诉裁定更正',
    });
    expect((await contested.original.timeline()).map(({ type }) => type)).toContain('corrected');
  });
});
