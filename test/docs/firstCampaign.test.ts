import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startApi, type TestApi } from '../api/support.ts';
import { TestBench } from '../support/cases.ts';
import { configFor, startTestServers, type TestServers } from '../support/servers.ts';
import { codeBlocks, readPage } from './markdown.ts';
import { runCommand, runSample } from './runPage.ts';

const samplePassword = 'rehearse-with-me';

let api: TestApi;
let bench: TestBench;
let servers: TestServers;
let output: string;
let code: number | null;

beforeAll(async () => {
  // Servers of its own: the ids of a sample's cases and campaigns are the same in every suite that uses them.
  servers = await startTestServers();
  const config = configFor(servers, { LOG_LEVEL: 'silent' });
  [api, bench] = await Promise.all([startApi({ config }), TestBench.start(config)]);
  await api.connected;
  expect(await runSample(config, samplePassword)).toMatchObject({ code: 0 });
  const script = codeBlocks(await readPage('docs/first-campaign.md'))
    .filter(({ info }) => info === 'bash')
    .map((block) => block.code);
  ({ code, output } = await runCommand('bash', ['-euo', 'pipefail', '-c', script.join('\n')], {
    ZHENGZHI: `${api.base}/api/v1`,
    SAMPLE_PASSWORD: samplePassword,
  }));
}, 400_000);
afterAll(async () => {
  await api.stop();
  await bench.stop();
  await servers.stop();
});

describe('docs/first-campaign.md', () => {
  it('shows calls that take a campaign from a ranking to its report', () => {
    const last = expect.stringMatching(/K-\d{4}-01\.xlsx/);
    expect({ code, output }).toMatchObject({ code: 0, output: last });
    expect(output).toMatch(/selection:lanshan:\d{4}-\d{2}:1/);
    expect(output).toContain('rectification:C-01:1');
    expect(output).toMatch(/http\S+\/calendar-feeds\/\S+\.ics/);
  });

  it('lists the three worst, each with its reason', () => {
    const proposed = output.split('\n').filter((line) => line.includes('  proposed  '));
    expect(proposed.map((line) => line.slice(0, 4))).toEqual(['C-07', 'C-04', 'C-01']);
    expect(proposed[0]).toMatch(/rank 1 of 12: \d+ tickets, satisfaction \d+ %/);
  });

  it('brings C-02 in with the next month, unless that is the first of a year', () => {
    const [, next = ''] = /The next month is (\S+)/.exec(output) ?? [];
    const entered = /C-02 {2}monthlyTop50 {2}rectification:C-02:1/.test(output);
    expect(entered).toBe(!next.endsWith('-01'));
  });

  it('names the password that it tells to start with', async () => {
    const page = await readPage('docs/first-campaign.md');
    expect(page).toContain(`SAMPLE_PASSWORD=${samplePassword} npm start`);
    expect(page).toContain(`\${SAMPLE_PASSWORD:-${samplePassword}}`);
  });
});
