import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ConsoleUnderTest } from '../support/console/console.ts';
import type { Scenery } from '../support/console/pages.ts';
import { setScene } from '../support/console/scene.ts';

let console: ConsoleUnderTest;
let scenery: Scenery;
beforeAll(async () => {
  console = await ConsoleUnderTest.start();
  scenery = await setScene(console.api);
});
afterAll(() => console?.stop());

describe('the dashboard', () => {
  it('leads a monitor from a figure to the cases behind it, and into one of them', async () => {
    const visitor = await console.visit('monitor');
    const { page } = visitor;
    await visitor.open('/dashboard');
    await page.getByRole('button', { name: '“在册案件”怎么算' }).first().click();
    await page.getByText('期末前列入、期初前未结束、未因列入有误撤销的整治案件。').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('link', { name: /^在册案件 1/ }).click();
    const drawer = page.getByRole('dialog');
    await drawer.getByRole('link', { name: /金山花园/ }).click();
    await page.waitForURL((url) => url.pathname === `/cases/${encodeURIComponent(scenery.case)}`);
    await page.getByRole('heading', { level: 1, name: /金山花园/ }).waitFor();
    expect(visitor.complaints).toEqual([]);
    await visitor.leave();
  });

  it('has a table behind its chart, and exports what is on the screen', async () => {
    const visitor = await console.visit('monitor');
    const { page } = visitor;
    await visitor.open('/dashboard?trend=table');
    await page.getByRole('columnheader', { name: '当月末已列入的小区' }).waitFor();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: '导出本页（CSV）' }).click(),
    ]);
    const rows = (await readFile(await download.path(), 'utf8')).split('\r\n');
    expect(rows[0]).toBe('\uFEFF部分,对象,指标,数值,分子,分母,样本,说明');
    expect(rows.find((row) => row.includes(',在册案件,'))).toMatch(/^指标,[^,]+,在册案件,1,1,1,1,/);
    await visitor.leave();
  });

  it('stands still on the wall where less motion is asked for, and turns by the keys', async () => {
    const visitor = await console.visit('monitor');
    const { page } = visitor;
    await visitor.open('/wall');
    await page.getByRole('button', { name: '继续轮播' }).waitFor();
    const title = page.locator('.wall h2');
    expect(await title.innerText()).toBe('整治进展');
    await page.keyboard.press('ArrowRight');
    await page.getByRole('img', { name: /^第 2 屏/ }).waitFor();
    expect(await title.innerText()).not.toBe('整治进展');
    await page.keyboard.press('Escape');
    await page.waitForURL(/\/dashboard/);
    await visitor.leave();
  });
});

describe('the registers', () => {
  it('show both when somebody else has changed an entry meanwhile, and what it was before', async () => {
    const visitor = await console.visit('coordinator');
    const { page } = visitor;
    await visitor.open('/registers/compounds/C-02?do=edit');
    const drawer = page.getByRole('dialog');
    await drawer.getByLabel('户数').fill('321');

    const other = await console.visit('coordinator');
    await other.open('/registers/compounds/C-02?do=edit');
    await other.page.getByRole('dialog').getByLabel('建成年份').fill('1999');
    await other.page.getByRole('button', { name: '保存' }).click();
    await other.page.getByRole('dialog').waitFor({ state: 'detached' });
    await other.leave();

    await drawer.getByRole('button', { name: '保存' }).click();
    await drawer.getByText('有人在您填写期间修改了这一条').waitFor();
    await drawer
      .getByRole('row', { name: /建成年份/ })
      .getByRole('button', { name: '采用现登记的' })
      .click();
    await drawer.getByRole('button', { name: '保存' }).click();
    await drawer.waitFor({ state: 'detached' });
    await visitor.open('/registers/compounds/C-02?tab=history');
    const newest = page.getByRole('row', { name: /第 3 版/ });
    expect(await newest.innerText()).toMatch(/户数: .* → 321/);
    expect(await newest.innerText()).not.toMatch(/建成年份/);
    await visitor.leave();
  });

  it('try a file first, and name each cell that cannot be read', async () => {
    const visitor = await console.visit('coordinator');
    const { page } = visitor;
    await visitor.open('/registers/communities?do=import');
    const drawer = page.getByRole('dialog');
    const file = (text: string) => ({ name: 'communities.csv', mimeType: 'text/csv', buffer: Buffer.from(text) });
    const choose = drawer.locator('input[type="file"]');
    const header = '编号,名称,城市,区县,街道,网格数\n';
    await choose.setInputFiles(file(`${header}new-1,示例新社区,linyi,lanshan,yinqueshan,many\n`));
    await drawer.getByRole('row', { name: /^2 网格数/ }).waitFor();
    expect(await drawer.getByRole('button', { name: /确认导入/ }).isDisabled()).toBe(true);
    await drawer.getByRole('button', { name: '另选文件' }).click();
    await choose.setInputFiles(file(`${header}new-1,示例新社区,linyi,lanshan,yinqueshan,7\n`));
    await drawer.getByRole('button', { name: '确认导入 1 条' }).click();
    await drawer.getByText('已导入：新增 1 条，修改 0 条').waitFor();
    await drawer.getByRole('button', { name: '完成' }).click();
    await page.getByRole('link', { name: '示例新社区' }).waitFor();
    await visitor.leave();
  });
});

describe('a procedure', () => {
  it('is read, and a case of it is started for a compound', async () => {
    const visitor = await console.visit('coordinator');
    const { page } = visitor;
    await visitor.open('/procedures/rectification?type=compound&subject=C-03&do=start');
    const drawer = page.getByRole('dialog');
    await drawer.getByRole('button', { name: '新建' }).click();
    await drawer.locator('.form-error').first().waitFor();
    await drawer.getByRole('radio').first().check();
    await drawer.getByLabel('整治前月均投诉量').fill('12');
    await drawer.getByRole('button', { name: '新建' }).click();
    await page.waitForURL(/\/cases\/rectification%3AC-03%3A1/);
    await visitor.leave();
  });

  it('is started from a case of another, and the timelines of both lead to each other', async () => {
    const visitor = await console.visit('coordinator');
    const { page } = visitor;
    await visitor.open(`/cases/${encodeURIComponent(scenery.case)}`);
    await page.getByRole('button', { name: '更多操作' }).click();
    await page.getByRole('menuitem', { name: '启动关联案件' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('流程').click();
    // What another call starts, such as an appeal, is not offered.
    expect(await page.locator('.ant-select-item-option').allInnerTexts()).not.toContain('申诉');
    await page.locator('.ant-select-item-option', { hasText: '维修资金一般使用' }).click();
    await dialog.getByRole('radio', { name: '等它办结后再结束' }).check();
    await dialog.getByLabel('申请编号').fill('2026-03');
    await dialog.getByRole('button', { name: '启动关联案件' }).click();
    // The first field that is missing has the focus, though it is a group of buttons.
    await dialog.getByText('请填写').first().waitFor();
    expect(await dialog.getByRole('group', { name: '有物业服务企业' }).locator(':focus').count()).toBe(1);
    await dialog.getByRole('group', { name: '有物业服务企业' }).getByRole('radio', { name: '是' }).check();
    await dialog.getByRole('group', { name: '有业主委员会' }).getByRole('radio', { name: '否' }).check();
    await dialog.getByRole('button', { name: '启动关联案件' }).click();
    await page.waitForURL(/\/cases\/fund/);
    await page.getByRole('tab', { name: '关联案件（1）' }).waitFor();

    await page.locator('.event', { hasText: '由其启动并等待办结' }).getByRole('link', { name: scenery.case }).click();
    await page.waitForURL((url) => url.pathname === `/cases/${encodeURIComponent(scenery.case)}`);
    await page.locator('.event', { hasText: '等其办结' }).getByRole('link', { name: 'fund:C-01:2026-03:1' }).waitFor();
    await page.getByRole('tab', { name: '关联案件（1）' }).click();
    await page.getByRole('link', { name: '金山花园（示例） · 维修资金一般使用' }).waitFor();
    expect(visitor.complaints).toEqual([]);
    await visitor.leave();
  });
});
