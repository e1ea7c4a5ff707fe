import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright-core';
import { startApi, type TestApi } from '../../api/support.ts';
import { runSample } from '../../docs/runPage.ts';
import { TestBench } from '../cases.ts';
import { suiteConfig } from '../servers.ts';
import { openBrowser } from './browser.ts';
import { Visitor } from './visitor.ts';

export const samplePassword = 'rehearse-with-me';

export type Language = 'zh' | 'en';

interface Visit {
  language?: Language;
  space?: 'live' | 'rehearsal';
  /** Pixels; 1440 when absent. */
  width?: number;
}

/** The console as it is served, with a worker, the small sample and a real browser. */
export class ConsoleUnderTest {
  readonly api: TestApi;
  readonly bench: TestBench;
  private readonly browser: Browser;

  private constructor(api: TestApi, bench: TestBench, browser: Browser) {
    this.api = api;
    this.bench = bench;
    this.browser = browser;
  }

  static async start(): Promise<ConsoleUnderTest> {
    const page = fileURLToPath(new URL('../../../web/dist/index.html', import.meta.url));
    if (!existsSync(page)) throw new Error('The console is not built: npm run web:build');
    const config = await suiteConfig({ LOG_LEVEL: 'silent' });
    const [api, bench, browser] = await Promise.all([startApi({ config }), TestBench.start(config), openBrowser()]);
    await api.connected;
    const { code, output } = await runSample(config, samplePassword);
    if (code !== 0) throw new Error(`The sample was not loaded from ${join('api', 'sample.ts')}: ${output}`);
    return new ConsoleUnderTest(api, bench, browser);
  }

  /** A browser of its own in which an account of the sample is signed in. */
  async visit(username: string, { language = 'zh', space = 'live', width = 1440 }: Visit = {}): Promise<Visitor> {
    const visitor = await this.stranger({ language, width });
    const { status } = await visitor.context.request
      .post(`${this.api.base}/api/v1/sessions`, {
        data: { username, password: samplePassword, space },
        headers: { 'X-Zhengzhi-Request': '1' },
      })
      .then((answer) => ({ status: answer.status() }));
    if (status !== 201) throw new Error(`${username} could not sign in: ${status}`);
    return visitor;
  }

  /** A browser of its own in which nobody is signed in. */
  async stranger({ language = 'zh', width = 1440 }: Omit<Visit, 'space'> = {}): Promise<Visitor> {
    const context = await this.browser.newContext({
      baseURL: this.api.base,
      locale: language === 'zh' ? 'zh-CN' : 'en-GB',
      viewport: { width, height: width < 600 ? 844 : 900 },
      reducedMotion: 'reduce',
    });
    return await Visitor.enter(context);
  }

  async stop(): Promise<void> {
    await this.browser.close();
    await this.api.stop();
    await this.bench.stop();
  }
}
