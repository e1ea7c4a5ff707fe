import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startApi, type TestApi } from '../api/support.ts';
import { TestBench } from '../support/cases.ts';
import { suiteConfig } from '../support/servers.ts';
import { codeBlocks, readPage } from './markdown.ts';
import { runCommand, runSample } from './runPage.ts';

const samplePassword = 'rehearse-with-me';
const blocks = (page: string): string[] =>
  codeBlocks(page).flatMap(({ info, code }) => (info === 'bash' ? [code] : []));

let api: TestApi;
let bench: TestBench;
let output: string;
let code: number | null;

beforeAll(async () => {
  const config = await suiteConfig({ LOG_LEVEL: 'silent' });
  [api, bench] = await Promise.all([startApi({ config }), TestBench.start(config)]);
  await api.connected;
  expect(await runSample(config, samplePassword)).toMatchObject({ code: 0 });
  // What the page goes on from: signing in, as the first case shows it.
  const [signIn = ''] = (await readPage('docs/first-case.md')).split('\n## 2.');
  const script = [...blocks(signIn), ...blocks(await readPage('docs/secretaries.md'))];
  ({ code, output } = await runCommand('bash', ['-euo', 'pipefail', '-c', script.join('\n')], {
    ZHENGZHI: `${api.base}/api/v1`,
    SAMPLE_PASSWORD: samplePassword,
  }));
}, 400_000);
afterAll(async () => {
  await api?.stop();
  await bench?.stop();
});

describe('docs/secretaries.md', () => {
  it('shows calls that work as they stand, each with what is asked next', () => {
    expect({ code, output }).toMatchObject({ code: 0 });
    for (const next of ['dataFile#1', 'septemberCheck#1', 'makeUp#1', 'publication#1', 'hearing#1'])
      expect(output).toContain(next);
  });

  it('deducts the training that stayed short, as it says', async () => {
    expect(output).toMatch(/scores: \{ street: 82, community: 75, residents: 90 \},\s+total: 7860,\s+.*deducted: 5/s);
    expect(await readPage('docs/secretaries.md')).toContain('makes 78.60 points');
  });
});
