import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
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
  const script = codeBlocks(await readPage('docs/first-election.md'))
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

describe('docs/first-election.md', () => {
  it('shows calls that take a compound from the survey to a committee that is filed', () => {
    expect({ code, output }).toMatchObject({ code: 0, output: expect.stringContaining('election:C-01:2027:1') });
    expect(output).toMatch(/Filed, from \S{10}\S* to \S{10}/);
    expect(output).toContain('holds: true');
  });

  it('elects the five with a majority, and notes the party share without a consequence', () => {
    expect(output).toContain('K1 K2 K3 K4 K5, party share below target: true');
  });

  it('enters the new committee in its register', () => {
    expect(output).toMatch(/id: 'Y-C-01', revision: 2, members: 5, termEnds: '\d{4}-\d\d-\d\d', certifiedOn: '\d{4}/);
  });

  it('has made a document of every step that is posted, with the names of who is elected', () => {
    for (const title of [
      'The preparatory or re-election group',
      'Notice to barred candidates',
      'Candidates for the owners’ committee',
      'Notice of the election',
      'Result of an owners’ vote',
      'Result of the election',
      'Filing of the owners’ committee',
      'Certificate of filing',
    ]) {
      expect(output).toContain(`  ${title}\n`);
    }
    expect(output).toMatch(/<td>K5<\/td><td>示例五<\/td><td>自荐<\/td>/);
  });

  it('names the password that it tells to start with', async () => {
    const page = await readPage('docs/first-election.md');
    expect(page).toContain(`SAMPLE_PASSWORD=${samplePassword} npm start`);
    expect(page).toContain(`\${SAMPLE_PASSWORD:-${samplePassword}}`);
  });
});
