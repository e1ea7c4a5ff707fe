import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { addDays } from '../../domain/calendar/calendar.ts';
import type { ActInput } from '../../domain/case/acts.ts';
import { verifyChain } from '../../domain/timeline/hashChain.ts';
import type { ActAnswer } from '../../workflows/messages.ts';
import { buildTrial, coordinator, office, refusal, TestBench, type TestCase } from '../support/cases.ts';
import { buildAt, nomination, planned, problem, seats, staffed, submitted } from '../support/rectification.ts';

let bench: TestBench;
beforeAll(async () => {
  bench = await TestBench.start();
});
afterAll(() => bench.stop());

const leadingGroup = office('districtPartyCommittee');
const organisation = office('organisationDept');
const other = { ...nomination, leader: '示例副书记' };

const correction = (event: number, rest: Partial<ActInput<'correct'>> = {}): ActInput<'correct'> => ({
  event,
  decision: 'nominate',
  form: other,
  comment: '示例：写错了单位',
  ...rest,
});

/** What readers see once everything has arrived. */
async function readModel(compound: TestCase) {
  await compound.timeline();
  const { cases, tasks, problems } = bench.models();
  const document = await cases.findById(compound.id).lean();
  return {
    stage: document?.stage,
    facts: document?.facts,
    stages: Object.fromEntries(
      Object.entries(document?.stages ?? {}).map(([key, { status, result }]) => [key, result ?? status]),
    ),
    open: (await tasks.find({ case: compound.id, open: true }).lean()).map(({ id }) => id).sort(),
    ended: Object.fromEntries(
      (await tasks.find({ case: compound.id, open: false }).lean()).map(({ id, ended }) => [id, ended?.why]),
    ),
    problems: (await problems.find({ case: compound.id }).sort({ id: 1 }).lean()).map(({ id, office: of, status }) => [
      id,
      of,
      status,
    ]),
  };
}

const seatsOpen = seats.map((seat) => `acceptance#1.${seat}`).sort();
const holds = async (compound: TestCase): Promise<void> => {
  const events = await compound.timeline();
  const { view } = await compound.snapshot();
  expect(verifyChain(events, new Map(), view.head)).toEqual([]);
};

describe('a mistaken decision', () => {
  it('is corrected by its actor before the next stage acts; the original stays, marked', async () => {
    const compound = await bench.open();
    const made = await compound.decide('nomination', 'nominate', { form: nomination });
    const answer = await compound.act('correct', organisation, correction(made.events.from));
    expect(answer.tasks).toEqual({ opened: [], closed: [] });
    const events = await compound.timeline();
    expect(
      events.slice(2).map(({ type, stage, data }) => [type, stage, data.event ?? data.by ?? data.decision]),
    ).toEqual([
      ['decided', 'nomination#1', 'nominate'],
      ['stageOpened', 'acceptance#1', undefined],
      ['corrected', 'nomination#1', made.events.from],
      ['superseded', 'acceptance#1', made.events.from],
      ['decided', 'nomination#1', 'nominate'],
      ['stageOpened', 'acceptance#1', undefined],
    ]);
    expect(events[4]?.data).toMatchObject({ superseded: [] });
    const seen = await readModel(compound);
    expect(seen).toMatchObject({ stage: 'acceptance', open: seatsOpen, stages: { 'acceptance#1': 'open' } });
    expect(seen.facts).toMatchObject({ team: { leader: { unit: '示例副书记', status: 'nominated' } } });
    await holds(compound);
  });

  it('is not corrected by its actor once others have acted on it, but by the level above, and what followed is open again', async () => {
    const compound = await bench.open();
    const made = await compound.decide('nomination', 'nominate', { form: nomination });
    await compound.decide('acceptance#1.leader', 'accept');
    const accepted = await compound.decide('acceptance#1.redSecretary', 'accept');
    await expect(refusal(compound.act('correct', organisation, correction(made.events.from)))).resolves.toMatchObject({
      code: 'correction-refused',
      detail: expect.stringContaining('others have acted'),
    });
    expect((await readModel(compound)).open).toEqual(['acceptance#1.department1']);
    await compound.act('correct', leadingGroup, correction(made.events.from));
    const corrected = (await compound.timeline()).find(({ type }) => type === 'corrected');
    expect(corrected?.data).toEqual({
      event: made.events.from,
      superseded: [accepted.events.from - 1, accepted.events.from],
    });
    const seen = await readModel(compound);
    expect(seen.open).toEqual(seatsOpen);
    expect(seen.ended).toEqual({ 'nomination#1': 'decided' });
    expect(seen.facts).toMatchObject({ team: { redSecretary: { status: 'nominated' } } });
    for (const seat of seats) await compound.decide(`acceptance#1.${seat}`, 'accept');
    expect((await readModel(compound)).stages).toMatchObject({ 'acceptance#1': 'complete', 'gazette#1': 'open' });
    await holds(compound);
  });

  it('is not corrected by its actor after the policy’s hours, but by the level above', async () => {
    const compound = await bench.open();
    const made = await compound.decide('nomination', 'nominate', { form: nomination });
    await compound.advance('PT25H');
    await expect(refusal(compound.act('correct', organisation, correction(made.events.from)))).resolves.toMatchObject({
      code: 'correction-refused',
      detail: expect.stringContaining('24 hours'),
    });
    await compound.act('correct', leadingGroup, correction(made.events.from));
    await holds(compound);
  });

  it('happens once however often the same correction is sent', async () => {
    const compound = await bench.open();
    const made = await compound.decide('nomination', 'nominate', { form: nomination });
    const key = randomUUID();
    const send = (): Promise<ActAnswer> => compound.act('correct', organisation, correction(made.events.from), key);
    const first = await send();
    await expect(send()).resolves.toEqual(first);
    expect((await compound.timeline()).filter(({ type }) => type === 'corrected')).toHaveLength(1);
  });
});

describe('a correction that changes the result', () => {
  it('supersedes the stage that followed and opens the one that should have', async () => {
    const compound = await bench.open(buildTrial('opinion'));
    await compound.decide('opinion#1.housing', 'agree');
    const decisive = await compound.decide('opinion#1.police', 'agree');
    expect((await readModel(compound)).open).toEqual(['notice#1']);
    await compound.act('correct', office('publicSecurity'), {
      event: decisive.events.from,
      decision: 'disagree',
      comment: '示例：点错了',
    });
    const seen = await readModel(compound);
    expect(seen).toMatchObject({
      stage: 'opinion',
      open: ['opinion#1.civil'],
      stages: { 'opinion#1': 'open', 'notice#1': 'superseded' },
      ended: { 'notice#1': 'superseded', 'opinion#1.housing': 'decided', 'opinion#1.police': 'decided' },
    });
    // The vote of the seat that was not corrected has survived: one more carries it.
    await compound.decide('opinion#1.civil', 'agree');
    expect((await readModel(compound)).stages).toMatchObject({ 'opinion#1': 'carried', 'notice#1': 'open' });
    await holds(compound);
  });

  it('keeps a vote that was cast after the one corrected', async () => {
    const compound = await bench.open(buildTrial('opinion'));
    const early = await compound.decide('opinion#1.housing', 'disagree');
    await compound.decide('opinion#1.police', 'agree');
    await compound.act('correct', office('housingBureau'), {
      event: early.events.from,
      decision: 'agree',
      comment: '示例：点错了',
    });
    const corrected = (await compound.timeline()).find(({ type }) => type === 'corrected');
    expect(corrected?.data.superseded).toEqual([]);
    const seen = await readModel(compound);
    expect(seen).toMatchObject({ open: ['notice#1'], stages: { 'opinion#1': 'carried' } });
    await holds(compound);
  });

  it('restores facts and problems, and takes away what was listed by mistake', async () => {
    const compound = await bench.open();
    await staffed(compound);
    await planned(compound);
    const today = await compound.today();
    const added = await compound.decide('execution#1.list', 'list', {
      form: { problems: [problem('publicSecurity', addDays(today, 9)), problem('taxBureau', addDays(today, 9))] },
    });
    expect((await readModel(compound)).problems).toHaveLength(4);
    await compound.act('correct', office('streetPartyWorkingCommittee'), {
      event: added.events.from,
      decision: 'list',
      form: { problems: [problem('civilAffairs', addDays(today, 9))] },
      comment: '示例：问题列错',
    });
    const seen = await readModel(compound);
    expect(seen.problems).toEqual([
      ['P1', 'urbanManagement', 'open'],
      ['P2', 'housingBureau', 'open'],
      ['P3', 'civilAffairs', 'open'],
    ]);
    expect(seen.open).not.toContain('execution#1.P4');
    expect(seen.ended).toMatchObject({ 'execution#1.P4': 'superseded' });
    expect((await compound.task('execution#1.P3')).office).toBe('civilAffairs');
    await holds(compound);
  });

  it('takes a plan’s departments, stages and problems back to what the corrected plan says', async () => {
    const compound = await bench.open();
    await staffed(compound);
    await submitted(compound);
    const plan = (await compound.snapshot()).view.revision - 1;
    await compound.decide('planReview#1.urbanManagement', 'approve');
    await compound.decide('planReview#1.housingBureau', 'approve');
    expect((await readModel(compound)).stage).toBe('execution');
    const today = await compound.today();
    await compound.act('correct', leadingGroup, {
      event: plan,
      decision: 'submit',
      form: { summary: '示例', problems: [problem('publicSecurity', addDays(today, 9))] },
      comment: '示例：附件传错',
    });
    const seen = await readModel(compound);
    expect(seen).toMatchObject({ stage: 'planReview', problems: [] });
    expect(seen.open).toEqual(['memberChange#1', 'planReview#1.publicSecurity']);
    expect(seen.stages).toMatchObject({ 'execution#1': 'superseded', 'monthlyWatch#1': 'superseded' });
    await holds(compound);
  });
});

describe('what happened since a corrected decision', () => {
  it('stays on the tasks that were open then: reminders come once, and suspended time does not count', async () => {
    const compound = await bench.open(buildTrial('opinion'));
    const early = await compound.decide('opinion#1.housing', 'disagree');
    await compound.advanceTo(String((await compound.task('opinion#1.police')).dueAt));
    await compound.act('suspend', coordinator, { reason: '示例' });
    await compound.advance('P20D');
    await compound.act('resume', coordinator, { reason: '示例' });
    const before = await compound.snapshot();
    await compound.act('correct', leadingGroup, { event: early.events.from, decision: 'agree', comment: '示例' });
    const after = await compound.snapshot();
    expect(after.tasks).toEqual(before.tasks);
    expect(after.tasks[0]?.fired).toEqual(['yellow']);
  });

  it('does not lose the suspended time of the stage’s own windows', async () => {
    const today = await (await bench.open(buildTrial('seal'))).today();
    const compound = await bench.open(buildAt('execution', addDays(today, -1)));
    const started = await compound.decide('execution#1.P1', 'start');
    await compound.act('suspend', coordinator, { reason: '示例' });
    await compound.advance('P40D');
    await compound.act('resume', coordinator, { reason: '示例' });
    const evidence = [await compound.evidence()];
    await compound.act('correct', leadingGroup, {
      event: started.events.from,
      decision: 'complete',
      comment: '示例',
      evidence,
    });
    // Six months from the day the execution began are over on the calendar, but not by the budget.
    await compound.advance('P150D');
    expect((await readModel(compound)).stages).toMatchObject({ 'execution#1': 'open' });
    await compound.advance('P45D');
    expect((await readModel(compound)).stages).toMatchObject({ 'execution#1': 'timeReached' });
    await holds(compound);
  });
});

describe('a correction is refused', () => {
  it.each<[string, Partial<ActInput<'correct'>>, string, string[]]>([
    ['of what is no decision', { event: 1 }, 'correction-refused', ['/event']],
    ['with an unknown decision', { decision: 'nothing' }, 'unknown-decision', ['/decision']],
    [
      'with a form that has errors',
      { form: {} },
      'invalid-input',
      ['/form/leader', '/form/redSecretary', '/form/departments'],
    ],
    ['with evidence nobody attached', { evidence: ['none'] }, 'evidence-unknown', ['/evidence/0']],
    ['without its reason', { comment: ' ' }, 'invalid-input', ['/comment']],
  ])('%s', async (_, rest, code, pointers) => {
    const compound = await bench.open();
    const made = await compound.decide('nomination', 'nominate', { form: nomination });
    const refused = refusal(compound.act('correct', organisation, correction(made.events.from, rest)));
    await expect(refused).resolves.toMatchObject({ code, pointers });
    expect((await compound.snapshot()).view.revision).toBe(made.revision);
  });

  it('while the case is suspended, and from who neither decided nor stands above', async () => {
    const compound = await bench.open();
    const made = await compound.decide('nomination', 'nominate', { form: nomination });
    await expect(
      refusal(compound.act('correct', office('housingBureau'), correction(made.events.from))),
    ).resolves.toMatchObject({ code: 'correction-refused' });
    await compound.act('suspend', coordinator, { reason: '示例' });
    await expect(refusal(compound.act('correct', organisation, correction(made.events.from)))).resolves.toMatchObject({
      code: 'case-suspended',
    });
  });
});
