/** Small files of every kind, made by hand. */

const text = (value: string): Buffer => Buffer.from(value, 'latin1');

export const jpeg = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), text('JFIF'), Buffer.alloc(200, 7)]);
export const png = Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), Buffer.alloc(100)]);
export const webp = Buffer.concat([text('RIFF'), Buffer.alloc(4, 1), text('WEBPVP8 '), Buffer.alloc(40)]);
export const heic = Buffer.concat([Buffer.from([0, 0, 0, 24]), text('ftypheic'), Buffer.alloc(40)]);
export const mp4 = Buffer.concat([Buffer.from([0, 0, 0, 24]), text('ftypisom'), Buffer.alloc(40)]);
export const pdf = text('%PDF-1.7\n%%EOF\n');
export const exe = Buffer.concat([text('MZ'), Buffer.alloc(300)]);
export const gb18030 = Buffer.from('cec4bcfe2cc6d6c7f80a', 'hex');

/** A zip archive of stored entries; `size` may lie about what an entry unpacks to. */
export function zip(entries: Record<string, { data?: Buffer; size?: number }>): Buffer {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [name, { data = Buffer.from('<x/>'), size = data.length }] of Object.entries(entries)) {
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt32LE(data.length, 18);
    local.writeUInt32LE(size, 22);
    local.writeUInt16LE(Buffer.byteLength(name), 26);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt32LE(data.length, 20);
    entry.writeUInt32LE(size, 24);
    entry.writeUInt16LE(Buffer.byteLength(name), 28);
    entry.writeUInt32LE(offset, 42);
    locals.push(local, Buffer.from(name), data);
    directory.push(entry, Buffer.from(name));
    offset += 30 + Buffer.byteLength(name) + data.length;
  }
  const list = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(Object.keys(entries).length, 8);
  end.writeUInt16LE(Object.keys(entries).length, 10);
  end.writeUInt32LE(list.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, list, end]);
}

export const docx = zip({ '[Content_Types].xml': {}, 'word/document.xml': {} });
export const xlsx = zip({ '[Content_Types].xml': {}, 'xl/workbook.xml': {} });
export const pptx = zip({ '[Content_Types].xml': {}, 'ppt/presentation.xml': {} });
