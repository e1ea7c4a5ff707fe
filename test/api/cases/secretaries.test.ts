import { afterAll, beforeAll, describe, expect, it, test } from '@jest/globals';
import { loadSampleRegisters } from '../../../api/loadSample.ts';
import { office } from '../../support/cases.ts';
import { ago } from '../../support/days.ts';
import { candidate, departments } from '../../support/secretaries.ts';
import { until } from '../../support/until.ts';
import { type CaseApi, startCaseApi } from './bench.ts';

let api: CaseApi;
beforeAll(async () => {
  api = await startCaseApi();
  const { registers, policies } = api.services.spaces.live;
  await loadSampleRegisters(registers, 'small', policies, new Date());
});
afterAll(() => api.stopAll());

// The compounds C-01 to C-03 of the sample are where the reviewers of the tests are.
const street = office('streetPartyWorkingCommittee');
const year = Number(ago(0).slice(0, 4));

const start = (kind: string, subject: string, input: Record<string, unknown>, more: Record<string, unknown> = {}) =>
  api.as(street, 'POST /api/v1/cases', { kind, subject, input, ...more });

/** A start that must be accepted: whoever goes on with a case that is none would wait for its task for ever. */
const started = async (kind: string, subject: string, input: Record<string, unknown>, more = {}) => {
  const answer = await start(kind, subject, input, more);
  if (answer.status !== 201) throw new Error(JSON.stringify(answer.body));
  return answer;
};

/** What has happened on paper until the posting was over, which nobody objected to. */
const untilAppointment = [
  { stage: 'proposal', decision: 'propose', effectiveOn: ago(30), form: candidate },
  { stage: 'dataFile', decision: 'complete', effectiveOn: ago(29), form: { age: 52, education: 'college' } },
  ...departments.map((seat) => ({ stage: `jointReview#1.${seat}`, decision: 'clear', effectiveOn: ago(26) })),
  { stage: 'decision', decision: 'approve', effectiveOn: ago(25) },
  { stage: 'filing', decision: 'file', effectiveOn: ago(24) },
  { stage: 'notice', decision: 'post', effectiveOn: ago(23) },
];

describe('the procedures about secretaries', () => {
  test.each([
    ['selectSecretary', 'compound', ['proposal', 'dataFile', 'jointReview', 'notice', 'appointment', 'mentor']],
    ['training', 'secretary', ['plan', 'attendance', 'septemberCheck', 'settlement', 'makeUp']],
    ['exit', 'secretary', ['analysis', 'hearing', 'decision', 'successor', 'handover']],
    ['incentive', 'secretary', ['nomination', 'review', 'publication']],
  ])('%s of a %s is described', async (kind, subject, stages) => {
    const { body } = await api.as(street, 'GET /api/v1/procedures');
    const described = body.items.find((each: { kind: string }) => each.kind === kind);
    expect(described).toMatchObject({ subject, title: expect.any(String), source: expect.stringContaining('S0') });
    expect(described.stages.map(({ id }: { id: string }) => id)).toEqual(expect.arrayContaining(stages));
    const whole = await api.as(street, `GET /api/v1/procedures/${kind}`);
    expect(whole.body.startedBy.offices).toContain('streetPartyWorkingCommittee');
  });
});

describe('with the entries of the sample', () => {
  it('a secretary is selected, and only one whom the register has at this compound is appointed', async () => {
    const input = { vacancy: 'replaced', compoundType: 'commercialResidential' };
    const underWay = { startedOn: ago(30), steps: untilAppointment };
    const { status, body } = await started('selectSecretary', 'C-01', input, { underWay });
    expect({ status, stage: body.stage }).toEqual({ status: 201, stage: 'appointment' });
    for (const secretary of ['S-nobody', 'S-C-02']) {
      const wrong = await api.decide(body.id, 'appointment', 'appoint', { form: { secretary } });
      expect(wrong.body).toMatchObject({ code: 'invalid-input', errors: [{ pointer: '/form/secretary' }] });
    }
    const appointed = await api.decide(body.id, 'appointment', 'appoint', { form: { secretary: 'S-C-01' } });
    expect(appointed.status).toBe(200);
    await api.decide(body.id, 'mentor', 'assign', { form: { mentor: '示例导师' } });
    const training = `training:S-C-01:${year}:1`;
    await until(async () => (await api.as(street, `GET /api/v1/cases/${training}`)).status === 200);
    const begun = await api.as(street, `GET /api/v1/cases/${training}`);
    expect(begun.body).toMatchObject({ subject: { type: 'secretary', id: 'S-C-01' }, status: 'running' });
  });

  it('a candidate is named in the form alone', async () => {
    const { body } = await started('selectSecretary', 'C-02', { vacancy: 'newBranch' });
    await api.decide(body.id, 'proposal', 'propose', { form: candidate });
    const read = () => api.as(street, `GET /api/v1/cases/${body.id}`);
    await until(async () => (await read()).body.stage === 'dataFile');
    const { facts } = (await read()).body;
    expect(facts).toMatchObject({ candidates: 1, method: 'recommend' });
    expect(JSON.stringify(facts)).not.toContain(candidate.name);
  });

  it('an assessment knows which training stayed short, whoever starts it', async () => {
    const { cases } = api.services.spaces.live.cases;
    const short = {
      kind: 'training',
      subject: { type: 'secretary', id: 'S-C-02' },
      status: 'completed',
      outcome: 'short',
    };
    const _id = `training:S-C-02:${year - 2}:1` as never;
    await cases.collection.insertOne({ _id, ...short, endedAt: `${year - 1}-04-02T02:00:00.000Z` } as never);
    const { body } = await started('assess', 'S-C-02', { halfYear: `${year - 1}-H1`, trainingShort: [year - 3] });
    const timeline = await api.as(street, `GET /api/v1/cases/${body.id}/timeline`);
    expect(timeline.body.items[0].data).toMatchObject({ trainingShort: [year - 3, year - 2] });
    const later = await started('assess', 'S-C-02', { halfYear: `${year - 1}-H2` });
    const other = await api.as(street, `GET /api/v1/cases/${later.body.id}/timeline`);
    expect(other.body.items[0].data).not.toHaveProperty('trainingShort');
  });

  it('a year of training is one case, and another year another', async () => {
    const first = await started('training', 'S-C-03', { year });
    expect(first.body.id).toBe(`training:S-C-03:${year}:1`);
    const again = await start('training', 'S-C-03', { year });
    expect(again.body).toMatchObject({ code: 'case-active' });
    const next = await start('training', 'S-C-03', { year: year + 1 });
    expect(next.body.id).toBe(`training:S-C-03:${year + 1}:1`);
    const wrong = await start('training', 'S-C-02', { year, since: `${year + 1}-01-01` });
    expect(wrong.body).toMatchObject({ code: 'invalid-input', errors: [{ pointer: '/input/since' }] });
    const form = { on: ago(0), halfDays: 1, level: 'street' };
    const { status } = await api.decide(first.body.id, 'attendance', 'attended', { form });
    expect(status).toBe(200);
    const read = () => api.as(street, `GET /api/v1/cases/${first.body.id}`);
    await until(async () => (await read()).body.facts.attended === 1);
  });

  it('the exit of a secretary leads to the selection of a successor in their compound', async () => {
    const { body } = await started('exit', 'S-C-03', { trigger: 'health' });
    expect(body).toMatchObject({ id: 'exit:S-C-03:1', stage: 'analysis' });
    await api.decide(body.id, 'analysis', 'proposeReplacement', { comment: '示例：身体状况' });
    await api.decide(body.id, 'hearing', 'accept');
    await api.decide(body.id, 'decision', 'replace', { comment: '示例' });
    await api.decide(body.id, 'filing', 'file');
    const successor = 'selectSecretary:C-03:1';
    await until(async () => (await api.as(street, `GET /api/v1/cases/${successor}`)).status === 200);
    const selection = await api.as(street, `GET /api/v1/cases/${successor}`);
    expect(selection.body).toMatchObject({
      subject: { type: 'compound', id: 'C-03' },
      links: [{ case: 'exit:S-C-03:1', relation: 'startedFrom' }],
    });
  });

  it('a secretary is given a studio, once a year', async () => {
    const { body } = await started('incentive', 'S-C-02', { year, incentive: 'studio' });
    expect(body.id).toBe(`incentive:S-C-02:${year}-studio:1`);
    expect((await start('incentive', 'S-C-02', { year, incentive: 'studio' })).body.code).toBe('case-active');
    const other = await start('incentive', 'S-C-02', { year, incentive: 'payGrade' });
    expect(other.status).toBe(201);
    await api.decide(body.id, 'nomination', 'nominate', { form: { grounds: '示例事迹' } });
    const tooMany = await api.decide(body.id, 'review', 'grant', { form: { place: 16 } });
    expect(tooMany.body).toMatchObject({ code: 'invalid-input', errors: [{ pointer: '/form/place' }] });
    const granted = await api.decide(body.id, 'review', 'grant', { form: { place: 15 } });
    expect(granted.status).toBe(200);
  });
});
