import { describe, expect, it } from '@jest/globals';
import { endpoints } from '../../api/endpoints.ts';
import { codeBlocks, readPage } from './markdown.ts';

const page = await readPage('docs/votes.md');
const offered = endpoints.map(({ method, path }) => `${method.toUpperCase()} ${path}`);

describe('docs/votes.md', () => {
  it('names calls that exist', () => {
    const named = [...page.matchAll(/`((?:GET|POST|PUT) \/api\/[^`?]+)`/g)].map(([, call = '']) => call);
    expect(named.length).toBeGreaterThan(4);
    for (const call of named) expect(offered).toContain(call);
  });

  it('calls nothing that does not exist', () => {
    const commands = codeBlocks(page)
      .flatMap(({ code }) => code.replaceAll('\\\n', ' ').split('\n'))
      .filter((line) => line.startsWith('curl '));
    expect(commands.length).toBeGreaterThan(8);
    for (const command of commands) {
      const method = / -X (\w+)/.exec(command)?.[1] ?? (/ -(d|F) /.test(command) ? 'POST' : 'GET');
      const path = (/"\$(?:BASE|VOTE)[^"]*"/.exec(command)?.[0] ?? '')
        .replaceAll('"', '')
        .replace('$VOTE', '/api/v1/cases/{id}/votes/{visit}')
        .replace('$BASE', '')
        .replace('$PAPER', '{paper}')
        .replace('/compounds/C-01/', '/compounds/{id}/')
        .replace(/\?.*/, '');
      expect(offered).toContain(`${method} ${path}`);
    }
  });
});
