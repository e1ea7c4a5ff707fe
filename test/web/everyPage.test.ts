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
async function opened(name: string, language: 'zh' | 'en'): Promise<Visitor> {
  const { as, path } = pageNamed(name);
  const key = JSON.stringify([as, language]);
  const visitor = visitors.get(key) ?? (await console.visit(as, { language }));
  visitors.set(key, visitor);
  visitor.complaints.length = 0;
  await visitor.open(path);
  return visitor;
}

describe.each(['zh', 'en'] as const)('in %s', (language) => {
  it.each(names)('%s has no barriers, complains of nothing, says all it should and fits a phone', async (name) => {
    const visitor = await opened(name, language);
    const barriers = await visitor.barriers();
    expect({ barriers, complaints: visitor.complaints }).toEqual({ barriers: [], complaints: [] });
    expect(await visitor.page.locator('body').innerText()).not.toMatch(/\{\{\w+\}\}|undefined|\[object Object\]/);
    await visitor.fits(390);
  });
});
