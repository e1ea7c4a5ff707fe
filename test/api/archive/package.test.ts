import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { describe, expect, it, test } from '@jest/globals';
import { strFromU8, unzipSync } from 'fflate';
import { mongo } from 'mongoose';
import { packedFiles } from '../../../api/archive/packedFiles.ts';
import { safeName } from '../../../api/archive/safeName.ts';
import { type ArchiveEntry, zipOf } from '../../../api/archive/zipStream.ts';
import type { EvidenceDocument } from '../../../models/evidenceModels.ts';

const at = new Date('2026-11-29T03:00:00Z');

async function* listOf(entries: readonly ArchiveEntry[]): AsyncGenerator<ArchiveEntry> {
  for (const each of entries) yield await Promise.resolve(each);
}

async function read(entries: readonly ArchiveEntry[]): Promise<Record<string, Uint8Array>> {
  return unzipSync(Buffer.concat(await Readable.from(zipOf(listOf(entries), at)).toArray()));
}

describe('the package as it is written', () => {
  it('holds texts and bytes as they were, and the sums of all of them', async () => {
    const bytes = Buffer.alloc(300_000, 7);
    const long = '案件'.repeat(100_000);
    const sums: string[] = [];
    const files = await read([
      { name: '甲/一.txt', content: long },
      { name: 'b.bin', content: Readable.from([bytes, bytes]), stored: true, written: (sum) => sums.push(sum) },
      { name: 'empty', content: '' },
    ]);
    expect(Object.keys(files)).toEqual(['甲/一.txt', 'b.bin', 'empty', 'SHA256SUMS']);
    expect(strFromU8(files['甲/一.txt'] ?? new Uint8Array())).toBe(long);
    expect(Buffer.concat([bytes, bytes]).equals(files['b.bin'] ?? Buffer.alloc(0))).toBe(true);
    const sum = createHash('sha256').update(bytes).update(bytes).digest('hex');
    expect(sums).toEqual([sum]);
    expect(strFromU8(files['SHA256SUMS'] ?? new Uint8Array())).toContain(`${sum}  b.bin\n`);
  });

  it('says that it was made on Unix, or unzip would take Chinese names for those of a code page', async () => {
    const made = Buffer.concat(await Readable.from(zipOf(listOf([{ name: '照片', content: '' }]), at)).toArray());
    const directory = made.indexOf(Buffer.from('PK\u0001\u0002', 'latin1'));
    expect(made[directory + 5]).toBe(3);
  });

  it('is made no faster than it is read, and whoever stops reading stops what is read for it', async () => {
    let given = 0;
    let ended = 0;
    const endless = async function* (): AsyncGenerator<Uint8Array> {
      try {
        for (;;) {
          given += 1;
          yield await Promise.resolve(Buffer.alloc(1000, given));
        }
      } finally {
        ended += 1;
      }
    };
    const made = zipOf(listOf([{ name: 'endless', content: endless(), stored: true }]), at);
    for (let count = 0; count < 5; count += 1) await made.next();
    expect(given).toBeLessThanOrEqual(5);
    await made.return(undefined);
    expect(ended).toBe(1);
  });

  it('breaks off with the source, so that nobody takes half of it for the whole', async () => {
    const broken = async function* (): AsyncGenerator<Uint8Array> {
      yield await Promise.resolve(Buffer.alloc(10));
      throw new Error('away');
    };
    await expect(read([{ name: 'a', content: broken(), stored: true }])).rejects.toThrow('away');
  });
});

describe('the name of a file', () => {
  test.each([
    ['照片.png', '001-照片.png'],
    ['../../etc/passwd', '001-passwd'],
    ['..\\..\\x.exe', '001-x.exe'],
    ['/absolute.pdf', '001-absolute.pdf'],
    ['..', '001-file'],
    ['', '001-file'],
    ['.htaccess', '001-file.htaccess'],
    ['a\nb\u0000c.pdf', '001-abc.pdf'],
    ['photo\u202egnp.exe', '001-photognp.exe'],
    ['C:stream<1>|"?*.txt', '001-C_stream_1_____.txt'],
    ['half \ud83d.jpg', '001-half.jpg'],
    ['report. . .pdf', '001-report.pdf'],
  ])('%j is written as %j', (given, written) => {
    expect(safeName(1, given)).toBe(written);
  });

  it('is short enough for every file system, in whole characters and with its ending', () => {
    const name = safeName(1000, `${'长𝕏'.repeat(200)}.docx`);
    expect(Buffer.byteLength(name)).toBeLessThanOrEqual(130);
    expect(name).toMatch(/^1000-(长𝕏)+长?\.docx$/u);
  });
});

describe('the files of a package', () => {
  const fileOf = (id: string, size: number): EvidenceDocument => ({
    _id: id,
    case: 'c',
    file: new mongo.ObjectId(),
    sha256: 'a'.repeat(64),
    size,
    mediaType: 'image/png',
    name: '照片.png',
    by: { id: 'somebody', name: '示例' },
    at,
    state: 'attached',
  });

  it('end where a ZIP does; what is beyond that is named', () => {
    const documents = [fileOf('a', 60), fileOf('b', 50), fileOf('c', 40)];
    const stored = new Map(documents.map(({ file, size }) => [String(file), size]));
    const packed = packedFiles({ events: [], documents, stored, erased: () => false }, 100);
    expect(packed.map(({ id, lack }) => [id, lack])).toEqual([
      ['a', undefined],
      ['b', 'tooLarge'],
      ['c', undefined],
    ]);
  });

  it('have names of their own although they were called the same', () => {
    const documents = [fileOf('a', 1), fileOf('b', 1)];
    const packed = packedFiles({ events: [], documents, stored: new Map(), erased: () => false });
    expect(packed.map(({ path, lack }) => [path, lack])).toEqual([
      ['evidence/001-照片.png', 'gone'],
      ['evidence/002-照片.png', 'gone'],
    ]);
  });
});
