import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createRehearsalActivities } from '../../../activities/rehearsal/rehearsals.ts';
import { rehearsalWorkflowId } from '../../../api/rehearsals/rehearsalView.ts';
import { addDays } from '../../../domain/calendar/calendar.ts';
import type { GivenAssumptions } from '../../../domain/rehearsal/assumptions.ts';
import { connectClient } from '../../../temporal/connection.ts';
import { coordinator, office } from '../../support/cases.ts';
import { ahead } from '../../support/days.ts';
import { until } from '../../support/until.ts';
import { draft, enterDistrict } from '../campaigns/support.ts';
import { type CaseApi, startCaseApi } from '../cases/bench.ts';
import type { Answer } from '../support.ts';

let api: CaseApi;
beforeAll(async () => {
  api = await startCaseApi(undefined, ['rehearsal']);
  await enterDistrict(api);
});
afterAll(() => api?.stopAll());

type Body = { mode: 'simulation' | 'engine'; assumptions?: GivenAssumptions; horizonMonths?: number };

const rehearse = (campaign: string, body: Body, options = {}) =>
  api.as(coordinator, `POST /api/v1/campaigns/${campaign}/rehearsal`, body, options);
const read = async (id: string): Promise<Answer['body']> =>
  (await api.as(coordinator, `GET /api/v1/rehearsals/${id}`)).body;

async function ended(id: string): Promise<Answer['body']> {
  let body: Answer['body'];
  // Asking again and again would take the processor from those who play.
  const { workflow } = api.services.spaces.rehearsal.temporal;
  await workflow
    .getHandle(rehearsalWorkflowId(id))
    .result()
    .catch(() => undefined);
  await until(async () => {
    body = await read(id);
    return !['queued', 'running'].includes(body.status);
  });
  return body;
}

/** Everything that makes dates hard: late offices, returns, refusals, relapses, an absence and a holiday in between. */
const startOn = ahead(3);
const troubled: GivenAssumptions = {
  seed: 'troubled',
  startOn,
  everyOffice: {
    answers: { measure: 'budget', percent: 60, spread: 40 },
    latePercent: 35,
    lateByDays: 12,
  },
  offices: {},
  refusals: { nominees: 35, planReview: 40, planDecision: 30, verification: 40, acceptance: 30 },
  absences: [
    { office: 'hotlineOffice', from: addDays(startOn, 30), to: addDays(startOn, 55) },
    { office: 'streetPartyWorkingCommittee', from: startOn, to: addDays(startOn, 20) },
  ],
  holidays: Array.from({ length: 5 }, (_, n) => addDays(startOn, 12 + n)),
  afterwards: { relapsePercent: [50, 10], complaintsPercent: 25, satisfiedPercent: 90, cityRankPercent: 15 },
};

async function bothWays(assumptions: GivenAssumptions, compounds: number): Promise<[Answer['body'], Answer['body']]> {
  const { id } = await draft(api, compounds);
  const simulated = await rehearse(id, { mode: 'simulation', assumptions });
  expect(simulated.status).toBe(200);
  const begun = await rehearse(id, { mode: 'engine', assumptions });
  expect(begun.status).toBe(202);
  expect(begun.headers.get('location')).toBe(`/api/v1/rehearsals/${begun.body.id}`);
  return [simulated.body, await ended(begun.body.id)];
}

describe('a rehearsal on the engine', () => {
  it('comes to what the simulation says, day by day, whatever goes wrong', async () => {
    const runs = await Promise.all([
      bothWays({ seed: '1', startOn }, 3),
      bothWays({ ...troubled, seed: '2' }, 3),
      bothWays(troubled, 4),
    ]);
    for (const [simulated, played] of runs) {
      expect(played).toMatchObject({ status: 'completed', report: { failures: [] } });
      expect(played.report).toEqual(simulated.report);
      expect(played.sensitivity).toEqual(simulated.sensitivity);
      expect(played.progress).toMatchObject({ done: played.compounds });
      expect(played.progress.acts).toBeGreaterThanOrEqual(played.report.signOffs);
      for (const { stage, stageTitle, decision, decisionTitle, times } of played.returned) {
        expect(played.report.returns[`${stage} ${decision}`]).toBe(times);
        expect([stageTitle === stage, decisionTitle === decision]).toEqual([false, false]);
      }
      expect(played.returned).toHaveLength(Object.keys(played.report.returns).length);
    }
    const reports = runs.map(([, { report }]) => report);
    const total = (counts: number[]) => counts.reduce((sum, count) => sum + count, 0);
    // What goes wrong depends on the compounds, which are others each time; that something does, hardly.
    const again = reports.flatMap(({ relapses, returns }) => [relapses, ...Object.values<number>(returns)]);
    expect(total(again)).toBeGreaterThan(0);
    expect(total(reports.map(({ missed }) => missed.total))).toBeGreaterThan(0);
  });

  it('goes on where it was when its worker is stopped, and comes to the same as one that was not', async () => {
    const { id } = await draft(api, 2);
    const months: Body = { mode: 'engine', assumptions: troubled, horizonMonths: 4 };
    const undisturbed = await rehearse(id, months);
    const reference = await ended(undisturbed.body.id);
    const { body } = await rehearse(id, months);
    expect(body.id).not.toBe(reference.id);
    await until(async () => (await read(body.id)).progress.acts > 10);
    await api.bench.stopWorker('rehearsal');
    await api.bench.startWorker('rehearsal');
    expect((await ended(body.id)).report).toEqual(reference.report);
  });

  it('is found again by a repeat of the call, and is another under another body', async () => {
    const { id } = await draft(api, 1);
    const key = randomUUID();
    const first = await rehearse(id, { mode: 'engine', horizonMonths: 1 }, { key });
    expect((await rehearse(id, { mode: 'engine', horizonMonths: 1 }, { key })).body.id).toBe(first.body.id);
    expect(await rehearse(id, { mode: 'engine', horizonMonths: 2 }, { key })).toMatchObject({
      status: 422,
      body: { code: 'idempotency-key-reused' },
    });
    await ended(first.body.id);
  });

  it('can be stopped, and is cleared away by itself alone', async () => {
    const { id } = await draft(api, 2);
    const kept = await rehearse(id, { mode: 'engine', horizonMonths: 1 });
    const { body } = await rehearse(id, { mode: 'engine', assumptions: troubled, horizonMonths: 36 });
    await until(async () => (await read(body.id)).progress.acts > 5);
    expect(await api.as(coordinator, `DELETE /api/v1/rehearsals/${body.id}`)).toMatchObject({
      status: 409,
      body: { code: 'rehearsal-running' },
    });
    expect((await api.as(coordinator, `POST /api/v1/rehearsals/${body.id}/cancellation`)).status).toBe(202);
    expect(await ended(body.id)).toMatchObject({ status: 'cancelled', report: null });
    await ended(kept.body.id);

    const { cases, timeline, tasks, texts, problems } = api.bench.models('rehearsal');
    const own = await cases.distinct('_id', { campaign: body.id });
    expect(own.length).toBeGreaterThan(0);
    const others = await timeline.countDocuments({ case: { $nin: own } });
    expect((await api.as(coordinator, `DELETE /api/v1/rehearsals/${body.id}`)).status).toBe(204);
    expect((await api.as(coordinator, `GET /api/v1/rehearsals/${body.id}`)).status).toBe(404);
    const counts = [
      await cases.countDocuments({ campaign: body.id }),
      await timeline.countDocuments({ case: { $in: own } }),
      await tasks.countDocuments({ case: { $in: own } }),
      await texts.countDocuments({ case: { $in: own } }),
      await problems.countDocuments({ case: { $in: own } }),
    ];
    expect(counts).toEqual([0, 0, 0, 0, 0]);
    expect(await timeline.countDocuments({})).toBe(others);
    expect((await read(kept.body.id)).status).toBe('completed');
  });
});

describe('the live space', () => {
  it('is not touched by a rehearsal of a live campaign', async () => {
    const { id } = await draft(api, 1);
    const { live } = api.services.spaces;
    const databaseOf = async () => {
      const collections = (await live.database.listCollections()).map(({ name }) => name).sort();
      return await Promise.all(
        // The audit trail is the deployment's, and notes who rehearsed.
        collections
          .filter((name) => name !== 'auditLog')
          .map(async (name) => [name, await live.database.collection(name).countDocuments()]),
      );
    };
    const executions = async () => {
      const { namespace } = live.temporal.options;
      const query = `TaskQueue = '${api.services.config.temporal.taskQueue}'`;
      const { count } = await live.temporal.workflowService.countWorkflowExecutions({ namespace, query });
      return Number(count);
    };
    const before = await databaseOf();
    const { body } = await rehearse(id, { mode: 'engine', horizonMonths: 1 });
    expect(await ended(body.id)).toMatchObject({ status: 'completed', campaign: { id, space: 'live' } });
    expect(await databaseOf()).toEqual(before);
    expect(await executions()).toBe(0);
    const { body: campaign } = await api.as(coordinator, `GET /api/v1/campaigns/${id}`);
    expect(campaign).toMatchObject({ status: 'draft', progress: { started: 0 } });
  });

  it('plays nothing, even when it is asked to', async () => {
    const { config } = api.services;
    const client = await connectClient(config, 'live');
    const activities = createRehearsalActivities({
      database: api.bench.database('live'),
      client,
      space: 'live',
      taskQueue: config.temporal.taskQueue,
    });
    await expect(activities.rehearse({ rehearsal: 'R-00000000' })).rejects.toMatchObject({ type: 'rehearsal-only' });
    await expect(activities.concludeRehearsal({ rehearsal: 'R-00000000', status: 'failed' })).rejects.toMatchObject({
      type: 'rehearsal-only',
    });
    await client.connection.close();
  });
});

describe('asking for a rehearsal', () => {
  it('shows what is assumed, and takes each assumption on its own', async () => {
    const { body } = await api.as(office('housingBureau'), 'GET /api/v1/rehearsals/assumptions');
    const { id } = await draft(api, 1);
    const { body: simulated } = await rehearse(id, { mode: 'simulation', assumptions: { seed: 'another' } });
    expect(simulated.assumptions).toEqual({ ...body, seed: 'another' });
  });

  it.each([
    ['a start in the past', { startOn: '2020-01-01' }, '/assumptions/startOn'],
    [
      'an absence that ends before it begins',
      { absences: [{ office: 'gridWorker', from: '2027-02-01', to: '2027-01-01' }] },
      '/assumptions/absences/0/to',
    ],
    ['an assumption nobody knows', { mood: 'good' }, '/assumptions'],
  ])('refuses %s', async (_, assumptions, pointer) => {
    const { id } = await draft(api, 1);
    const refused = await rehearse(id, { mode: 'simulation', assumptions: assumptions as GivenAssumptions });
    expect(refused).toMatchObject({ status: 422, body: { code: 'invalid-input' } });
    expect(refused.body.errors.map((each: { pointer: string }) => each.pointer)).toContain(pointer);
  });

  it('is for coordinators of the place, and is listed to whoever sees it', async () => {
    const { id } = await draft(api, 1);
    const elsewhere = { ...coordinator, scope: 'linyi/luozhuang' };
    const path = `/api/v1/campaigns/${id}/rehearsal` as const;
    expect((await api.as(office('housingBureau'), `POST ${path}`, { mode: 'simulation' })).status).toBe(403);
    expect((await api.as(elsewhere, `POST ${path}`, { mode: 'simulation' })).status).toBe(404);
    const { body } = await rehearse(id, { mode: 'engine', horizonMonths: 1 });
    const listed = async (actor: typeof coordinator) =>
      (await api.as(actor, 'GET /api/v1/rehearsals')).body.items.map((each: { id: string }) => each.id);
    expect(await listed(coordinator)).toContain(body.id);
    expect(await listed(elsewhere)).toEqual([]);
    await ended(body.id);
  });
});
