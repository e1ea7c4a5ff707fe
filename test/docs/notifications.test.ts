import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { webhookRequest } from '../../activities/notices/webhookMessage.ts';
import { endpoints } from '../../api/endpoints.ts';
import { noticeKinds } from '../../domain/notices/notice.ts';
import { codeBlocks, readPage } from './markdown.ts';

const page = await readPage('docs/notifications.md');

describe('docs/notifications.md', () => {
  it('lists every kind there is', () => {
    const listed = [...page.matchAll(/^\| `(\w+)` \| .* \| .* \| .*\|$/gm)].map(([, kind = '']) => kind);
    expect(listed.filter((kind) => (noticeKinds as readonly string[]).includes(kind))).toEqual(noticeKinds);
  });

  it('names calls that exist', () => {
    const offered = endpoints.map(({ method, path }) => `${method.toUpperCase()} ${path}`);
    const named = [...page.matchAll(/`((?:GET|POST|PUT|DELETE) \/api\/[^`?]+)`/g)].map(([, call = '']) => call);
    expect(named.length).toBeGreaterThan(10);
    for (const call of named) expect(offered).toContain(call);
  });

  it('checks signatures as it says: ours hold, what was changed or is old does not', async () => {
    const [example] = codeBlocks(page).filter(({ info }) => info === 'js');
    const now = new Date('2026-09-23T02:30:00.000Z');
    const secret = `whsec_${Buffer.from('a key of the tests').toString('base64')}`;
    const hook = { format: 'standard', url: 'https://example.org', secret } as Parameters<typeof webhookRequest>[1];
    const setting = { procedures: { get: () => undefined }, publicUrl: 'https://example.org', space: 'live' } as const;
    const { headers, body } = webhookRequest(setting, hook, 'id-1', undefined, now);
    const folder = await mkdtemp(join(tmpdir(), 'zhengzhi-docs-'));
    const calls = [
      [headers, body, secret, now.getTime()],
      [headers, `${body} `, secret, now.getTime()],
      [{ ...headers, 'webhook-id': 'id-2' }, body, secret, now.getTime()],
      [headers, body, `whsec_${Buffer.from('another').toString('base64')}`, now.getTime()],
      [headers, body, secret, now.getTime() + 301_000],
    ];
    const program = `${example?.code}\nconsole.log(JSON.stringify(${JSON.stringify(calls)}.map((call) => isGenuine(...call))));`;
    await writeFile(join(folder, 'check.mjs'), program);
    const said = execFileSync(process.execPath, [join(folder, 'check.mjs')], { encoding: 'utf8' });
    expect(JSON.parse(said)).toEqual([true, false, false, false, false]);
    await rm(folder, { recursive: true });
  });
});
