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

  it('finds a compound by a part of its name from anywhere', async () => {
    const visitor = await console.visit('coordinator');
    const { page } = visitor;
    await visitor.open('/inbox');
    await page.keyboard.press('/');
    await page.keyboard.type('C-01');
    await page.locator('.ant-select-item-option').first().click();
    await page.waitForURL(/\/registers\/compounds\//);
    await visitor.leave();
  });
});
