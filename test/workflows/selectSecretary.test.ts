import { afterAll, beforeAll, describe, expect, it, test } from '@jest/globals';
import { verifyChain } from '../../domain/timeline/hashChain.ts';
import { actor, office, refusal, TestBench, type TestCase } from '../support/cases.ts';
import {
  buildVacancy,
  candidate,
  cleared,
  departments,
  keepPolicies,
  postedUntilOver,
  putForward,
  register,
} from '../support/secretaries.ts';
import { until } from '../support/until.ts';

let bench: TestBench;
beforeAll(async () => {
  bench = await TestBench.start();
  await keepPolicies(bench);
});
afterAll(() => bench?.stop());

const open = (input?: Record<string, string>): Promise<TestCase> => bench.open(buildVacancy(input));
const stageOf = async (compound: TestCase) => (await compound.snapshot()).view.stage;
const factsOf = async (compound: TestCase) => (await compound.snapshot()).view.facts;

async function rungsOf(compound: TestCase, stage: string): Promise<unknown[]> {
  const events = await compound.timeline();
  return events.filter((event) => event.type === 'escalated' && event.stage === stage).map(({ data }) => data['rung']);
}

describe('the selection of a compound secretary', () => {
  it('goes from the proposal over joint review, decision, filing and posting to the appointment and a mentor', async () => {
    const compound = await open({ vacancy: 'newBranch', compoundType: 'resettlement' });
    expect(await factsOf(compound)).toMatchObject({ suggestedMethod: 'elect', candidates: 0, method: null });
    await putForward(compound);
    expect(await factsOf(compound)).toMatchObject({ suggestedMethod: 'elect', candidates: 1, method: 'recommend' });
    const { tasks } = await compound.snapshot();
    expect(tasks.flatMap(({ id, office: asked }) => (id.startsWith('jointReview') ? [asked] : []))).toEqual(
      departments,
    );
    await cleared(compound);
    await postedUntilOver(compound);
    await compound.decide('appointment', 'appoint', { form: { secretary: 'S-01' } });
    await compound.decide('mentor', 'assign', { form: { mentor: '示例导师' } });
    await expect(compound.handle.result()).resolves.toEqual({ outcome: 'appointed' });
    expect(await factsOf(compound)).toMatchObject({
      secretary: 'S-01',
      filedOn: expect.stringMatching(/^\d{4}-/),
      appointedOn: expect.stringMatching(/^\d{4}-/),
      mentoredSince: expect.stringMatching(/^\d{4}-/),
    });
    expect(verifyChain(await compound.timeline())).toEqual([]);
  });

  it('begins the training of the year with the appointment', async () => {
    const secretary = await register(bench, 'secretaries', 'S-new');
    const compound = await open();
    await putForward(compound);
    await cleared(compound);
    await postedUntilOver(compound);
    await compound.decide('appointment', 'appoint', { form: { secretary } });
    await compound.decide('mentor', 'assign', { form: { mentor: '示例导师' } });
    await expect(compound.handle.result()).resolves.toEqual({ outcome: 'appointed' });
    const appointedOn = (await factsOf(compound))['appointedOn'] as string;
    const id = `training:${secretary}:${appointedOn.slice(0, 4)}:1`;
    expect((await compound.snapshot()).view.stages['training#1']).toMatchObject({ detail: { case: id } });
    await until(async () => (await bench.models().cases.findById(id).lean()) !== null);
    const [opened] = await bench.models().timeline.find({ case: id }).sort({ seq: 1 }).lean();
    expect(opened?.event.data).toMatchObject({ since: appointedOn });
  });

  it('keeps the candidate’s name out of facts and events', async () => {
    const compound = await open();
    await putForward(compound);
    const said = JSON.stringify([(await compound.snapshot()).view, await compound.timeline()]);
    expect(said).not.toContain(candidate.name);
  });

  test.each([
    ['commercialResidential', 'recommend'],
    ['staffHousing', 'assign'],
    ['oldCompound', 'invite'],
  ])('of %s suggests to %s, and takes any other method', async (compoundType, suggested) => {
    const compound = await open();
    const form = { ...candidate, compoundType, method: 'concurrent' };
    await compound.decide('proposal', 'propose', { form });
    expect(await factsOf(compound)).toMatchObject({ compoundType, suggestedMethod: suggested, method: 'concurrent' });
  });

  it('is not judged by who proposed', async () => {
    const compound = await open();
    await compound.decide('proposal', 'refer', { comment: '社区暂无合适人选' });
    const proposer = actor('proposer', 'streetPartyWorkingCommittee');
    await compound.decide('streetProposal', 'propose', { form: candidate }, proposer);
    const form = { age: 60, education: 'bachelor' };
    await compound.decide('dataFile', 'complete', { form, evidence: [await compound.evidence()] });
    await cleared(compound);
    const own = compound.decide('decision', 'approve', {}, proposer);
    await expect(refusal(own)).resolves.toMatchObject({ code: 'four-eyes' });
    await compound.decide('decision', 'approve', {}, actor('colleague', 'streetPartyWorkingCommittee'));
    expect(await stageOf(compound)).toBe('filing');
  });

  it('needs a complete file, with its papers', async () => {
    const compound = await open();
    await compound.decide('proposal', 'propose', { form: candidate });
    const without = compound.decide('dataFile', 'complete', { form: { age: 40, education: 'college' } });
    await expect(refusal(without)).resolves.toMatchObject({ code: 'evidence-required' });
    const evidence = [await compound.evidence()];
    const incomplete = compound.decide('dataFile', 'complete', { form: { age: 40 }, evidence });
    await expect(refusal(incomplete)).resolves.toMatchObject({ pointers: ['/form/education'] });
  });
});

describe('the joint review', () => {
  it('scenario 16: is blocked by one hit while others are silent', async () => {
    const compound = await open();
    await putForward(compound);
    await compound.decide('jointReview#1.organisationDept', 'clear');
    await compound.decide('jointReview#1.politicalLegalCommittee', 'clear');
    await compound.advance('P3D');
    await compound.decide('jointReview#1.publicSecurity', 'hit', { form: { item: 2 }, comment: '示例：违纪违法' });
    const { view, tasks } = await compound.snapshot();
    expect(view.stages['jointReview#1']).toMatchObject({ status: 'closed', result: 'blocked' });
    expect(view.facts).toMatchObject({ hits: [{ candidate: 1, department: 'publicSecurity', item: 2 }] });
    expect(tasks.map(({ id }) => id)).toEqual(expect.not.arrayContaining(['jointReview#1.disciplineCommission']));
    expect(view.stage).toBe('proposal');
  });

  it('scenario 16: waits while a department is silent, is escalated, and appoints nobody', async () => {
    const compound = await open();
    await putForward(compound);
    for (const seat of departments.filter((each) => each !== 'disciplineCommission')) {
      await compound.decide(`jointReview#1.${seat}`, 'clear');
    }
    await compound.advance('P60D');
    const { view, tasks } = await compound.snapshot();
    expect(view).toMatchObject({ stage: 'jointReview', status: 'running', facts: { appointedOn: null } });
    expect(tasks.map(({ id }) => id)).toContain('jointReview#1.disciplineCommission');
    const silent = 'jointReview#1.disciplineCommission';
    expect(await rungsOf(compound, silent)).toEqual(['yellow', 'red', 'supervise', 'interview']);
    await compound.decide(silent, 'clear');
    expect(await stageOf(compound)).toBe('decision');
  });

  test.each([[3], [9], [10]])('does not find item %i of the list, which nobody has supplied', async (item) => {
    const compound = await open();
    await putForward(compound);
    const hit = compound.decide('jointReview#1.publicSecurity', 'hit', { form: { item }, comment: '示例' });
    await expect(refusal(hit)).resolves.toMatchObject({ code: 'invalid-input', pointers: ['/form/item'] });
    expect(await stageOf(compound)).toBe('jointReview');
  });

  it('asks the departments that the policy names', async () => {
    const opening = buildVacancy();
    const list = opening.policy.parameters['selectSecretary']?.['reviewDepartments'];
    if (list) list.value = [...departments, 'civilAffairs'];
    const compound = await bench.open(opening);
    await putForward(compound);
    await cleared(compound);
    expect(await stageOf(compound)).toBe('jointReview');
    await compound.decide('jointReview#1.civilAffairs', 'clear');
    expect(await stageOf(compound)).toBe('decision');
  });
});

describe('a candidate who does not come through', () => {
  async function blocked(compound: TestCase): Promise<void> {
    await putForward(compound);
    await compound.decide('jointReview#1.publicSecurity', 'hit', { form: { item: 1 }, comment: '示例' });
  }

  it('is followed by another, who is reviewed anew by all', async () => {
    const compound = await open();
    await blocked(compound);
    await putForward(compound, 2);
    await cleared(compound, 2);
    expect(await factsOf(compound)).toMatchObject({ candidates: 2 });
    expect(await stageOf(compound)).toBe('decision');
  });

  it('leaves the post vacant when the street gives up: blocked', async () => {
    const compound = await open();
    await blocked(compound);
    await compound.decide('proposal#2', 'refer', { comment: '社区暂无合适人选' });
    await compound.decide('streetProposal', 'giveUp', { comment: '示例：小区拆迁' });
    await expect(compound.handle.result()).resolves.toEqual({ outcome: 'blocked' });
  });

  it('may withdraw before the review: withdrawn when nobody follows', async () => {
    const compound = await open();
    await compound.decide('proposal', 'propose', { form: candidate });
    await compound.decide('dataFile', 'withdraw', { comment: '本人退出' });
    await compound.decide('proposal#2', 'refer', { comment: '社区暂无合适人选' });
    await compound.decide('streetProposal', 'giveUp', { comment: '示例' });
    await expect(compound.handle.result()).resolves.toEqual({ outcome: 'withdrawn' });
  });

  it('is rejected by the street party working committee', async () => {
    const compound = await open();
    await putForward(compound);
    await cleared(compound);
    await compound.decide('decision', 'reject', { comment: '示例：需进一步考察' });
    expect((await compound.task('proposal')).id).toBe('proposal#2');
  });

  it('goes back when an objection is upheld, and stays when it is dismissed', async () => {
    const compound = await open();
    await putForward(compound);
    await cleared(compound);
    await compound.decide('decision', 'approve');
    await compound.decide('filing', 'file');
    await compound.decide('notice', 'post', { evidence: [await compound.evidence()] });
    await compound.decide('notice#1.objection', 'object', { comment: '示例异议' });
    await compound.decide('notice#1.settlement-1', 'uphold', { comment: '经核实属实' });
    await compound.advance('P6D');
    await putForward(compound, 2);
    await cleared(compound, 2);
    await compound.decide('decision', 'approve');
    await compound.decide('filing', 'file');
    await compound.decide('notice', 'post', { evidence: [await compound.evidence()] });
    await compound.decide('notice#2.objection', 'object', { comment: '示例异议' });
    await compound.decide('notice#2.settlement-1', 'dismiss', { comment: '经核实不属实' });
    expect(await stageOf(compound)).toBe('notice');
    await compound.advance('P6D');
    expect(await stageOf(compound)).toBe('appointment');
  });

  it('may step back before the appointment', async () => {
    const compound = await open();
    await putForward(compound);
    await cleared(compound);
    await postedUntilOver(compound);
    await compound.decide('appointment', 'stepBack', { comment: '本人原因' });
    expect((await compound.task('proposal')).id).toBe('proposal#2');
  });

  it('is not appointed before the five days of the posting are over', async () => {
    const compound = await open();
    await putForward(compound);
    await cleared(compound);
    await compound.decide('decision', 'approve');
    await compound.decide('filing', 'file');
    await compound.decide('notice', 'post', { evidence: [await compound.evidence()] });
    await compound.advance('P4D');
    const early = compound.decide(
      'appointment',
      'appoint',
      { form: { secretary: 'S-01' } },
      office('streetPartyWorkingCommittee'),
    );
    await expect(refusal(early)).resolves.toMatchObject({ code: 'stage-not-open' });
  });
});

describe('while the post is vacant', () => {
  it('a community cadre acts, and may be changed', async () => {
    const compound = await open();
    expect(await factsOf(compound)).toMatchObject({ actingSince: null });
    await compound.decide('acting', 'designate', { form: { cadre: '社区副书记（示例）' } });
    const since = (await factsOf(compound))['actingSince'];
    expect(since).toBe(await compound.today());
    await compound.advance('P3D');
    await compound.decide('actingChange#1', 'designate', { form: { cadre: '社区委员（示例）' } });
    expect((await factsOf(compound))['actingSince']).not.toBe(since);
    expect((await compound.task('actingChange')).id).toBe('actingChange#2');
    expect(await stageOf(compound)).toBe('proposal');
  });

  it('the community is reminded that nobody acts and nobody is proposed', async () => {
    const compound = await open();
    await compound.advance('P60D');
    expect(await rungsOf(compound, 'acting#1')).toEqual(['yellow', 'red', 'supervise', 'interview']);
    expect(await rungsOf(compound, 'proposal#1')).toEqual(['yellow', 'red', 'supervise', 'interview']);
  });

  it('the street alone withdraws the vacancy', async () => {
    const compound = await open();
    const cancel = { reason: '示例：小区合并' };
    const other = compound.act('cancel', office('communityPartyOrg'), cancel);
    await expect(refusal(other)).resolves.toMatchObject({ code: 'forbidden' });
    await compound.act('cancel', office('streetPartyWorkingCommittee'), cancel);
    expect((await compound.snapshot()).view).toMatchObject({ status: 'cancelled', outcome: 'withdrawn' });
  });
});
