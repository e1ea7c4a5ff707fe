import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ConsoleUnderTest } from '../support/console/console.ts';
import { consolePages, type Scenery } from '../support/console/pages.ts';
import { setScene } from '../support/console/scene.ts';
import type { Visitor } from '../support/console/visitor.ts';
import type { Language } from '../support/console/visits.ts';

let console: ConsoleUnderTest;
let scenery: Scenery;
beforeAll(async () => {
  console = await ConsoleUnderTest.start();
  scenery = await setScene(console.api);
});
afterAll(() => console.stop());

describe('every page of the console', () => {
  it.each<Language>(['zh', 'en'])('has no barriers and complains of nothing, in %s', async (language) => {
    const visitors = new Map<string, Visitor>();
    const found: Record<string, string[]> = {};
    for (const { name, as, path } of consolePages(scenery)) {
      const visitor = visitors.get(as) ?? (await console.visit(as, { language }));
      visitors.set(as, visitor);
      await visitor.open(path);
      const wrong = [...(await visitor.barriers()), ...visitor.complaints.splice(0)];
      const text = await visitor.page.locator('body').innerText();
      if (/\{\{\w+\}\}|undefined|\[object Object\]/.test(text))
        wrong.push(`an unfilled wording: ${text.slice(0, 400)}`);
      if (wrong.length > 0) found[name] = wrong;
    }
    expect(found).toEqual({});
    for (const visitor of visitors.values()) await visitor.leave();
  });

  it('fits a phone: nothing but tables in boxes of their own scrolls sideways', async () => {
    const visitors = new Map<string, Visitor>();
    const wide: string[] = [];
    for (const { name, as, path } of consolePages(scenery)) {
      const visitor = visitors.get(as) ?? (await console.visit(as, { width: 390 }));
      visitors.set(as, visitor);
      await visitor.open(path);
      if (await visitor.scrollsSideways()) wide.push(name);
    }
    expect(wide).toEqual([]);
    for (const visitor of visitors.values()) await visitor.leave();
  });
});
