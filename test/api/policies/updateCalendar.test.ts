import { afterAll, beforeAll, describe, expect, it, test } from '@jest/globals';
import { judgeYear } from '../../../api/calendars/yearBody.ts';
import { buildCalendar, type CalendarYear } from '../../../domain/calendar/calendar.ts';
import { Refusal } from '../../../domain/errors.ts';
import type { Actor } from '../../../domain/organisation/actor.ts';
import { coordinator } from '../../support/cases.ts';
import { until } from '../../support/until.ts';
import { type CaseApi, startCaseApi } from '../cases/bench.ts';
import type { Answer } from '../support.ts';

const administrator: Partial<Actor> = { id: 'xitong', role: 'administrator', duties: ['system'], scope: '*' };

let api: CaseApi;
beforeAll(async () => {
  api = await startCaseApi();
});
afterAll(() => api.stopAll());

/** The year of a day as it is, with that day off as well. */
function withDayOff(day: string): CalendarYear {
  const year = Number(day.slice(0, 4));
  const known = api.services.spaces.live.policies.calendar().years.find((each) => each.year === year);
  const off = [...(known?.off ?? []), { from: day, to: day, name: { zh: '示例', en: 'Example' } }];
  return {
    year,
    source: '示例通知',
    status: 'official',
    off: off.sort((a, b) => (a.from < b.from ? -1 : 1)),
    work: (known?.work ?? []).filter((each) => each !== day),
  };
}

async function put({ year, ...fields }: CalendarYear, by = administrator, tag?: string): Promise<Answer> {
  const known = await api.as(administrator, `GET /api/v1/calendars/${year}`);
  const seen = tag ?? known.headers.get('etag');
  return await api.as(
    by,
    `PUT /api/v1/calendars/${year}`,
    { ...fields, reason: '示例' },
    { headers: known.status === 200 ? { 'if-match': seen ?? '' } : { 'if-none-match': '*' } },
  );
}

describe('a calendar year', () => {
  it('that is entered moves open deadlines as the what-if has said, and the timeline says so', async () => {
    const id = await api.open({ kind: 'trial', input: { skipTo: 'seal' } });
    await until(async () => (await api.bench.models('live').tasks.countDocuments({ case: id })) === 1);
    const before = (await api.as(coordinator, `GET /api/v1/cases/${id}`)).body.tasks[0];
    const lastDay = new Date(Date.parse(before.dueAt) + 8 * 3_600_000 - 1).toISOString().slice(0, 10);
    const { year, ...fields } = withDayOff(lastDay);
    const preview = await api.as(coordinator, `POST /api/v1/calendars/${year}/preview`, fields);
    expect(preview.body.totals.projection).toMatchObject({ moved: 1, later: 1, becomeOverdue: 0 });
    const [item] = preview.body.items;
    expect(item).toMatchObject({ case: id, task: 'seal#1', dueAt: before.dueAt });
    const answer = await put({ year, ...fields });
    expect(answer).toMatchObject({ status: 200, body: { version: preview.body.version, projection: 'started' } });
    await until(async () => {
      const { body } = await api.as(coordinator, `GET /api/v1/cases/${id}`);
      return body.tasks[0].dueAt === item.effects.projection.dueAt;
    });
    const { body } = await api.as(coordinator, `GET /api/v1/cases/${id}/timeline`);
    expect(body.items.at(-1)).toMatchObject({
      type: 'calendarChanged',
      data: { to: answer.body.version, moved: [{ task: 'seal#1', from: before.dueAt }] },
    });
    // A case that begins now counts with it; so does the service after a restart.
    const next = await api.open({ kind: 'trial', input: { skipTo: 'seal' } });
    expect((await api.as(coordinator, `GET /api/v1/cases/${next}`)).body.tasks[0].dueAt).toBe(
      item.effects.projection.dueAt,
    );
    const versions = await api.as(coordinator, `GET /api/v1/calendars/${year}/versions`);
    expect(versions.body.items).toMatchObject([
      { change: 1, by: { id: 'xitong' }, reason: '示例', source: '示例通知' },
    ]);
  });

  it('is not entered past what a case can carry', () => {
    const years = Array.from({ length: 50 }, (_, n) => ({ ...withDayOff('2031-03-03'), year: 2100 + n, off: [] }));
    const policies = { ...api.services.spaces.live.policies, calendar: () => buildCalendar(years) };
    const { year: _, ...fields } = { ...withDayOff('2031-03-03'), off: [] };
    expect(() => judgeYear({ policies }, 2099, fields)).toThrow(Refusal);
    expect(judgeYear({ policies }, 2100, fields).calendar.years).toHaveLength(50);
  });

  it('is replaced only by who has seen it, and is known in its own space alone', async () => {
    const made = await put(withDayOff('2031-03-03'));
    expect(made.status).toBe(200);
    const tag = made.headers.get('etag') ?? '';
    expect((await put(withDayOff('2031-03-04'), administrator, tag)).status).toBe(200);
    expect((await put(withDayOff('2031-03-05'), administrator, tag)).status).toBe(412);
    const { year, ...fields } = withDayOff('2031-03-06');
    const unseen = await api.as(administrator, `PUT /api/v1/calendars/${year}`, { ...fields, reason: '示例' });
    expect(unseen.status).toBe(428);
    const other = await api.as(administrator, `GET /api/v1/calendars/2031`, undefined, { space: 'rehearsal' });
    expect(other.status).toBe(404);
  });

  it('with wrong days is refused, each by its place', async () => {
    const wrong = { ...withDayOff('2032-03-01'), work: ['2032-03-01', '2032-03-02'] };
    const answer = await put(wrong);
    expect(answer).toMatchObject({ status: 422, body: { code: 'invalid-input' } });
    expect(answer.body.errors.map(({ pointer }: { pointer: string }) => pointer)).toEqual(
      expect.arrayContaining(['/work/0', '/work/1']),
    );
    expect((await api.as(administrator, 'GET /api/v1/calendars/2032')).status).toBe(404);
  });

  test.each<[string, Partial<Actor>]>([
    ['a district’s administrator', { ...administrator, scope: 'linyi/lanshan' }],
    ['an administrator without the duty', { ...administrator, duties: ['audit'] }],
    ['a coordinator', coordinator],
  ])('is not entered by %s', async (_, by) => {
    expect((await put(withDayOff('2033-03-01'), by)).status).toBe(403);
  });
});
