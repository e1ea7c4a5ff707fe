import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Space } from '../../../config.ts';
import { actor, coordinator, office, PLACE } from '../../support/cases.ts';
import { until } from '../../support/until.ts';
import { type CaseApi, startCaseApi } from '../cases/bench.ts';

let api: CaseApi;
beforeAll(async () => {
  api = await startCaseApi(undefined, ['live', 'rehearsal']);
});
afterAll(() => api.stopAll());

const grounds = '示例理由';
const company = office('propertyCompany');

/** A trial in which the housing bureau has agreed, which can be contested; `event` is that decision. */
async function contested(space: Space = 'live'): Promise<{ id: string; event: number }> {
  const id = await api.open({ kind: 'trial', input: { skipTo: 'opinion' } }, space);
  const body = { stage: 'opinion#1.housing', decision: 'agree' };
  const decided = await api.as(office('housingBureau'), `POST /api/v1/cases/${id}/decisions`, body, { space });
  expect(decided.status).toBe(200);
  const event = decided.body.events.from as number;
  await until(async () => (await appealable(id, space)).includes(event));
  return { id, event };
}

async function appealable(id: string, space: Space = 'live'): Promise<number[]> {
  const { body } = await api.as(coordinator, `GET /api/v1/cases/${id}/appeals`, undefined, { space });
  return body.items.map((item: { event: number }) => item.event);
}

/** A trial that has ended: its seal is a result that can be contested. */
async function ended(): Promise<{ id: string; event: number }> {
  const id = await api.open({ kind: 'trial', input: { skipTo: 'seal' } });
  const { body } = await api.decide(id, 'seal', 'approve');
  await until(async () => (await api.as(coordinator, `GET /api/v1/cases/${id}`)).body.status === 'completed');
  return { id, event: body.events.from };
}

const file = (id: string, body: Record<string, unknown>, by = company, options: { key?: string; space?: Space } = {}) =>
  api.as(by, `POST /api/v1/cases/${id}/appeals`, { grounds, ...body }, options);

describe('an appeal', () => {
  it('is a case of its own, linked both ways, asked of the level above', async () => {
    const { id, event } = await contested();
    const { status, body, headers } = await file(id, { event });
    expect(body).toMatchObject({
      kind: 'appeal',
      links: [{ case: id, relation: 'appeals', direction: 'to' }],
      tasks: [{ id: 'ruling#1', office: 'districtPartyCommittee', due: { rule: 'appeal.appealRulingDays' } }],
    });
    expect(status).toBe(201);
    expect(headers.get('location')).toBe(`/api/v1/cases/${encodeURIComponent(body.id)}`);
    await until(async () => {
      const { links } = (await api.as(coordinator, `GET /api/v1/cases/${id}`)).body;
      return links.some(
        (link: { relation: string; direction: string; case: string }) =>
          link.case === body.id && link.direction === 'from',
      );
    });
    await until(async () => {
      const { items } = (await api.as(coordinator, `GET /api/v1/cases/${id}/timeline`)).body;
      return items.some(
        ({ type, summary }: { type: string; summary: string }) => type === 'appealed' && summary.includes(body.id),
      );
    });
  });

  it('is one and the same for the same key, and refused with another body', async () => {
    const { id, event } = await contested();
    const key = randomUUID();
    const [first, again] = [await file(id, { event }, company, { key }), await file(id, { event }, company, { key })];
    expect([first.status, again.status]).toEqual([201, 201]);
    expect(again.body.id).toBe(first.body.id);
    const other = await file(id, { event, grounds: '另一理由' }, company, { key });
    expect(other.body).toMatchObject({ code: 'idempotency-key-reused' });
  });

  it('is the only one against a decision, also once it has ended', async () => {
    const { id, event } = await contested();
    const { body } = await file(id, { event });
    const second = await file(id, { event }, coordinator);
    expect(second.body).toMatchObject({ status: 409, code: 'appeal-refused', errors: [{ pointer: '/event' }] });
    expect(second.body.detail).toContain(body.id);
    await api.decide(body.id, 'ruling', 'uphold', { comment: '示例' });
    await until(async () => (await api.as(coordinator, `GET /api/v1/cases/${body.id}`)).body.status === 'completed');
    expect((await file(id, { event }, coordinator)).body).toMatchObject({ code: 'appeal-refused' });
  });

  it('starts from a closed case too, which takes no acts any more', async () => {
    const { id, event } = await ended();
    const act = await api.as(coordinator, `POST /api/v1/cases/${id}/comments`, { text: '示例' });
    expect(act.body).toMatchObject({ status: 409, code: 'case-closed' });
    const { status, body } = await file(id, { event });
    expect(status).toBe(201);
    expect(body.tasks).toMatchObject([{ office: 'cityPartyCommittee' }]);
  });

  it.each([
    ['who neither decided for others nor coordinates', office('civilAffairs')],
    [
      'a company of another place',
      actor('elsewhere', undefined, { scope: PLACE, posts: [{ office: 'propertyCompany', scope: 'linyi/hedong' }] }),
    ],
  ])('is not handed in by %s', async (_who, by) => {
    const { id, event } = await contested();
    expect((await file(id, { event }, by)).body).toMatchObject({ status: 403, code: 'forbidden' });
  });

  it('does not exist for who does not see the case', async () => {
    const { id, event } = await contested();
    const stranger = {
      ...company,
      scope: 'linyi/hedong',
      posts: [{ office: 'propertyCompany' as const, scope: 'linyi/hedong' }],
    };
    expect((await file(id, { event }, stranger)).status).toBe(404);
  });

  it('is about a decision that can be appealed', async () => {
    const { id } = await contested();
    for (const event of [1, 2, 99]) {
      expect((await file(id, { event })).body).toMatchObject({ status: 409, code: 'appeal-refused' });
    }
    expect((await file(id, { event: 0 })).body).toMatchObject({ status: 422, errors: [{ pointer: '/event' }] });
    expect((await file(id, { event: 1, grounds: ' ' })).body).toMatchObject({ errors: [{ pointer: '/grounds' }] });
  });

  it('is about what holds, not about what was corrected', async () => {
    const { id, event } = await contested();
    const correction = { event, decision: 'disagree', comment: '示例' };
    await api.as(office('housingBureau'), `POST /api/v1/cases/${id}/corrections`, correction);
    await until(async () => !(await appealable(id)).includes(event));
    const { body } = await file(id, { event });
    expect(body).toMatchObject({ code: 'appeal-refused', detail: expect.stringContaining('corrected') });
  });

  it('comes within five working days of the decision, by the case’s own clock, and begins then', async () => {
    const rehearsal = { space: 'rehearsal' as const };
    const [inTime, late] = [await contested('rehearsal'), await contested('rehearsal')];
    const move = (id: string, advance: string) =>
      api.as(coordinator, `POST /api/v1/cases/${id}/clock`, { advance }, rehearsal);
    await move(inTime.id, 'P4D');
    await move(late.id, 'P30D');
    const { status, body } = await file(inTime.id, { event: inTime.event }, company, rehearsal);
    expect(status).toBe(201);
    expect(Date.parse(body.startedAt)).toBeGreaterThan(Date.now() + 3 * 86_400_000);
    const refused = await file(late.id, { event: late.event }, company, rehearsal);
    expect(refused.body).toMatchObject({
      code: 'appeal-refused',
      detail: expect.stringContaining('was possible until'),
    });
  });

  it('is not started past its own call', async () => {
    const body = { kind: 'appeal', subject: await api.compound(), input: {} };
    expect((await api.as(coordinator, 'POST /api/v1/cases', body)).body).toMatchObject({
      errors: [{ pointer: '/kind' }],
    });
  });
});

describe('the list of appeals', () => {
  it('says what can be appealed until when, by whom, and what came of it', async () => {
    const { id, event } = await contested();
    const list = async (by = company) => (await api.as(by, `GET /api/v1/cases/${id}/appeals`)).body.items[0];
    expect(await list()).toMatchObject({
      event,
      stage: 'opinion#1.housing',
      decision: 'agree',
      office: 'housingBureau',
      until: expect.any(String),
      by: ['propertyCompany'],
      holds: ['seal'],
      permitted: true,
      appeal: null,
      remedy: null,
    });
    expect(await list(office('civilAffairs'))).toMatchObject({ permitted: false });
    const { body } = await file(id, { event });
    await until(async () => (await list()).appeal?.case === body.id);
    expect(await list()).toMatchObject({ permitted: false, remedy: null });
    await api.decide(body.id, 'ruling', 'change', { comment: '示例', form: { instead: '示例' } });
    await until(async () => (await list()).appeal?.outcome === 'changed');
    expect((await list()).remedy).toEqual({
      office: 'districtPartyCommittee',
      correction: { call: `POST /api/v1/cases/${id}/corrections`, event },
      newCase: null,
    });
    const corrected = await api.as(office('districtPartyCommittee'), `POST /api/v1/cases/${id}/corrections`, {
      event,
      decision: 'disagree',
      comment: '依据申诉裁定更正',
    });
    expect(corrected.status).toBe(200);
  });

  it('says that a new case is needed where the case has ended', async () => {
    const { id, event } = await ended();
    const { body } = await file(id, { event });
    await api.decide(body.id, 'ruling', 'sendBack', { comment: '示例' });
    const list = async () => (await api.as(company, `GET /api/v1/cases/${id}/appeals`)).body.items[0];
    await until(async () => (await list()).appeal?.outcome === 'sentBack');
    expect((await list()).remedy).toEqual({ office: 'cityPartyCommittee', correction: null, newCase: 'trial' });
  });
});
