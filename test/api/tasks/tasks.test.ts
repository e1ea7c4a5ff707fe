import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it, test } from '@jest/globals';
import { actor, coordinator, office } from '../../support/cases.ts';
import { until } from '../../support/until.ts';
import { type CaseApi, nomination, startCaseApi } from '../cases/bench.ts';

let api: CaseApi;
let id: string;
beforeAll(async () => {
  api = await startCaseApi(undefined, ['live', 'rehearsal']);
});
beforeEach(async () => {
  id = await api.open();
});
afterAll(() => api.stopAll());

const organisation = office('organisationDept');
const leader = office('countyLevelLeader');
const claimPath = (task = 'nomination#1', of = id) => `/api/v1/tasks/${of}/${encodeURIComponent(task)}/claim` as const;

async function readable(of = id): Promise<void> {
  await until(async () => (await api.as(coordinator, `GET /api/v1/cases/${of}`)).status === 200);
}

/** Nominates in a fresh case, and returns it. */
async function nominated(): Promise<string> {
  const other = await api.open();
  await api.as(organisation, `POST /api/v1/cases/${other}/decisions`, {
    stage: 'nomination',
    decision: 'nominate',
    form: nomination,
  });
  await api.as(organisation, `GET /api/v1/cases/${other}`);
  return other;
}

describe('a claim', () => {
  it('is seen by the others, refused to them, and renewed by its holder', async () => {
    const second = { ...organisation, id: 'second', name: '李四' };
    const mine = await api.as(organisation, `POST ${claimPath()}`);
    expect(mine).toMatchObject({ status: 200, body: { by: { id: 'organisationDept' }, mine: true } });
    const refused = await api.as(second, `POST ${claimPath()}`);
    expect(refused.body).toMatchObject({
      status: 409,
      code: 'task-claimed',
      detail: expect.stringContaining('organisationDept'),
    });
    const renewed = await api.as(organisation, `POST ${claimPath()}`);
    expect(renewed.body.until >= mine.body.until).toBe(true);
    const inbox = await api.as(second, 'GET /api/v1/tasks?mine=true');
    const shown = inbox.body.items.find((task: { case: string }) => task.case === id);
    expect(shown.claim).toMatchObject({ by: { id: 'organisationDept' }, mine: false });
    const unclaimed = await api.as(second, 'GET /api/v1/tasks?view=office');
    expect(unclaimed.body.items.filter((task: { case: string }) => task.case === id)).toEqual([]);
  });

  it('lasts as long as the policy says, and is anybody’s after that', async () => {
    const { body } = await api.as(organisation, `POST ${claimPath()}`);
    const hours = (Date.parse(body.until) - Date.now()) / 3_600_000;
    expect(Math.round(hours)).toBe(24);
    const { claims } = api.services.spaces.live;
    await claims.updateOne({ _id: `${id}|nomination#1` }, { $set: { until: new Date(Date.now() - 1) } });
    const second = { ...organisation, id: 'second' };
    expect((await api.as(second, `POST ${claimPath()}`)).body).toMatchObject({ by: { id: 'second' }, mine: true });
  });

  it('is given back by its holder alone', async () => {
    await api.as(organisation, `POST ${claimPath()}`);
    const second = { ...organisation, id: 'second' };
    expect((await api.as(second, `DELETE ${claimPath()}`)).status).toBe(204);
    expect((await api.as(second, `POST ${claimPath()}`)).status).toBe(409);
    expect((await api.as(organisation, `DELETE ${claimPath()}`)).status).toBe(204);
    expect((await api.as(second, `POST ${claimPath()}`)).status).toBe(200);
  });

  it('goes to one of several who claim at once', async () => {
    await readable();
    const people = Array.from({ length: 6 }, (_, index) => ({ ...organisation, id: `p${index}` }));
    const answers = await Promise.all(people.map((by) => api.as(by, `POST ${claimPath()}`)));
    expect(answers.map(({ status }) => status).sort((a, b) => a - b)).toEqual([200, 409, 409, 409, 409, 409]);
  });

  test.each([
    ['another office', office('housingBureau'), 'nomination#1', 403, 'office-required'],
    ['a task that is not open', organisation, 'closing#1', 409, 'stage-not-open'],
    [
      'a place out of sight',
      actor('far', undefined, { scope: 'linyi/hedong', posts: [] }),
      'nomination#1',
      404,
      'not-found',
    ],
  ])('is refused to %s', async (_what, by, task, status, code) => {
    await readable();
    expect((await api.as(by, `POST ${claimPath(task)}`)).body).toMatchObject({ status, code });
  });
});

describe('deciding many', () => {
  const bulk = 'POST /api/v1/tasks/decisions' as const;
  const item = (of: string, stage = 'acceptance#1.leader') => ({ case: of, stage });

  it('answers each on its own, the accepted and the refused', async () => {
    const [one, two] = [await nominated(), await nominated()];
    const items = [item(one), item(two), item(two, 'acceptance#1.redSecretary'), item('rectification:C-none:1')];
    const { status, body } = await api.as(leader, bulk, { decision: 'accept', comment: '同意', items });
    expect(status).toBe(200);
    expect(body.items.map(({ status: each }: { status: number }) => each)).toEqual([200, 200, 403, 404]);
    expect(body.items[0].answer).toMatchObject({ case: one, tasks: { closed: ['acceptance#1.leader'] } });
    expect(body.items[2].problem).toMatchObject({ code: 'office-required' });
    const { body: shown } = await api.as(leader, `GET /api/v1/cases/${one}/timeline?after=4`);
    expect(shown.items[0]).toMatchObject({ type: 'decided', comment: '同意' });
  });

  it('repeated with the same key decides nothing twice and answers the same', async () => {
    const other = await nominated();
    const key = randomUUID();
    const body = { decision: 'accept', items: [item(other)] };
    const first = await api.as(leader, bulk, body, { key });
    const second = await api.as(leader, bulk, body, { key });
    expect(second.body).toEqual(first.body);
    const third = await api.as(leader, bulk, body);
    expect(third.body.items[0].problem.code).toBe('already-decided');
  });

  it('previewed says what would be refused, and decides nothing', async () => {
    const other = await nominated();
    const items = [item(other), item(other, 'acceptance#1.redSecretary'), item(other, 'closing#1')];
    const accept = await api.as(leader, bulk, { decision: 'accept', items, dryRun: true });
    expect(accept.body.items.map(({ status }: { status: number }) => status)).toEqual([200, 403, 409]);
    const refuse = await api.as(leader, bulk, { decision: 'refuse', items: [item(other)], dryRun: true });
    expect(refuse.body.items[0].problem.code).toBe('comment-required');
    const unknown = await api.as(leader, bulk, { decision: 'shrug', items: [item(other)], dryRun: true });
    expect(unknown.body.items[0].problem.code).toBe('unknown-decision');
    const { body } = await api.as(leader, `GET /api/v1/cases/${other}`);
    expect(body.tasks).toHaveLength(3);
  });

  it('refuses the same task twice and an empty list', async () => {
    for (const items of [[item(id), item(id)], []]) {
      expect((await api.as(leader, bulk, { decision: 'accept', items })).body.code).toBe('invalid-input');
    }
  });
});

describe('the inbox', () => {
  it('moves a task from mine to done with the decision', async () => {
    const mine = async () =>
      (await api.as(organisation, 'GET /api/v1/tasks?mine=true')).body.items.filter(
        (task: { case: string }) => task.case === id,
      );
    await readable();
    expect(await mine()).toHaveLength(1);
    await api.decide(id, 'nomination', 'nominate', { form: nomination });
    expect(await mine()).toEqual([]);
    const done = await api.as(organisation, 'GET /api/v1/tasks?view=done');
    expect(done.body.items[0]).toMatchObject({
      case: id,
      id: 'nomination#1',
      ended: { decision: 'nominate', by: 'organisationDept' },
    });
  });

  it('keeps what an office may do at any time apart', async () => {
    const other = await nominated();
    for (const [seat, code] of [
      ['leader', 'countyLevelLeader'],
      ['redSecretary', 'redPropertySecretary'],
      ['department1', 'pairedDepartment'],
    ] as const) {
      await api.as(office(code), `POST /api/v1/cases/${other}/decisions`, {
        stage: `acceptance#1.${seat}`,
        decision: 'accept',
      });
    }
    await api.decide(other, 'gazette', 'publish');
    const of = (items: { case: string; id: string; standing: boolean }[]) =>
      items.filter((task) => task.case === other).map((task) => [task.id, task.standing]);
    await api.as(organisation, `GET /api/v1/cases/${other}`);
    const asked = await api.as(organisation, 'GET /api/v1/tasks?mine=true');
    const standing = await api.as(organisation, 'GET /api/v1/tasks?mine=true&standing=true');
    expect(of(asked.body.items)).toEqual([]);
    expect(of(standing.body.items)).toEqual([[expect.stringContaining('#1'), true]]);
  });

  it('hides from submitters what they may not sign off', async () => {
    const { tasks } = api.services.spaces.live.cases;
    await readable();
    await tasks.updateOne({ _id: `${id}|nomination#1` }, { $set: { notBy: ['organisationDept'] } });
    const { body } = await api.as(organisation, 'GET /api/v1/tasks?mine=true');
    expect(body.items.filter((task: { case: string }) => task.case === id)).toEqual([]);
  });
});

describe('a rehearsal', () => {
  it('judges what is overdue by each case’s own clock, and tells it', async () => {
    const slow = await api.open(undefined, 'rehearsal');
    const quick = await api.open(undefined, 'rehearsal');
    const inSpace = { space: 'rehearsal' } as const;
    const moved = await api.as(coordinator, `POST /api/v1/cases/${quick}/clock`, { advance: 'P30D' }, inSpace);
    expect(moved.status).toBe(200);
    expect(Date.parse(moved.body.now)).toBeGreaterThan(Date.now() + 29 * 24 * 3_600_000);
    const late = await api.as(coordinator, `GET /api/v1/cases/${quick}`, undefined, inSpace);
    expect(late.body).toMatchObject({ overdue: true, tasks: [{ overdue: true, escalation: 'interview' }] });
    const early = await api.as(coordinator, `GET /api/v1/cases/${slow}`, undefined, inSpace);
    expect(early.body).toMatchObject({ overdue: false, tasks: [{ overdue: false, escalation: null }] });
    const cases = await api.as(coordinator, 'GET /api/v1/cases?overdue=true', undefined, inSpace);
    expect(cases.body.items.map((each: { id: string }) => each.id)).toEqual([quick]);
    const tasks = await api.as(coordinator, 'GET /api/v1/tasks?view=overdue', undefined, inSpace);
    expect(tasks.body.items.map((task: { case: string }) => task.case)).toEqual([quick]);
    const counts = await api.as(organisation, 'GET /api/v1/tasks/counts', undefined, inSpace);
    expect(counts.body).toMatchObject({ mine: 2, overdue: 1 });
  });

  it('knows nothing of the cases of the live space', async () => {
    await readable();
    expect((await api.as(coordinator, `GET /api/v1/cases/${id}`, undefined, { space: 'rehearsal' })).status).toBe(404);
  });

  test.each([
    ['a duration that is none', { advance: 'soon' }, 'invalid-input'],
    ['a way back', { advance: '-P1D' }, 'invalid-input'],
    ['nothing', {}, 'invalid-input'],
  ])('moves no clock by %s', async (_what, body, code) => {
    const other = await api.open(undefined, 'rehearsal');
    const answer = await api.as(coordinator, `POST /api/v1/cases/${other}/clock`, body, { space: 'rehearsal' });
    expect(answer.body).toMatchObject({ status: 422, code });
  });

  it('moves clocks for coordinators of the place alone', async () => {
    const other = await api.open(undefined, 'rehearsal');
    const path = `POST /api/v1/cases/${other}/clock` as const;
    expect((await api.as(organisation, path, { advance: 'PT1H' }, { space: 'rehearsal' })).status).toBe(403);
    const foreign = { ...coordinator, scope: 'linyi/hedong' };
    expect((await api.as(foreign, path, { advance: 'PT1H' }, { space: 'rehearsal' })).status).toBe(404);
  });
});
