import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { daysBetween } from '../../domain/calendar/calendar.ts';
import { startApi, type TestApi } from '../api/support.ts';
import { TestBench } from '../support/cases.ts';
import { suiteConfig } from '../support/servers.ts';
import { codeBlocks, readPage } from './markdown.ts';
import { runCommand, runSample } from './runPage.ts';

const samplePassword = 'rehearse-with-me';

let api: TestApi;
let bench: TestBench;
let output: string;
let code: number | null;

beforeAll(async () => {
  const config = await suiteConfig({ LOG_LEVEL: 'silent' });
  [api, bench] = await Promise.all([startApi({ config }), TestBench.start(config)]);
  await api.connected;
  expect(await runSample(config, samplePassword)).toMatchObject({ code: 0 });

  const script = codeBlocks(await readPage('docs/first-case.md'))
    .filter(({ info }) => info === 'bash')
    .map((block) => block.code);
  ({ code, output } = await runCommand('bash', ['-euo', 'pipefail', '-c', script.join('\n')], {
    ZHENGZHI: `${api.base}/api/v1`,
    SAMPLE_PASSWORD: samplePassword,
  }));
});
afterAll(async () => {
  await api.stop();
  await bench.stop();
});

describe('docs/first-case.md', () => {
  it('shows calls that take a compound from its nomination to its closing', () => {
    expect({ code, output }).toMatchObject({ code: 0, output: expect.stringContaining('rectification:C-01:1') });
    const [, from = '', to = ''] = /Closed, from (\S{10})\S* to (\S{10})/.exec(output) ?? [];
    expect(daysBetween(from, to)).toBeGreaterThanOrEqual(31 + 93);
  });

  it('leaves a timeline that holds, with every report in time', () => {
    expect(output).toContain('holds: true');
    const reports = output.split('\n').filter((line) => line.includes('“Report the month observed”'));
    expect(reports.length).toBe(3);
    for (const line of reports) expect(line).not.toContain('after the due date');
  });

  it('names the password that it tells to start with', async () => {
    const page = await readPage('docs/first-case.md');
    expect(page).toContain(`SAMPLE_PASSWORD=${samplePassword} npm start`);
    expect(page).toContain(`\${SAMPLE_PASSWORD:-${samplePassword}}`);
  });
});
