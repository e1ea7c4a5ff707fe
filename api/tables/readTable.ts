import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import busboy from 'busboy';
import { Refusal } from '../../domain/errors.ts';
import { type Language, text } from '../../domain/text.ts';
import type { Upload } from '../endpoint.ts';
import { parseTable } from './parseTable.ts';
import type { RowValues, Table, TableColumn } from './tableColumn.ts';
import { tableLimits } from './tableLimits.ts';

export const tableMediaTypes = {
  csv: 'text/csv',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
} as const;

/** What an endpoint that takes a table says in `upload`. */
export const tableUpload: Upload = {
  mediaTypes: ['multipart/form-data', ...Object.values(tableMediaTypes)],
  description:
    'A CSV file (UTF-8 or GB18030; comma, semicolon or tab) or an XLSX file (first sheet), as it is or as `file` of a form',
};

/** An uploaded table before it is read. */
export interface TableFile {
  bytes: Buffer;
  sha256: string;
  /** The name the client gave, for the record. */
  name?: string;
}

/**
 * Takes in an uploaded table and reads it by its columns; see `parseTable`.
 *
 * @throws Refusal payload-too-large, malformed-request, file-refused
 */
export async function readTable<const C extends readonly TableColumn[]>(
  request: IncomingMessage,
  columns: C,
  language: Language = 'zh',
): Promise<Table<RowValues<C>> & { file: TableFile }> {
  const file = await readTableFile(request);
  return { ...(await parseTable(file.bytes, columns, language)), file };
}

/**
 * The bytes of an uploaded table: the body as it is, or the one file of a form.
 *
 * @throws Refusal payload-too-large, malformed-request
 */
export async function readTableFile(request: IncomingMessage): Promise<TableFile> {
  const isForm = request.headers['content-type']?.toLowerCase().startsWith('multipart/');
  const { bytes, name } = isForm ? await readForm(request) : { bytes: await collect(request), name: undefined };
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return { bytes, sha256, ...(name && { name: name.slice(-200) }) };
}

async function collect(source: Readable): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of source as AsyncIterable<Buffer>) {
      size += chunk.length;
      // What is too large is read to its end, so that the client hears the answer, and not kept.
      if (size <= tableLimits.bytes) chunks.push(chunk);
    }
  } catch {
    throw new Refusal('malformed-request', { zh: '上传中断', en: 'The upload was broken off' });
  }
  if (size > tableLimits.bytes) {
    const megabytes = tableLimits.bytes / 1024 / 1024;
    throw new Refusal(
      'payload-too-large',
      text(`表格不能超过 ${megabytes} MB`, `A table may have ${megabytes} MB at most`),
    );
  }
  return Buffer.concat(chunks);
}

async function readForm(request: IncomingMessage): Promise<{ bytes: Buffer; name: string | undefined }> {
  const form = openForm(request);
  let file: Promise<{ bytes: Buffer; name: string | undefined }> | undefined;
  await new Promise<void>((resolve, reject) => {
    form.on('file', (field, stream, { filename }) => {
      // Whoever reads it hears of its errors; of one that nobody reads, they must not end the process.
      stream.on('error', () => undefined);
      if (field !== 'file') {
        reject(new Refusal('malformed-request', { zh: '请以 "file" 字段上传表格', en: 'Send the table as "file"' }));
        stream.resume();
        return;
      }
      file = collect(stream).then((bytes) => ({ bytes, name: filename }));
      file.catch(reject);
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
  }).catch((error: unknown) => {
    request.unpipe(form);
    request.resume();
    form.destroy();
    throw error;
  });
  if (!file) throw new Refusal('malformed-request', { zh: '请以 "file" 字段上传表格', en: 'Send the table as "file"' });
  return await file;
}

function openForm(request: IncomingMessage): busboy.Busboy {
  try {
    const limits = { files: 1, fields: 5, fieldSize: 2000, parts: 8, fileSize: tableLimits.bytes + 1 };
    return busboy({ headers: request.headers, defParamCharset: 'utf8', limits });
  } catch {
    throw new Refusal('malformed-request', {
      zh: 'multipart 表单缺少 boundary',
      en: 'The multipart form has no boundary',
    });
  }
}
