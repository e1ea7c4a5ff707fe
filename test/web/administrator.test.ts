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

describe('an administrator', () => {
  it('creates a user, whose first password is shown once and lets them in', async () => {
    const visitor = await console.visit('administrator');
    const { page } = visitor;
    await visitor.open('/users');
    await page.getByRole('button', { name: '新增用户' }).click();
    const drawer = page.getByRole('dialog', { name: '新增用户' });
    await drawer.getByLabel('用户名').fill('newcomer');
    await drawer.getByLabel('姓名').fill('示例 新同事');
    await drawer.getByText('监督人员', { exact: true }).first().click();
    await drawer.getByLabel('辖区').fill('linyi/lanshan');
    await drawer.getByRole('button', { name: '创建' }).click();
    const shown = page.getByRole('dialog', { name: '示例 新同事 的初始密码' });
    const password = await shown.locator('code').innerText();
    await shown.getByRole('button', { name: '我已记下' }).click();
    await shown.waitFor({ state: 'detached' });
    expect(await page.getByText(password).count()).toBe(0);

    await page.getByPlaceholder('按姓名、用户名、单位或地区查找').fill('newcomer');
    await page.getByRole('link', { name: '示例 新同事' }).waitFor();
    expect(new URL(page.url()).searchParams.get('q')).toBe('newcomer');
    const { status, body } = await console.api.call('POST /api/v1/sessions', {
      body: { username: 'newcomer', password },
    });
    expect({ status, must: body.user.mustChangePassword }).toEqual({ status: 201, must: true });
    expect(visitor.complaints).toEqual([]);
    await visitor.leave();
  });

  it('sees which cases a change of policy would move, before it is saved', async () => {
    const visitor = await console.visit('administrator');
    const { page } = visitor;
    await visitor.open('/policies/lanshan?q=nominationDays');
    await page.getByRole('button', { name: '修改“提名期限”' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('新数值').fill('25');
    await dialog.getByLabel('依据（文号或条款）').fill('兰办发〔2026〕3号');
    await dialog.getByLabel('说明').fill('两个街道共用一个专班。');
    await dialog.getByRole('button', { name: '加入准备修改' }).click();
    await page.getByRole('tab', { name: '准备修改（1）' }).click();
    await page.getByRole('cell', { name: /^推后 \d+ 天/ }).waitFor();
    await page.getByLabel('原因').fill('示例原因');
    await page.getByRole('button', { name: '保存为新版本' }).click();
    await page.getByText('还没有准备修改的参数。').waitFor();

    await page.getByRole('tab', { name: '修改记录' }).click();
    await page.getByText('示例原因').waitFor();

    await page.getByRole('tab', { name: '用于在办案件' }).click();
    await page.getByLabel('原因').fill('示例：在办案件同样适用');
    await page.getByRole('button', { name: '开始应用' }).click();
    await page.getByText('已应用 1', { exact: false }).waitFor();
    const applied = page.getByRole('row', { name: new RegExp(scenery.case) });
    expect(await applied.innerText()).toMatch(/已应用/);
    await applied.getByRole('link', { name: scenery.case }).click();
    await page.locator('.event', { hasText: '将政策由版本' }).waitFor();
    expect(visitor.complaints).toEqual([]);
    await visitor.leave();
  });

  it('saves the rest days of a year after having seen which dates move', async () => {
    const visitor = await console.visit('administrator');
    const { page } = visitor;
    const year = new Date().getFullYear() + 2;
    await visitor.open(`/calendars/${year}`);
    await page.getByRole('button', { name: '录入新年份' }).click();
    await page.getByLabel('依据').fill('示例：国办发明电〔某年〕1号');
    await page.getByRole('button', { name: '添加假期' }).click();
    await page.getByLabel('从', { exact: true }).fill(`${year}-10-01`);
    await page.getByLabel('到', { exact: true }).fill(`${year}-10-07`);
    await page.getByLabel('中文名称').fill('国庆节');
    await page.getByLabel('英文名称').fill('National Day');
    await page.getByLabel('原因').fill('示例原因');
    const save = page.getByRole('button', { name: '保存日历' });
    expect(await save.isDisabled()).toBe(true);
    await page.getByRole('button', { name: '查看影响' }).click();
    await page.getByText('没有在办事项的期限会因此移动。').waitFor();
    await save.click();
    await page.getByText('国庆节').first().waitFor();
    await page.getByText('示例：国办发明电〔某年〕1号').first().waitFor();
    await visitor.leave();
  });
});
