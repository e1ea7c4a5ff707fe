import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { coordinator, office } from '../../support/cases.ts';
import { type Relay, startRelay } from '../../support/relay.ts';
import { suiteConfig } from '../../support/servers.ts';
import { until } from '../../support/until.ts';
import { listen } from '../events/listen.ts';
import { startApi, type TestApi } from '../support.ts';
import { type CaseApi, input, nomination, startCaseApi } from './bench.ts';

let api: CaseApi;
let relay: Relay;
let id: string;
const organisation = office('organisationDept');
const nominate = { stage: 'nomination#1', decision: 'nominate', form: nomination };
const decisions = () => `POST /api/v1/cases/${id}/decisions` as const;

beforeAll(async () => {
  const { hostname, port } = new URL((await suiteConfig()).mongodb.uri ?? '');
  relay = await startRelay({ host: hostname, port: Number(port) });
  const overrides = {
    MONGODB_URI: `mongodb://127.0.0.1:${relay.port}/?directConnection=true`,
    LOG_LEVEL: 'silent',
    UPDATE_TIMEOUT_SECONDS: '2',
  };
  api = await startCaseApi(await suiteConfig(overrides));
});
beforeEach(async () => {
  id = await api.open();
  // After an outage the worker tries again at growing intervals.
  await until(async () => (await api.as(coordinator, `GET /api/v1/cases/${id}`)).status === 200);
});
afterEach(async () => {
  await relay.restore();
});
afterAll(async () => {
  await relay.restore();
  await api.stopAll();
  await relay.cut();
});

async function decidedEvents(): Promise<number> {
  const { body } = await api.as(coordinator, `GET /api/v1/cases/${id}/timeline`);
  return body.items?.filter(({ type }: { type: string }) => type === 'decided').length ?? 0;
}

/** An API that has just started and so remembers nothing, on the same servers. */
async function freshApi(): Promise<TestApi> {
  const fresh = await startApi({ config: api.services.config, procedures: api.services.procedures });
  await fresh.connected;
  return fresh;
}

describe('while MongoDB is away', () => {
  it('holders of a token decide on, also on an API that has just started; what needs MongoDB is answered 503', async () => {
    const fresh = await freshApi();
    await relay.cut();
    const token = await fresh.tokenFor(organisation);
    const decided = await fresh.call(decisions(), {
      token,
      body: nominate,
      headers: { 'idempotency-key': randomUUID() },
    });
    expect(decided).toMatchObject({ status: 200, body: { stage: 'acceptance' } });
    const leader = { stage: 'acceptance#1.leader', decision: 'accept' };
    expect((await api.as(office('countyLevelLeader'), decisions(), leader)).status).toBe(200);
    const refused = await api.as(office('housingBureau'), decisions(), leader);
    expect(refused.body.code).toBe('already-decided');
    for (const line of [
      `GET /api/v1/cases/${id}`,
      'GET /api/v1/cases',
      'GET /api/v1/tasks?mine=true',
      `GET /api/v1/cases/${id}/timeline`,
      `GET /api/v1/cases/${id}/evidence`,
    ] as const) {
      expect((await api.as(organisation, line)).body).toMatchObject({ status: 503, code: 'unavailable' });
    }
    const start = { kind: 'rectification', subject: 'C-any', input };
    expect((await api.as(coordinator, 'POST /api/v1/cases', start)).body).toMatchObject({
      status: 503,
      code: 'unavailable',
    });
    await relay.restore();
    await until(async () => (await decidedEvents()) === 2);
    const { body } = await api.as(coordinator, `GET /api/v1/cases/${id}/timeline/verification`);
    expect(body).toMatchObject({ holds: true, events: 5 });
    await fresh.stop();
  });

  it('a case out of sight stays unknown', async () => {
    const fresh = await freshApi();
    await relay.cut();
    const token = await fresh.tokenFor({ ...organisation, scope: 'linyi/hedong', posts: [] });
    const answer = await fresh.call(decisions(), {
      token,
      body: nominate,
      headers: { 'idempotency-key': randomUUID() },
    });
    expect(answer.body).toMatchObject({ status: 404, code: 'not-found' });
    await relay.restore();
    await fresh.stop();
  });

  it('streams go on afterwards, without gap or repeat', async () => {
    const headers = { authorization: `Bearer ${await api.tokenFor(coordinator)}` };
    const inbox = await listen(`${api.base}/api/v1/events`, headers);
    await inbox.open();
    const first = await listen(`${api.base}/api/v1/events?case=${id}&after=0`, headers);
    const seqs = ({ heard }: typeof first) => heard.map(({ id: seq }) => Number(seq));
    await until(() => first.heard.length === 2);
    await relay.cut();
    expect((await api.as(organisation, decisions(), nominate)).status).toBe(200);
    await relay.restore();
    await until(() =>
      inbox.heard.some(({ event, data }) => event === 'reset' || (data.case === id && data.type === 'decided')),
    );
    await until(() => first.heard.length >= 4 || first.ended());
    const again = first.ended()
      ? await listen(`${api.base}/api/v1/events?case=${id}`, {
          ...headers,
          'last-event-id': String(seqs(first).at(-1)),
        })
      : undefined;
    await until(() => seqs(first).length + (again ? seqs(again).length : 0) >= 4);
    expect([...seqs(first), ...(again ? seqs(again) : [])]).toEqual([1, 2, 3, 4]);
    for (const stream of [inbox, first, again]) stream?.leave();
  });
});

describe('while no worker answers', () => {
  it('says that the outcome is unknown; a repeat with the same key finds what happened, once', async () => {
    const key = randomUUID();
    await api.bench.stopWorker('live');
    const lost = await api.as(organisation, decisions(), nominate, { key });
    expect(lost.body).toMatchObject({
      status: 503,
      code: 'outcome-unknown',
      detail: expect.stringContaining('same key'),
    });
    expect(Number(lost.headers.get('retry-after'))).toBeGreaterThan(0);
    await api.bench.startWorker('live');
    await until(async () => (await api.as(organisation, decisions(), nominate, { key })).status === 200);
    await until(async () => (await decidedEvents()) > 0);
    expect(await decidedEvents()).toBe(1);
  });

  it('a start that was not answered is found by its repeat', async () => {
    const [subject, key] = [await api.compound(), randomUUID()];
    const start = { kind: 'rectification', subject, input };
    await api.bench.stopWorker('live');
    const lost = await api.as(coordinator, 'POST /api/v1/cases', start, { key });
    expect(lost.body).toMatchObject({ status: 503, code: 'outcome-unknown' });
    await api.bench.startWorker('live');
    await until(async () => (await api.as(coordinator, 'POST /api/v1/cases', start, { key })).status === 201);
    const { body } = await api.as(coordinator, 'POST /api/v1/cases', start, { key });
    expect(body.id).toBe(`rectification:${subject}:1`);
  });
});

describe('a case that a fault holds', () => {
  it('is answered so, and not as if it were slow', async () => {
    const stuck = `rectification:C-${randomUUID().slice(0, 8)}:1`;
    const { temporal, cases } = api.services.spaces.live;
    const known = await cases.cases.findById(id).lean();
    await cases.cases.collection.insertOne({ ...known, _id: stuck } as never);
    // A workflow whose code is missing fails its task again and again, as one with a bug does.
    await temporal.workflow.start('codeThatIsMissing', {
      workflowId: stuck,
      taskQueue: api.services.config.temporal.taskQueue,
    });
    await until(async () => {
      const { pendingWorkflowTask } = await temporal.workflowService.describeWorkflowExecution({
        namespace: temporal.options.namespace,
        execution: { workflowId: stuck },
      });
      return (pendingWorkflowTask?.attempt ?? 0) > 3;
    });
    const { body } = await api.as(organisation, `POST /api/v1/cases/${stuck}/decisions`, nominate);
    expect(body).toMatchObject({ status: 503, code: 'case-parked' });
    await temporal.workflow.getHandle(stuck).terminate();
  });
});
