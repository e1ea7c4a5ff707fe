import { fieldError, Refusal } from '../../domain/errors.ts';
import { type Text, text } from '../../domain/text.ts';
import { refuseOffice } from './officeFile.ts';
import { refuseMarkup, TextCheck } from './textCheck.ts';

interface FileType {
  mediaType: string;
  extensions: readonly string[];
  /** Whether the first bytes are of this type. */
  begins(head: Buffer): boolean;
  /** Text has no first bytes of its own: every byte is looked at. */
  text?: true;
  /** The folder an Office file keeps its content in; it is a zip archive. */
  office?: 'word' | 'xl' | 'ppt';
}

const startsWith =
  (...bytes: number[]) =>
  (head: Buffer): boolean =>
    head.subarray(0, bytes.length).equals(Buffer.from(bytes));
const zip = startsWith(0x50, 0x4b, 0x03, 0x04);

/** ISO base media files name their brand at byte 8. */
const brand =
  (...brands: string[]) =>
  (head: Buffer): boolean =>
    head.toString('latin1', 4, 8) === 'ftyp' && brands.includes(head.toString('latin1', 8, 12).trim());

const office = 'application/vnd.openxmlformats-officedocument';

const fileTypes: readonly FileType[] = [
  { mediaType: 'image/jpeg', extensions: ['jpg', 'jpeg'], begins: startsWith(0xff, 0xd8, 0xff) },
  { mediaType: 'image/png', extensions: ['png'], begins: startsWith(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a) },
  {
    mediaType: 'image/webp',
    extensions: ['webp'],
    begins: (head) => head.toString('latin1', 0, 4) === 'RIFF' && head.toString('latin1', 8, 12) === 'WEBP',
  },
  {
    mediaType: 'image/heic',
    extensions: ['heic', 'heif'],
    begins: brand('heic', 'heix', 'hevc', 'hevx', 'heim', 'heis', 'mif1', 'msf1'),
  },
  { mediaType: 'application/pdf', extensions: ['pdf'], begins: (head) => head.toString('latin1', 0, 5) === '%PDF-' },
  {
    mediaType: 'video/mp4',
    extensions: ['mp4'],
    begins: brand(
      'isom',
      'iso2',
      'iso4',
      'iso5',
      'iso6',
      'mp41',
      'mp42',
      'avc1',
      'dash',
      'MSNV',
      'M4V',
      'qt',
      '3gp4',
      '3gp5',
    ),
  },
  { mediaType: `${office}.wordprocessingml.document`, extensions: ['docx'], begins: zip, office: 'word' },
  { mediaType: `${office}.spreadsheetml.sheet`, extensions: ['xlsx'], begins: zip, office: 'xl' },
  { mediaType: `${office}.presentationml.presentation`, extensions: ['pptx'], begins: zip, office: 'ppt' },
  { mediaType: 'text/plain', extensions: ['txt'], begins: () => true, text: true },
  { mediaType: 'text/csv', extensions: ['csv'], begins: () => true, text: true },
];

const headLength = 512;
/** An Office file's list of contents is at its end, and shorter than this. */
const tailLength = 1_048_576;

/**
 * Looks at a file while it streams by: its type by name and by content, which must agree. Nothing of it is decompressed or
 * run.
 */
export class FileInspector {
  private readonly type: FileType;
  private readonly textCheck = new TextCheck();
  private head = Buffer.alloc(0);
  private tail: Buffer[] = [];
  private tailSize = 0;
  size = 0;

  /** @throws Refusal file-refused for a name whose extension is not accepted */
  constructor(name: string) {
    const extension = /\.([a-z0-9]{1,5})$/i.exec(name)?.[1]?.toLowerCase() ?? '';
    const type = fileTypes.find(({ extensions }) => extensions.includes(extension));
    if (!type) {
      const accepted = fileTypes.flatMap(({ extensions }) => extensions).join(', ');
      throw refuse(
        text(
          extension ? `不接受.${extension}文件，可上传：${accepted}` : `可上传：${accepted}`,
          extension ? `.${extension} is not accepted; accepted: ${accepted}` : `accepted: ${accepted}`,
        ),
      );
    }
    this.type = type;
  }

  /** Text names its encoding, so that it is read as it was written. */
  get mediaType(): string {
    return this.type.text ? `${this.type.mediaType}; charset=${this.textCheck.encoding}` : this.type.mediaType;
  }

  /** @throws Refusal file-refused as soon as the content cannot be what the name says */
  add(chunk: Buffer): void {
    const hadHead = this.head.length >= headLength;
    if (!hadHead) this.head = Buffer.concat([this.head, chunk]).subarray(0, headLength);
    this.size += chunk.length;
    if (!hadHead && this.head.length >= headLength) this.checkHead();
    if (this.type.text && !this.textCheck.accepts(chunk))
      throw refuse(text('不是UTF-8或者GB18030文本', 'this is no text in UTF-8 or GB18030'));
    if (this.type.office) this.keepTail(chunk);
  }

  /** @throws Refusal file-refused when the whole is not what the name says */
  finish(): void {
    if (this.size === 0) throw refuse(text('文件是空的', 'the file is empty'));
    this.checkHead();
    if (this.type.text && !this.textCheck.ends())
      throw refuse(text('不是UTF-8或者GB18030文本', 'this is no text in UTF-8 or GB18030'));
    if (this.type.office) {
      const reason = refuseOffice(Buffer.concat(this.tail), this.size, this.type.office);
      if (reason) throw refuse(reason);
    }
  }

  private checkHead(): void {
    if (!this.type.begins(this.head))
      throw refuse(
        text(
          `文件内容与扩展名不符（${this.type.mediaType}）`,
          `the content is not ${this.type.mediaType}, as the name says`,
        ),
      );
    const reason = this.type.text && refuseMarkup(this.head);
    if (reason) throw refuse(reason);
  }

  private keepTail(chunk: Buffer): void {
    this.tail.push(chunk);
    this.tailSize += chunk.length;
    for (;;) {
      const [first] = this.tail;
      if (first === undefined || this.tailSize - first.length < tailLength) return;
      this.tail.shift();
      this.tailSize -= first.length;
    }
  }
}

function refuse(detail: Text): Refusal {
  return new Refusal('file-refused', detail, [fieldError('/file', detail)]);
}
