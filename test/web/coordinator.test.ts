import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { halfYearsUpTo } from '../../domain/assessment/halfYear.ts';
import { addMonths, dayOf } from '../../domain/calendar/calendar.ts';
import { ConsoleUnderTest } from '../support/console/console.ts';

let console: ConsoleUnderTest;
beforeAll(async () => {
  console = await ConsoleUnderTest.start();
});
afterAll(() => console?.stop());

const header = '小区编号,小区名称,投诉量,物业类投诉量,全市排名,满意数,回访数';
const ranking = readFileSync(new URL('../../docs/samples/ranking-first.csv', import.meta.url));

async function handIn(page: Page, bytes: Buffer): Promise<void> {
  await page.locator('input[type=file]').setInputFiles({ name: '示例.csv', mimeType: 'text/csv', buffer: bytes });
}

async function confirm(page: Page, word: RegExp): Promise<void> {
  await page.locator('.ant-popconfirm').getByRole('button', { name: word }).click();
}

describe('a coordinator in the console', () => {
  it('corrects and publishes a month’s file, makes a campaign of it, simulates and launches it, and sees its cases appear', async () => {
    const visitor = await console.visit('coordinator', { space: 'rehearsal' });
    const { page } = visitor;
    page.setDefaultTimeout(120_000);
    const month = addMonths(`${dayOf(new Date().toISOString()).slice(0, 8)}01`, -1).slice(0, 7);

    await visitor.open(`/rankings/${month}?tab=handIn`);
    await handIn(page, Buffer.from(`${header}\n,金山花圆（示例）,29,23,7,13,26\n`));
    const wrong = page.getByRole('row', { name: /^2 / });
    await wrong.getByText('C-01', { exact: true }).waitFor();
    expect(await page.getByRole('button', { name: '提交为新版本' }).count()).toBe(0);

    await handIn(page, ranking);
    await page.getByRole('button', { name: '提交为新版本' }).click();
    await page.getByRole('link', { name: '查看公布会带来什么' }).click();
    await page.getByRole('button', { name: /^公布第 \d+ 版$/ }).click();
    await confirm(page, /^公\s?布$/);
    await page.getByRole('heading', { name: /公布进度.*已完成/ }).waitFor();

    await visitor.open('/campaigns');
    await page.getByRole('button', { name: '新建行动' }).first().click();
    await page.getByLabel('名称').fill('示例集中整治');
    await page.getByRole('button', { name: '建立草稿' }).click();
    await page
      .getByText(/投诉量第1位/)
      .first()
      .waitFor();
    expect(await visitor.barriers()).toEqual([]);
    const take = page.getByRole('button', { name: /^采用所选 \d+ 个小区$/ });
    const listed = Number(/\d+/.exec((await take.textContent()) ?? '')?.[0]);
    expect(listed).toBeGreaterThan(0);
    await take.click();

    await page.getByRole('combobox', { name: '责任县级领导（职务）' }).fill('示例副区长、示例政法委书记、');
    await page.getByRole('combobox', { name: '红领书记（派出单位）' }).fill('示例住建局、示例司法局、');
    await page.getByRole('combobox', { name: '结对部门' }).fill('示例财政局、示例城管局、');
    await page.getByRole('button', { name: /^分\s?配$/ }).click();
    await page.getByText(`已变动 ${listed} 个小区`).waitFor();
    await page.getByRole('button', { name: '下一步' }).click();

    await page.getByRole('button', { name: '快速模拟' }).click();
    await page.getByRole('heading', { name: '各单位每周办理量' }).waitFor();
    await page.getByRole('button', { name: '下一步' }).click();

    await page.getByRole('button', { name: `启动 ${listed} 个案件` }).click();
    await confirm(page, /^确\s?定$/);
    await page
      .locator('.board-card')
      .nth(listed - 1)
      .waitFor();
    expect(await page.locator('.board-card').count()).toBe(listed);
    expect(await visitor.barriers()).toEqual([]);

    await page.getByRole('tab', { name: '进度图' }).click();
    await page
      .getByRole('rowheader')
      .nth(listed - 1)
      .waitFor();
    expect(await visitor.barriers()).toEqual([]);
    expect(visitor.complaints).toEqual([]);
    await visitor.leave();
  }, 600_000);

  it('goes on with a draft where it was left', async () => {
    const visitor = await console.visit('coordinator', { language: 'en', width: 390 });
    const { page } = visitor;
    await visitor.open('/campaigns/new');
    await page.getByLabel('Name').fill('A draft that is left');
    await page.getByRole('button', { name: 'Make the draft' }).click();
    await page
      .getByText(/rank 1 of/)
      .first()
      .waitFor();
    await visitor.open('/campaigns?status=draft');
    await page.getByRole('link', { name: /A draft that is left/ }).click();
    await page
      .getByText(/rank 1 of/)
      .first()
      .waitFor();
    expect(await visitor.scrollsSideways()).toBe(false);
    expect(visitor.complaints).toEqual([]);
    await visitor.leave();
  });

  it('starts a cycle for a period that its procedure offers, the last that is over unless another is chosen', async () => {
    const visitor = await console.visit('coordinator', { space: 'rehearsal' });
    const { page } = visitor;
    page.setDefaultTimeout(120_000);
    const [present = '', over = '', before = ''] = halfYearsUpTo(dayOf(new Date().toISOString()));
    await visitor.open('/cycles');
    await page.getByRole('button', { name: '启动周期' }).first().click();
    const dialog = page.getByRole('dialog');
    const choose = async (label: string, option: string) => {
      await dialog.getByLabel(label).click();
      await page.locator('.ant-select-item-option', { hasText: option }).click();
    };
    await choose('类别', '小区书记考核评议');
    await dialog.getByText(over, { exact: true }).waitFor();
    await dialog.getByLabel('周期').click();
    for (const key of [present, before]) await page.locator('.ant-select-item-option', { hasText: key }).waitFor();
    await page.locator('.ant-select-item-option', { hasText: before }).click();
    await dialog.getByRole('button', { name: /^启\s?动$/ }).click();
    await page.waitForURL((url) => decodeURIComponent(url.pathname).endsWith(`:${before}`));
    expect(decodeURIComponent(new URL(page.url()).pathname)).toMatch(/^\/cycles\/assess:linyi_lanshan/);
    expect(visitor.complaints).toEqual([]);
    await visitor.leave();
  }, 600_000);
});
