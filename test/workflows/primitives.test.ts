import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { addDays } from '../../domain/calendar/calendar.ts';
import { actor, buildTrial, coordinator, office, refusal, TestBench, type TestCase } from '../support/cases.ts';
import { until } from '../support/until.ts';

let bench: TestBench;
beforeAll(async () => {
  bench = await TestBench.start();
});
afterAll(() => bench.stop());

const open = async (compound: TestCase): Promise<string[]> =>
  (await compound.snapshot()).tasks.map(({ id }) => id).sort();
const results = async (compound: TestCase): Promise<Record<string, string | undefined>> =>
  Object.fromEntries(Object.entries((await compound.snapshot()).view.stages).map(([key, { result }]) => [key, result]));
const comment = '示例理由';

describe('a posting', () => {
  const posted = async (): Promise<TestCase> => {
    const compound = await bench.open(buildTrial('notice'));
    await compound.decide('notice#1', 'post', { evidence: [await compound.evidence()] });
    return compound;
  };
  const objected = async (): Promise<TestCase> => {
    const compound = await posted();
    await compound.decide('notice#1.objection', 'object', { comment });
    return compound;
  };

  it('needs the evidence its declaration asks for, and each file once', async () => {
    const compound = await bench.open(buildTrial('notice'));
    await expect(refusal(compound.decide('notice#1', 'post'))).resolves.toMatchObject({
      code: 'evidence-required',
      pointers: ['/evidence'],
    });
    await expect(refusal(compound.decide('notice#1', 'post', { evidence: ['unknown'] }))).resolves.toMatchObject({
      code: 'evidence-unknown',
      pointers: ['/evidence/0'],
    });
    expect(await open(compound)).toEqual(['notice#1']);
  });

  it('nobody objects to ends undisputed after its days, and not before', async () => {
    const compound = await posted();
    const lastDay = addDays(await compound.today(), 7);
    await compound.advanceTo(`${lastDay}T15:59:00.000Z`);
    expect(await open(compound)).toEqual(['notice#1.objection']);
    await compound.advance('PT2M');
    await until(async () => !(await open(compound)).includes('notice#1.objection'));
    expect(await results(compound)).toMatchObject({ 'notice#1': 'undisputed' });
  });

  it('is counted from the day the notice hung, not from the day that was recorded', async () => {
    const opened = await (await bench.open(buildTrial('seal'))).today();
    const hung = addDays(opened, -3);
    const compound = await bench.open(
      buildTrial('notice', {}, { underWay: { startedOn: addDays(opened, -4), steps: [] } }),
    );
    await compound.decide('notice#1', 'post', { evidence: [await compound.evidence()], effectiveOn: hung });
    await compound.advanceTo(`${addDays(hung, 7)}T16:01:00.000Z`);
    await until(async () => !(await open(compound)).includes('notice#1.objection'));
    expect(await results(compound)).toMatchObject({ 'notice#1': 'undisputed' });
  });

  it.each(['dismiss', 'uphold'])('lasts its days, however early every objection is settled: %s', async (decision) => {
    const compound = await objected();
    await compound.decide('notice#1.settlement-1', decision, { comment });
    expect(await results(compound)).toEqual({ 'notice#1': undefined });
    await compound.advance('P8D');
    await until(async () => (await results(compound))['notice#1'] !== undefined);
    const dismissed = decision === 'dismiss';
    expect((await results(compound))['notice#1']).toBe(dismissed ? 'dismissed' : 'upheld');
    const { view } = dismissed ? await compound.snapshot() : { view: undefined };
    if (view) expect(view.stage).toBe('visit');
    else await expect(compound.handle.result()).resolves.toEqual({ outcome: 'lost' });
  });

  it('waits past its days for an objection that is not settled, but takes no new one', async () => {
    const compound = await objected();
    await compound.decide('notice#1.objection', 'object', { comment });
    expect(await open(compound)).toEqual(['notice#1.objection', 'notice#1.settlement-1', 'notice#1.settlement-2']);
    await compound.advance('P8D');
    await until(async () => !(await open(compound)).includes('notice#1.objection'));
    await expect(
      refusal(
        compound.act('decide', office('residentsCommittee'), {
          stage: 'notice#1.objection',
          decision: 'object',
          comment,
        }),
      ),
    ).resolves.toMatchObject({ code: 'already-decided' });
    expect(await open(compound)).toEqual(['notice#1.settlement-1', 'notice#1.settlement-2']);
    await compound.decide('notice#1.settlement-2', 'uphold', { comment });
    expect(await results(compound)).toEqual({ 'notice#1': undefined });
    await compound.decide('notice#1.settlement-1', 'dismiss', { comment });
    // One objection that was upheld is enough.
    await expect(compound.handle.result()).resolves.toEqual({ outcome: 'lost' });
  });

  it('has nobody settle the objection they raised', async () => {
    const compound = await posted();
    const both = actor('both', 'residentsCommittee', {
      posts: [
        { office: 'residentsCommittee', scope: 'linyi/lanshan' },
        { office: 'streetPartyWorkingCommittee', scope: 'linyi/lanshan' },
      ],
    });
    await compound.act('decide', both, { stage: 'notice#1.objection', decision: 'object', comment });
    const settle = { stage: 'notice#1.settlement-1', decision: 'dismiss', comment };
    await expect(refusal(compound.act('decide', both, settle))).resolves.toMatchObject({ code: 'four-eyes' });
    await compound.act('decide', office('streetPartyWorkingCommittee'), settle);
  });

  it.each([
    ['an objection', 'notice#1.objection', 'object'],
    ['a settlement', 'notice#1.settlement-1', 'dismiss'],
  ])('refuses %s without its reason', async (_, stage, decision) => {
    const compound = await objected();
    await expect(refusal(compound.decide(stage, decision))).resolves.toMatchObject({
      code: 'comment-required',
      pointers: ['/comment'],
    });
  });
});

describe('a joint review of two out of three', () => {
  it('is carried by the second approval, and the third seat is no longer asked', async () => {
    const compound = await bench.open(buildTrial());
    await compound.decide('opinion#1.civil', 'agree');
    expect(await open(compound)).toEqual(['opinion#1.housing', 'opinion#1.police']);
    await compound.decide('opinion#1.housing', 'agree');
    expect(await results(compound)).toMatchObject({ 'opinion#1': 'carried' });
    await expect(
      refusal(compound.act('decide', office('publicSecurity'), { stage: 'opinion#1.police', decision: 'agree' })),
    ).resolves.toMatchObject({ code: 'already-decided' });
  });

  it('is carried against one refusal', async () => {
    const compound = await bench.open(buildTrial());
    await compound.decide('opinion#1.civil', 'disagree');
    await compound.decide('opinion#1.housing', 'agree');
    expect(await open(compound)).toEqual(['opinion#1.police']);
    await compound.decide('opinion#1.police', 'agree');
    expect(await results(compound)).toMatchObject({ 'opinion#1': 'carried' });
  });

  it('is lost with the second refusal', async () => {
    const compound = await bench.open(buildTrial());
    await compound.decide('opinion#1.civil', 'disagree');
    await compound.decide('opinion#1.housing', 'disagree');
    await expect(compound.handle.result()).resolves.toEqual({ outcome: 'lost' });
    const closed = (await compound.timeline()).at(-1);
    expect(closed).toMatchObject({ type: 'caseClosed', data: { outcome: 'lost' } });
  });

  it('never takes silence for consent, however long it lasts', async () => {
    const compound = await bench.open(buildTrial());
    await compound.decide('opinion#1.civil', 'agree');
    await compound.advance('P1Y');
    expect(await open(compound)).toEqual(['opinion#1.housing', 'opinion#1.police']);
    expect(await results(compound)).toEqual({ 'opinion#1': undefined });
  });

  it('is decided by the seat asked alone', async () => {
    const compound = await bench.open(buildTrial());
    await expect(
      refusal(compound.act('decide', office('civilAffairs'), { stage: 'opinion#1.police', decision: 'agree' })),
    ).resolves.toMatchObject({ code: 'office-required' });
    await expect(
      refusal(compound.act('decide', coordinator, { stage: 'opinion#1.police', decision: 'agree' })),
    ).resolves.toMatchObject({ code: 'office-required' });
  });
});

describe('a checkpoint', () => {
  it('asks nothing before its day, and then with the day as the start of its term', async () => {
    const compound = await bench.open(buildTrial('visit'));
    const day = addDays(await compound.today(), 30);
    expect(await open(compound)).toEqual([]);
    await expect(
      refusal(compound.act('decide', office('gridWorker'), { stage: 'visit', decision: 'report' })),
    ).resolves.toMatchObject({ code: 'stage-not-open' });
    await compound.advanceTo(`${addDays(day, -1)}T15:59:00.000Z`);
    expect(await open(compound)).toEqual([]);
    await compound.advance('PT2M');
    await until(async () => (await open(compound)).length > 0);
    expect(await compound.today()).toBe(day);
    expect((await compound.task('visit#1')).deadline?.startOn).toBe(addDays(day, -1));
    await compound.decide('visit#1', 'report');
    expect(await open(compound)).toEqual(['seal#1']);
  });

  it('keeps its day while the case is suspended, and asks after the resumption', async () => {
    const compound = await bench.open(buildTrial('visit'));
    await compound.act('suspend', coordinator, { reason: comment });
    await compound.advance('P40D');
    expect(await open(compound)).toEqual([]);
    await compound.act('resume', coordinator, { reason: comment });
    expect(await open(compound)).toEqual(['visit#1']);
  });
});

describe('a sign-off', () => {
  it('is asked again as often as it is sent back, each visit with its own term', async () => {
    const compound = await bench.open(buildTrial('seal'));
    for (const visit of [1, 2, 3]) {
      expect(await open(compound)).toEqual([`seal#${visit}`]);
      await compound.decide('seal', 'again');
      await compound.advance('P1D');
    }
    const first = await compound.task('seal#4');
    expect(first).toMatchObject({ visit: 4, fired: [], deadline: { startOn: addDays(await compound.today(), -1) } });
    await expect(
      refusal(compound.act('decide', office('housingBureau'), { stage: 'seal#2', decision: 'approve' })),
    ).resolves.toMatchObject({ code: 'already-decided' });
    await compound.decide('seal', 'approve');
    await expect(compound.handle.result()).resolves.toEqual({ outcome: 'sealed' });
    expect((await compound.timeline()).filter(({ type }) => type === 'decided').map(({ data }) => data.result)).toEqual(
      ['again', 'again', 'again', 'sealed'],
    );
  });
});
