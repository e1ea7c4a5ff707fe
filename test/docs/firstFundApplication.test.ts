import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startApi, type TestApi } from '../api/support.ts';
import { TestBench } from '../support/cases.ts';
import { suiteConfig } from '../support/servers.ts';
import { codeBlocks, readPage } from './markdown.ts';
import { runCommand, runSample } from './runPage.ts';

const samplePassword = 'rehearse-with-me';
const page = await readPage('docs/first-fund-application.md');

let api: TestApi;
let bench: TestBench;
let output: string;
let code: number | null;

beforeAll(async () => {
  const config = await suiteConfig({ LOG_LEVEL: 'silent' });
  [api, bench] = await Promise.all([startApi({ config }), TestBench.start(config)]);
  await api.connected;
  expect(await runSample(config, samplePassword)).toMatchObject({ code: 0 });
  const script = codeBlocks(page)
    .filter(({ info }) => info === 'bash')
    .map((block) => block.code);
  ({ code, output } = await runCommand('bash', ['-euo', 'pipefail', '-c', script.join('\n')], {
    ZHENGZHI: `${api.base}/api/v1`,
    SAMPLE_PASSWORD: samplePassword,
  }));
}, 400_000);
afterAll(async () => {
  await api?.stop();
  await bench?.stop();
});

describe('docs/first-fund-application.md', () => {
  it('shows calls that take an application from its proposal to the share of each flat', () => {
    expect({ code, output }).toMatchObject({
      code: 0,
      output: expect.stringContaining('Closed, paid in all 21600001 fen'),
    });
    expect(output).toContain('fund:C-01:2026-03:1');
    expect(output).toContain('holds: true');
  });

  it('has refused what it says is refused, each for its reason', () => {
    expect(output).toContain('14 clear days after the notice');
    expect(output).toContain('Items 2 (operatorLine) are excluded');
    expect(output).toContain('by area it bears 4320001 fen of 21600001');
    for (const what of ['fourteen clear days', 'item 2 is the water company’s', 'a fen is missing'])
      expect(output).toContain(`refused: ${what}`);
  });

  it('splits off what the fund does not bear, and measures the days', () => {
    expect(output).toMatch(
      /approvedFen: 22000000,\s+refusedFen: 8000000,\s+returns: 1,\s+elapsedDays: 16,\s+withinTarget: true/,
    );
  });

  it('has made documents of what is posted and decided, and of the share of each flat', () => {
    for (const title of [
      'Plan for the use of the maintenance fund',
      'Notice of an owners’ vote',
      'Result of an owners’ vote',
      'Decision on the expenditure',
      'Settlement of the maintenance fund by owner',
      'Use of the maintenance fund',
    ]) {
      expect(output).toContain(`  ${title}\n`);
    }
    expect(output).toMatch(/<td>3-1-202<\/td><td>120.00<\/td><td>43,200.01<\/td>/);
  });

  it('names the password that it tells to start with', () => {
    expect(page).toContain(`SAMPLE_PASSWORD=${samplePassword} npm start`);
    expect(page).toContain(`\${SAMPLE_PASSWORD:-${samplePassword}}`);
  });
});
