import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ConsoleUnderTest, samplePassword } from '../support/console/console.ts';

let console: ConsoleUnderTest;
beforeAll(async () => {
  console = await ConsoleUnderTest.start();
});
afterAll(() => console?.stop());

describe('the console', () => {
  it('lets somebody in by user name and password, and begins where they work', async () => {
    const visitor = await console.stranger();
    const { page } = visitor;
    await page.goto('/');
    await page.getByLabel('用户名').fill('housingBureau');
    await page.getByLabel('密码').fill('wrong');
    await page.getByRole('button', { name: '登录' }).click();
    await page.getByRole('alert').getByText(/./).waitFor();
    await page.getByLabel('密码').fill(samplePassword);
    await page.getByRole('button', { name: '登录' }).click();
    await page.getByRole('heading', { name: '待办' }).waitFor();
    expect(new URL(page.url()).pathname).toBe('/inbox');
    await visitor.leave();
  });

  it('keeps the page when the session has ended, and goes on after signing in again', async () => {
    const visitor = await console.visit('housingBureau');
    const { page } = visitor;
    await visitor.open('/inbox');
    await visitor.context.clearCookies();
    // The search calls the service, which knows nobody any more.
    await page.getByRole('combobox', { name: '搜索小区、案件、人员、文号' }).fill('阳光');
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('密码').fill(samplePassword);
    await dialog.getByRole('button', { name: '登录' }).click();
    await dialog.waitFor({ state: 'detached' });
    expect(await page.getByRole('combobox', { name: '搜索小区、案件、人员、文号' }).inputValue()).toBe('阳光');
    await visitor.leave();
  });

  it('marks the rehearsal space on every page', async () => {
    const visitor = await console.visit('coordinator', { space: 'rehearsal' });
    await visitor.open('/inbox');
    await visitor.page.getByText('演练空间：这里的办理不影响正式工作').waitFor();
    await visitor.leave();
  });

  it('finds compounds, cases, secretaries and people by a part of their name from anywhere, each in its group', async () => {
    const visitor = await console.visit('administrator');
    const { page } = visitor;
    await visitor.open('/policies');
    await page.keyboard.press('/');
    await page.keyboard.type('示例 街道');
    const groups = page.locator('.ant-select-item-group');
    await groups.getByText('人员', { exact: true }).waitFor();
    await page.locator('.ant-select-item-option', { hasText: 'streetOffice' }).first().waitFor();

    const search = page.getByRole('combobox', { name: '搜索小区、案件、人员、文号' });
    await search.fill('金山花园');
    await groups.getByText('小区', { exact: true }).waitFor();
    await groups.getByText('小区党支部书记', { exact: true }).waitFor();
    await search.fill('没有这个名字');
    await page.getByText('没有找到', { exact: false }).waitFor();

    // By the keys alone, and to what was chosen, not to a list.
    await search.fill('C-01');
    await page.locator('.ant-select-item-option').first().waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/registers\/compounds\//);
    await page.getByRole('heading', { level: 1, name: /金山花园/ }).waitFor();
    expect(new URL(page.url()).pathname).toBe('/registers/compounds/C-01');
    await visitor.leave();
  });
});
