import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ConsoleUnderTest, samplePassword } from '../support/console/console.ts';
import type { Visitor } from '../support/console/visitor.ts';
import { nomination } from '../support/rectification.ts';
import { candidate } from '../support/secretaries.ts';

let console: ConsoleUnderTest;
beforeAll(async () => {
  console = await ConsoleUnderTest.start();
});
afterAll(() => console?.stop());

const acting = new Map<string, Promise<Visitor>>();

/** An account of the sample that acts by the API, as its browser would; it stays signed in. */
function by(username: string): Promise<Visitor> {
  const known = acting.get(username) ?? console.visit(username);
  acting.set(username, known);
  return known;
}

type Sent = Parameters<Visitor['context']['request']['post']>[1];

async function post(
  username: string,
  path: string,
  body: object,
  sent: Sent = { data: body },
): Promise<Record<string, never>> {
  const { context } = await by(username);
  const answer = await context.request.post(`${console.api.base}/api/v1${path}`, {
    ...sent,
    headers: { 'X-Zhengzhi-Request': '1', 'Idempotency-Key': crypto.randomUUID() },
  });
  const read = (await answer.json()) as Record<string, never>;
  if (!answer.ok()) throw new Error(`${path}: ${JSON.stringify(read)}`);
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

/** A selection of a secretary in which the police have found something against the candidate. */
async function candidateBarred(subject: string): Promise<string> {
  const { id } = await post('coordinator', '/cases', {
    kind: 'selectSecretary',
    subject,
    input: { vacancy: 'other', compoundType: 'oldCompound' },
  });
  const decide = (username: string, body: object) => post(username, `/cases/${id}/decisions`, body);
  await decide('communityPartyOrg', { stage: 'proposal#1', decision: 'propose', form: candidate });
  const file = { name: '资料.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7\n%%EOF\n') };
  const attached = await post('communityPartyOrg', `/cases/${id}/evidence`, {}, { multipart: { file } });
  const evidence = [attached['id']];
  const form = { age: 52, education: 'college' };
  await decide('communityPartyOrg', { stage: 'dataFile#1', decision: 'complete', form, evidence });
  const found = { decision: 'hit', comment: '示例：有记录', form: { item: 1 } };
  await decide('publicSecurity', { stage: 'jointReview#1.publicSecurity', ...found });
  return id as unknown as string;
}

async function appeal({ page }: Visitor, grounds: string): Promise<void> {
  await page.getByRole('button', { name: '更多操作' }).click();
  await page.getByRole('menuitem', { name: '申诉' }).click();
  const dialog = page.getByRole('dialog', { name: '申诉' });
  await dialog.getByLabel('申诉理由').fill(grounds);
  await dialog.getByRole('button', { name: /^申\s?诉$/ }).click();
  await page.waitForURL(/\/cases\/appeal/);
  await page.getByRole('heading', { name: '申诉内容' }).waitFor();
}

describe('an appeal', () => {
  it('is handed in, ruled on by the level above who reads its grounds, and carried out by a correction', async () => {
    const id = await candidateBarred('C-01');
    const concerned = await console.visit('communityPartyOrg');
    await concerned.open(`/cases/${encodeURIComponent(id)}`);
    await appeal(concerned, '示例：所引记录不属实');
    await concerned.leave();

    const visitor = await console.visit('districtPartyCommittee');
    const { page } = visitor;
    await visitor.open('/inbox');
    await page.getByRole('link', { name: '裁定申诉' }).click();
    await page.getByText('示例：所引记录不属实').first().waitFor();
    await page.getByText('第 9 条 · 示例 公安（公安）在“任职资格联审 · 公安”中决定：符合负面清单').waitFor();
    await page.getByRole('radio', { name: /变更原决定/ }).check();
    await page.getByLabel('变更为').fill('未发现负面清单情形');
    await page.getByLabel('理由', { exact: true }).fill('示例：经核实');
    expect(await visitor.barriers()).toEqual([]);
    await page.getByRole('button', { name: '变更原决定' }).click();
    await page.getByText('案件已结束：变更').waitFor();

    await page.getByRole('link', { name: '金山花园（示例） · 小区党支部书记选拔联审' }).click();
    await page.getByText('申诉裁定：变更第 9 条决定').waitFor();
    await page.locator('.event', { hasText: '决定：符合负面清单' }).getByRole('button', { name: '更正' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('radio', { name: /未发现负面清单情形/ }).check();
    await dialog.getByLabel('理由', { exact: true }).fill('示例：依申诉裁定');
    await dialog.getByRole('button', { name: '未发现负面清单情形' }).click();
    await page.getByText('申诉裁定：变更第 9 条决定').waitFor({ state: 'detached' });
    expect(visitor.complaints).toEqual([]);
    await visitor.leave();
  });

  it('against a case that has ended is told that a new case is needed, where the ruling says so', async () => {
    const started = { kind: 'incentive', subject: 'S-C-01', input: { year: 2026, incentive: 'goodSecretary' } };
    const { id } = await post('coordinator', '/cases', started);
    const decide = (username: string, body: object) => post(username, `/cases/${id}/decisions`, body);
    const form = { grounds: '示例事迹' };
    await decide('streetPartyWorkingCommittee', { stage: 'nomination#1', decision: 'nominate', form });
    await decide('organisationDept', { stage: 'review#1', decision: 'decline', comment: '示例：名额已满' });
    const visitor = await console.visit('compoundSecretary', { width: 390 });
    const { page } = visitor;
    await visitor.open(`/cases/${encodeURIComponent(id as unknown as string)}`);
    await page.getByText('案件已结束：未授予').waitFor();
    await appeal(visitor, '示例：还有名额');
    expect(await visitor.scrollsSideways()).toBe(false);
    const [, filed = ''] = /\/cases\/([^?]+)/.exec(page.url()) ?? [];
    const ruling = { stage: 'ruling#1', decision: 'sendBack', comment: '示例' };
    await post('districtPartyCommittee', `/cases/${filed}/decisions`, ruling);
    await page.getByText('案件已结束：发回').waitFor();
    await page.getByRole('link', { name: /小区党支部书记激励/ }).click();
    await page.getByText('案件已结束，须另行立案').waitFor();
    await visitor.leave();
  });
});

describe('a case that has ended', () => {
  it('is offered whole as its archive package, as soon as it has', async () => {
    const started = { kind: 'incentive', subject: 'S-C-01', input: { year: 2026, incentive: 'payGrade' } };
    const { id } = await post('coordinator', '/cases', started);
    const visitor = await console.visit('organisationDept', { width: 390 });
    const { page } = visitor;
    await visitor.open(`/cases/${encodeURIComponent(id as unknown as string)}`);
    await page.getByRole('button', { name: '打印' }).waitFor();
    const link = page.getByRole('link', { name: '下载归档包' });
    expect(await link.count()).toBe(0);
    await post('organisationDept', `/cases/${id}/cancellation`, { reason: '示例：重复立案' });
    await link.waitFor();
    expect(await visitor.scrollsSideways()).toBe(false);
    const [download] = await Promise.all([page.waitForEvent('download'), link.click()]);
    expect(download.suggestedFilename()).toBe(`${String(id).replaceAll(':', '-')}.zip`);
    expect(await download.failure()).toBeNull();
    expect(visitor.complaints).toEqual([]);
    await visitor.leave();
  });
});

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

describe('files that are shown as evidence', () => {
  it('are attached when dropped; one too large or of another kind is refused with the reason, and let go', async () => {
    const id = await rectificationToPlan('C-03');
    const visitor = await console.visit('streetPartyWorkingCommittee');
    const { page } = visitor;
    await visitor.open(`/cases/${encodeURIComponent(id)}`);
    const zone = page.getByRole('region', { name: '证明材料' });
    const dropped = await page.evaluateHandle(`(() => {
      const transfer = new DataTransfer();
      transfer.items.add(new File(['%PDF-1.7\\n%%EOF\\n'], '现场.pdf', { type: 'application/pdf' }));
      return transfer;
    })()`);
    await zone.dispatchEvent('drop', { dataTransfer: dropped });
    await zone.getByRole('link', { name: '现场.pdf' }).waitFor();

    const choose = zone.getByLabel('选择文件').last();
    await choose.setInputFiles({ name: '程序.exe', mimeType: 'application/x-msdownload', buffer: Buffer.from('MZ') });
    await zone.getByRole('alert').getByText('不接受.exe文件', { exact: false }).waitFor();
    await zone.getByRole('button', { name: '移除“程序.exe”' }).click();
    const large = Buffer.concat([Buffer.from('%PDF-1.7\n'), Buffer.alloc(21 * 1024 * 1024)]);
    await choose.setInputFiles({ name: '大文件.pdf', mimeType: 'application/pdf', buffer: large });
    await zone.getByRole('alert').getByText('单个文件不能超过 20 MB').waitFor();
    expect(await zone.getByRole('button', { name: '重试' }).count()).toBe(0);
    await zone.getByRole('button', { name: '移除“大文件.pdf”' }).click();
    expect(await zone.locator('.files > li').count()).toBe(1);
    await visitor.leave();
  });
});

describe('one decision on many tasks', () => {
  it('is tried first, and tells what came of each, also of one that somebody decided meanwhile', async () => {
    const ids: string[] = [];
    for (const subject of ['C-05', 'C-06']) {
      const input = { route: 'initialRanking', baselineMonthlyComplaints: 40, team: nomination };
      const { id } = await post('coordinator', '/cases', { kind: 'rectification', subject, input });
      ids.push(String(id));
    }
    const visitor = await console.visit('redPropertySecretary');
    const { page } = visitor;
    await visitor.open('/inbox');
    await page.getByRole('checkbox').first().check();
    const count = (await page.getByRole('checkbox').count()) - 1;
    await page.getByRole('button', { name: /^接\s?受$/ }).click();
    const dialog = page.getByRole('dialog', { name: `批量办理：接受（${count} 项）` });
    await dialog.getByRole('button', { name: `办理 ${count} 项` }).waitFor();
    const meanwhile = { stage: 'acceptance#1.redSecretary', decision: 'accept' };
    await post('redPropertySecretary', `/cases/${ids[1]}/decisions`, meanwhile);
    await dialog.getByRole('button', { name: `办理 ${count} 项` }).click();
    await dialog.getByText(`办理完成：${count - 1} 项成功，1 项未成功`).waitFor();
    expect(await dialog.locator('li').count()).toBe(count);
    expect(await dialog.locator('li.late').innerText()).toMatch(/已作出决定/);
    expect(await visitor.barriers()).toEqual([]);
    await dialog.getByRole('button', { name: '知道了' }).click();
    await page.getByText('没有待办事项', { exact: false }).waitFor();
    await visitor.leave();
  });
});
