import { dirname, join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { readPage } from './markdown.ts';

const page = 'docs/security.md';

/** Rows of its tables whose last cell names tests: `*title* ([suite](file))`, several titles before one file. */
const claims = (await readPage(page))
  .split('\n')
  .filter((line) => line.startsWith('| ') && line.includes('.test.ts)'))
  .flatMap((row) => {
    const cell = row.split(' | ').at(-1) ?? '';
    return [...cell.matchAll(/((?:\*[^*]+\*(?:, )?)+) \(\[\w+\]\(([^)]+)\)\)/g)].flatMap(([, titles = '', file = '']) =>
      [...titles.matchAll(/\*([^*]+)\*/g)].map(([, title = '']) => ({ title, file: join(dirname(page), file) })),
    );
  });

describe(page, () => {
  it.each(claims)('is right that $file shows: $title', async ({ title, file }) => {
    expect(await readPage(file)).toContain(`'${title}'`);
  });

  it('names a test for every threat', async () => {
    const text = await readPage(page);
    const threats = text.slice(text.indexOf('## Threats'), text.indexOf('## Against')).split('\n');
    const rows = threats.filter((line) => line.startsWith('| ') && !/^\| (---|threat)/.test(line));
    expect(rows.length).toBeGreaterThan(25);
    expect(rows.filter((row) => !row.includes('.test.ts)'))).toEqual([]);
  });
});
