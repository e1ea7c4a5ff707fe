import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, test } from '@jest/globals';
import { addDays } from '../../../domain/calendar/calendar.ts';
import { actor, coordinator, office, PLACE } from '../../support/cases.ts';
import { until } from '../../support/until.ts';
import { type CaseApi, input, nomination, startCaseApi } from './bench.ts';

let api: CaseApi;
beforeAll(async () => {
  api = await startCaseApi();
});
afterAll(() => api.stopAll());

const start = (subject: string, more: Record<string, unknown> = {}) => ({
  kind: 'rectification',
  subject,
  input,
  ...more,
});
const post = 'POST /api/v1/cases' as const;

/** Cancels a case and waits until its end can be read. */
async function cancel(id: string): Promise<void> {
  const body = { reason: '列入有误' };
  const { status } = await api.as(office('districtPartyCommittee'), `POST /api/v1/cases/${id}/cancellation`, body);
  expect(status).toBe(200);
  const models = api.services.spaces.live.cases;
  await until(async () => (await models.cases.findById(id).lean())?.status === 'cancelled');
}

describe('starting a case', () => {
  it('answers the case with its first task, why it is due, and what may be done', async () => {
    const subject = await api.compound();
    const { status, body, headers } = await api.as(coordinator, post, start(subject));
    expect(body).toMatchObject({ id: `rectification:${subject}:1`, status: 'running', stage: 'nomination' });
    expect(status).toBe(201);
    expect(headers.get('location')).toBe(`/api/v1/cases/${encodeURIComponent(body.id)}`);
    const [task] = body.tasks;
    expect(task).toMatchObject({
      id: 'nomination#1',
      office: 'organisationDept',
      permitted: expect.arrayContaining(['extend']),
    });
    expect(task.permitted).not.toContain('decide');
    expect(task.due).toMatchObject({ rule: 'pairing.nominationDays', provisional: expect.any(Boolean) });
    expect(task.due.steps.join()).toContain('working days');
    expect(task.ladder).toMatchObject([
      { rung: 'yellow', to: 'organisationDept', fired: false },
      { rung: 'red', to: 'districtPartyCommittee' },
      { rung: 'supervise', to: 'organisationDept' },
      { rung: 'interview', to: 'districtPartyCommittee', toTitle: 'District party committee (leading group)' },
    ]);
    expect(Object.keys(task.decisions)).toEqual(['nominate']);
    expect(task.decisions.nominate.form.properties.leader).toMatchObject({ type: 'string' });
  });

  it('keeps the whole policy once, under the version the case carries', async () => {
    const first = await api.as(coordinator, post, start(await api.compound()));
    const second = await api.as(coordinator, post, start(await api.compound()));
    expect(first.body.policy).toEqual({ locality: 'lanshan', version: second.body.policy.version });
    const { kept } = api.services.spaces.live;
    const stored = await kept.policies.find({ _id: first.body.policy.version }).lean();
    expect(stored).toHaveLength(1);
    expect(stored[0]?.policy.sections['acts']?.['claimLeaseHours']?.value).toBe(24);
    expect(await kept.calendars.exists({ _id: first.body.calendar })).not.toBeNull();
  });

  it('takes the policy of another locality when asked to', async () => {
    const { body } = await api.as(coordinator, post, start(await api.compound(), { locality: 'shinan' }));
    expect(body.policy.locality).toBe('shinan');
  });

  it('lets an office start whose task it is', async () => {
    const { status } = await api.as(office('organisationDept'), post, start(await api.compound()));
    expect(status).toBe(201);
  });

  test.each([
    ['a reviewer of another office', office('housingBureau')],
    ['a monitor', actor('leader', undefined, { role: 'monitor' })],
    ['an administrator', actor('admin', undefined, { role: 'administrator', scope: '*' })],
    [
      'an organisation department that only sees the place',
      actor('o', undefined, { posts: [{ office: 'organisationDept', scope: 'linyi/hedong' }] }),
    ],
  ])('refuses %s', async (_who, by) => {
    const { status, body } = await api.as(by, post, start(await api.compound()));
    expect(body).toMatchObject({ status: 403, code: 'forbidden' });
    expect(status).toBe(403);
  });

  it('does not know a subject outside of the coordinator’s scope', async () => {
    const elsewhere = await api.compound({ scope: 'linyi/hedong/jiuqu/a/C-far' });
    const { body } = await api.as(coordinator, post, start(elsewhere));
    expect(body).toMatchObject({ status: 422, code: 'invalid-input', errors: [{ pointer: '/subject' }] });
  });

  it('finds the subject in any register the procedure takes', async () => {
    const [id, shared] = [`X-${randomUUID().slice(0, 8)}`, await api.compound()];
    const entry = {
      name: '示例企业',
      scope: 'linyi/lanshan',
      within: [],
      grams: [],
      revision: 1,
      updatedAt: new Date(),
    };
    const { companies } = api.services.spaces.live.registers.entries;
    await companies.collection.insertMany([id, shared].map((_id) => ({ _id, ...entry }) as never));
    const begin = (body: Record<string, unknown>) => api.as(coordinator, post, { kind: 'trial', input: {}, ...body });
    expect((await begin({ subject: id })).body).toMatchObject({ subject: { type: 'company', id } });
    const ambiguous = await begin({ subject: shared });
    expect(ambiguous.body).toMatchObject({ code: 'invalid-input', errors: [{ pointer: '/subjectType' }] });
    const named = await begin({ subject: shared, subjectType: 'compound' });
    expect(named.body).toMatchObject({ subject: { type: 'compound', id: shared } });
    const wrong = await begin({ subject: id, subjectType: 'branch' });
    expect(wrong.body).toMatchObject({ code: 'invalid-input', errors: [{ pointer: '/subject' }] });
  });

  test.each([
    ['an unknown subject', { subject: 'C-nowhere' }, '/subject'],
    ['an unknown procedure', { kind: 'nothing' }, '/kind'],
    ['an input that lacks a field', { input: { route: 'manual' } }, '/input/baselineMonthlyComplaints'],
    ['an input of the wrong kind', { input: { ...input, route: 'byLot' } }, '/input/route'],
    ['an input with more than is asked', { input: { ...input, extra: 1 } }, '/input'],
    ['an unknown locality', { locality: 'atlantis' }, '/locality'],
    ['a member it does not know', { colour: 'red' }, ''],
  ])('refuses %s and names it', async (_what, wrong, pointer) => {
    const { status, body } = await api.as(coordinator, post, { ...start(await api.compound()), ...wrong });
    expect(status).toBe(422);
    expect(body).toMatchObject({ code: 'invalid-input', errors: [{ pointer }] });
  });

  const reelection = { term: '2027', route: 'reelection', origin: 'termEnd', previousCommittee: 'OC-1' };
  test.each([
    ['a term that no calendar has', 'election', { ...reelection, termEnds: '9999-12-31' }, '/input/termEnds'],
    ['a term before all calendars', 'election', { ...reelection, termEnds: '0000-01-01' }, '/input/termEnds'],
    ['a year that is none', 'election', { term: '0000', route: 'first', origin: 'street' }, '/input/term'],
    ['a half-year that is none', 'assess', { halfYear: '2026-H3' }, '/input/halfYear'],
    ['a quarter that is none', 'directorDebrief', { quarter: '9999-Q4' }, '/input/quarter'],
    ['a number that is none', 'fundRaise', { number: '2026/03' }, '/input/number'],
  ])('refuses %s and names the field', async (_what, kind, wrong, pointer) => {
    const subject = await api.compound();
    for (const [register, id] of [
      ['secretaries', `S-${subject}`],
      ['committees', `O-${subject}`],
    ] as const) {
      const entry = { _id: id, name: '示例', scope: `${PLACE}/${subject}`, compound: subject };
      await api.services.spaces.live.registers.entries[register].collection.insertOne(entry as never);
    }
    const about = { assess: `S-${subject}`, directorDebrief: `O-${subject}` }[kind] ?? subject;
    const { status, body } = await api.as(coordinator, post, { kind, subject: about, input: wrong });
    expect(body).toMatchObject({
      code: 'invalid-input',
      errors: expect.arrayContaining([expect.objectContaining({ pointer })]),
    });
    expect(status).toBe(422);
  });

  it('refuses a call without a key', async () => {
    const { status, body } = await api.as(coordinator, post, start(await api.compound()), {
      headers: { 'idempotency-key': '' },
    });
    expect(status).toBe(400);
    expect(body.code).toBe('idempotency-key-required');
  });
});

describe('starting the same case again', () => {
  it('answers the same case to the same call, at once and when it can be read', async () => {
    const subject = await api.compound();
    const key = randomUUID();
    const first = await api.as(coordinator, post, start(subject), { key });
    const second = await api.as(coordinator, post, start(subject), { key });
    expect(second.status).toBe(201);
    expect(second.body.id).toBe(first.body.id);
    await api.as(coordinator, `GET /api/v1/cases/${first.body.id}`);
    const third = await api.as(coordinator, post, start(subject), { key });
    expect(third.body).toMatchObject({ id: first.body.id, revision: first.body.revision });
  });

  it('starts one case for parallel repeats', async () => {
    const subject = await api.compound();
    const key = randomUUID();
    const answers = await Promise.all(
      Array.from({ length: 6 }, () => api.as(coordinator, post, start(subject), { key })),
    );
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201, 201, 201, 201]);
    expect(new Set(answers.map(({ body }) => body.id))).toEqual(new Set([`rectification:${subject}:1`]));
  });

  it('refuses the key with another body', async () => {
    const subject = await api.compound();
    const key = randomUUID();
    await api.as(coordinator, post, start(subject), { key });
    const other = start(subject, { input: { ...input, baselineMonthlyComplaints: 41 } });
    const { status, body } = await api.as(coordinator, post, other, { key });
    expect(status).toBe(422);
    expect(body.code).toBe('idempotency-key-reused');
  });

  it('does not mix up the keys of two people', async () => {
    const key = randomUUID();
    const [one, two] = [await api.compound(), await api.compound()];
    const first = await api.as(coordinator, post, start(one), { key });
    const second = await api.as({ ...coordinator, id: 'another' }, post, start(two), { key });
    expect([first.body.id, second.body.id]).toEqual([`rectification:${one}:1`, `rectification:${two}:1`]);
  });

  it('lets one of several with different keys through', async () => {
    const subject = await api.compound();
    const answers = await Promise.all(Array.from({ length: 5 }, () => api.as(coordinator, post, start(subject))));
    expect(answers.map(({ status }) => status).sort((a, b) => a - b)).toEqual([201, 409, 409, 409, 409]);
    expect(answers.find(({ status }) => status === 409)?.body).toMatchObject({
      code: 'case-active',
      detail: expect.stringContaining(`rectification:${subject}:1`),
    });
  });

  it('begins anew, linked to the case before, once that has ended', async () => {
    const subject = await api.compound();
    const key = randomUUID();
    const first = await api.as(coordinator, post, start(subject), { key });
    await cancel(first.body.id);
    const second = await api.as(coordinator, post, start(subject));
    expect(second.body).toMatchObject({
      id: `rectification:${subject}:2`,
      links: [{ case: first.body.id, relation: 'reopens', direction: 'to', status: 'cancelled' }],
    });
    const before = await api.as(coordinator, `GET /api/v1/cases/${first.body.id}`);
    await until(async () => (await api.as(coordinator, `GET /api/v1/cases/${first.body.id}`)).body.links.length > 0);
    expect(before.status).toBe(200);
    const { body } = await api.as(coordinator, `GET /api/v1/cases/${first.body.id}`);
    expect(body.links).toMatchObject([
      { case: second.body.id, relation: 'reopens', direction: 'from', status: 'running' },
    ]);
    const repeated = await api.as(coordinator, post, start(subject), { key });
    expect(repeated.body).toMatchObject({ id: first.body.id, status: 'cancelled' });
  });
});

describe('a case that began on paper', () => {
  const steps = (days: number) => [
    { stage: 'nomination', decision: 'nominate', effectiveOn: addDays('2026-06-01', days), form: nomination },
    ...['leader', 'redSecretary', 'department1'].map((seat) => ({
      stage: `acceptance#1.${seat}`,
      decision: 'accept',
      effectiveOn: addDays('2026-06-03', days),
    })),
  ];

  it('stands where its steps lead, each marked as imported', async () => {
    const underWay = { startedOn: '2026-06-01', steps: steps(0) };
    const { status, body } = await api.as(coordinator, post, start(await api.compound(), { underWay }));
    expect(status).toBe(201);
    expect(body.stage).toBe('gazette');
    const timeline = await api.as(coordinator, `GET /api/v1/cases/${body.id}/timeline`);
    const decided = timeline.body.items.filter(({ type }: { type: string }) => type === 'decided');
    expect(decided).toHaveLength(4);
    expect(decided[0]).toMatchObject({ imported: true, effectiveOn: '2026-06-01', correctable: false });
  });

  it('is refused with the step that does not fit, and leaves nothing behind', async () => {
    const subject = await api.compound();
    const [first, second] = steps(0);
    const underWay = { startedOn: '2026-06-01', steps: [first, { ...second, decision: 'shrug' }] };
    const { status, body } = await api.as(coordinator, post, start(subject, { underWay }));
    expect(status).toBe(422);
    expect(body).toMatchObject({
      code: 'import-invalid',
      errors: expect.arrayContaining([expect.objectContaining({ pointer: '/underWay/steps/1/decision' })]),
    });
    expect((await api.as(coordinator, `GET /api/v1/cases/rectification:${subject}:1`)).status).toBe(404);
    const again = await api.as(coordinator, post, start(subject));
    expect(again.body.id).toBe(`rectification:${subject}:1`);
  });
});

describe('where a case is', () => {
  it('does not exist for those who do not see its place', async () => {
    const id = await api.open();
    const near = actor('near', undefined, { role: 'monitor', scope: PLACE });
    expect((await api.as(near, `GET /api/v1/cases/${id}`)).status).toBe(200);
    const far = actor('far', undefined, { role: 'monitor', scope: 'linyi/hedong' });
    for (const line of [
      `GET /api/v1/cases/${id}`,
      `GET /api/v1/cases/${id}/timeline`,
      `GET /api/v1/cases/${id}/evidence`,
      `GET /api/v1/cases/${id}/timeline/verification`,
      `GET /api/v1/events?case=${id}`,
    ] as const) {
      expect((await api.as(far, line)).body).toMatchObject({ status: 404, code: 'not-found' });
    }
    const foreign = { ...coordinator, scope: 'linyi/hedong' };
    expect((await api.as(foreign, `POST /api/v1/cases/${id}/comments`, { text: '?' })).status).toBe(404);
  });
});

describe('a case that began on a day that cannot be', () => {
  test.each([
    ['long before anybody can remember', '0001-01-01', '/underWay/startedOn'],
    ['in the future', '2199-12-31', '/underWay/startedOn'],
  ])('is refused: %s', async (_, startedOn, pointer) => {
    const subject = await api.compound();
    const { status, body } = await api.as(coordinator, post, start(subject, { underWay: { startedOn, steps: [] } }));
    expect({ status, pointers: body.errors.map((each: { pointer: string }) => each.pointer) }).toEqual({
      status: 422,
      pointers: [pointer],
    });
    expect((await api.as(coordinator, post, start(subject))).status).toBe(201);
  });
});

describe('a case that is started from another', () => {
  const selectSecretary = (subject: string, links: unknown[]) => ({
    kind: 'selectSecretary',
    subject,
    input: { vacancy: 'other', compoundType: 'oldCompound' },
    links,
  });

  it('is shown by both, is awaited where that was asked, and tells how it ended', async () => {
    const subject = await api.compound();
    const parent = (await api.as(coordinator, post, start(subject))).body.id;
    const key = randomUUID();
    const body = selectSecretary(subject, [{ case: parent, relation: 'awaitedBy' }]);
    const { status, body: child } = await api.as(coordinator, post, body, { key });
    expect({ status, child }).toMatchObject({
      status: 201,
      child: { links: [{ case: parent, relation: 'awaitedBy' }] },
    });
    expect((await api.as(coordinator, post, body, { key })).body.id).toBe(child.id);

    const shown = async () => (await api.as(coordinator, `GET /api/v1/cases/${parent}`)).body.links;
    await until(async () => (await shown()).length > 0);
    expect(await shown()).toContainEqual(
      expect.objectContaining({ case: child.id, relation: 'awaits', direction: 'to', status: 'running' }),
    );
    // Both say so, and it is one link all the same.
    expect(await shown()).toHaveLength(1);
    const { body: told } = await api.as(coordinator, `GET /api/v1/cases/${child.id}/timeline`);
    expect(told.items[0].summary).toContain(parent);
    const reason = { reason: '不再需要' };
    await api.as(office('streetPartyWorkingCommittee'), `POST /api/v1/cases/${child.id}/cancellation`, reason);
    const items = async () => (await api.as(coordinator, `GET /api/v1/cases/${parent}/timeline`)).body.items;
    await until(async () => (await items()).some(({ type }: { type: string }) => type === 'linkedEnded'));
    expect((await items()).filter(({ type }: { type: string }) => type === 'linked')).toHaveLength(1);
  });

  it('names a case that runs, in sight of whoever starts it, and theirs to steer', async () => {
    const subject = await api.compound();
    const parent = (await api.as(coordinator, post, start(subject))).body.id;
    const unknown = selectSecretary(subject, [{ case: 'rectification:nowhere:1', relation: 'startedFrom' }]);
    expect(await api.as(coordinator, post, unknown)).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '/links/0/case' }] },
    });
    const street = office('streetPartyWorkingCommittee');
    const notTheirs = selectSecretary(subject, [{ case: parent, relation: 'startedFrom' }]);
    expect((await api.as(street, post, notTheirs)).status).toBe(403);
    await cancel(parent);
    expect(await api.as(coordinator, post, notTheirs)).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '/links/0/case', detail: expect.stringContaining('ended') }] },
    });
  });
});
