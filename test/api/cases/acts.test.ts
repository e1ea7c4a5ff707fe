import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it, test } from '@jest/globals';
import { addDays, dayOf } from '../../../domain/calendar/calendar.ts';
import type { Actor } from '../../../domain/organisation/actor.ts';
import { actor, coordinator, office } from '../../support/cases.ts';
import { buildUser } from '../support.ts';
import { type CaseApi, nomination, startCaseApi } from './bench.ts';

let api: CaseApi;
let id: string;
beforeAll(async () => {
  api = await startCaseApi();
});
beforeEach(async () => {
  id = await api.open();
});
afterAll(() => api.stopAll());

const organisation = office('organisationDept');
const nominate = { stage: 'nomination#1', decision: 'nominate', form: nomination };
const posted = (path: string, by: Partial<Actor>, body: unknown, key?: string, headers?: Record<string, string>) =>
  api.as(by, `POST /api/v1/cases/${id}/${path}`, body, { ...(key && { key }), ...(headers && { headers }) });

describe('a decision', () => {
  it('answers what it changed', async () => {
    const { status, body } = await posted('decisions', organisation, nominate);
    expect(status).toBe(200);
    expect(body).toEqual({
      case: id,
      revision: 4,
      status: 'running',
      stage: 'acceptance',
      outcome: null,
      events: { from: 3, to: 4 },
      tasks: {
        opened: ['acceptance#1.leader', 'acceptance#1.redSecretary', 'acceptance#1.department1'],
        closed: ['nomination#1'],
      },
    });
  });

  it('answers the events and tasks themselves when asked to', async () => {
    const { body } = await posted('decisions', organisation, nominate, randomUUID(), {
      prefer: 'return=representation',
    });
    expect(body.events.items.map(({ type }: { type: string }) => type)).toEqual(['decided', 'stageOpened']);
    expect(body.tasks.items.map((task: { id: string }) => task.id).sort()).toEqual(
      ([...body.tasks.opened] as string[]).sort(),
    );
  });

  it('takes the stage alone where one task of it is open', async () => {
    const { status } = await posted('decisions', organisation, { ...nominate, stage: 'nomination' });
    expect(status).toBe(200);
  });

  test.each([
    ['an office that is not asked', office('housingBureau'), nominate, 403, 'office-required'],
    ['a coordinator', coordinator, nominate, 403, 'office-required'],
    [
      'the office elsewhere',
      actor('far', undefined, { posts: [{ office: 'organisationDept', scope: 'linyi/hedong' }] }),
      nominate,
      403,
      'office-required',
    ],
    ['a monitor', actor('m', undefined, { role: 'monitor' }), nominate, 403, 'office-required'],
    ['an administrator', actor('a', undefined, { role: 'administrator', scope: '*' }), nominate, 403, 'forbidden'],
    ['a stage that is not open', organisation, { ...nominate, stage: 'closing#1' }, 409, 'stage-not-open'],
    ['a decision that is not offered', organisation, { ...nominate, decision: 'approve' }, 422, 'unknown-decision'],
    ['a form with errors', organisation, { ...nominate, form: { leader: '' } }, 422, 'invalid-input'],
    ['unknown evidence', organisation, { ...nominate, evidence: ['nothing'] }, 422, 'evidence-unknown'],
    ['a day in the future', organisation, { ...nominate, effectiveOn: '2100-01-01' }, 422, 'effective-date-refused'],
    ['a body that is no object', organisation, 'x', 400, 'malformed-request'],
    ['a member that is not known', organisation, { ...nominate, colour: 1 }, 422, 'invalid-input'],
  ])('is refused to %s', async (_what, by, body, status, code) => {
    const answer = await posted('decisions', by, body);
    expect(answer.body).toMatchObject({ status, code });
    expect(answer.status).toBe(status);
  });

  it('names the field that is wrong', async () => {
    const { body } = await posted('decisions', organisation, { ...nominate, form: { ...nomination, leader: '' } });
    expect(body.errors).toMatchObject([{ pointer: '/form/leader' }]);
  });

  it.each([
    ['zh-CN', /[\u4e00-\u9fff]/],
    ['en', /^[^\u4e00-\u9fff]+$/],
  ])('says what is wrong in the language of who asks: %s', async (language, written) => {
    const headers = { 'accept-language': language };
    const tooLong = { ...nominate, form: { ...nomination, leader: 'x'.repeat(81) } };
    const soon = { ...nominate, effectiveOn: addDays(dayOf(new Date().toISOString()), 2) };
    const incomplete = { ...nominate, form: { redSecretary: '示例局', departments: ['示例住建局'] } };
    const cases = [
      [tooLong, '/form/leader'],
      [soon, '/effectiveOn'],
      [incomplete, '/form/leader'],
    ] as const;
    for (const [body, pointer] of cases) {
      const answer = await posted('decisions', organisation, body, randomUUID(), headers);
      expect(answer.body.errors).toEqual([{ pointer, detail: expect.stringMatching(written) }]);
      expect(answer.body.detail).toMatch(written);
    }
    const other = await posted('decisions', office('housingBureau'), nominate, randomUUID(), headers);
    expect(other.body.detail).toMatch(written);
  });

  it('needs its reason in words where the declaration says so', async () => {
    await posted('decisions', organisation, nominate);
    const refused = { stage: 'acceptance#1.leader', decision: 'refuse' };
    const { body } = await posted('decisions', office('countyLevelLeader'), refused);
    expect(body).toMatchObject({ status: 422, code: 'comment-required', errors: [{ pointer: '/comment' }] });
  });

  it('is not found on a case that does not exist', async () => {
    const { body } = await api.as(organisation, 'POST /api/v1/cases/rectification:C-none:1/decisions', nominate);
    expect(body).toMatchObject({ status: 404, code: 'not-found' });
    expect((await api.as(organisation, 'POST /api/v1/cases/nonsense/decisions', nominate)).status).toBe(404);
  });

  it('is read by whoever made it as soon as it is answered', async () => {
    const { body } = await posted('decisions', organisation, nominate);
    const read = await api.as(organisation, `GET /api/v1/cases/${id}`);
    expect(read.body.revision).toBeGreaterThanOrEqual(body.revision);
    const inbox = await api.as(organisation, 'GET /api/v1/tasks?mine=true');
    expect(inbox.body.items.filter((task: { case: string }) => task.case === id)).toEqual([]);
  });
});

describe('a repeat', () => {
  it('with the same key and body has the same answer and no second effect', async () => {
    const key = randomUUID();
    const first = await posted('decisions', organisation, nominate, key);
    const second = await posted('decisions', organisation, nominate, key);
    expect(second).toMatchObject({ status: 200, body: first.body });
    const { body } = await api.as(organisation, `GET /api/v1/cases/${id}/timeline`);
    expect(body.items.filter(({ type }: { type: string }) => type === 'decided')).toHaveLength(1);
  });

  it('sent in parallel is decided once', async () => {
    const key = randomUUID();
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => posted('decisions', organisation, nominate, key)),
    );
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 8 }, () => 200));
    expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(1);
  });

  it('with another body is refused', async () => {
    const key = randomUUID();
    await posted('comments', organisation, { text: 'one' }, key);
    const { status, body } = await posted('comments', organisation, { text: 'two' }, key);
    expect(status).toBe(422);
    expect(body.code).toBe('idempotency-key-reused');
  });

  it('of somebody else with the same key is an act of its own', async () => {
    const key = randomUUID();
    const one = await posted('comments', organisation, { text: 'one' }, key);
    const two = await posted('comments', coordinator, { text: 'two' }, key);
    expect([one.status, two.status]).toEqual([200, 200]);
    expect(two.body.revision).toBe(one.body.revision + 1);
  });

  it('after the end of the case has the answer it had; another act is told that the case is closed', async () => {
    const key = randomUUID();
    const committee = office('districtPartyCommittee');
    const cancelled = await posted('cancellation', committee, { reason: '列入有误' }, key);
    expect(cancelled.body).toMatchObject({ status: 'cancelled', outcome: 'cancelled' });
    await api.as(committee, `GET /api/v1/cases/${id}`);
    const repeated = await posted('cancellation', committee, { reason: '列入有误' }, key);
    expect(repeated).toMatchObject({ status: 200, body: cancelled.body });
    const other = await posted('cancellation', committee, { reason: '改口' }, key);
    expect(other.body).toMatchObject({ status: 422, code: 'idempotency-key-reused' });
    const late = await posted('comments', coordinator, { text: 'late' });
    expect(late.body).toMatchObject({ status: 409, code: 'case-closed', detail: expect.stringContaining('linked') });
  });
});

describe('several at once', () => {
  it('decide one task: exactly one wins, the others hear that it is decided', async () => {
    const people = Array.from({ length: 6 }, (_, index) => ({ ...organisation, id: `o${index}` }));
    const answers = await Promise.all(people.map((by) => posted('decisions', by, nominate)));
    expect(answers.map(({ status }) => status).sort((a, b) => a - b)).toEqual([200, 409, 409, 409, 409, 409]);
    const codes = answers.filter(({ status }) => status === 409).map(({ body }) => body.code);
    expect(new Set(codes)).toEqual(new Set(['already-decided']));
  });

  it('on different tasks are all accepted', async () => {
    await posted('decisions', organisation, nominate);
    const seats = {
      leader: 'countyLevelLeader',
      redSecretary: 'redPropertySecretary',
      department1: 'pairedDepartment',
    } as const;
    const answers = await Promise.all(
      Object.entries(seats).map(([seat, code]) =>
        posted('decisions', office(code), { stage: `acceptance#1.${seat}`, decision: 'accept' }),
      ),
    );
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    const { body } = await api.as(office('countyLevelLeader'), `GET /api/v1/cases/${id}`);
    expect(body.stage).toBe('gazette');
  });
});

describe('the other acts', () => {
  const reason = '示例原因';

  it('comment: everybody in sight but administrators', async () => {
    const last = actor('m', undefined, { role: 'monitor' });
    for (const by of [coordinator, organisation, last]) {
      expect((await posted('comments', by, { text: '你好' })).status).toBe(200);
    }
    const admin = actor('a', undefined, { role: 'administrator', scope: '*' });
    expect((await posted('comments', admin, { text: '你好' })).status).toBe(403);
    // Only who wrote last is sure to read all of it at once.
    const { body } = await api.as(last, `GET /api/v1/cases/${id}/timeline?after=2`);
    expect(body.items.map(({ comment }: { comment: string }) => comment)).toEqual(['你好', '你好', '你好']);
  });

  it('delegate: to a reviewer with a working account who sees the case; that person then decides', async () => {
    const place = 'linyi/lanshan';
    const name = `d${randomUUID().slice(0, 8)}`;
    await buildUser(api, name, { role: 'reviewer', scope: place, name: '张三' });
    await buildUser(api, `${name}far`, { role: 'reviewer', scope: 'linyi/hedong' });
    await buildUser(api, `${name}off`, { role: 'reviewer', scope: place });
    await api.services.accounts.change(
      await api.services.accounts.get(`${name}off`),
      { disabled: true },
      'userChanged',
      { actor: { id: 'test' } },
    );
    await buildUser(api, `${name}mon`, { role: 'monitor', scope: place });
    for (const to of [`${name}far`, `${name}off`, `${name}mon`, 'nobody']) {
      const refused = await posted('delegations', organisation, { stage: 'nomination#1', to });
      expect(refused.body).toMatchObject({ status: 422, errors: [{ pointer: '/to' }] });
    }
    expect((await posted('delegations', office('housingBureau'), { stage: 'nomination#1', to: name })).body.code).toBe(
      'office-required',
    );
    expect((await posted('delegations', organisation, { stage: 'nomination#1', to: name, reason })).status).toBe(200);
    const timeline = await api.as(organisation, `GET /api/v1/cases/${id}/timeline?after=2`);
    expect(timeline.body.items[0].summary).toContain('张三');
    const deputy = actor(name, undefined, { scope: place });
    const inbox = await api.as(deputy, 'GET /api/v1/tasks?mine=true');
    expect(inbox.body.items).toMatchObject([
      { case: id, id: 'nomination#1', delegate: { id: name }, permitted: ['decide', 'delegate'] },
    ]);
    expect((await posted('decisions', deputy, nominate)).status).toBe(200);
  });

  it('extend, reassign, suspend and resume: who steers', async () => {
    const term = { n: 2, unit: 'workingDays' };
    const before = (await api.as(coordinator, `GET /api/v1/cases/${id}`)).body.tasks[0];
    const calls: [string, unknown][] = [
      ['extensions', { stage: 'nomination#1', term, reason }],
      ['reassignments', { stage: 'nomination#1', office: 'socialWorkDept', reason }],
      ['suspension', { reason }],
      ['resumption', { reason }],
    ];
    for (const [path, body] of calls) {
      expect((await posted(path, office('housingBureau'), body)).body.code).toBe('forbidden');
      expect((await posted(path, coordinator, body)).status).toBe(200);
    }
    const [task] = (await api.as(coordinator, `GET /api/v1/cases/${id}`)).body.tasks;
    expect(task.office).toBe('socialWorkDept');
    expect(task.dueAt > before.dueAt).toBe(true);
    const again = await posted('extensions', coordinator, { stage: 'nomination#1', term, reason });
    expect(again.body).toMatchObject({ status: 409, code: 'extension-refused' });
  });

  it('a suspended case takes no decision, and says what else is possible', async () => {
    await posted('suspension', coordinator, { reason });
    expect((await posted('decisions', organisation, nominate)).body).toMatchObject({
      status: 409,
      code: 'case-suspended',
    });
    const { body } = await api.as(coordinator, `GET /api/v1/cases/${id}`);
    expect(body).toMatchObject({ status: 'suspended', dueAt: null });
    expect(body.permitted).toContain('resume');
    expect(body.tasks[0].due.steps.length).toBeGreaterThan(0);
    expect((await posted('resumption', coordinator, { reason })).status).toBe(200);
    expect((await posted('resumption', coordinator, { reason })).body.code).toBe('not-suspended');
  });

  it('correct: marks the original and opens anew what followed', async () => {
    const decided = await posted('decisions', organisation, nominate);
    const other = { ...nomination, leader: '另一位副区长' };
    const correction = { event: decided.body.events.from, decision: 'nominate', form: other, comment: '写错了' };
    expect((await posted('corrections', office('housingBureau'), correction)).body.code).toBe('correction-refused');
    const offered = await api.as(organisation, `GET /api/v1/cases/${id}/timeline?after=2`);
    expect(offered.body.items[0]).toMatchObject({ seq: 3, correctable: true });
    expect((await posted('corrections', organisation, correction)).status).toBe(200);
    const { body } = await api.as(organisation, `GET /api/v1/cases/${id}/timeline?after=2`);
    expect(body.items[0]).toMatchObject({ type: 'decided', superseded: true, correctable: false });
    expect(
      body.items.filter(
        ({ type, superseded }: { type: string; superseded: boolean }) => type === 'decided' && !superseded,
      ),
    ).toHaveLength(1);
    const read = await api.as(organisation, `GET /api/v1/cases/${id}`);
    expect(read.body.facts.team.leader.unit).toBe('另一位副区长');
  });

  it('cancel: the leading group alone, with an outcome that exists', async () => {
    const committee = office('districtPartyCommittee');
    expect((await posted('cancellation', coordinator, { reason })).body.code).toBe('forbidden');
    expect((await posted('cancellation', committee, { reason, outcome: 'closed' })).body.errors).toMatchObject([
      { pointer: '/outcome' },
    ]);
    const { body } = await posted('cancellation', committee, { reason, outcome: 'transferred' });
    expect(body).toMatchObject({ status: 'cancelled', outcome: 'transferred', stage: null });
  });

  it('link: to another case in sight, seen from both ends', async () => {
    const other = await api.open();
    const unseen = { case: 'rectification:C-none:1', relation: 'related' };
    expect((await posted('links', coordinator, unseen)).body.errors).toMatchObject([{ pointer: '/case' }]);
    expect((await posted('links', coordinator, { case: id, relation: 'related' })).body.errors).toMatchObject([
      { pointer: '/case' },
    ]);
    expect((await posted('links', coordinator, { case: other, relation: 'related' })).status).toBe(200);
    const here = await api.as(coordinator, `GET /api/v1/cases/${id}`);
    expect(here.body.links).toMatchObject([{ case: other, direction: 'to', kind: 'rectification' }]);
    const there = await api.as(coordinator, `GET /api/v1/cases/${other}`);
    expect(there.body.links).toMatchObject([{ case: id, direction: 'from', relation: 'related' }]);
  });

  it('every one of them needs an Idempotency-Key', async () => {
    for (const path of [
      'decisions',
      'comments',
      'delegations',
      'reassignments',
      'extensions',
      'suspension',
      'resumption',
      'corrections',
      'cancellation',
      'links',
    ]) {
      const { body } = await posted(path, coordinator, {}, undefined, { 'idempotency-key': '' });
      expect(body).toMatchObject({ status: 400, code: 'idempotency-key-required' });
    }
  });
});

describe('the clock', () => {
  it('stands still in the live space', async () => {
    const { body } = await api.as(coordinator, `POST /api/v1/cases/${id}/clock`, { advance: 'P1D' });
    expect(body).toMatchObject({ status: 403, code: 'rehearsal-only' });
  });
});

describe('an effective day', () => {
  it('counts from the day it happened', async () => {
    const today = dayOf(new Date().toISOString());
    const tooEarly = await posted('decisions', organisation, { ...nominate, effectiveOn: addDays(today, -1) });
    expect(tooEarly.body.errors).toMatchObject([{ pointer: '/effectiveOn' }]);
    const { status } = await posted('decisions', organisation, { ...nominate, effectiveOn: today });
    expect(status).toBe(200);
    const { body } = await api.as(organisation, `GET /api/v1/cases/${id}/timeline?after=2`);
    expect(body.items[0].effectiveOn).toBe(today);
  });
});

describe('names that every object inherits', () => {
  test.each(['__proto__', 'constructor', 'toString'])(
    '%s is no decision, no stage, no file and no task',
    async (name) => {
      const decided = (more: object) => posted('decisions', organisation, { ...nominate, ...more });
      const answers = [
        await decided({ decision: name, form: undefined }),
        await decided({ stage: name }),
        await decided({ evidence: [name] }),
        await posted('comments', coordinator, { text: '示例', stage: name }),
        await posted('suspension', coordinator, { stage: name, reason: '示例' }),
      ];
      expect(answers.map(({ status, body }) => [status, body.code])).toEqual([
        [422, 'unknown-decision'],
        [409, 'stage-not-open'],
        [422, 'evidence-unknown'],
        [422, 'invalid-input'],
        [409, 'stage-not-open'],
      ]);
      expect((await api.as(coordinator, `GET /api/v1/cases/${id}/timeline`)).body.items).toHaveLength(2);
    },
  );
});
