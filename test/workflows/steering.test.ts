import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { addDays, addWorkingDays, dayOf } from '../../domain/calendar/calendar.ts';
import type { Term } from '../../domain/calendar/term.ts';
import type { ActInput, ActName } from '../../domain/case/acts.ts';
import { remaining } from '../../domain/deadline/deadline.ts';
import type { Actor } from '../../domain/organisation/actor.ts';
import {
  actor,
  buildOpening,
  buildTrial,
  coordinator,
  office,
  refusal,
  TestBench,
  type TestCase,
  withPolicy,
} from '../support/cases.ts';
import { nomination } from '../support/rectification.ts';
import { until } from '../support/until.ts';

let bench: TestBench;
beforeAll(async () => {
  bench = await TestBench.start();
});
afterAll(() => bench.stop());

const reason = '示例理由';
const minute = 60_000;
const days = (n: number): Term => ({ n, unit: 'workingDays' });
const before = (instant: string | null): string => new Date(Date.parse(String(instant)) - minute).toISOString();
const extension = (stage: string, n: number): ActInput<'extend'> => ({ stage, term: days(n), reason });
const housing = office('housingBureau');
const monitor = actor('monitor', undefined, { role: 'monitor', scope: 'linyi' });
const administrator = actor('administrator', undefined, { role: 'administrator', scope: '*' });
const stranger = actor('stranger', 'housingBureau', {
  scope: 'linyi/hedong',
  posts: [{ office: 'housingBureau', scope: 'linyi/hedong' }],
});

async function climbed(compound: TestCase): Promise<unknown[]> {
  return (await compound.timeline()).flatMap(({ type, stage, data }) =>
    type === 'escalated' ? [`${stage ?? ''} ${data.rung as string}`] : [],
  );
}

describe('an extension', () => {
  it('lengthens the budget, is told to readers, and bases the ladder on the new date', async () => {
    const opening = buildTrial('seal');
    const compound = await bench.open(opening);
    const { dueAt, deadline } = await compound.task('seal');
    await compound.timeline();
    await compound.advanceTo(before(dueAt));
    await until(async () => (await climbed(compound)).length === 1);
    await compound.act('extend', coordinator, extension('seal#1', 4));
    const task = await compound.task('seal');
    const dueOn = addWorkingDays(opening.calendar, String(deadline?.startOn), 9);
    expect(dayOf(before(task.dueAt))).toBe(dueOn);
    // The reminder lies ahead again, and so comes again.
    expect(task.fired).toEqual([]);
    await compound.advanceTo(before(task.dueAt));
    await until(async () => (await climbed(compound)).length > 1);
    expect(await climbed(compound)).toEqual(['seal#1 yellow', 'seal#1 yellow']);
    const extended = (await compound.timeline()).find(({ type }) => type === 'extended');
    expect(extended?.data).toEqual({ term: days(4), from: dueAt, to: task.dueAt });
    const stored = await bench.models().tasks.findById(`${compound.id}|seal#1`).lean();
    expect(stored?.dueAt?.toISOString()).toBe(task.dueAt);
    await compound.decide('seal', 'approve');
    expect((await compound.timeline()).find(({ type }) => type === 'decided')?.data).not.toHaveProperty('late');
  });

  it('is given as often as the policy says', async () => {
    const compound = await bench.open(withPolicy(buildTrial('seal'), { 'acts.extensionMaxTimes': 2 }));
    await compound.act('extend', coordinator, extension('seal', 1));
    await compound.act('extend', office('districtPartyCommittee'), extension('seal', 10));
    await expect(refusal(compound.act('extend', coordinator, extension('seal', 1)))).resolves.toMatchObject({
      code: 'extension-refused',
      pointers: ['/stage'],
      detail: expect.stringContaining('2 time(s)'),
    });
  });

  it('is not given once the time has run out', async () => {
    const compound = await bench.open(buildTrial('seal'));
    await compound.timeline();
    await compound.advanceTo(String((await compound.task('seal')).dueAt));
    await expect(refusal(compound.act('extend', coordinator, extension('seal', 1)))).resolves.toMatchObject({
      code: 'extension-refused',
      pointers: ['/stage'],
      detail: expect.stringContaining('before expiry'),
    });
  });
});

describe('a suspension of the case', () => {
  it('stops every clock, refuses decisions, and gives back what was left', async () => {
    const opening = buildOpening();
    const compound = await bench.open(opening);
    await compound.decide('nomination', 'nominate', { form: nomination });
    const first = await compound.snapshot();
    await compound.act('suspend', coordinator, { reason, basis: '示例文号' });
    const left = (await compound.snapshot()).tasks.map(
      ({ deadline }) => deadline && remaining(deadline, opening.calendar, first.now),
    );
    const decide = { stage: 'acceptance#1.leader', decision: 'accept' };
    await expect(refusal(compound.act('decide', office('countyLevelLeader'), decide))).resolves.toMatchObject({
      code: 'case-suspended',
    });
    const stopped = (await compound.snapshot()).tasks;
    expect(stopped.map(({ suspended, dueAt }) => [suspended, dueAt])).toEqual(Array(3).fill([true, null]));
    await compound.timeline();
    await compound.advance('P80D');
    expect(await climbed(compound)).toEqual([]);
    const document = await bench.models().cases.findById(compound.id).lean();
    expect(document).toMatchObject({ status: 'suspended', dueAt: null });
    await compound.act('resume', coordinator, { reason });
    const after = await compound.snapshot();
    expect(after.tasks.map(({ deadline }) => deadline && remaining(deadline, opening.calendar, after.now))).toEqual(
      left,
    );
    expect(after.view.status).toBe('running');
    await compound.decide('acceptance#1.leader', 'accept');
    expect((await compound.timeline()).filter(({ type, data }) => type === 'decided' && data.late)).toEqual([]);
  });

  it('leaves a task that was suspended by itself as it was', async () => {
    const compound = await bench.open(buildTrial('opinion'));
    await compound.act('suspend', coordinator, { reason, stage: 'opinion#1.police' });
    const states = async (): Promise<[string | undefined, boolean][]> =>
      (await compound.snapshot()).tasks.map(({ part, suspended }) => [part, suspended]);
    expect(await states()).toEqual([
      ['housing', false],
      ['police', true],
      ['civil', false],
    ]);
    await compound.decide('opinion#1.housing', 'disagree');
    await expect(
      refusal(compound.act('decide', office('publicSecurity'), { stage: 'opinion#1.police', decision: 'agree' })),
    ).resolves.toMatchObject({ code: 'case-suspended' });
    await compound.act('suspend', coordinator, { reason });
    await compound.act('resume', coordinator, { reason });
    expect(await states()).toEqual([
      ['police', true],
      ['civil', false],
    ]);
    await compound.timeline();
    await compound.advance('P60D');
    await until(async () => (await climbed(compound)).length === 4);
    expect(await climbed(compound)).toEqual(
      ['yellow', 'red', 'supervise', 'interview'].map((rung) => `opinion#1.civil ${rung}`),
    );
    await compound.act('resume', coordinator, { reason, stage: 'opinion#1.police' });
    await compound.decide('opinion#1.police', 'agree');
    expect((await compound.timeline()).findLast(({ type }) => type === 'decided')?.data).not.toHaveProperty('late');
  });

  it('ends by itself after the days the policy allows, and the clock runs on with what was left', async () => {
    const [whole, single] = await Promise.all([bench.open(buildTrial('seal')), bench.open(buildTrial('opinion'))]);
    const since = await whole.today();
    const left = (await whole.task('seal')).deadline?.term;
    await whole.act('suspend', coordinator, { reason });
    await single.act('suspend', coordinator, { reason, stage: 'opinion#1.police' });
    // The ninetieth day still belongs to the suspension.
    const end = `${addDays(since, 90)}T16:00:00.000Z`;
    await Promise.all([whole.advanceTo(before(end)), single.advanceTo(before(end))]);
    expect((await whole.snapshot()).view.status).toBe('suspended');
    expect((await single.task('opinion#1.police')).suspended).toBe(true);
    await Promise.all([whole.advance('PT2M'), single.advance('PT2M')]);
    await until(async () => (await whole.snapshot()).view.status === 'running');
    const { deadline, suspended } = await whole.task('seal');
    expect([suspended, deadline?.term, deadline?.suspensions.length]).toEqual([false, left, 1]);
    const resumed = async (compound: TestCase): Promise<unknown[]> =>
      (await compound.timeline()).flatMap(({ type, stage, actor: by, data }) =>
        type === 'resumed' ? [[stage, by.role, data.limit]] : [],
      );
    expect(await resumed(whole)).toEqual([[undefined, 'system', 90]]);
    expect(await resumed(single)).toEqual([['opinion#1.police', 'system', 90]]);
    expect(await climbed(whole)).toEqual([]);
    await whole.decide('seal', 'approve');
  });

  it('makes what is overdue no older', async () => {
    const compound = await bench.open(buildTrial('seal'));
    const { dueAt } = await compound.task('seal');
    await compound.timeline();
    await compound.advanceTo(String(dueAt));
    await compound.act('suspend', coordinator, { reason });
    await compound.advance('P60D');
    await compound.act('resume', coordinator, { reason });
    expect(await climbed(compound)).toEqual(['seal#1 yellow']);
    await compound.advance('P6D');
    await until(async () => (await climbed(compound)).length > 1);
    expect(await climbed(compound)).toContain('seal#1 red');
    expect(await climbed(compound)).not.toContain('seal#1 interview');
  });
});

describe('a delegation', () => {
  const deputy = actor('deputy');
  const decision = { stage: 'seal#1', decision: 'approve' };

  it('lets the delegate decide until the day, and not after it', async () => {
    const [early, late] = await Promise.all([bench.open(buildTrial('seal')), bench.open(buildTrial('seal'))]);
    const until = addDays(await early.today(), 2);
    await expect(refusal(early.act('decide', deputy, decision))).resolves.toMatchObject({ code: 'office-required' });
    for (const compound of [early, late]) {
      await compound.act('delegate', housing, {
        stage: 'seal#1',
        to: { id: deputy.id, name: deputy.name },
        until,
        reason,
      });
      await compound.timeline();
    }
    await early.advanceTo(`${until}T15:00:00.000Z`);
    await early.act('decide', deputy, decision);
    await late.advanceTo(`${until}T16:01:00.000Z`);
    await expect(refusal(late.act('decide', deputy, decision))).resolves.toMatchObject({ code: 'office-required' });
    await late.act('decide', housing, decision);
    const delegated = (await late.timeline()).find(({ type }) => type === 'delegated');
    expect(delegated?.data).toEqual({ to: deputy.id, until });
  });

  it('lasts as long as the policy allows when no day is named', async () => {
    const compound = await bench.open(buildTrial('seal'));
    await compound.act('delegate', housing, { stage: 'seal#1', to: { id: deputy.id, name: deputy.name } });
    expect((await compound.task('seal')).delegate).toEqual({
      id: deputy.id,
      until: addDays(await compound.today(), 30),
    });
  });

  it('does not go to who submitted what is judged', async () => {
    const compound = await bench.open(buildTrial('notice'));
    const post = { evidence: [await compound.evidence()] };
    await compound.decide('notice#1', 'post', post);
    await compound.decide('notice#1.objection', 'object', { comment: reason });
    const to = { id: 'residentsCommittee', name: '示例' };
    await expect(
      refusal(compound.act('delegate', office('streetPartyWorkingCommittee'), { stage: 'notice#1.settlement-1', to })),
    ).resolves.toMatchObject({ code: 'four-eyes' });
  });

  it('ends with a reassignment: only the office asked now decides', async () => {
    const compound = await bench.open(buildTrial('seal'));
    await compound.act('delegate', housing, { stage: 'seal#1', to: { id: deputy.id, name: deputy.name } });
    await compound.act('reassign', coordinator, { stage: 'seal#1', office: 'naturalResources', reason });
    for (const by of [deputy, housing]) {
      await expect(refusal(compound.act('decide', by, decision))).resolves.toMatchObject({ code: 'office-required' });
    }
    const reassigned = (await compound.timeline()).find(({ type }) => type === 'reassigned');
    expect(reassigned).toMatchObject({ stage: 'seal#1', data: { from: 'housingBureau', to: 'naturalResources' } });
    expect(await bench.models().tasks.findById(`${compound.id}|seal#1`).lean()).toMatchObject({
      office: 'naturalResources',
    });
    await compound.act('decide', office('naturalResources'), decision);
  });
});

describe('the end before the end', () => {
  it('is for the leading group, which says how; nothing is asked and nothing fires afterwards', async () => {
    const compound = await bench.open();
    await compound.act('cancel', office('districtPartyCommittee'), { reason, outcome: 'transferred' });
    await expect(compound.handle.result()).resolves.toEqual({ outcome: 'transferred' });
    const document = await bench.models().cases.findById(compound.id).lean();
    expect(document).toMatchObject({ status: 'cancelled', outcome: 'transferred', stage: null, dueAt: null });
    expect(await bench.models().tasks.countDocuments({ case: compound.id, open: true })).toBe(0);
    expect((await compound.timeline()).at(-1)).toMatchObject({
      type: 'caseCancelled',
      data: { outcome: 'transferred' },
    });
  });

  it('may come while the case is suspended', async () => {
    const compound = await bench.open();
    await compound.act('suspend', coordinator, { reason });
    await compound.act('cancel', office('districtPartyCommittee'), { reason });
    await expect(compound.handle.result()).resolves.toEqual({ outcome: 'cancelled' });
  });
});

describe('links', () => {
  it('are kept once, however often they are made', async () => {
    const compound = await bench.open();
    const other = { case: 'rectification:C-1:1', relation: 'related' } as const;
    await compound.act('link', coordinator, other);
    await compound.act('link', coordinator, other);
    await compound.act('link', coordinator, { ...other, relation: 'reopens' });
    await compound.timeline();
    const document = await bench.models().cases.findById(compound.id).lean();
    expect(document?.links).toEqual([other, { ...other, relation: 'reopens' }]);
  });
});

describe('a comment', () => {
  it.each<[string, Actor, string | undefined]>([
    ['a coordinator', coordinator, undefined],
    ['a reviewer of another office', office('taxBureau'), undefined],
    ['a monitor', monitor, undefined],
    ['an administrator', administrator, 'forbidden'],
    ['somebody of another district', stranger, 'forbidden'],
  ])('of %s', async (_, by, code) => {
    const compound = await bench.open(buildTrial('seal'));
    const said = compound.act('comment', by, { text: '示例意见', stage: 'seal#1' });
    if (code === undefined) await expect(said).resolves.toMatchObject({ events: { from: 3, to: 3 } });
    else await expect(refusal(said)).resolves.toMatchObject({ code });
  });

  it('keeps its words out of the chain, where they can be erased', async () => {
    const compound = await bench.open(buildTrial('seal'));
    const { revision } = await compound.act('comment', coordinator, { text: '示例私人意见' });
    const event = (await compound.timeline()).at(-1);
    expect(JSON.stringify(event)).not.toContain('示例私人意见');
    const texts = await bench.models().texts.findById(`${compound.id}|1|${revision}`).lean();
    expect(texts?.texts).toMatchObject({ comment: '示例私人意见', actorName: coordinator.name });
  });
});

describe('refused, with nothing changed', () => {
  const evidence = { id: 'e1', sha256: 'a'.repeat(64), name: 'a.jpg', size: 1, mediaType: 'image/jpeg' };
  const future = '2090-01-01';
  const to = { id: 'deputy', name: '示例' };
  let compound: TestCase;
  let revision: number;
  beforeAll(async () => {
    compound = await bench.open(buildTrial('seal'));
    ({ revision } = await compound.act('comment', coordinator, { text: reason }));
  });

  const cases: [string, ActName, Actor, object, string, string[]][] = [
    ['deciding what is not open', 'decide', housing, { stage: 'notice#1', decision: 'post' }, 'stage-not-open', []],
    ['an unknown decision', 'decide', housing, { stage: 'seal', decision: 'x' }, 'unknown-decision', ['/decision']],
    [
      'a form where none is',
      'decide',
      housing,
      { stage: 'seal', decision: 'again', form: { a: 1 } },
      'invalid-input',
      ['/form/a'],
    ],
    ['a field nobody knows', 'decide', housing, { stage: 'seal', decision: 'again', x: 1 }, 'invalid-input', ['']],
    [
      'unknown evidence',
      'decide',
      housing,
      { stage: 'seal', decision: 'again', evidence: ['x'] },
      'evidence-unknown',
      ['/evidence/0'],
    ],
    [
      'a day in the future',
      'decide',
      housing,
      { stage: 'seal', decision: 'again', effectiveOn: future },
      'effective-date-refused',
      ['/effectiveOn'],
    ],
    [
      'a day before the stage',
      'decide',
      housing,
      { stage: 'seal', decision: 'again', effectiveOn: '2020-01-01' },
      'effective-date-refused',
      ['/effectiveOn'],
    ],
    [
      'another office’s decision',
      'decide',
      office('taxBureau'),
      { stage: 'seal', decision: 'again' },
      'office-required',
      [],
    ],
    [
      'the same office of another district',
      'decide',
      stranger,
      { stage: 'seal', decision: 'again' },
      'office-required',
      [],
    ],
    ['an empty comment', 'comment', coordinator, { text: ' ' }, 'invalid-input', ['/text']],
    ['evidence of a monitor', 'attachEvidence', monitor, evidence, 'forbidden', []],
    [
      'evidence without its hash',
      'attachEvidence',
      housing,
      { ...evidence, sha256: 'a' },
      'invalid-input',
      ['/sha256'],
    ],
    ['delegating for another office', 'delegate', office('taxBureau'), { stage: 'seal', to }, 'office-required', []],
    [
      'delegating into the past',
      'delegate',
      housing,
      { stage: 'seal', to, until: '2020-01-01' },
      'invalid-input',
      ['/until'],
    ],
    ['delegating for too long', 'delegate', housing, { stage: 'seal', to, until: future }, 'invalid-input', ['/until']],
    ['delegating what is not open', 'delegate', housing, { stage: 'visit#1', to }, 'stage-not-open', []],
    [
      'reassigning without a reason',
      'reassign',
      coordinator,
      { stage: 'seal', office: 'taxBureau', reason: '' },
      'invalid-input',
      ['/reason'],
    ],
    [
      'reassigning to no office',
      'reassign',
      coordinator,
      { stage: 'seal', office: 'x', reason },
      'invalid-input',
      ['/office'],
    ],
    [
      'reassigning by the office asked',
      'reassign',
      housing,
      { stage: 'seal', office: 'taxBureau', reason },
      'forbidden',
      [],
    ],
    [
      'reassigning what is not open',
      'reassign',
      coordinator,
      { stage: 'visit', office: 'taxBureau', reason },
      'stage-not-open',
      [],
    ],
    ['extending by the office asked', 'extend', housing, extension('seal', 1), 'forbidden', []],
    ['extending too far', 'extend', coordinator, extension('seal', 11), 'extension-refused', ['/term']],
    ['extending by nothing', 'extend', coordinator, extension('seal', 0), 'extension-refused', ['/term']],
    [
      'extending in another unit',
      'extend',
      coordinator,
      { stage: 'seal', term: { n: 1, unit: 'hours' }, reason },
      'extension-refused',
      ['/term'],
    ],
    [
      'extending without a reason',
      'extend',
      coordinator,
      { stage: 'seal', term: days(1) },
      'invalid-input',
      ['/reason'],
    ],
    ['extending what is not open', 'extend', coordinator, extension('visit', 1), 'stage-not-open', []],
    ['suspending by the office asked', 'suspend', housing, { reason }, 'forbidden', []],
    ['suspending what is not open', 'suspend', coordinator, { reason, stage: 'visit' }, 'stage-not-open', []],
    ['resuming what runs', 'resume', coordinator, { reason }, 'not-suspended', []],
    ['resuming a task that runs', 'resume', coordinator, { reason, stage: 'seal' }, 'not-suspended', []],
    ['cancelling by the coordinator', 'cancel', coordinator, { reason }, 'forbidden', []],
    [
      'cancelling with no such outcome',
      'cancel',
      office('districtPartyCommittee'),
      { reason, outcome: 'x' },
      'invalid-input',
      ['/outcome'],
    ],
    ['cancelling without a reason', 'cancel', office('districtPartyCommittee'), {}, 'invalid-input', ['/reason']],
    ['linking by the office asked', 'link', housing, { case: 'a', relation: 'related' }, 'forbidden', []],
    ['linking in no known way', 'link', coordinator, { case: 'a', relation: 'x' }, 'invalid-input', ['/relation']],
  ];

  it.each(cases)('%s', async (_, name, by, input, code, pointers) => {
    await expect(refusal(compound.act(name, by, input as never))).resolves.toMatchObject({ code, pointers });
    expect((await compound.snapshot()).view.revision).toBe(revision);
  });

  it('a link to the case itself', async () => {
    const itself = { case: compound.id, relation: 'related' } as const;
    await expect(refusal(compound.act('link', coordinator, itself))).resolves.toMatchObject({ pointers: ['/case'] });
  });

  it('whatever is asked of a case that is suspended already, but its resumption', async () => {
    const other = await bench.open(buildTrial('seal'));
    await other.act('suspend', coordinator, { reason });
    const again = { code: 'case-suspended' };
    await expect(refusal(other.act('suspend', coordinator, { reason }))).resolves.toMatchObject(again);
    await expect(refusal(other.act('resume', coordinator, { reason, stage: 'seal' }))).resolves.toMatchObject(again);
    await other.act('resume', coordinator, { reason });
  });
});
