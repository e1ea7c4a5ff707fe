import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ballotsHash } from '../../../api/votes/countBox.ts';
import { addDays } from '../../../domain/calendar/calendar.ts';
import { actor, coordinator, office } from '../../support/cases.ts';
import { suiteConfig } from '../../support/servers.ts';
import { until } from '../../support/until.ts';
import { buildCount } from '../../support/votes.ts';
import { type CaseApi, startCaseApi } from '../cases/bench.ts';
import type { Answer } from '../support.ts';
import { convener, counter, inSpace, openVote, secondCounter, type VoteDriver } from './bench.ts';

let api: CaseApi;
beforeAll(async () => {
  api = await startCaseApi(await suiteConfig({ LOG_LEVEL: 'silent' }), ['rehearsal']);
});
afterAll(() => api?.stopAll());

const count = (vote: VoteDriver, key: string = randomUUID(), body: object = {}, by = counter) =>
  vote.call(by, 'POST /votes/vote-1/count', body, key);
/** The stage once the read model has heard of the count. */
async function stage(vote: VoteDriver) {
  const view = async (): Promise<Answer['body']> => (await vote.call(coordinator, 'GET ')).body;
  await until(async () => !(await view()).tasks.some(({ face }: { face: string }) => face === 'count'));
  return (await view()).stages['vote#1'];
}
const box = async (vote: VoteDriver) => (await vote.call(coordinator, 'GET /votes/vote-1')).body.box;

describe('the count of a vote', () => {
  it('closes the box and decides the stage; its result, page and export say what it rests on', async () => {
    const vote = await openVote(api);
    expect(await count(vote)).toMatchObject({ status: 409, body: { code: 'not-ready' } });
    expect(await box(vote)).toBe('open');
    for (const unit of ['1-1', '1-2', '2-1']) await vote.paper(unit, 'yes');
    await vote.paper('2-3', 'no');
    await vote.ballot(counter, '1-3', 'yes');
    await vote.advance(3);

    expect(await count(vote, undefined, {}, convener)).toMatchObject({ status: 403 });
    const unsettled = await count(vote);
    expect(unsettled).toMatchObject({
      status: 409,
      body: { code: 'not-ready', detail: expect.stringContaining('1-3') },
    });
    const key = randomUUID();
    const counted = await count(vote, key, { leaveOutUnsettled: true });
    expect(counted).toMatchObject({ status: 200, body: { outcome: 'over', tasks: { closed: ['vote#1.count'] } } });
    expect(await count(vote, key, { leaveOutUnsettled: true })).toEqual({ ...counted, headers: expect.anything() });
    expect(await count(vote)).toMatchObject({ status: 409 });
    expect(await vote.ballot(secondCounter, '1-3', 'yes')).toMatchObject({ status: 409 });
    expect(await box(vote)).toBe('closed');

    const { detail } = await stage(vote);
    const { body: result } = await vote.call(office('housingBureau'), 'GET /votes/vote-1/result');
    expect(result).toMatchObject({
      final: true,
      result: 'passed',
      roll: { version: `${vote.compound}@1`, asOf: '2026-01-01' },
      ballots: { count: 4, invalid: 0 },
      total: { heads: 5, area: 60_000 },
      participating: { heads: 4, area: 50_000 },
      participation: { heads: '4/5', area: '50000/60000', headsPercent: '80.00', areaPercent: '83.33' },
      quorum: { reached: true, heads: { share: '2/3', needed: { heads: 4 } }, area: { needed: { area: 40_000 } } },
      items: [
        {
          id: 'plan',
          yes: { heads: 3, area: 40_000 },
          no: { heads: 1, area: 10_000 },
          abstained: { heads: 0, area: 0 },
          approval: { share: '1/2', strict: true, needed: { heads: 3, area: 25_001 } },
          passed: true,
        },
      ],
    });
    expect(result.keptUntil.slice(0, 4)).toBe(String(Number(result.countedOn.slice(0, 4)) + 5));
    expect(detail.count.ballots.hash).toBe(result.ballots.hash);

    for (const lang of ['zh', 'en'] as const) {
      const page = await vote.call(coordinator, `GET /votes/vote-1/result/page?lang=${lang}`);
      expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
      for (const text of [result.roll.hash, result.ballots.hash, '50000/60000', '600.00', '3/4']) {
        expect(page.body).toContain(text);
      }
      expect(page.body).not.toMatch(/示例甲|undefined|\[object/);
    }

    const path = 'GET /votes/vote-1/ballots/export?format=csv';
    expect(await vote.call(convener, path)).toMatchObject({ status: 403 });
    const auditor = actor('auditor', undefined, { role: 'administrator', duties: ['audit'], scope: 'linyi' });
    for (const by of [counter, auditor]) {
      const { status, body } = await vote.call(by, path);
      expect(status).toBe(200);
      expect(body.trim().split('\n')).toHaveLength(1 + 5);
      expect(body).toContain(result.keptUntil);
    }
    await api.services.audit.settled();
    expect(await api.services.audit.find({ what: 'ballotsExported' }, { at: 1 }, 5)).toHaveLength(2);
    const stored = await api.services.spaces.rehearsal.votes.ballots.find({ box: `${vote.id}|vote#1` }).lean();
    expect(ballotsHash(stored)).toBe(result.ballots.hash);
    const [changed, ...others] = stored.filter(({ state }) => state === 'valid');
    expect(changed && ballotsHash([{ ...changed, choices: { plan: 'no' } }, ...others])).not.toBe(result.ballots.hash);
  });

  it('cannot be written by hand: not as a decision, nor in bulk, nor as a correction; tasks name the call', async () => {
    const vote = await openVote(api);
    for (const unit of ['1-1', '1-2', '1-3']) await vote.paper(unit, 'yes');
    await vote.advance(3);
    const { body: view } = await vote.call(counter, 'GET ');
    const [task] = view.tasks;
    expect(task).toMatchObject({
      id: 'vote#1.count',
      permitted: expect.arrayContaining(['decide']),
      decisions: { count: { form: null, through: 'POST /api/v1/cases/{id}/votes/{visit}/count' } },
    });
    const share = { heads: 5, area: 60_000 };
    const form = buildCount(share, share, { plan: share });
    const refused = {
      code: 'computed-decision',
      detail: expect.stringContaining(`POST /api/v1/cases/${vote.id}/votes/vote-1/count`),
    };
    expect(await vote.decide(counter, task.id, 'count', { form })).toMatchObject({ status: 409, body: refused });
    for (const dryRun of [true, false]) {
      const items = [{ case: vote.id, stage: task.id, form }];
      const bulk = { decision: 'count', items, dryRun };
      const { body } = await api.as(counter, 'POST /api/v1/tasks/decisions', bulk, inSpace);
      expect(body.items).toMatchObject([{ status: 409, problem: refused }]);
    }
    // Three of five are no quorum, so that the case goes on and its count could be corrected.
    expect(await count(vote)).toMatchObject({ status: 200, body: { tasks: { opened: ['vote#1.extension'] } } });
    const { body: timeline } = await vote.call(coordinator, 'GET /timeline');
    const event = timeline.items.findLast(({ type }: { type: string }) => type === 'decided').seq;
    const correction = { event, decision: 'count', form, comment: '示例' };
    expect(await vote.call(counter, 'POST /corrections', correction)).toMatchObject({ status: 409, body: refused });
  });

  it('without a quorum opens the box again for those who have not voted, when it is extended', async () => {
    const vote = await openVote(api);
    for (const unit of ['1-1', '1-2', '1-3']) await vote.paper(unit, 'yes');
    await vote.advance(3);
    await count(vote);
    expect(await stage(vote)).toMatchObject({ status: 'open' });
    // Nobody is told how it stands before it has ended: not in the result, nor in the case.
    const turnout = { total: { heads: 5 }, participating: { heads: 3, area: 30_000 } };
    expect((await vote.call(coordinator, 'GET /votes/vote-1/result')).body).toMatchObject({
      final: false,
      quorum: { reached: false },
      ...turnout,
      items: [],
    });
    expect((await vote.call(coordinator, 'GET /votes/vote-1/result/page?lang=en')).body).toContain('has ended');
    const { body: view } = await vote.call(counter, 'GET ');
    expect(view.stages['vote#1'].detail.count).toMatchObject(turnout);
    const told = JSON.stringify([view, (await vote.call(counter, 'GET /timeline')).body]);
    expect(told).toContain('"participating"');
    expect(told).not.toMatch(/"(yes|no|abstained)"/);
    expect(await vote.ballot(counter, '2-1', 'no')).toMatchObject({ status: 409 });
    const votingUntil = addDays(vote.until, 3);
    expect(await vote.decide(convener, 'vote#1.extension', 'extend', { form: { votingUntil } })).toMatchObject({
      status: 200,
    });
    await until(async () => (await box(vote)) === 'open');
    expect(await vote.ballot(counter, '1-1', 'no')).toMatchObject({ status: 409, body: { code: 'ballot-refused' } });
    await vote.paper('2-1', 'no');
    await vote.advance(3);
    expect(await count(vote)).toMatchObject({ status: 200, body: { outcome: 'over' } });
    expect(await stage(vote)).toMatchObject({
      result: 'passed',
      detail: { count: { ballots: { count: 4 }, participating: { heads: 4, area: 50_000 } } },
    });
  });

  it('whose extension is given up has its split in the result, and nothing decided', async () => {
    const vote = await openVote(api);
    for (const unit of ['1-1', '1-2', '1-3']) await vote.paper(unit, 'yes');
    await vote.advance(3);
    await count(vote);
    await stage(vote);
    expect(await vote.decide(convener, 'vote#1.extension', 'giveUp', { comment: '示例' })).toMatchObject({
      status: 200,
    });
    await until(async () => (await vote.call(coordinator, 'GET ')).body.stages['vote#1'].status === 'closed');
    expect((await vote.call(coordinator, 'GET /votes/vote-1/result')).body).toMatchObject({
      final: true,
      result: 'quorumFailed',
      items: [{ id: 'plan', yes: { heads: 3 }, no: { heads: 0 }, passed: false }],
    });
  });

  it('waits for the end of the last day, but not for anybody when all have voted', async () => {
    const vote = await openVote(api);
    for (const unit of ['1-1', '1-2', '1-3', '2-1']) await vote.paper(unit, 'yes');
    await vote.advance(2);
    expect(await count(vote)).toMatchObject({
      status: 409,
      body: { code: 'not-ready', detail: expect.stringContaining(`the end of ${vote.until}`) },
    });
    expect(await box(vote)).toBe('open');
    await vote.paper('2-3', 'no');
    expect(await count(vote)).toMatchObject({ status: 200, body: { outcome: 'over' } });

    const early = await openVote(api);
    for (const unit of ['1-1', '1-2', '1-3', '2-1', '2-3']) await early.paper(unit, 'yes');
    expect(await count(early)).toMatchObject({ status: 200, body: { outcome: 'over' } });
  });

  it('of a meeting is made on its day', async () => {
    const vote = await openVote(api, undefined, 'meeting');
    for (const unit of ['1-1', '1-2', '1-3', '2-1']) await vote.paper(unit, 'yes');
    expect(await count(vote)).toMatchObject({ status: 409, body: { code: 'not-ready' } });
    await vote.advance(2);
    expect(await count(vote)).toMatchObject({ status: 200, body: { outcome: 'over' } });
  });

  it('holds every ballot that was accepted, and none that was not, when they come in the same moment', async () => {
    const vote = await openVote(api);
    const units = ['1-1', '1-2', '1-3', '2-1', '2-3'];
    await Promise.all(units.map((unit) => vote.ballot(counter, unit, 'yes')));
    const castOn = vote.until;
    await vote.advance(3);
    const [closing, ...answers] = await Promise.all([
      count(vote, undefined, { leaveOutUnsettled: true }),
      ...units.map((unit) => vote.ballot(secondCounter, unit, 'yes', { castOn })),
    ]);
    expect(closing?.status).toBe(200);
    const accepted = answers.filter(({ status }) => status === 200).length;
    expect(answers.filter(({ status }) => ![200, 409].includes(status))).toEqual([]);
    expect((await stage(vote)).detail.count.ballots.count).toBe(accepted);
  });

  it('that the case does not take leaves the box open', async () => {
    const vote = await openVote(api);
    await vote.paper('1-1', 'yes');
    await vote.advance(3);
    const { boxes } = api.services.spaces.rehearsal.votes;
    // The read model has not heard yet that the case is suspended.
    await vote.call(coordinator, 'POST /suspension', { reason: '示例' });
    await until(async () => (await vote.call(coordinator, 'GET ')).body.status === 'suspended');
    await api.services.spaces.rehearsal.cases.cases.collection.updateOne({ _id: vote.id } as never, {
      $set: { status: 'running' },
    });
    await api.services.spaces.rehearsal.cases.tasks.collection.updateOne({ _id: `${vote.id}|vote#1.count` } as never, {
      $set: { suspended: false },
    });
    expect(await count(vote)).toMatchObject({ status: 409, body: { code: 'case-suspended' } });
    expect(await boxes.findById(`${vote.id}|vote#1`).lean()).toMatchObject({
      closings: [{ withdrawn: { why: 'case-suspended' } }],
    });
    expect(await box(vote)).toBe('open');
    await vote.call(coordinator, 'POST /resumption', { reason: '示例' });
    await vote.paper('1-2', 'yes', vote.until);
    expect(await count(vote)).toMatchObject({ status: 200 });
    expect((await stage(vote)).detail.count.ballots.count).toBe(2);
  });

  it('is sent once more when whoever closed the box never heard the answer', async () => {
    const vote = await openVote(api);
    await vote.paper('1-1', 'yes');
    await vote.advance(3);
    await api.bench.stopWorker('rehearsal');
    const key = randomUUID();
    expect(await count(vote, key)).toMatchObject({ status: 503 });
    expect(await vote.ballot(counter, '1-2', 'yes')).toMatchObject({ status: 409 });
    await api.bench.startWorker('rehearsal');
    expect(await count(vote, key)).toMatchObject({ status: 200 });
    expect((await stage(vote)).detail.count.ballots.count).toBe(1);
  });
});
