import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { WorkflowFailedError } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { addDays, addMonths, addWorkingDays, type PlainDay } from '../../domain/calendar/calendar.ts';
import type { CaseOpening, EarlierStep } from '../../domain/case/opening.ts';
import { computeDeadline } from '../../domain/deadline/deadline.ts';
import { verifyChain } from '../../domain/timeline/hashChain.ts';
import { buildOpening, buildTrial, office, refusal, TestBench } from '../support/cases.ts';
import { buildAt, nomination, paper, problem, solved } from '../support/rectification.ts';
import { until } from '../support/until.ts';

let bench: TestBench;
let today: PlainDay;
beforeAll(async () => {
  bench = await TestBench.start();
  today = await (await bench.open(buildTrial('seal'))).today();
});
afterAll(() => bench.stop());

const back = (days: number): PlainDay => addDays(today, -days);

/** The code and pointers a start failed with. */
async function startFailure(opening: CaseOpening): Promise<{ code: string; pointers: string[] }> {
  const { handle } = await bench.open(opening);
  const error = await handle.result().then(
    () => undefined,
    (reason: unknown) => reason,
  );
  const cause = error instanceof WorkflowFailedError ? error.cause : error;
  if (!(cause instanceof ApplicationFailure)) throw new Error('the start did not fail as a refusal', { cause: error });
  const fields = (cause.details?.[0] ?? []) as { pointer: string }[];
  return { code: cause.type ?? '', pointers: fields.map(({ pointer }) => pointer) };
}

describe('a case that was under way on paper', () => {
  it('stands where its earlier steps lead, each imported with the day it happened', async () => {
    const steps = [
      ...paper.staffed(back(80)),
      ...paper.submitted(back(70), [
        problem('urbanManagement', back(40)),
        problem('housingBureau', addDays(today, 30)),
      ]),
      ...paper.approved(back(60)),
    ];
    const compound = await bench.open(buildOpening({ underWay: { startedOn: back(90), steps } }));
    const { view, tasks } = await compound.snapshot();
    expect(view).toMatchObject({ stage: 'execution', status: 'running' });
    expect(tasks.map(({ id }) => id).sort()).toEqual([
      'execution#1.P1',
      'execution#1.P2',
      'execution#1.list',
      'memberChange#1',
    ]);
    const events = await compound.timeline();
    expect(verifyChain(events, new Map(), view.head)).toEqual([]);
    const decided = events.filter(({ type }) => type === 'decided');
    expect(decided.map(({ effectiveOn }) => effectiveOn)).toEqual(steps.map(({ effectiveOn }) => effectiveOn));
    expect(events[0]).toMatchObject({ type: 'caseOpened', effectiveOn: back(90) });
    expect(events.slice(1).every(({ imported }) => imported === true)).toBe(true);
    const opened = events.flatMap(({ type, stage, effectiveOn }) =>
      type === 'stageOpened' ? [[stage, effectiveOn]] : [],
    );
    expect(opened).toEqual([
      ['nomination#1', back(90)],
      ['acceptance#1', back(80)],
      ['gazette#1', back(80)],
      ['memberChange#1', back(80)],
      ['plan#1', back(80)],
      ['planReview#1', back(70)],
      ['monthlyWatch#1', back(60)],
      ['execution#1', back(60)],
    ]);
    // They were entered today, whatever day they speak of.
    const recorded = new Set(events.map(({ at }) => at.slice(0, 10)));
    expect([...recorded].every((day) => day >= back(1))).toBe(true);
  });

  it('counts open deadlines from the paper dates and says nothing of the past', async () => {
    const opening = buildAt('planReview', back(20));
    const compound = await bench.open(opening);
    const { tasks } = await compound.snapshot();
    const review = tasks.find(({ stage }) => stage === 'planReview');
    expect(review?.deadline).toMatchObject({ term: { n: 5, unit: 'workingDays' }, startOn: back(20) });
    const dueOn = addWorkingDays(opening.calendar, back(20), 5);
    expect(review?.dueAt).toBe(new Date(`${dueOn}T16:00:00.000Z`).toISOString());
    expect(review?.fired).toEqual(expect.arrayContaining(['yellow', 'red', 'supervise']));
    expect((await compound.timeline()).filter(({ type }) => type === 'escalated')).toEqual([]);
    const late = await compound.decide('planReview#1.housingBureau', 'approve');
    const decided = (await compound.timeline()).find(({ seq }) => seq === late.events.from);
    expect(decided).toMatchObject({ data: { late: true } });
    expect(decided).not.toHaveProperty('imported');
  });

  it('hears of the rungs that are still ahead', async () => {
    const compound = await bench.open(buildAt('plan', back(1)));
    const { deadline, dueAt } = await compound.task('plan');
    expect(deadline?.startOn).toBe(back(1));
    await compound.advanceTo(String(dueAt));
    const climbed = async () => (await compound.task('plan')).fired;
    await until(async () => (await climbed()).length > 0);
    const escalated = (await compound.timeline()).filter(({ type }) => type === 'escalated');
    expect(escalated.map(({ data, imported }) => [data.rung, imported])).toEqual([['yellow', undefined]]);
  });

  it('has its windows counted from the paper dates', async () => {
    const begun = addMonths(today, -2);
    const steps = [
      ...paper.staffed(begun),
      ...paper.submitted(begun),
      ...paper.approved(begun),
      ...paper.solved(begun),
      ...paper.accepted(begun),
    ];
    const opening = buildOpening({ underWay: { startedOn: begun, steps } });
    const compound = await bench.open(opening);
    const checks = (await compound.snapshot()).tasks.filter(({ face }) => face === 'check');
    expect(checks.map(({ id }) => id)).toContain('observation#1.month-1');
    const first = checks.find(({ part }) => part === 'month-1');
    const end = computeDeadline(
      {
        term: { n: 1, unit: 'months' },
        startOn: begun,
        roll: 'none',
        direction: 'after',
        suspensions: [],
        extensions: [],
        rule: { parameter: '', source: '' },
      },
      opening.calendar,
    );
    expect(first?.deadline?.startOn).toBe(end.dueOn);
    await compound.decide('observation#1.month-1', 'report', { form: { complaints: 1, satisfied: 1, surveyed: 1 } });
    await compound.advance('P32D');
    await compound.decide('observation#1.month-2', 'report', { form: { complaints: 1, satisfied: 1, surveyed: 1 } });
    await compound.decide('observation#1.month-3', 'report', { form: { complaints: 1, satisfied: 1, surveyed: 1 } });
    expect((await compound.snapshot()).view.stages).toMatchObject({ 'observation#1': { result: 'passed' } });
  });

  it('goes on as any other, but what happened on paper is not corrected here', async () => {
    const compound = await bench.open(buildAt('execution', back(10)));
    const imported = (await compound.timeline()).find(({ type }) => type === 'decided');
    await expect(
      refusal(
        compound.act('correct', office('districtPartyCommittee'), {
          event: imported?.seq ?? 0,
          decision: 'nominate',
          form: nomination,
          comment: '示例',
        }),
      ),
    ).resolves.toMatchObject({ code: 'correction-refused', pointers: ['/event'] });
    await solved(compound, 'P1', 'P2');
    expect((await compound.snapshot()).view.stage).toBe('midtermAcceptance');
  });

  it('takes an answer that came late on paper for an answer, not for silence', async () => {
    const steps = paper.staffed(back(20)).map((step, n) => (n < 2 ? step : { ...step, effectiveOn: back(9) }));
    const compound = await bench.open(buildOpening({ underWay: { startedOn: back(20), steps } }));
    expect((await compound.snapshot()).view).toMatchObject({
      stage: 'plan',
      stages: { 'acceptance#1': { result: 'complete' } },
    });
    const late = (await compound.timeline()).filter(({ data }) => data.late === true);
    expect(late.map(({ stage }) => stage)).toEqual(['acceptance#1.redSecretary', 'acceptance#1.department1']);
  });

  it('does not say today what the ladder would have said of a check that fell due long ago', async () => {
    const begun = addMonths(today, -2);
    const compound = await bench.open(buildAt('observation', begun));
    const checks = (await compound.snapshot()).tasks.filter(({ face }) => face === 'check');
    expect(checks[0]).toMatchObject({ part: 'month-1', fired: ['yellow', 'red', 'supervise', 'interview'] });
    expect((await compound.timeline()).filter(({ type }) => type === 'escalated')).toEqual([]);
  });

  it('may have no steps at all', async () => {
    const compound = await bench.open(buildOpening({ underWay: { startedOn: back(4), steps: [] } }));
    const task = await compound.task('nomination');
    expect(task.deadline?.startOn).toBe(back(4));
  });
});

describe('earlier steps that do not fit together', () => {
  const staffed = (): EarlierStep[] => paper.staffed(back(20));
  const plan = (overrides: Partial<EarlierStep>): EarlierStep[] => [
    ...staffed(),
    { stage: 'plan', decision: 'submit', effectiveOn: back(10), ...overrides },
  ];
  const invalid: [string, () => EarlierStep[], string[]][] = [
    [
      'a stage that is not open then',
      () => [{ stage: 'plan', decision: 'submit', effectiveOn: back(9) }],
      ['/0/stage'],
    ],
    ['a stage that was decided before', () => [...staffed(), ...staffed().slice(0, 1)], ['/5/stage']],
    ['a day in the future', () => plan({ effectiveOn: addDays(today, 1) }), ['/5/effectiveOn']],
    ['a day before the step before it', () => plan({ effectiveOn: back(21) }), ['/5/effectiveOn']],
    ['a day before the case began', () => paper.staffed(back(31)), ['/0/effectiveOn']],
    ['an unknown decision', () => plan({ decision: 'guess' }), ['/5', '/5/decision']],
    [
      'a form with errors',
      () => plan({ form: { summary: '', problems: [] } }),
      ['/5', '/5/form/summary', '/5/form/problems'],
    ],
    [
      'a decision that lacks its reason',
      () => [...staffed().slice(0, 1), { stage: 'acceptance#1.leader', decision: 'refuse', effectiveOn: back(20) }],
      ['/1', '/1/comment'],
    ],
  ];

  it.each(invalid)('end the start: %s', async (_, steps, pointers) => {
    const opening = buildOpening({ underWay: { startedOn: back(30), steps: steps() } });
    await expect(startFailure(opening)).resolves.toEqual({
      code: 'import-invalid',
      pointers: pointers.map((pointer) => `/underWay/steps${pointer}`),
    });
    const { cases, timeline, tasks } = bench.models();
    expect(await cases.countDocuments({ _id: opening.id })).toBe(0);
    expect(await timeline.countDocuments({ case: opening.id })).toBe(0);
    expect(await tasks.countDocuments({ case: opening.id })).toBe(0);
  });

  it('cannot begin in the future', async () => {
    const opening = buildOpening({ underWay: { startedOn: addDays(today, 1), steps: [] } });
    await expect(startFailure(opening)).resolves.toEqual({
      code: 'import-invalid',
      pointers: ['/underWay/startedOn'],
    });
  });

  it('leave the id free for a start that is right', async () => {
    const opening = buildOpening({ underWay: { startedOn: back(30), steps: plan({ decision: 'guess' }) } });
    await expect(startFailure(opening)).resolves.toMatchObject({ code: 'import-invalid' });
    const compound = await bench.open({ ...opening, underWay: { startedOn: back(30), steps: staffed() } });
    await until(async () => (await bench.models().cases.countDocuments({ _id: opening.id })) === 1);
    expect((await compound.snapshot()).view.stage).toBe('plan');
    expect(verifyChain(await compound.timeline())).toEqual([]);
  });
});
