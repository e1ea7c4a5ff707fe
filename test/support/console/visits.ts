import type { Browser } from 'playwright-core';
import { openBrowser } from './browser.ts';
import { Visitor } from './visitor.ts';

export type Language = 'zh' | 'en';

interface Visit {
  language?: Language;
  space?: 'live' | 'rehearsal';
  /** Pixels; 1440 when absent. */
  width?: number;
}

/** Visits to a console that is being served somewhere. */
export class Visits {
  readonly base: string;
  private readonly password: string;
  private readonly browser: Browser;

  private constructor(base: string, password: string, browser: Browser) {
    this.base = base;
    this.password = password;
    this.browser = browser;
  }

  /** @param password of every account */
  static async to(base: string, password: string): Promise<Visits> {
    return new Visits(base, password, await openBrowser());
  }

  /** A browser of its own in which an account is signed in. */
  async visit(username: string, { language = 'zh', space = 'live', width = 1440 }: Visit = {}): Promise<Visitor> {
    const visitor = await this.stranger({ language, width });
    const answer = await visitor.context.request.post(`${this.base}/api/v1/sessions`, {
      data: { username, password: this.password, space },
      headers: { 'X-Zhengzhi-Request': '1' },
    });
    if (answer.status() !== 201) throw new Error(`${username} could not sign in: ${await answer.text()}`);
    return visitor;
  }

  /** A browser of its own in which nobody is signed in. */
  async stranger({ language = 'zh', width = 1440 }: Omit<Visit, 'space'> = {}): Promise<Visitor> {
    const context = await this.browser.newContext({
      baseURL: this.base,
      locale: language === 'zh' ? 'zh-CN' : 'en-GB',
      viewport: { width, height: width < 600 ? 844 : 900 },
      reducedMotion: 'reduce',
    });
    return await Visitor.enter(context);
  }

  async end(): Promise<void> {
    await this.browser.close();
  }
}
