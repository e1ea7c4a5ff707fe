import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { startApi, type TestApi } from '../../api/support.ts';
import { runSample } from '../../docs/runPage.ts';
import { TestBench } from '../cases.ts';
import { configFor, startTestServers, type TestServers } from '../servers.ts';
import type { Visitor } from './visitor.ts';
import { Visits } from './visits.ts';

export const samplePassword = 'rehearse-with-me';

/**
 * The console as it is served, with a worker, sample data and a real browser, on servers of its own: the sample's compounds have the
 * same ids everywhere, and so would the cases of two suites at once.
 */
export class ConsoleUnderTest {
  readonly api: TestApi;
  private readonly bench: TestBench;
  private readonly visits: Visits;
  private readonly servers: TestServers;

  private constructor(servers: TestServers, api: TestApi, bench: TestBench, visits: Visits) {
    this.servers = servers;
    this.api = api;
    this.bench = bench;
    this.visits = visits;
  }

  static async start(size: 'small' | 'full' = 'small'): Promise<ConsoleUnderTest> {
    const page = fileURLToPath(new URL('../../../web/dist/index.html', import.meta.url));
    if (!existsSync(page)) throw new Error('The console is not built: npm run web:build');
    const servers = await startTestServers();
    const config = configFor(servers, { LOG_LEVEL: 'silent', ALLOW_PRIVATE_WEBHOOKS: 'true' });
    const [api, bench] = await Promise.all([startApi({ config }), TestBench.start(config, ['live', 'rehearsal'])]);
    await api.connected;
    const { code, output } = await runSample(config, samplePassword, size);
    if (code !== 0) throw new Error(`The sample could not be loaded: ${output}`);
    return new ConsoleUnderTest(servers, api, bench, await Visits.to(api.base, samplePassword));
  }

  /** A browser of its own in which an account of the sample is signed in. */
  visit(...of: Parameters<Visits['visit']>): Promise<Visitor> {
    return this.visits.visit(...of);
  }

  /** A browser of its own in which nobody is signed in. */
  stranger(...of: Parameters<Visits['stranger']>): Promise<Visitor> {
    return this.visits.stranger(...of);
  }

  async stop(): Promise<void> {
    await this.visits.end();
    await this.api.stop();
    await this.bench.stop();
    await this.servers.stop();
  }
}
