import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ConsoleUnderTest, samplePassword } from '../support/console/console.ts';
import type { Visitor } from '../support/console/visitor.ts';
import { nomination } from '../support/rectification.ts';

let console: ConsoleUnderTest;
beforeAll(async () => {
  console = await ConsoleUnderTest.start();
});
afterAll(() => console?.stop());

/** Something an account of the sample does by the API, as the browser would. */
async function post(username: string, path: string, body: unknown): Promise<Record<string, never>> {
  const visitor = await console.visit(username);
  const answer = await visitor.context.request.post(`${console.api.base}/api/v1${path}`, {
    data: body,
    headers: { 'X-Zhengzhi-Request': '1', 'Idempotency-Key': crypto.randomUUID() },
  });
  const read = (await answer.json()) as Record<string, never>;
  if (!answer.ok()) throw new Error(`${path}: ${JSON.stringify(read)}`);
  await visitor.leave();
  return read;
}

/** A rectification whose team has accepted, so that the street is asked for its plan. */
async function rectificationToPlan(subject: string): Promise<string> {
  const { id } = await post('coordinator', '/cases', {
    kind: 'rectification',
    subject,
    input: { route: 'initialRanking', baselineMonthlyComplaints: 40, team: nomination },
  });
  const decide = (username: string, stage: string, decision: string) =>
    post(username, `/cases/${id}/decisions`, { stage, decision });
  await decide('countyLevelLeader', 'acceptance#1.leader', 'accept');
  await decide('redPropertySecretary', 'acceptance#1.redSecretary', 'accept');
  await decide('pairedDepartment', 'acceptance#1.department1', 'accept');
  await decide('organisationDept', 'gazette#1', 'publish');
  return id as unknown as string;
}

async function choose({ page }: Visitor, label: string, option: string): Promise<void> {
  // Long lists hold in the page only what is in sight: typing narrows them down.
  await page.getByLabel(label).fill(option);
  await page.locator('.ant-select-item-option').getByText(option, { exact: true }).click();
}

async function fillPlan(visitor: Visitor): Promise<void> {
  const { page } = visitor;
  await page.getByLabel('方案摘要').fill('规范停车，修缮屋面');
  await page.getByLabel('问题', { exact: true }).fill('消防通道被占用');
  await choose(visitor, '类别', '停车');
  await choose(visitor, '责任部门', '城管');
  await page.getByLabel('完成时限').fill(new Date(Date.now() + 60 * 86_400_000).toISOString().slice(0, 10));
}

describe('a seat among several', () => {
  it('is named by its title in the inbox, on the case and on the timeline', async () => {
    const id = String(
      (
        await post('coordinator', '/cases', {
          kind: 'rectification',
          subject: 'C-04',
          input: { route: 'initialRanking', baselineMonthlyComplaints: 40, team: nomination },
        })
      )['id'],
    );
    const visitor = await console.visit('pairedDepartment');
    const { page } = visitor;
    await visitor.open('/inbox');
    await page.getByText('结对部门1', { exact: true }).first().waitFor();
    await visitor.open(`/cases/${id}?tab=people`);
    await page.getByText('各方接受（责任县级领导）').first().waitFor();
    await post('countyLevelLeader', `/cases/${id}/decisions`, { stage: 'acceptance#1.leader', decision: 'accept' });
    await visitor.open(`/cases/${id}`);
    await page.getByText('各方接受 · 责任县级领导').first().waitFor();
    expect(await page.locator('main').innerText()).not.toMatch(/department1|redSecretary|leader/);
    await visitor.leave();
  });
});

describe('a reviewer of a street, at a phone', () => {
  it('finds the task in the inbox, decides it with its form, and sees whom the case waits for then', async () => {
    const id = await rectificationToPlan('C-01');
    const visitor = await console.visit('streetPartyWorkingCommittee', { width: 390 });
    const { page } = visitor;
    await visitor.open('/inbox');
    await page
      .locator('.task-cards > li', { hasText: '诊断并制定整治方案' })
      .getByRole('link', { name: '办理' })
      .click();
    await page.getByRole('heading', { name: '诊断并制定整治方案' }).waitFor();
    const submit = page.getByRole('button', { name: '提交方案' });
    await submit.click();
    await page.getByText('请填写').first().waitFor();
    await fillPlan(visitor);
    await submit.click();
    await page.getByRole('heading', { name: '等待以下单位办理' }).waitFor();
    await page.locator('.asked', { hasText: '城管' }).waitFor();
    expect(await visitor.scrollsSideways()).toBe(false);
    expect(await visitor.barriers()).toEqual([]);
    expect(visitor.complaints).toEqual([]);
    const { body } = await console.api.call(`GET /api/v1/cases/${id}`, {
      token: await console.api.tokenFor({ role: 'monitor' }),
    });
    expect(body).toMatchObject({ stage: 'planReview' });
    await visitor.leave();
  });

  it('loses nothing of a form when the session ends in the middle of it', async () => {
    const id = await rectificationToPlan('C-02');
    const visitor = await console.visit('streetPartyWorkingCommittee', { width: 390 });
    const { page } = visitor;
    await visitor.open(`/cases/${id}`);
    await fillPlan(visitor);
    await visitor.context.clearCookies();
    await page.getByRole('button', { name: '提交方案' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('密码').fill(samplePassword);
    await dialog.getByRole('button', { name: '登录' }).click();
    await dialog.waitFor({ state: 'detached' });
    expect(await page.getByLabel('方案摘要').inputValue()).toBe('规范停车，修缮屋面');
    await page.reload();
    await visitor.settled();
    expect(await page.getByLabel('问题', { exact: true }).inputValue()).toBe('消防通道被占用');
    await page.getByRole('button', { name: '提交方案' }).click();
    await page.getByRole('heading', { name: '等待以下单位办理' }).waitFor();
    await visitor.leave();
  });
});
