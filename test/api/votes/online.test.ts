import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { coordinator } from '../../support/cases.ts';
import { type CaseApi, startCaseApi } from '../cases/bench.ts';
import type { Answer } from '../support.ts';
import { convener, counter, openVote, type VoteDriver } from './bench.ts';

let api: CaseApi;
let vote: VoteDriver;
let paper: string;
let codes: Map<string, string>;
beforeAll(async () => {
  api = await startCaseApi(undefined, ['rehearsal']);
  vote = await openVote(api);
  const wordings = { plan: { zh: '大修方案', en: 'Overhaul plan' } };
  expect((await vote.call(convener, 'PUT /votes/vote-1/wordings', { wordings })).status).toBe(200);
  const { body } = await vote.call(counter, 'POST /votes/vote-1/codes', {});
  expect(new URL(body.address).pathname).toMatch(/^\/ballot\/[\w-]+$/);
  paper = new URL(body.address).pathname.replace('/ballot/', '/api/v1/ballot-papers/');
  codes = new Map(body.items.map(({ unit, code }: { unit: string; code: string }) => [unit, code]));
});
afterAll(() => api?.stopAll());

const cast = (code: string | undefined, plan = 'yes'): Promise<Answer> =>
  api.call(`POST ${paper as '/'}`, { body: { code, choices: { plan } } });
const turnout = async () => (await vote.call(coordinator, 'GET /votes/vote-1')).body.turnout.participating;

describe('a ballot cast online', () => {
  it('is shown to whoever has the address, which tells nothing of the reader', async () => {
    const { status, body } = await api.call(`GET ${paper as '/'}`);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      place: '示例小区',
      state: 'open',
      items: [{ id: 'plan', rule: 'ordinary', title: 'Overhaul plan' }],
      choices: ['yes', 'no', 'abstain'],
    });
    expect(await api.call('GET /api/v1/ballot-papers/unknown')).toMatchObject({ status: 404 });
  });

  it('needs a code, of which each voter has one; none is stored', async () => {
    expect([...codes.keys()].sort()).toEqual(['1-1', '1-2', '1-3', '2-1', '2-3']);
    const stored = await api.services.spaces.rehearsal.votes.codes.find({}).lean();
    for (const code of codes.values()) expect(JSON.stringify(stored)).not.toContain(code);
    expect((await vote.call(counter, 'POST /votes/vote-1/codes', {})).body.items).toEqual([]);
    expect(await vote.call(convener, 'POST /votes/vote-1/codes', {})).toMatchObject({ status: 403 });
  });

  it('counts once, however often it is sent', async () => {
    const code = codes.get('2-1') ?? '';
    const first = await cast(code);
    expect(first).toMatchObject({ status: 201, body: { receipt: expect.any(String) } });
    const again = await cast(code.toLowerCase().replaceAll('-', ' '));
    expect(again).toMatchObject({ status: 201, body: { receipt: first.body.receipt } });
    expect(await cast(code, 'no')).toMatchObject({ status: 409, body: { code: 'ballot-refused' } });
    expect(await turnout()).toEqual({ heads: 1, area: 20_000 });
    const paperToo = await vote.ballot(counter, '2-2', 'no');
    expect(paperToo).toMatchObject({ status: 409, body: { code: 'ballot-refused' } });
  });

  it('counts once when it is sent many times at once', async () => {
    const answers = await Promise.all(Array.from({ length: 6 }, () => cast(codes.get('1-1'))));
    expect(answers.filter(({ status }) => status === 201).length).toBeGreaterThan(0);
    expect(answers.filter(({ status }) => ![201, 409].includes(status))).toEqual([]);
    expect(await turnout()).toEqual({ heads: 2, area: 30_000 });
  });

  it('is refused after the voter has voted on paper, and with answers that do not fit', async () => {
    await vote.paper('1-2', 'no');
    expect(await cast(codes.get('1-2'))).toMatchObject({ status: 409, body: { code: 'ballot-refused' } });
    expect(await cast(codes.get('1-3'), 'perhaps')).toMatchObject({ status: 422 });
  });

  it('is refused with a code that was replaced, and taken with the new one', async () => {
    const { body } = await vote.call(counter, 'POST /votes/vote-1/codes', { units: ['1-3'] });
    expect(body.items).toMatchObject([{ unit: '1-3', units: ['1-3'] }]);
    expect(await cast(codes.get('1-3'))).toMatchObject({ status: 403, body: { code: 'ballot-code-refused' } });
    expect(await cast(body.items[0].code)).toMatchObject({ status: 201 });
  });

  it('keeps its wording once a code is out', async () => {
    const wordings = { plan: { zh: '别的' } };
    expect(await vote.call(convener, 'PUT /votes/vote-1/wordings', { wordings })).toMatchObject({ status: 409 });
  });

  it('cannot be guessed: after too many wrong codes the address waits', async () => {
    const tries: number[] = [];
    for (let index = 0; index < 61; index += 1) tries.push((await cast(`WRONG-CODE-${index}`)).status);
    expect(tries[0]).toBe(403);
    const last = await cast(codes.get('2-3'));
    expect(last).toMatchObject({ status: 429, body: { code: 'too-many-requests' } });
    expect(Number(last.headers.get('retry-after'))).toBeGreaterThan(0);
  });
});
