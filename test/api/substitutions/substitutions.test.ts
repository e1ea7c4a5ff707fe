import { afterAll, afterEach, beforeAll, describe, expect, it, test } from '@jest/globals';
import type { DeliveryParts } from '../../../activities/notices/deliveryParts.ts';
import { Addressees } from '../../../activities/notices/resolveAddressees.ts';
import { addDays, dayOf } from '../../../domain/calendar/calendar.ts';
import { nomination, seats, twoProblems } from '../../support/rectification.ts';
import { until } from '../../support/until.ts';
import { type CaseApi, startCaseApi } from '../cases/bench.ts';
import { buildUser, password } from '../support.ts';

const place = 'linyi/lanshan';
const today = dayOf(new Date().toISOString());
const week = { from: today, until: addDays(today, 6) };
const plan = { summary: '示例方案', problems: twoProblems(today) };

let api: CaseApi;
beforeAll(async () => {
  api = await startCaseApi();
  const reviewer = { role: 'reviewer' as const, scope: place };
  await buildUser(api, 'absent', {
    ...reviewer,
    posts: [
      { office: 'streetPartyWorkingCommittee', scope: place },
      { office: 'housingBureau', scope: place },
    ],
  });
  await buildUser(api, 'colleague', { ...reviewer, posts: [{ office: 'housingBureau', scope: place }] });
  await buildUser(api, 'third', { ...reviewer, posts: [{ office: 'housingBureau', scope: place }] });
  await buildUser(api, 'nobody', { ...reviewer, posts: [] });
  await buildUser(api, 'chief', { role: 'coordinator', scope: place });
  await buildUser(api, 'admin', { role: 'administrator', duties: ['security'], scope: 'linyi' });
  await buildUser(api, 'elsewhere', { role: 'administrator', duties: ['security'], scope: 'qingdao' });
  await buildUser(api, 'system', { role: 'administrator', duties: ['system', 'audit'], scope: '*' });
});
afterEach(async () => {
  await api.services.accounts.models.substitutions.deleteMany();
});
afterAll(() => api.stopAll());

/** Signs in, with the posts of that moment in the token. */
async function signIn(username: string): Promise<string> {
  return (await api.call('POST /api/v1/sessions', { body: { username, password } })).body.token;
}

async function enter(by: string, body: object) {
  return await api.call('POST /api/v1/substitutions', { token: await signIn(by), body });
}

async function end(by: string, id: string) {
  return await api.call(`DELETE /api/v1/substitutions/${id}`, { token: await signIn(by) });
}

let acts = 0;
const decide = (token: string, id: string, stage: string, decision: string, rest: object = {}) =>
  api.call(`POST /api/v1/cases/${id}/decisions`, {
    token,
    body: { stage, decision, ...rest },
    headers: { 'idempotency-key': `act-${(acts += 1)}` },
  });

/** The decision of a task, as the timeline shows it. */
async function decided(id: string, stage: string) {
  const path = `/api/v1/cases/${id}/timeline?limit=200` as const;
  // oxlint-disable-next-line typescript/no-explicit-any -- tests read answers as they come
  let event: any;
  await until(async () => {
    const { body } = await api.as({ role: 'monitor', scope: place }, `GET ${path}`);
    event = body.items.find((each: { stage: string; type: string }) => each.stage === stage && each.type === 'decided');
    return event !== undefined;
  });
  return event;
}

/** A case whose plan is asked of the street. */
async function awaitingPlan(): Promise<string> {
  const id = await api.open();
  await api.decide(id, 'nomination', 'nominate', { form: nomination });
  for (const seat of seats) await api.decide(id, `acceptance#1.${seat}`, 'accept');
  await api.decide(id, 'gazette', 'publish');
  return id;
}

describe('while somebody stands in for another', () => {
  it('they decide in the other’s office, and the timeline names both', async () => {
    const id = await awaitingPlan();
    const before = await signIn('colleague');
    expect((await decide(before, id, 'plan#1', 'submit', { form: plan })).body.code).toBe('office-required');
    expect(await enter('absent', { substitute: 'colleague', ...week, note: '年休假' })).toMatchObject({
      status: 201,
      body: { person: { id: 'absent' }, substitute: { id: 'colleague' }, state: 'current', mayEnd: true },
    });
    expect((await api.call('GET /api/v1/me', { token: before })).status).toBe(401);

    const token = await signIn('colleague');
    const me = await api.call('GET /api/v1/me', { token });
    expect(me.body.user.posts).toContainEqual({
      office: 'streetPartyWorkingCommittee',
      title: expect.any(String),
      scope: place,
      for: { id: 'absent', name: 'absent' },
      until: week.until,
    });
    const inbox = await api.call('GET /api/v1/tasks?view=mine&limit=200', { token });
    const asked = inbox.body.items.filter((task: { case: string }) => task.case === id);
    expect(asked).toMatchObject([{ id: 'plan#1' }]);
    expect((await decide(token, id, 'plan#1', 'submit', { form: plan })).status).toBe(200);
    expect(await decided(id, 'plan#1')).toMatchObject({
      actor: { id: 'colleague', office: 'streetPartyWorkingCommittee', for: { id: 'absent', name: 'absent' } },
      summary: expect.stringContaining('colleague for absent'),
    });
    const { body: proof } = await api.as(
      { role: 'monitor', scope: place },
      `GET /api/v1/cases/${id}/timeline/verification`,
    );
    expect(proof.holds).toBe(true);
  });

  it('they comment, attach files and steer as the other does, and the timeline names both', async () => {
    const id = await awaitingPlan();
    await buildUser(api, 'organiser', {
      role: 'reviewer',
      scope: place,
      posts: [{ office: 'organisationDept', scope: place }],
    });
    await enter('absent', { substitute: 'colleague', ...week });
    await enter('organiser', { substitute: 'third', ...week });
    const [colleague, third] = [await signIn('colleague'), await signIn('third')];
    const post = (token: string, path: string, body: object) =>
      api.call(`POST /api/v1/cases/${id}/${path}`, {
        token,
        body,
        headers: { 'idempotency-key': `act-${(acts += 1)}` },
      });
    const said = await Promise.all([
      post(colleague, 'comments', { text: '已在准备' }),
      post(colleague, 'comments', { text: '关于方案', stage: 'plan#1' }),
      post(third, 'extensions', { stage: 'plan#1', term: { n: 1, unit: 'workingDays' }, reason: '材料未齐' }),
      post(await signIn('nobody'), 'comments', { text: '旁观' }),
    ]);
    expect(said.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    const events = async () =>
      (await api.as({ role: 'monitor', scope: place }, `GET /api/v1/cases/${id}/timeline?limit=200`)).body.items.filter(
        ({ type }: { type: string }) => ['commented', 'extended'].includes(type),
      );
    await until(async () => (await events()).length === 4);
    const told = (await events()).map(
      (event: { actor: { id: string; for: { id: string } | null }; summary: string }) => [
        event.actor.id,
        event.actor.for?.id ?? null,
        event.summary.includes(`${event.actor.id} for ${event.actor.for?.id}`),
      ],
    );
    expect(told).toEqual(
      expect.arrayContaining([
        ['colleague', 'absent', true],
        ['colleague', 'absent', true],
        ['third', 'organiser', true],
        ['nobody', null, false],
      ]),
    );
  });

  it('they correct what the other decided, and the other what was decided in their name', async () => {
    const id = await awaitingPlan();
    await decide(await signIn('absent'), id, 'plan#1', 'submit', { form: plan });
    const { seq } = await decided(id, 'plan#1');
    const correct = async (by: string, event: number, summary: string) =>
      await api.call(`POST /api/v1/cases/${id}/corrections`, {
        token: await signIn(by),
        body: { event, decision: 'submit', form: { ...plan, summary }, comment: '摘要有误' },
        headers: { 'idempotency-key': `act-${(acts += 1)}` },
      });
    expect((await correct('colleague', seq, '再议')).body.code).toBe('correction-refused');
    const { body } = await enter('absent', { substitute: 'colleague', ...week });
    const shown = async (by: string) =>
      (await api.call(`GET /api/v1/cases/${id}/timeline?limit=200`, { token: await signIn(by) })).body.items;
    const correctable = (items: { seq: number; correctable: boolean }[]) => items.filter((each) => each.correctable);
    expect(correctable(await shown('colleague'))).toMatchObject([{ seq }]);
    expect(correctable(await shown('third'))).toEqual([]);
    expect(await correct('colleague', seq, '更正后的摘要')).toMatchObject({ status: 200 });
    await until(async () => (await shown('chief')).some(({ type }: { type: string }) => type === 'corrected'));
    const corrected = (await shown('chief')).find(({ type }: { type: string }) => type === 'corrected');
    expect(corrected).toMatchObject({
      actor: { id: 'colleague', for: { id: 'absent' } },
      summary: expect.stringContaining('colleague for absent'),
    });
    await end('absent', body.id);
    expect((await correct('colleague', corrected.seq + 1, '不再代行')).status).toBe(200);
    expect((await correct('third', corrected.seq + 1, '与我无关')).body.code).toBe('correction-refused');
  });

  it('neither of them judges what one submitted in the other’s name', async () => {
    const id = await awaitingPlan();
    const { body } = await enter('absent', { substitute: 'colleague', ...week });
    const colleague = await signIn('colleague');
    await decide(colleague, id, 'plan#1', 'submit', { form: plan });
    const review = 'planReview#1.housingBureau';
    for (const token of [colleague, await signIn('absent')]) {
      expect((await decide(token, id, review, 'approve')).body).toMatchObject({ status: 403, code: 'four-eyes' });
      const inbox = await api.call('GET /api/v1/tasks?view=mine&limit=200', { token });
      expect(inbox.body.items.filter((task: { case: string }) => task.case === id)).toEqual([]);
    }
    expect((await decide(await signIn('third'), id, review, 'approve')).status).toBe(200);
    await end('absent', body.id);
  });

  it('the substitute does not judge what the other had submitted before', async () => {
    const id = await awaitingPlan();
    await decide(await signIn('absent'), id, 'plan#1', 'submit', { form: plan });
    const review = 'planReview#1.housingBureau';
    const { body } = await enter('absent', { substitute: 'colleague', ...week });
    expect((await decide(await signIn('colleague'), id, review, 'approve')).body.code).toBe('four-eyes');
    expect((await end('absent', body.id)).status).toBe(204);
    expect((await decide(await signIn('colleague'), id, review, 'approve')).status).toBe(200);
  });

  it('what they decide by a post of their own is in their own name', async () => {
    const id = await awaitingPlan();
    await decide(await signIn('absent'), id, 'plan#1', 'submit', { form: plan });
    await enter('admin', { person: 'colleague', substitute: 'third', ...week });
    await decide(await signIn('third'), id, 'planReview#1.housingBureau', 'approve');
    expect(await decided(id, 'planReview#1.housingBureau')).toMatchObject({ actor: { id: 'third', for: null } });
  });

  it('they are told what the other’s office is told', async () => {
    const { body } = await enter('absent', { substitute: 'nobody', ...week });
    const parts = { accounts: api.services.accounts.models, clock: () => new Date() } as DeliveryParts;
    const notice = { to: { office: 'streetPartyWorkingCommittee' as const }, case: 'x', scope: place, except: [] };
    expect(await new Addressees(parts).of(notice)).toEqual(['absent', 'nobody']);
    expect(await new Addressees(parts).of({ ...notice, except: ['absent'] })).toEqual([]);
    await end('absent', body.id);
    expect(await new Addressees(parts).of(notice)).toEqual(['absent']);
  });
});

describe('a substitution', () => {
  const posts = async (token: string) => (await api.call('GET /api/v1/me', { token })).body.user.posts;

  it('gives nothing before its first day, nor after its last', async () => {
    const { body } = await enter('absent', { substitute: 'nobody', from: addDays(today, 1), until: addDays(today, 3) });
    expect(body.state).toBe('coming');
    expect(await posts(await signIn('nobody'))).toEqual([]);
    await end('absent', body.id);
    const over = {
      office: 'streetPartyWorkingCommittee' as const,
      scope: place,
      for: { id: 'absent', name: 'absent' },
      from: addDays(today, -9),
      until: addDays(today, -1),
    };
    expect(await posts(await api.tokenFor({ id: 'nobody', role: 'reviewer', posts: [over] }))).toEqual([]);
  });

  it('ends at once when it is ended, or when the other loses their posts', async () => {
    const { body } = await enter('admin', { person: 'absent', substitute: 'nobody', ...week });
    const token = await signIn('nobody');
    expect(await posts(token)).toHaveLength(2);
    expect((await end('nobody', body.id)).status).toBe(404);
    expect((await end('absent', body.id)).status).toBe(204);
    expect((await api.call('GET /api/v1/me', { token })).status).toBe(401);
    expect(await posts(await signIn('nobody'))).toEqual([]);

    await buildUser(api, 'leaver', { role: 'reviewer', scope: place, posts: [{ office: 'taxBureau', scope: place }] });
    await enter('leaver', { substitute: 'nobody', ...week });
    const held = await signIn('nobody');
    expect(await posts(held)).toHaveLength(1);
    await api.call('PUT /api/v1/users/leaver', {
      token: await signIn('admin'),
      body: { name: 'leaver', role: 'reviewer', scope: place, posts: [], disabled: true },
      headers: { 'if-match': '"1"' },
    });
    expect((await api.call('GET /api/v1/me', { token: held })).status).toBe(401);
    expect(await posts(await signIn('nobody'))).toEqual([]);
  });

  test.each([
    ['of somebody else by a reviewer', 'colleague', { person: 'absent', substitute: 'third' }, 403, undefined],
    ['by an administrator of another city', 'elsewhere', { person: 'absent', substitute: 'third' }, 403, undefined],
    ['by an administrator without the duty', 'system', { person: 'absent', substitute: 'third' }, 403, undefined],
    ['that ends before it begins', 'absent', { substitute: 'third', until: addDays(today, -1) }, 422, '/until'],
    ['of more than a year', 'absent', { substitute: 'third', until: addDays(today, 400) }, 422, '/until'],
    ['by somebody who is not there', 'absent', { substitute: 'ghost' }, 422, '/substitute'],
    ['by somebody who decides nothing', 'absent', { substitute: 'chief' }, 422, '/substitute'],
    ['by oneself', 'absent', { substitute: 'absent' }, 422, '/substitute'],
    ['of somebody without an office', 'nobody', { substitute: 'third' }, 422, '/person'],
  ])('%s is refused', async (_what, by, body, status, pointer) => {
    const answer = await enter(by, { ...week, ...body });
    expect(answer.status).toBe(status);
    expect(answer.body.errors?.[0]?.pointer).toBe(pointer);
  });

  it('is listed for both of them and for administrators, and stands in the audit log', async () => {
    const { body } = await enter('absent', { substitute: 'third', ...week });
    const list = async (by: string, query = '') =>
      (await api.call(`GET /api/v1/substitutions${query}`, { token: await signIn(by) })).body.items as { id: string }[];
    for (const by of ['absent', 'third', 'admin']) expect(await list(by)).toMatchObject([{ id: body.id }]);
    expect(await list('admin', '?user=third')).toMatchObject([{ id: body.id, mayEnd: true }]);
    expect(await list('system', '?user=third')).toMatchObject([{ id: body.id, mayEnd: false }]);
    expect(await list('colleague')).toEqual([]);
    const log = await api.call('GET /api/v1/audit-log?what=substitutionEntered&limit=1', {
      token: await signIn('system'),
    });
    expect(log.body.items).toMatchObject([{ subject: 'absent', detail: expect.stringContaining('third for absent') }]);
  });
});
