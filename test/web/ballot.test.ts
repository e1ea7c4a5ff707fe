import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type CaseApi, startCaseApi } from '../api/cases/bench.ts';
import { buildUser, password } from '../api/support.ts';
import { convener, counter, openVote, type VoteDriver } from '../api/votes/bench.ts';
import { coordinator } from '../support/cases.ts';
import { openBrowser } from '../support/console/browser.ts';
import { Visitor } from '../support/console/visitor.ts';

type Browser = Awaited<ReturnType<typeof openBrowser>>;

let api: CaseApi;
let browser: Browser;
let vote: VoteDriver;
let address: string;
let codes: Map<string, string>;
beforeAll(async () => {
  [api, browser] = await Promise.all([startCaseApi(undefined, ['rehearsal']), openBrowser()]);
  vote = await openVote(api);
  const wordings = { plan: { zh: '屋面大修方案', en: 'Overhaul of the roof' } };
  expect((await vote.call(convener, 'PUT /votes/vote-1/wordings', { wordings })).status).toBe(200);
  const { body } = await vote.call(counter, 'POST /votes/vote-1/codes', {});
  address = new URL(body.address).pathname;
  codes = new Map(body.items.map(({ unit, code }: { unit: string; code: string }) => [unit, code]));
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await api?.stopAll();
});

/** A voter with a phone, at the address on the slip. */
async function voter(locale: 'zh-CN' | 'en-GB' = 'zh-CN', path = address): Promise<Visitor> {
  const context = await browser.newContext({ baseURL: api.base, locale, viewport: { width: 390, height: 844 } });
  const visitor = await Visitor.enter(context);
  await visitor.page.goto(path);
  await visitor.page.locator('main[aria-busy="false"]').waitFor();
  return visitor;
}

/** Somebody who counts, signed in to the console. */
async function signedIn(username: string): Promise<Visitor> {
  const posts = [{ office: 'residentsCommittee' as const, scope: 'linyi/lanshan' }];
  await buildUser(api, username, { role: 'reviewer', scope: 'linyi/lanshan', posts });
  const context = await browser.newContext({
    baseURL: api.base,
    locale: 'zh-CN',
    viewport: { width: 1440, height: 900 },
  });
  await context.request.post(`${api.base}/api/v1/sessions`, {
    data: { username, password, space: 'rehearsal' },
    headers: { 'X-Zhengzhi-Request': '1' },
  });
  return await Visitor.enter(context);
}

async function read({ page }: Visitor, unit: string, choice: string, told: string): Promise<void> {
  const form = page.getByRole('form', { name: '录入纸质票' });
  await form.getByLabel('房屋编号').fill(unit);
  await form.getByRole('radio', { name: choice, exact: true }).check();
  await form.getByRole('button', { name: '录入纸质票' }).click();
  await page.getByText(`${unit} ${told}`).waitFor();
}

const turnout = async () => (await vote.call(coordinator, 'GET /votes/vote-1')).body.turnout.participating;

describe('the page for voters', () => {
  it('takes a ballot without an account: choose, check, code, and the time it was cast', async () => {
    const here = await voter();
    const { page } = here;
    await page.getByText('屋面大修方案').waitFor();
    expect(await page.getByText('算参与表决，但不算同意').count()).toBe(1);
    expect(await here.barriers()).toEqual([]);
    await page.getByRole('button', { name: '下一步：核对' }).click();
    await page.getByText('还有 1 项没有选择。').waitFor();
    await page.getByRole('radio', { name: /^同意/ }).check();
    await page.getByRole('button', { name: '下一步：核对' }).click();
    await page.getByRole('heading', { name: '请核对您的选择' }).waitFor();

    await page.getByLabel('一次性验证码').fill('WRON-GCOD-E234');
    await page.getByRole('button', { name: '确认投票' }).click();
    await page.getByText('验证码不正确或者已经作废', { exact: false }).waitFor();
    expect(await here.barriers()).toEqual([]);
    await page.getByLabel('一次性验证码').fill((codes.get('1-1') ?? '').toLowerCase());
    await page.getByRole('button', { name: '确认投票' }).click();
    await page.getByRole('heading', { name: '投票成功' }).waitFor();
    expect(await turnout()).toEqual({ heads: 1, area: 10_000 });
    expect(await here.barriers()).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);

    // A reload shows the receipt, not another ballot.
    await page.reload();
    await page.getByRole('heading', { name: '投票成功' }).waitFor();
    await page.context().close();
  });

  it('does not take a second ballot with the same code', async () => {
    const { page } = await voter('en-GB');
    await page.getByText('Overhaul of the roof').waitFor();
    await page.getByRole('radio', { name: /^No/ }).check();
    await page.getByRole('button', { name: 'Next: check' }).click();
    await page.getByLabel('One-time code').fill(codes.get('1-1') ?? '');
    await page.getByRole('button', { name: 'Cast my ballot' }).click();
    await page.getByText('This ballot was not taken', { exact: false }).waitFor();
    expect(await turnout()).toEqual({ heads: 1, area: 10_000 });
    await page.context().close();
  });

  it('says that the answer was lost, and takes the same ballot once more without a second effect', async () => {
    const { page } = await voter('en-GB');
    await page.getByRole('radio', { name: /^Abstain/ }).check();
    await page.getByRole('button', { name: 'Next: check' }).click();
    await page.getByLabel('One-time code').fill(codes.get('1-2') ?? '');
    // The ballot arrives, its answer does not.
    await page.route('**/api/v1/ballot-papers/*', async (route) => {
      await route.fetch();
      await route.abort();
    });
    await page.getByRole('button', { name: 'Cast my ballot' }).click();
    await page.getByText('There was no answer', { exact: false }).waitFor();
    await page.unroute('**/api/v1/ballot-papers/*');
    await page.getByRole('button', { name: 'Cast my ballot' }).click();
    await page.getByRole('heading', { name: 'Your ballot is cast' }).waitFor();
    expect(await turnout()).toEqual({ heads: 2, area: 20_000 });
    await page.getByRole('button', { name: 'Another owner votes' }).click();
    await page.getByText('Overhaul of the roof').waitFor();
    await page.context().close();
  });

  it('says what is wrong with an address that leads nowhere, and when the service cannot be reached', async () => {
    const { page } = await voter('en-GB', '/ballot/unknown');
    await page.getByText('There is no such vote', { exact: false }).waitFor();
    await page.route('**/api/v1/ballot-papers/*', (route) => route.abort());
    await page.goto(address);
    await page.getByText('cannot be reached', { exact: false }).waitFor();
    await page.unroute('**/api/v1/ballot-papers/*');
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByText('Overhaul of the roof').waitFor();
    await page.context().close();
  });

  it('lets two people read each paper in the console, shows where they differ, and counts', async () => {
    const [first, second] = [await signedIn('firstReader'), await signedIn('secondReader')];
    const panel = `/cases/${encodeURIComponent(vote.id)}?tab=votes`;
    for (const reader of [first, second]) await reader.open(panel);
    const form = first.page.getByRole('form', { name: '录入纸质票' });
    await form.getByRole('button', { name: '录入纸质票' }).click();
    await form.getByText('请填写').first().waitFor();
    expect(await first.barriers()).toEqual([]);
    await read(first, '1-3', '反对', '已录入第一次');
    await read(second, '1-3', '同意', '两次录入不一致');
    await second.page.getByRole('row', { name: /1-3.*反对.*同意/s }).waitFor();
    await read(first, '1-3', '同意', '已计入');
    await read(first, '2-1', '同意', '已录入第一次');
    // What the first has read is not shown to the second.
    const waiting = second.page.getByRole('row', { name: /2-1/ });
    await waiting.waitFor();
    expect(await waiting.innerText()).not.toMatch(/同意/);
    await read(second, '2-1', '同意', '已计入');

    await vote.advance(3);
    await first.open(panel);
    await first.page.getByRole('button', { name: '截止并计票' }).click();
    await first.page
      .locator('.ant-popconfirm')
      .getByRole('button', { name: /确\s?定/ })
      .click();
    const result = first.page.getByRole('link', { name: '打开表决结果' });
    const [printed] = await Promise.all([first.context.waitForEvent('page'), result.click()]);
    await printed.getByText('屋面大修方案').first().waitFor();
    expect((await vote.call(coordinator, 'GET /votes/vote-1')).body).toMatchObject({
      box: 'closed',
      turnout: { participating: { heads: 4, area: 50_000 } },
    });
    for (const reader of [first, second]) {
      expect(reader.complaints).toEqual([]);
      await reader.leave();
    }
  });

  it('says that the vote is over, and changes the language', async () => {
    const { page } = await voter('en-GB');
    await page.getByText('The vote has ended', { exact: false }).waitFor();
    await page.getByRole('button', { name: '中文' }).click();
    await page.getByText('表决已经结束', { exact: false }).waitFor();
    await page.context().close();
  });
});
