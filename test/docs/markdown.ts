import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

/** A code block of a page: what stands behind the fence, the text before it, and the code. */
export interface CodeBlock {
  readonly info: string;
  /** The last line with text before the block. */
  readonly caption: string;
  readonly code: string;
}

export const projectDir = fileURLToPath(new URL('../..', import.meta.url));

export async function readPage(path: string): Promise<string> {
  return await readFile(new URL(`../../${path}`, import.meta.url), 'utf8');
}

export function codeBlocks(page: string): CodeBlock[] {
  return [...page.matchAll(/^```(.*)\n([\s\S]*?)^```$/gm)].map(({ 1: info = '', 2: code = '', index }) => ({
    info,
    caption: page.slice(0, index).trimEnd().split('\n').at(-1) ?? '',
    code,
  }));
}
