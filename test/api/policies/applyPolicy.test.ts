import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, test } from '@jest/globals';
import type { Actor } from '../../../domain/organisation/actor.ts';
import { verifyChain } from '../../../domain/timeline/hashChain.ts';
import { coordinator } from '../../support/cases.ts';
import { until } from '../../support/until.ts';
import { type CaseApi, startCaseApi } from '../cases/bench.ts';
import type { Answer } from '../support.ts';

const administrator: Partial<Actor> = {
  id: 'xitong',
  role: 'administrator',
  duties: ['system'],
  scope: 'linyi/lanshan',
};
const reply = 'rectification.departmentReplyDays';
const base = '/api/v1/policies/lanshan';

let api: CaseApi;
beforeAll(async () => {
  api = await startCaseApi();
});
afterAll(() => api.stopAll());

/** Cases that wait for one office, once lists show them. */
async function openSeals(count: number): Promise<string[]> {
  const campaign = randomUUID();
  const start = { kind: 'trial', input: { skipTo: 'seal' }, campaign };
  const ids = await Promise.all(Array.from({ length: count }, () => api.open(start)));
  await until(async () => (await api.bench.models('live').tasks.countDocuments({ case: { $in: ids } })) === count);
  return ids;
}

const changeTo = (value: number): Record<string, unknown> => ({
  [reply]: { value, source: '示例发〔2026〕3号', note: '示例' },
});

/** Changes the policy and returns its version. */
async function changed(value: number): Promise<string> {
  const { headers } = await api.as(administrator, `GET ${base}`);
  const answer = await api.as(
    administrator,
    `PUT ${base}`,
    { changes: changeTo(value), reason: '示例' },
    { headers: { 'if-match': headers.get('etag') ?? '' } },
  );
  if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
  return answer.body.version;
}

async function progress(id: string): Promise<Answer['body']> {
  return (await api.as(administrator, `GET ${base}/applications/${id}`)).body;
}

async function done(id: string): Promise<Answer['body']> {
  await until(async () => (await progress(id)).state === 'done');
  return await progress(id);
}

const eventsOf = async (id: string, type: string): Promise<Answer['body'][]> => {
  const { body } = await api.as(coordinator, `GET /api/v1/cases/${id}/timeline`);
  return body.items.filter((each: { type: string }) => each.type === type);
};

describe('applying a policy to running cases', () => {
  test.each(['reanchor', 'restart'] as const)('does what the what-if has said: %s', async (mode) => {
    const cases = await openSeals(3);
    const [extended = '', suspended = '', plain = ''] = cases;
    const extension = { stage: 'seal#1', term: { n: 3, unit: 'workingDays' }, reason: '示例' };
    await api.as(coordinator, `POST /api/v1/cases/${extended}/extensions`, extension);
    await api.as(coordinator, `POST /api/v1/cases/${suspended}/suspension`, { reason: '示例' });
    await until(
      async () => (await eventsOf(extended, 'extended')).length + (await eventsOf(suspended, 'suspended')).length === 2,
    );
    const value = mode === 'reanchor' ? 14 : 1;
    const preview = await api.as(coordinator, `POST ${base}/preview`, { changes: changeTo(value), cases });
    expect(preview.status).toBe(200);
    expect(preview.body).toMatchObject({ openCases: 3, openDeadlines: 3, touchedCases: 2, total: 2 });
    expect(preview.body.totals).toMatchObject({
      keep: { moved: 0, suspended: 0 },
      [mode]: { moved: 2, suspended: 1, earlier: mode === 'restart' ? 2 : 0, later: mode === 'restart' ? 0 : 2 },
    });
    expect(preview.body.byStage).toMatchObject([{ kind: 'trial', stage: 'seal', totals: { [mode]: { moved: 2 } } }]);
    expect(preview.body.byOffice).toMatchObject([{ office: 'housingBureau', totals: { [mode]: { moved: 2 } } }]);
    const version = await changed(value);
    expect(preview.body.localities).toMatchObject([{ locality: 'lanshan', to: version }]);

    const answer = await api.as(administrator, `POST ${base}/applications`, {
      version,
      mode,
      cases,
      reason: '示例决定',
    });
    expect(answer.status).toBe(202);
    const result = await done(answer.body.id);
    expect(result.results).toMatchObject({ applied: 3, waiting: 0 });
    const promised = new Map<string, unknown>(
      preview.body.items.map((each: Answer['body']) => [
        each.case,
        [{ task: each.task, from: each.dueAt, to: each.effects[mode].dueAt }],
      ]),
    );
    await until(async () => (await progress(answer.body.id)).items.every(({ moved }: { moved: unknown }) => moved));
    for (const { case: id, moved } of (await progress(answer.body.id)).items) {
      expect(moved).toEqual(promised.get(id) ?? []);
      const [event] = await eventsOf(id, 'policyChanged');
      expect(event).toMatchObject({ comment: '示例决定', actor: { id: 'xitong' }, data: { mode, to: version, moved } });
    }
    expect(await api.bench.models('live').cases.findById(plain).lean()).toMatchObject({ policy: { version } });
    // What was suspended comes back with the new term.
    await api.as(coordinator, `POST /api/v1/cases/${suspended}/resumption`, { reason: '示例' });
    const { body } = await api.as(coordinator, `GET /api/v1/cases/${suspended}`);
    expect(body.tasks[0].due.steps.join()).toContain(String(value));
  });

  it('keeps everything as it is where that is chosen', async () => {
    const [id = ''] = await openSeals(1);
    const before = (await api.as(coordinator, `GET /api/v1/cases/${id}`)).body;
    const version = await changed(11);
    const answer = await api.as(administrator, `POST ${base}/applications`, {
      version,
      mode: 'keep',
      cases: [id],
      reason: '示例',
    });
    expect((await done(answer.body.id)).results).toMatchObject({ kept: 1, applied: 0 });
    const after = (await api.as(coordinator, `GET /api/v1/cases/${id}`)).body;
    expect(after).toMatchObject({ revision: before.revision, policy: before.policy });
  });

  it('goes on where it was after the worker has died, and tells of the case that ended meanwhile', async () => {
    const cases = await openSeals(8);
    const [ending = ''] = cases;
    const { campaign } = (await api.as(coordinator, `GET /api/v1/cases/${ending}`)).body;
    const version = await changed(12);
    await api.bench.stopWorker('live');
    const answer = await api.as(administrator, `POST ${base}/applications`, {
      version,
      mode: 'reanchor',
      filter: { campaign, kind: 'trial' },
      reason: '示例',
    });
    expect(answer.body).toMatchObject({ state: 'waiting', cases: 0 });
    await api.bench.startWorker('live');
    await until(async () => (await progress(answer.body.id)).results.applied > 0);
    await api.bench.stopWorker('live');
    const half = await progress(answer.body.id);
    expect(half.state).toBe('running');
    await api.bench.startWorker('live');
    const last = half.items.findLast(({ result }: { result: string }) => result === 'waiting');
    if (last) await api.decide(last.case, 'seal#1', 'approve');
    const result = await done(answer.body.id);
    expect(result.cases).toBe(8);
    expect(result.results.applied + result.results.ended).toBe(8);
    await until(async () => {
      const counts = await Promise.all(cases.map(async (id) => (await eventsOf(id, 'policyChanged')).length));
      return counts.reduce((sum, count) => sum + count, 0) === result.results.applied;
    });
    for (const id of cases) expect((await eventsOf(id, 'policyChanged')).length).toBeLessThan(2);
    const { timeline } = api.bench.models('live');
    const events = await timeline.find({ case: ending }).sort({ seq: 1 }).lean();
    expect(verifyChain(events.map(({ event }) => event))).toEqual([]);
  });

  it('is started once under a key, and names what is wrong with it', async () => {
    const [id = ''] = await openSeals(1);
    const version = await changed(13);
    const key = randomUUID();
    const body = { version, mode: 'reanchor', cases: [id], reason: '示例' };
    const first = await api.as(administrator, `POST ${base}/applications`, body, { key });
    const again = await api.as(administrator, `POST ${base}/applications`, body, { key });
    expect(again.body.id).toBe(first.body.id);
    const other = await api.as(administrator, `POST ${base}/applications`, { ...body, mode: 'restart' }, { key });
    expect(other).toMatchObject({ status: 422, body: { code: 'idempotency-key-reused' } });
    expect((await done(first.body.id)).results).toMatchObject({ applied: 1 });
    const stale = await api.as(administrator, `POST ${base}/applications`, { ...body, version: 'older' });
    expect(stale).toMatchObject({ status: 412, body: { code: 'revision-conflict' } });
    const unknown = await api.as(administrator, `POST ${base}/applications`, { ...body, cases: [id, 'trial:X:1'] });
    expect(unknown.body.errors).toMatchObject([{ pointer: '/cases/1' }]);
    // The same version once more changes nothing, and says so.
    const twice = await api.as(administrator, `POST ${base}/applications`, body);
    expect((await done(twice.body.id)).results).toMatchObject({ unchanged: 1 });
  });

  it('leaves alone what it has not reached when it is cancelled', async () => {
    const cases = await openSeals(2);
    const version = await changed(15);
    await api.bench.stopWorker('live');
    const body = { version, mode: 'reanchor', cases, reason: '示例' };
    const answer = await api.as(administrator, `POST ${base}/applications`, body);
    const cancelled = await api.as(administrator, `POST ${base}/applications/${answer.body.id}/cancellation`);
    expect(cancelled).toMatchObject({ status: 200, body: { state: 'cancelled' } });
    await api.bench.startWorker('live');
    await api.services.spaces.live.temporal.workflow.getHandle(`policyApplication:${answer.body.id}`).result();
    for (const id of cases) expect(await eventsOf(id, 'policyChanged')).toEqual([]);
    const { body: list } = await api.as(administrator, `GET ${base}/applications`);
    expect(list.items[0]).toMatchObject({ id: answer.body.id, state: 'cancelled' });
  });

  test.each<[string, Partial<Actor>]>([
    ['a coordinator of one street', { ...coordinator, scope: 'linyi/lanshan/yinqueshan' }],
    ['a coordinator of another district', { ...coordinator, scope: 'linyi/luozhuang' }],
    ['an administrator without the duty', { ...administrator, duties: ['security'] }],
    ['a monitor', { role: 'monitor', scope: '*' }],
  ])('and trying it out is refused to %s', async (_, by) => {
    const { body } = await api.as(administrator, `GET ${base}`);
    const application = { version: body.version, mode: 'reanchor', reason: '示例' };
    expect((await api.as(by, `POST ${base}/applications`, application)).status).toBe(403);
    expect((await api.as(by, `POST ${base}/preview`, { changes: changeTo(9) })).status).toBe(403);
  });
});
