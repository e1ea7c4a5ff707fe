import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { verifyChain } from '../../domain/timeline/hashChain.ts';
import { actor, buildOpening, coordinator, office, refusal, TestBench } from '../support/cases.ts';
import { ago, ahead } from '../support/days.ts';
import { accepted, buildAt, nomination, planned, seats, solved, staffed } from '../support/rectification.ts';

let bench: TestBench;
beforeAll(async () => {
  bench = await TestBench.start();
});
afterAll(() => bench.stop());

const organisation = office('organisationDept');

describe('three-ones pairing', () => {
  it('asks each party nominated, and goes on only when all have accepted', async () => {
    const compound = await bench.open();
    await compound.decide('nomination', 'nominate', { form: nomination });
    const { tasks } = await compound.snapshot();
    expect(tasks.map(({ id, office: asked }) => [id, asked])).toEqual([
      ['acceptance#1.leader', 'countyLevelLeader'],
      ['acceptance#1.redSecretary', 'redPropertySecretary'],
      ['acceptance#1.department1', 'pairedDepartment'],
    ]);
    for (const seat of seats) await compound.decide(`acceptance#1.${seat}`, 'accept');
    expect((await compound.snapshot()).view.stage).toBe('gazette');
  });

  it('replaces a party that refuses, and keeps those that accepted', async () => {
    const compound = await bench.open();
    await compound.decide('nomination', 'nominate', { form: nomination });
    await compound.decide('acceptance#1.leader', 'accept');
    await compound.decide('acceptance#1.redSecretary', 'refuse', { comment: '另有任务' });
    await compound.decide('acceptance#1.department1', 'accept');
    const wrong = await refusal(compound.decide('nomination#2', 'nominate', { form: { leader: '示例另一副区长' } }));
    expect(wrong).toMatchObject({ code: 'invalid-input', pointers: ['/form/redSecretary', '/form/leader'] });
    await compound.decide('nomination#2', 'nominate', { form: { redSecretary: '示例另一局' } });
    const { tasks } = await compound.snapshot();
    expect(tasks.map(({ id }) => id)).toEqual(['acceptance#2.redSecretary']);
    await compound.decide('acceptance#2.redSecretary', 'accept');
    expect((await compound.snapshot()).view.stage).toBe('gazette');
  });

  it('counts silence as refusal when the two working days are over, never as consent', async () => {
    const compound = await bench.open();
    await compound.decide('nomination', 'nominate', { form: nomination });
    await compound.decide('acceptance#1.leader', 'accept');
    await compound.decide('acceptance#1.department1', 'accept');
    await compound.advance('P14D');
    const { view, tasks } = await compound.snapshot();
    expect(view.stage).toBe('nomination');
    expect(tasks.map(({ id }) => id)).toEqual(['nomination#2']);
    const events = await compound.timeline();
    expect(events.filter(({ type }) => type === 'expired').map(({ stage }) => stage)).toEqual([
      'acceptance#1.redSecretary',
    ]);
    expect(view.facts).toMatchObject({ team: { redSecretary: { status: 'silent' }, leader: { status: 'accepted' } } });
  });

  it('refuses a nomination that leaves a seat vacant, naming the seat', async () => {
    const compound = await bench.open();
    const wrong = await refusal(compound.decide('nomination', 'nominate', { form: { leader: '示例副区长' } }));
    expect(wrong).toMatchObject({ code: 'invalid-input', pointers: ['/form/redSecretary', '/form/departments'] });
  });

  it('releases a member only after the successor has accepted and the handover is noted', async () => {
    const compound = await bench.open();
    await staffed(compound);
    const change = { form: { seat: 'department1', successor: '示例接替局' }, comment: '机构调整' };
    await compound.decide('memberChange', 'nameSuccessor', change);
    const team = async (): Promise<unknown> => (await compound.snapshot()).view.facts.team;
    expect(await team()).toMatchObject({ department1: { unit: '示例结对局', status: 'accepted' } });
    await compound.decide('successorAcceptance#1.department1', 'accept');
    expect(await team()).toMatchObject({ department1: { unit: '示例结对局' } });
    await compound.decide('handover', 'release', { form: { note: '示例交接' } });
    expect(await team()).toMatchObject({ department1: { unit: '示例接替局', status: 'accepted' } });
  });

  it('keeps the predecessor when the successor refuses', async () => {
    const compound = await bench.open();
    await staffed(compound);
    await compound.decide('memberChange', 'nameSuccessor', {
      form: { seat: 'leader', successor: '示例新领导' },
      comment: '调任',
    });
    await compound.decide('successorAcceptance#1.leader', 'refuse', { comment: '无法兼顾' });
    const { view, tasks } = await compound.snapshot();
    expect(view.facts).toMatchObject({ team: { leader: { unit: nomination.leader } }, successor: null });
    expect(tasks.map(({ id }) => id)).toContain('memberChange#2');
  });

  it('refuses to dissolve the task force while problems stand, while the observation runs, and before the case is closed', async () => {
    const compound = await bench.open();
    await staffed(compound);
    await planned(compound);
    const dissolve = () => refusal(compound.decide('memberChange', 'requestDissolve', {}, organisation));
    expect(await dissolve()).toMatchObject({ code: 'dissolve-refused', detail: expect.stringContaining('P1, P2') });
    await solved(compound, 'P1', 'P2');
    expect(await dissolve()).toMatchObject({ code: 'dissolve-refused', detail: expect.stringContaining('closed') });
    await accepted(compound);
    expect(await dissolve()).toMatchObject({ code: 'dissolve-refused', detail: expect.stringContaining('队伍不撤') });
  });
});

describe('four eyes', () => {
  it('lets nobody approve the plan they handed in, whatever other office they hold', async () => {
    const compound = await bench.open(buildAt('plan', ago(6)));
    const both = actor('both', undefined, {
      posts: [
        { office: 'streetPartyWorkingCommittee', scope: 'linyi/lanshan' },
        { office: 'urbanManagement', scope: 'linyi/lanshan' },
      ],
    });
    const problems = [{ title: '示例', category: 'other', office: 'urbanManagement', dueOn: ahead(44) }];
    await compound.decide('plan', 'submit', { form: { summary: '示例', problems } }, both);
    const own = await refusal(compound.decide('planReview#1.urbanManagement', 'approve', {}, both));
    expect(own.code).toBe('four-eyes');
    await compound.decide('planReview#1.urbanManagement', 'approve');
    expect((await compound.snapshot()).view.stage).toBe('execution');
  });

  it('nominated at the start of the case answers at once, and only who refuses is nominated anew', async () => {
    const input = { route: 'initialRanking', baselineMonthlyComplaints: 40, team: nomination };
    const compound = await bench.open(buildOpening({ input, campaign: 'K-2026-01' }));
    await compound.decide('acceptance#1.leader', 'accept');
    await compound.decide('acceptance#1.redSecretary', 'refuse', { comment: '示例：另有任务' });
    await compound.decide('acceptance#1.department1', 'accept');
    await compound.decide('nomination#1', 'nominate', { form: { redSecretary: '示例二局' } });
    expect((await compound.snapshot()).tasks.map(({ id }) => id)).toEqual(['acceptance#2.redSecretary']);
    await compound.decide('acceptance#2.redSecretary', 'accept');
    await compound.decide('gazette', 'publish');
    const events = await compound.timeline();
    expect(events[1]).toMatchObject({
      type: 'teamNominated',
      actor: { id: coordinator.id },
      data: { campaign: 'K-2026-01', seats: ['leader', 'redSecretary', 'department1'] },
    });
    expect(verifyChain(events)).toEqual([]);
  });

  it('nominated in part at the start is completed by the organisation department first', async () => {
    const input = { route: 'manual', baselineMonthlyComplaints: 4, team: { leader: '示例副区长' } };
    const compound = await bench.open(buildOpening({ input }));
    const again = compound.decide('nomination#1', 'nominate', { form: { leader: '另一位' } });
    await expect(refusal(again)).resolves.toMatchObject({ code: 'invalid-input' });
    const { leader: _, ...rest } = nomination;
    await compound.decide('nomination#1', 'nominate', { form: rest });
    expect((await compound.snapshot()).tasks.map(({ id }) => id)).toEqual(seats.map((seat) => `acceptance#1.${seat}`));
  });
});
