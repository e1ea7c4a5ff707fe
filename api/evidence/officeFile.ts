import { type Text, text } from '../../domain/text.ts';

const endOfDirectory = 0x06054b50;
const directoryEntry = 0x02014b50;
const endLength = 22;
const entryLength = 46;
/** More than this nobody writes, and unpacking it would fill a reader's disk. */
const unpackedMax = 1024 * 1024 * 1024;
const ratioMax = 200;
const entriesMax = 20_000;

interface Entry {
  name: string;
  size: number;
}

/**
 * Why a zip archive is no Office file of this kind, if so. Only the list of contents at its end is read (APPNOTE 4.3.12,
 * 4.3.16); nothing is unpacked.
 *
 * @param tail the end of the file
 * @param fileSize bytes of the whole file
 * @param folder where an Office file of the kind keeps its content
 */
export function refuseOffice(tail: Buffer, fileSize: number, folder: 'word' | 'xl' | 'ppt'): Text | undefined {
  const entries = listContents(tail, fileSize);
  if (entries === undefined) return text('压缩内容已损坏', 'the archive is damaged');
  const names = new Set(entries.map(({ name }) => name));
  if (!names.has('[Content_Types].xml') || ![...names].some((name) => name.startsWith(`${folder}/`))) {
    return text(
      '这是压缩文件，但不是扩展名所示的Office文件',
      'this is an archive, but no Office file of the kind the name says',
    );
  }
  if ([...names].some((name) => /vbaproject\.bin$/i.test(name))) return text('含有宏', 'it holds macros');
  if ([...names].some((name) => name.startsWith('/') || name.split(/[\\/]/).includes('..')))
    return text('压缩内容已损坏', 'the archive is damaged');
  const unpacked = entries.reduce((sum, { size }) => sum + size, 0);
  if (unpacked > unpackedMax || unpacked > Math.max(fileSize, 100_000) * ratioMax)
    return text('解压后远大于所示大小', 'it unpacks to far more than it says');
  return undefined;
}

function listContents(tail: Buffer, fileSize: number): Entry[] | undefined {
  const end = findEnd(tail);
  if (end === undefined) return undefined;
  const count = tail.readUInt16LE(end + 10);
  const length = tail.readUInt32LE(end + 12);
  const offset = tail.readUInt32LE(end + 16);
  const tailStart = fileSize - tail.length;
  const start = offset - tailStart;
  if (count === 0 || count > entriesMax || start < 0 || start + length > end) return undefined;
  const entries: Entry[] = [];
  let at = start;
  for (let index = 0; index < count; index += 1) {
    if (at + entryLength > end || tail.readUInt32LE(at) !== directoryEntry) return undefined;
    const nameLength = tail.readUInt16LE(at + 28);
    const extraLength = tail.readUInt16LE(at + 30);
    const commentLength = tail.readUInt16LE(at + 32);
    const name = tail.toString('utf8', at + entryLength, at + entryLength + nameLength);
    entries.push({ name, size: tail.readUInt32LE(at + 24) });
    at += entryLength + nameLength + extraLength + commentLength;
  }
  return at === start + length ? entries : undefined;
}

/** The end-of-directory record is last, but for a comment of at most 65,535 bytes. */
function findEnd(tail: Buffer): number | undefined {
  for (let at = tail.length - endLength; at >= Math.max(0, tail.length - endLength - 65_535); at -= 1) {
    if (tail.readUInt32LE(at) === endOfDirectory && tail.readUInt16LE(at + 20) === tail.length - at - endLength)
      return at;
  }
  return undefined;
}
