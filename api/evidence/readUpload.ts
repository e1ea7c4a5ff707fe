import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import busboy from 'busboy';
import { mongo } from 'mongoose';
import { fieldError, Refusal } from '../../domain/errors.ts';
import { text } from '../../domain/text.ts';
import { FileInspector } from './fileTypes.ts';

export interface StoredFile {
  file: mongo.ObjectId;
  name: string;
  sha256: string;
  size: number;
  mediaType: string;
}

export interface ReadUpload {
  stored: StoredFile;
  fields: Record<string, string>;
}

/** What a multipart form weighs besides its file. */
const overheadBytes = 64 * 1024;

/**
 * Streams the one file of a multipart request into the bucket. Whatever goes wrong, nothing of the file stays behind.
 *
 * @throws Refusal payload-too-large, file-refused, malformed-request, invalid-input
 */
export async function readUpload(
  request: IncomingMessage,
  bucket: mongo.GridFSBucket,
  maxBytes: number,
): Promise<ReadUpload> {
  if (Number(request.headers['content-length'] ?? 0) > maxBytes + overheadBytes) throw tooLarge(maxBytes);
  const form = openForm(request, maxBytes);
  const fields: Record<string, string> = {};
  let storing: Promise<StoredFile> | undefined;
  const reading = new Promise<void>((resolve, reject) => {
    form.on('field', (name, value) => {
      fields[name] = value;
    });
    form.on('file', (field, stream, { filename }) => {
      // Whoever reads it hears of its errors; of one that nobody reads, they must not end the process.
      stream.on('error', () => undefined);
      if (field !== 'file') {
        reject(new Refusal('malformed-request', { zh: '请以 "file" 字段上传文件', en: 'Send the file as "file"' }));
        stream.resume();
        return;
      }
      storing = store(stream, cleanName(filename), bucket, maxBytes);
      storing.catch(reject);
    });
    form.once('filesLimit', () =>
      reject(new Refusal('malformed-request', { zh: '一次只能上传一个文件', en: 'Send one file at a time' })),
    );
    // Not once: a damaged form tells each damage, and then that it was ended; an error nobody hears ends the process.
    form.on('error', () =>
      reject(new Refusal('malformed-request', { zh: '上传的表单损坏或不完整', en: 'The form is damaged or cut off' })),
    );
    form.once('close', resolve);
    request.once('close', () => {
      if (!request.complete)
        reject(new Refusal('malformed-request', { zh: '上传中断', en: 'The upload was broken off' }));
    });
    request.pipe(form);
  });
  try {
    await reading;
    const stored = await storing;
    if (!stored) throw new Refusal('invalid-input', undefined, [fieldError('/file', text('缺少文件', 'is missing'))]);
    return { stored, fields };
  } catch (error) {
    request.unpipe(form);
    request.resume();
    form.destroy();
    // The part that is stored, if it is, is of no use to anybody.
    await storing?.then(({ file }) => bucket.delete(file)).catch(() => undefined);
    throw error;
  }
}

function openForm(request: IncomingMessage, maxBytes: number): busboy.Busboy {
  try {
    return busboy({
      headers: request.headers,
      defParamCharset: 'utf8',
      limits: { files: 1, fields: 5, fieldSize: 2000, parts: 8, fileSize: maxBytes + 1 },
    });
  } catch {
    throw new Refusal('malformed-request', {
      zh: 'multipart 表单缺少 boundary',
      en: 'The multipart form has no boundary',
    });
  }
}

async function store(
  source: Readable & { truncated?: boolean },
  name: string,
  bucket: mongo.GridFSBucket,
  maxBytes: number,
): Promise<StoredFile> {
  const file = new mongo.ObjectId();
  let target: mongo.GridFSBucketWriteStream | undefined;
  try {
    const inspector = new FileInspector(name);
    const hash = createHash('sha256');
    target = bucket.openUploadStreamWithId(file, name);
    const broken = new Promise<never>((_, reject) => target?.once('error', reject));
    broken.catch(() => undefined);
    for await (const chunk of source as AsyncIterable<Buffer>) {
      inspector.add(chunk);
      if (inspector.size > maxBytes) throw tooLarge(maxBytes);
      hash.update(chunk);
      if (!target.write(chunk)) await Promise.race([broken, new Promise((drained) => target?.once('drain', drained))]);
    }
    inspector.finish();
    const written = new Promise((finished) => target?.once('finish', finished));
    target.end();
    await Promise.race([broken, written]);
    return { file, name, sha256: hash.digest('hex'), size: inspector.size, mediaType: inspector.mediaType };
  } catch (error) {
    source.resume();
    await target?.abort().catch(() => undefined);
    throw error;
  }
}

/** A file name without path, control characters and what would confuse a reader about its ending. */
function cleanName(given: string | undefined): string {
  const base = (given ?? '').split(/[\\/]/).at(-1) ?? '';
  // oxlint-disable-next-line no-control-regex -- control and direction characters are what is taken out
  const plain = base.replaceAll(/[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '').trim();
  // A cut may leave half a character, which can be neither hashed nor stored as it is.
  return plain.slice(-200).replace(/^[\udc00-\udfff]/, '');
}

function tooLarge(maxBytes: number): Refusal {
  const megabytes = Math.floor(maxBytes / 1024 / 1024);
  return new Refusal(
    'payload-too-large',
    text(`单个文件不能超过 ${megabytes} MB`, `A file may have ${megabytes} MB at most`),
  );
}
