import { createHash } from 'node:crypto';
import { setImmediate as pause } from 'node:timers/promises';
import { Zip, ZipDeflate, ZipPassThrough } from 'fflate';

/** What goes into a package: a text, or bytes as they come. */
export interface ArchiveEntry {
  /** Its path in the package, with `/` between folders. */
  name: string;
  content: string | AsyncIterable<Uint8Array>;
  /** It is compressed already: kept as it is. */
  stored?: boolean;
  /** Told the SHA-256 of what was written, in hex. */
  written?(sum: string): void;
}

export const sumsFile = 'SHA256SUMS';
const pieceBytes = 64 * 1024;

/**
 * A ZIP of the entries, made while it is read: nothing is fetched before it is wanted, and whoever stops reading stops the
 * entries. The last file holds the sums of all others, as `sha256sum -c` reads them.
 *
 * @param at the time every file bears
 */
export async function* zipOf(entries: AsyncIterable<ArchiveEntry>, at: Date): AsyncGenerator<Uint8Array> {
  const made: Uint8Array[] = [];
  const zip = new Zip((error, chunk) => {
    if (error) throw error;
    if (chunk.length > 0) made.push(chunk);
  });
  let sums = '';
  for await (const entry of entries) {
    const sum = yield* add(zip, made, entry, at);
    entry.written?.(sum);
    sums += `${sum}  ${entry.name}\n`;
  }
  yield* add(zip, made, { name: sumsFile, content: sums }, at);
  zip.end();
  yield* made.splice(0);
}

/** Writes one entry. @returns its SHA-256 */
async function* add(
  zip: Zip,
  made: Uint8Array[],
  { name, content, stored = false }: ArchiveEntry,
  at: Date,
): AsyncGenerator<Uint8Array, string> {
  const file = stored ? new ZipPassThrough(name) : new ZipDeflate(name, { level: 6 });
  file.mtime = at;
  // Made on Unix: there a name is taken as its bytes, whatever the locale of whoever unpacks it.
  file.os = 3;
  file.attrs = 0o100644 << 16;
  zip.add(file);
  const hash = createHash('sha256');
  for await (const chunk of typeof content === 'string' ? piecesOf(content) : content) {
    hash.update(chunk);
    file.push(chunk);
    yield* made.splice(0);
  }
  file.push(new Uint8Array(0), true);
  yield* made.splice(0);
  return hash.digest('hex');
}

/** A long text in pieces: compressing it at once would keep everybody else waiting. */
async function* piecesOf(text: string): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text);
  for (let start = 0; start < bytes.length; start += pieceBytes) {
    yield bytes.subarray(start, start + pieceBytes);
    await pause();
  }
}
