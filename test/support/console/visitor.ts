import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { BrowserContext, Page } from 'playwright-core';

const sideways = 'document.documentElement.scrollWidth > document.documentElement.clientWidth + 1';
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface Violation {
  id: string;
  impact: string | null;
  nodes: { html: string; failureSummary?: string }[];
}

/** Somebody at a browser; everything that the page complains of is kept. */
export class Visitor {
  readonly context: BrowserContext;
  readonly page: Page;
  /** Errors the page wrote to the console, exceptions it did not catch. */
  readonly complaints: string[] = [];

  private constructor(context: BrowserContext, page: Page) {
    this.context = context;
    this.page = page;
    page.on('pageerror', (error) => this.complaints.push(String(error)));
    page.on('console', (message) => {
      if (message.type() === 'error') this.complaints.push(message.text());
    });
  }

  static async enter(context: BrowserContext): Promise<Visitor> {
    return new Visitor(context, await context.newPage());
  }

  /** Opens an address and waits until its heading is there and nothing is being loaded. */
  async open(path: string): Promise<void> {
    await this.page.goto(path);
    await this.settled();
  }

  async settled(): Promise<void> {
    await this.page.locator('h1').first().waitFor();
    const busy = this.page.locator('[aria-busy="true"]');
    while ((await busy.count()) > 0) await busy.first().waitFor({ state: 'detached' });
  }

  /** What axe-core finds serious or worse on the page, a line each. */
  async barriers(): Promise<string[]> {
    // Evaluated, since the content security policy lets no script element in.
    await this.page.evaluate(axe);
    const { violations } = await this.page.evaluate<{ violations: Violation[] }>(
      "axe.run({ resultTypes: ['violations'] })",
    );
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .flatMap(({ id, nodes }) =>
        nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 200)} ${failureSummary ?? ''}`),
      );
  }

  /** Whether the page is wider than the window. */
  async scrollsSideways(): Promise<boolean> {
    return await this.page.evaluate(sideways);
  }

  /**
   * Makes the window so narrow, until the page has followed, and wide again.
   * @throws when the page never fits
   */
  async fits(width: number): Promise<void> {
    const size = this.page.viewportSize();
    if (!size) throw new Error('the window has no size');
    await this.page.setViewportSize({ ...size, width });
    await this.page.waitForFunction(`!(${sideways})`);
    await this.page.setViewportSize(size);
  }

  async leave(): Promise<void> {
    await this.context.close();
  }
}
