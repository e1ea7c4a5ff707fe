import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { actor, coordinator, office } from '../../support/cases.ts';
import { until } from '../../support/until.ts';
import { type CaseApi, startCaseApi } from '../cases/bench.ts';
import {
  announce,
  attach,
  beginVote,
  convener,
  counter,
  openVote,
  secondCounter,
  uploadRoll,
  type VoteDriver,
} from './bench.ts';

let api: CaseApi;
let vote: VoteDriver;
beforeAll(async () => {
  api = await startCaseApi(undefined, ['rehearsal']);
  vote = await openVote(api);
});
afterAll(() => api?.stopAll());

const seen = async () => (await vote.call(coordinator, 'GET /votes/vote-1')).body;

describe('the notice of a vote', () => {
  it('names a roll of its compound that exists; before it no ballot is taken', async () => {
    const other = await beginVote(api);
    expect(await other.ballot(counter, '1-1', 'yes')).toMatchObject({ status: 409, body: { code: 'not-ready' } });
    const foreign = await uploadRoll(api, await api.compound());
    for (const roll of [`${other.compound}@1`, foreign]) {
      expect(await announce(api, other, roll)).toMatchObject({
        status: 422,
        body: { code: 'invalid-input', errors: [{ pointer: '/form/roll' }] },
      });
    }
    expect(await announce(api, other, await uploadRoll(api, other.compound))).toMatchObject({ status: 200 });
    await until(async () => (await other.call(coordinator, 'GET /votes/vote-1')).body.roll !== null);
    const early = await other.ballot(counter, '1-1', 'yes');
    expect(early).toMatchObject({ status: 409, body: { code: 'ballot-refused' } });
    expect((await other.call(coordinator, 'GET /votes/vote-1')).body).toMatchObject({
      box: 'notOpen',
      turnout: { total: { heads: 5, area: 60_000 }, participating: { heads: 0, area: 0 } },
    });
  });
});

describe('a vote of some buildings', () => {
  it('asks their owners alone, and needs a roll that has them', async () => {
    const missing = await beginVote(api, ['2', '7']);
    await until(async () => (await missing.call(coordinator, 'GET /votes/vote-1')).body.scope?.kind === 'buildings');
    expect(await announce(api, missing, await uploadRoll(api, missing.compound))).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '/form/roll', detail: expect.stringContaining('does not hold 7') }] },
    });
    const second = await openVote(api, ['2']);
    expect(await second.ballot(counter, '1-1', 'yes')).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '/unit' }] },
    });
    await second.paper('2-2', 'yes');
    expect((await second.call(coordinator, 'GET /votes/vote-1')).body.turnout).toMatchObject({
      total: { heads: 2, area: 30_000 },
      participating: { heads: 1, area: 20_000 },
    });
  });
});

describe('a paper ballot', () => {
  it('counts when two people have read the same, and differing readings wait to be settled', async () => {
    expect(await vote.ballot(counter, '1-1', 'yes')).toMatchObject({ status: 200, body: { state: 'entered' } });
    expect((await vote.ballot(counter, '1-1', 'yes')).body.state).toBe('entered');
    expect((await vote.ballot(secondCounter, '1-1', 'no')).body.state).toBe('differs');
    const before = await seen();
    expect(before.turnout.participating.heads).toBe(0);
    const { body } = await vote.call(counter, 'GET /votes/vote-1/ballots?state=differs');
    expect(body.items).toMatchObject([
      {
        unit: '1-1',
        entries: [{ choices: { plan: 'yes' } }, { choices: { plan: 'yes' } }, { choices: { plan: 'no' } }],
      },
    ]);
    expect((await vote.ballot(secondCounter, '1-1', 'yes')).body).toMatchObject({
      state: 'valid',
      choices: { plan: 'yes' },
    });
    expect((await seen()).turnout).toMatchObject({
      participating: { heads: 1, area: 10_000 },
      headsPercent: '20.00',
      areaPercent: '16.66',
    });
  });

  it('is one for each voter: the first counts, and a repeat is harmless', async () => {
    await vote.paper('2-1', 'no');
    const again = await vote.ballot(counter, '2-2', 'yes');
    expect(again).toMatchObject({
      status: 409,
      body: { code: 'ballot-refused', detail: expect.stringContaining('2-1') },
    });
    expect(await vote.ballot(secondCounter, '2-1', 'no')).toMatchObject({ status: 200, body: { state: 'valid' } });
    expect((await seen()).turnout.participating).toEqual({ heads: 2, area: 30_000 });
  });

  it('that is void does not count, and its voter may hand in another', async () => {
    const torn = { unit: '1-2', invalid: '未签名' };
    await vote.call(counter, 'POST /votes/vote-1/ballots', torn);
    const { body } = await vote.call(secondCounter, 'POST /votes/vote-1/ballots', { ...torn, invalid: '无签名' });
    expect(body).toMatchObject({ state: 'invalid', choices: null });
    await vote.paper('1-2', 'abstain');
    expect((await vote.call(counter, 'GET /votes/vote-1')).body.counting).toMatchObject({ valid: 3, invalid: 1 });
  });

  it('may be a proxy’s, who is named with a written authority', async () => {
    const proxy = { name: '示例代理人', evidence: 'E-none' };
    const refused = await vote.ballot(counter, '2-3', 'yes', { proxy });
    expect(refused).toMatchObject({ status: 422, body: { code: 'evidence-unknown' } });
    const evidence = await attach(api, vote.id, counter);
    const entered = await vote.ballot(counter, '2-3', 'yes', { proxy: { ...proxy, evidence } });
    expect(entered.body.entries).toMatchObject([{ proxy: { name: '示例代理人', evidence } }]);
  });

  it.each<[string, Record<string, unknown>, number, string]>([
    ['of a unit that is not on the roll', { unit: '9-9', choices: { plan: 'yes' } }, 422, '/unit'],
    ['without an answer', { unit: '1-3', choices: {} }, 422, '/choices/plan'],
    ['with an answer to what is not asked', { unit: '1-3', choices: { plan: 'yes', x: 'no' } }, 422, '/choices/x'],
    ['with another word', { unit: '1-3', choices: { plan: 'perhaps' } }, 422, '/choices/plan'],
    ['of a day to come', { unit: '1-3', choices: { plan: 'yes' }, castOn: '2999-01-01' }, 422, '/castOn'],
    ['that is void and not', { unit: '1-3', choices: { plan: 'yes' }, invalid: 'x' }, 422, '/choices'],
  ])('%s is refused', async (_, body, status, pointer) => {
    const answer = await vote.call(counter, 'POST /votes/vote-1/ballots', body);
    expect(answer).toMatchObject({ status, body: { errors: [{ pointer }] } });
  });

  it('of a day before the vote is refused', async () => {
    const answer = await vote.ballot(counter, '1-3', 'yes', { castOn: '2026-01-01' });
    expect(answer).toMatchObject({ status: 409, body: { code: 'ballot-refused' } });
  });
});

describe('single ballots', () => {
  it('are seen and entered by those who count alone; everybody sees the turnout and nobody the split', async () => {
    for (const other of [convener, coordinator, office('housingBureau')]) {
      expect(await vote.call(other, 'GET /votes/vote-1/ballots')).toMatchObject({ status: 403 });
      expect(await vote.ballot(other, '1-3', 'yes')).toMatchObject({ status: 403 });
      const { body } = await vote.call(other, 'GET /votes/vote-1');
      expect(body).toMatchObject({ box: 'open', counting: null, turnout: { total: { heads: 5 } } });
      expect(JSON.stringify(body)).not.toMatch(/"(yes|no|abstained)"/);
    }
    const monitor = { id: 'monitor', role: 'monitor', scope: 'linyi/hedong' } as const;
    expect(await vote.call(monitor, 'GET /votes/vote-1')).toMatchObject({ status: 404 });
    expect(await vote.call(counter, 'GET /votes/vote-2')).toMatchObject({ status: 404 });
    expect(await vote.call(counter, 'GET /votes/vote-1/ballots/export?format=csv')).toMatchObject({
      status: 409,
      body: { code: 'not-ready' },
    });
    expect(await vote.call(counter, 'GET /votes/vote-1/result')).toMatchObject({ status: 409 });
  });
});

describe('ballots from a file', () => {
  const path = '/votes/vote-1/ballots/imports';

  it('are checked line by line before any of them counts', async () => {
    const other = await openVote(api);
    await other.paper('1-1', 'yes');
    const file = '房号,plan\n1-1,同意\n2-1,反对\n2-2,同意\n9-9,同意\n1-2,也许\n1-3,弃权';
    const { status, body } = await other.file(`${path}?dryRun=true`, file);
    expect(status).toBe(200);
    expect(body.errors.map(({ line, column }: { line: number; column: string }) => [line, column])).toEqual([
      [2, 'Unit'],
      [4, 'Unit'],
      [5, 'Unit'],
      [6, 'plan'],
    ]);
    expect(await other.file(path, file)).toMatchObject({ status: 422, body: { code: 'rows-invalid' } });
    const good = '房号,plan\n2-2,反对\n1-3,弃权';
    expect(await other.file(path, good, convener)).toMatchObject({ status: 403 });
    const once = { status: 200, body: { rows: 2, counting: 0, differing: 0, errorCount: 0 } };
    expect(await other.file(path, good)).toMatchObject(once);
    expect(await other.file(path, good)).toMatchObject(once);
    const participating = async () => (await other.call(coordinator, 'GET /votes/vote-1')).body.turnout.participating;
    expect(await participating()).toEqual({ heads: 1, area: 10_000 });

    // Another person reads the same, but for one row; a third reading settles that one.
    const differing = { body: { rows: 2, counting: 1, differing: 1 } };
    const theirs = '房号,plan\n2-2,反对\n1-3,同意';
    expect(await other.file(`${path}?dryRun=true`, theirs, secondCounter)).toMatchObject(differing);
    expect(await participating()).toEqual({ heads: 1, area: 10_000 });
    expect(await other.file(path, theirs, secondCounter)).toMatchObject(differing);
    expect(await participating()).toEqual({ heads: 2, area: 30_000 });
    expect((await other.call(coordinator, 'GET /votes/vote-1')).body.counting).toBe(null);
    expect(await other.ballot(secondCounter, '1-3', 'abstain')).toMatchObject({ body: { state: 'valid' } });
    expect(await participating()).toEqual({ heads: 3, area: 40_000 });

    // Sent again after a lost answer it changes nothing; somebody else's file comes too late.
    expect(await other.file(path, good)).toMatchObject({ status: 200, body: { counting: 2 } });
    expect(await other.file(path, '房号,plan\n1-3,反对', actor('third', 'residentsCommittee'))).toMatchObject({
      status: 422,
    });
    const template = await other.call(counter, 'GET /votes/vote-1/ballots/template?format=csv');
    expect(template.body).toContain('plan');
  });
});

describe('a late ballot', () => {
  it('is refused; a paper handed in on the last day may still be entered, until the box is closed', async () => {
    const late = await openVote(api);
    await late.advance(3);
    const refused = { status: 409, body: { code: 'ballot-refused', detail: expect.stringContaining(late.until) } };
    expect(await late.ballot(counter, '1-1', 'yes')).toMatchObject(refused);
    const file = '房号,plan\n1-1,同意';
    const { body } = await late.file('/votes/vote-1/ballots/imports?dryRun=true', file);
    expect(body.errors).toMatchObject([{ line: 2, detail: refused.body.detail }]);
    const { body: issued } = await late.call(counter, 'POST /votes/vote-1/codes', { units: ['1-1'] });
    const online = { code: issued.items[0].code, choices: { plan: 'yes' } };
    const paper = new URL(issued.address).pathname.replace('/ballot/', '/api/v1/ballot-papers/') as '/';
    expect(await api.call(`POST ${paper}`, { body: online })).toMatchObject(refused);
    expect((await api.call(`GET ${paper}`)).body.state).toBe('over');
    const inTime = await late.ballot(counter, '1-1', 'yes', { castOn: late.until });
    expect(inTime).toMatchObject({ status: 200, body: { state: 'entered' } });
  });
});
