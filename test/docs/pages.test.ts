import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { discoverProcedures } from '../../api/procedures/registry.ts';
import { codeBlocks, projectDir, readPage } from './markdown.ts';

const pages = [
  'README.md',
  'README.zh-CN.md',
  'CONTRIBUTING.md',
  'CHANGELOG.md',
  ...(await readdir(join(projectDir, 'docs'))).filter((file) => file.endsWith('.md')).map((file) => `docs/${file}`),
];
const { scripts } = JSON.parse(await readPage('package.json')) as { scripts: Record<string, string> };

/** The anchor GitHub gives a heading. */
const anchorOf = (heading: string) =>
  heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');

describe.each(pages)('%s', (page) => {
  it('links to pages and headings that exist', async () => {
    const text = (await readPage(page)).replaceAll(/^```[\s\S]*?^```$/gm, '');
    for (const [, target = ''] of text.matchAll(/\]\((?!https?:)([^)\s]+)\)/g)) {
      const [file = '', anchor] = target.split('#');
      const linked = file === '' ? page : join(dirname(page), file);
      expect({ target, exists: existsSync(join(projectDir, linked)) }).toEqual({ target, exists: true });
      if (anchor === undefined) continue;
      const headings = [...(await readPage(linked)).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
        anchorOf(heading),
      );
      expect(headings).toContain(anchor);
    }
  });

  it('names npm scripts that exist', async () => {
    const text = await readPage(page);
    const named = [...text.matchAll(/\bnpm (?:run )?(start|test|run [\w:]+|[\w:]+)/g)]
      .map(([call]) => call.replace(/^npm (run )?/, ''))
      .filter((script) => !['ci', 'install'].includes(script));
    for (const script of named) expect(Object.keys(scripts)).toContain(script);
  });

  it('closes every block of code', async () => {
    const text = await readPage(page);
    expect(text.match(/^```/gm)?.length ?? 0).toBe(2 * codeBlocks(text).length);
  });
});

describe('the two introductions', () => {
  it('name every procedure that is built', async () => {
    const procedures = (await discoverProcedures()).list();
    for (const page of ['README.md', 'README.zh-CN.md']) {
      const text = await readPage(page);
      const missing = procedures.map(({ title }) => title.zh).filter((title) => !text.includes(title));
      expect({ page, missing }).toEqual({ page, missing: [] });
    }
  });

  it('have the same pictures, commands and links', async () => {
    const [english, chinese] = await Promise.all(['README.md', 'README.zh-CN.md'].map(readPage));
    const links = (text = '') => [...new Set([...text.matchAll(/\]\(([^)]+)\)/g)].map(([, link = '']) => link))].sort();
    // Each shows the console in its own language.
    const inEither = (link: string) => link.replace(/-(zh|en)\.png$/, '.png');
    const withoutEach = (all: string[]) => all.filter((link) => !link.startsWith('README')).map(inEither);
    expect(withoutEach(links(chinese))).toEqual(withoutEach(links(english)));
    const infos = (text = '') => codeBlocks(text).map(({ info }) => info);
    expect(infos(chinese)).toEqual(infos(english));
  });
});
