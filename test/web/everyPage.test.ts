import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ConsoleUnderTest } from '../support/console/console.ts';
import { type ConsolePage, consolePages, type Scenery } from '../support/console/pages.ts';
import { setScene } from '../support/console/scene.ts';
import type { Visitor } from '../support/console/visitor.ts';

let console: ConsoleUnderTest;
let scenery: Scenery;
const visitors = new Map<string, Visitor>();
beforeAll(async () => {
  console = await ConsoleUnderTest.start();
  scenery = await setScene(console.api);
});
afterAll(() => console?.stop());

const names = consolePages({ case: '', campaign: '', month: '' }).map(({ name }) => name);

function pageNamed(name: string): ConsolePage {
  const page = consolePages(scenery).find((each) => each.name === name);
  if (!page) throw new Error(`no page is named ${name}`);
  return page;
}

/** Whoever looks at a page stays signed in for the pages after it. */
async function opened(name: string, setting: { language?: 'zh' | 'en'; width?: number }): Promise<Visitor> {
  const { as, path } = pageNamed(name);
  const key = JSON.stringify([as, setting]);
  const visitor = visitors.get(key) ?? (await console.visit(as, setting));
  visitors.set(key, visitor);
  visitor.complaints.length = 0;
  await visitor.open(path);
  return visitor;
}

describe.each(['zh', 'en'] as const)('in %s', (language) => {
  it.each(names)('%s has no barriers, complains of nothing and leaves no wording unfilled', async (name) => {
    const visitor = await opened(name, { language });
    const barriers = await visitor.barriers();
    expect({ barriers, complaints: visitor.complaints }).toEqual({ barriers: [], complaints: [] });
    expect(await visitor.page.locator('body').innerText()).not.toMatch(/\{\{\w+\}\}|undefined|\[object Object\]/);
  });
});

describe('on a phone', () => {
  it.each(names)('%s does not scroll sideways', async (name) => {
    const visitor = await opened(name, { width: 390 });
    expect(await visitor.scrollsSideways()).toBe(false);
  });
});
