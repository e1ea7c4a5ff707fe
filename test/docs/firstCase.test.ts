import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { daysBetween } from '../../domain/calendar/calendar.ts';
import { startApi, type TestApi } from '../api/support.ts';
import { TestBench } from '../support/cases.ts';
import { suiteConfig } from '../support/servers.ts';
import { codeBlocks, projectDir, readPage } from './markdown.ts';

const samplePassword = 'rehearse-with-me';

let api: TestApi;
let bench: TestBench;
let output: string;
let code: number | null;

beforeAll(async () => {
  const config = await suiteConfig({ LOG_LEVEL: 'silent' });
  [api, bench] = await Promise.all([startApi({ config }), TestBench.start(config)]);
  await api.connected;
  const { databases } = config.mongodb;
  const sample = run(process.execPath, ['--import', 'tsx', join('api', 'sample.ts'), '--size', 'small'], {
    TEMPORAL_ADDRESS: config.temporal.address ?? '',
    MONGODB_URI: config.mongodb.uri ?? '',
    MONGODB_DATABASE_LIVE: databases.live,
    MONGODB_DATABASE_REHEARSAL: databases.rehearsal,
    DATA_DIR: config.dataDir,
    SAMPLE_PASSWORD: samplePassword,
  });
  expect(await sample).toMatchObject({ code: 0 });

  const script = codeBlocks(await readPage('docs/first-case.md'))
    .filter(({ info }) => info === 'bash')
    .map((block) => block.code);
  ({ code, output } = await run('bash', ['-euo', 'pipefail', '-c', script.join('\n')], {
    ZHENGZHI: `${api.base}/api/v1`,
    SAMPLE_PASSWORD: samplePassword,
  }));
});
afterAll(async () => {
  await api.stop();
  await bench.stop();
});

async function run(
  command: string,
  args: readonly string[],
  env: Record<string, string>,
): Promise<{ code: number | null; output: string }> {
  const child: ChildProcess = spawn(command, args, { cwd: projectDir, env: { ...process.env, ...env } });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: Buffer) => {
      text += chunk.toString();
    });
  }
  return await new Promise((done) => {
    child.once('close', (status) => done({ code: status, output: text }));
  });
}

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
