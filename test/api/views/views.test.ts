import { afterAll, beforeAll, describe, expect, it, test } from '@jest/globals';
import type { Actor } from '../../../domain/organisation/actor.ts';
import { startApi, type TestApi } from '../support.ts';

const place = 'linyi/lanshan';
const posts: Actor['posts'] = [{ office: 'housingBureau', scope: place }];
const shared = { office: 'housingBureau', scope: place };

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
  await api.connected;
});
afterAll(() => api.stop());

const people: Record<string, Partial<Actor>> = {
  li: { id: 'li', name: '李四', role: 'reviewer', posts },
  wang: { id: 'wang', role: 'reviewer', posts },
  far: { id: 'far', role: 'reviewer', posts: [{ office: 'housingBureau', scope: 'linyi/hedong' }] },
  tax: { id: 'tax', role: 'reviewer', posts: [{ office: 'taxBureau', scope: place }] },
};

async function as(who: string, line: `${string} /${string}`, body?: unknown, space?: 'rehearsal') {
  const token = await api.tokenFor(people[who] ?? {}, space);
  return await api.call(line, { token, ...(body !== undefined && { body }) });
}

const view = (overrides: object = {}) => ({
  page: 'cases',
  name: '逾期的方案',
  query: { stage: 'plan', overdue: 'true' },
  shared: null,
  ...overrides,
});
const names = async (who: string, page = 'cases') =>
  (await as(who, `GET /api/v1/views?page=${page}`)).body.items.map(({ name }: { name: string }) => name);

describe('a saved view', () => {
  it('is its owner’s alone, page by page, unless it is shared', async () => {
    const saved = await as('li', 'POST /api/v1/views', view());
    expect(saved).toMatchObject({ status: 201, body: { ...view(), mine: true, by: { id: 'li', name: '李四' } } });
    expect(await names('li')).toEqual(['逾期的方案']);
    expect(await names('li', 'inbox')).toEqual([]);
    expect(await names('wang')).toEqual([]);
    await as('li', `DELETE /api/v1/views/${saved.body.id}`);
  });

  it('shared with an office is seen by its members at that place, and changed by its owner alone', async () => {
    const { body } = await as('li', 'POST /api/v1/views', view({ name: '本局待办', shared }));
    expect(await names('wang')).toEqual(['本局待办']);
    expect(await names('far')).toEqual([]);
    expect(await names('tax')).toEqual([]);
    const change = { name: '改名', query: {}, shared: null };
    expect((await as('wang', `PUT /api/v1/views/${body.id}`, change)).status).toBe(404);
    expect((await as('wang', `DELETE /api/v1/views/${body.id}`)).status).toBe(404);
    const changed = await as('li', `PUT /api/v1/views/${body.id}`, change);
    expect(changed).toMatchObject({ status: 200, body: { ...change, mine: true } });
    expect(await names('wang')).toEqual([]);
    expect((await as('li', `DELETE /api/v1/views/${body.id}`)).status).toBe(204);
    expect(await names('li')).toEqual([]);
  });

  it('of the rehearsal space is not in the live one', async () => {
    await as('tax', 'POST /api/v1/views', view(), 'rehearsal');
    expect(await names('tax')).toEqual([]);
  });

  test.each([
    ['shared with an office one does not hold', { shared: { office: 'taxBureau', scope: place } }, '/shared'],
    ['shared at another place', { shared: { office: 'housingBureau', scope: 'linyi' } }, '/shared'],
    ['without a name', { name: ' ' }, '/name'],
    ['with something else than texts', { query: { q: 1 } }, '/query/q'],
    ['of something that is no page', { page: '../x' }, '/page'],
  ])('%s is refused', async (_what, overrides, pointer) => {
    const answer = await as('li', 'POST /api/v1/views', view(overrides));
    expect(answer).toMatchObject({ status: 422, body: { errors: [{ pointer }] } });
  });
});
