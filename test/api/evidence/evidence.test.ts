import { createHash, randomUUID } from 'node:crypto';
import { request } from 'node:http';
import { afterAll, beforeAll, beforeEach, describe, expect, it, test } from '@jest/globals';
import type { Actor } from '../../../domain/organisation/actor.ts';
import { removeOrphanedEvidence } from '../../../models/evidenceOrphans.ts';
import { actor, coordinator, office } from '../../support/cases.ts';
import { damagedForms } from '../../support/damagedForms.ts';
import { suiteConfig } from '../../support/servers.ts';
import { until } from '../../support/until.ts';
import { type CaseApi, startCaseApi } from '../cases/bench.ts';
import type { Answer } from '../support.ts';
import { docx, exe, gb18030, heic, jpeg, mp4, pdf, png, pptx, webp, xlsx, zip } from './files.ts';

let api: CaseApi;
let id: string;
beforeAll(async () => {
  api = await startCaseApi(
    await suiteConfig({ LOG_LEVEL: 'silent', EVIDENCE_MAX_MB: '1', UPDATE_TIMEOUT_SECONDS: '2' }),
  );
});
beforeEach(async () => {
  id = await api.open();
});
afterAll(() => api.stopAll());

async function upload(
  content: Buffer,
  name: string,
  {
    by = coordinator,
    key = randomUUID(),
    fields = {},
    to = id,
  }: { by?: Partial<Actor>; key?: string; fields?: Record<string, string>; to?: string } = {},
) {
  const form = new FormData();
  for (const [field, value] of Object.entries(fields)) form.set(field, value);
  form.set('file', new Blob([new Uint8Array(content)]), name);
  const response = await fetch(`${api.base}/api/v1/cases/${to}/evidence`, {
    method: 'POST',
    body: form,
    headers: { authorization: `Bearer ${await api.tokenFor(by)}`, 'idempotency-key': key, 'accept-language': 'en' },
  });
  return { status: response.status, body: (await response.json()) as Answer['body'] };
}

async function download(evidence: string, by: Partial<Actor> = coordinator) {
  const response = await fetch(`${api.base}/api/v1/cases/${id}/evidence/${evidence}`, {
    headers: { authorization: `Bearer ${await api.tokenFor(by)}` },
  });
  return { status: response.status, headers: response.headers, bytes: Buffer.from(await response.arrayBuffer()) };
}

/** How many pieces, files and documents are stored in all. */
async function stored(): Promise<number[]> {
  const { database } = api.services.spaces.live;
  return await Promise.all(
    ['evidence.chunks', 'evidence.files', 'evidenceDocuments'].map((name) =>
      database.collection(name).countDocuments(),
    ),
  );
}

describe('attaching a file', () => {
  test.each([
    ['a.jpg', jpeg, 'image/jpeg'],
    ['a.JPEG', jpeg, 'image/jpeg'],
    ['a.png', png, 'image/png'],
    ['a.webp', webp, 'image/webp'],
    ['a.heic', heic, 'image/heic'],
    ['a.mp4', mp4, 'video/mp4'],
    ['a.pdf', pdf, 'application/pdf'],
    ['方案.docx', docx, 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'],
    ['a.xlsx', xlsx, 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
    ['a.pptx', pptx, 'application/vnd.openxmlformats-officedocument.presentationml.presentation'],
    ['a.txt', Buffer.from('你好\n'), 'text/plain; charset=utf-8'],
    ['a.csv', gb18030, 'text/csv; charset=gb18030'],
  ])('accepts %s and gives it back as it was', async (name, content, mediaType) => {
    const { status, body } = await upload(content, name);
    expect(body).toMatchObject({ name, mediaType, size: content.length, case: id });
    expect(status).toBe(201);
    expect(body.sha256).toBe(createHash('sha256').update(content).digest('hex'));
    const { headers, bytes } = await download(body.id);
    expect(bytes.equals(content)).toBe(true);
    expect(headers.get('content-disposition')).toMatch(/^attachment; /);
    expect(headers.get('content-disposition')).toContain(encodeURIComponent(name));
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('content-security-policy')).toContain('sandbox');
    expect(headers.get('content-length')).toBe(String(content.length));
  });

  it('puts it on the timeline, lists it, and lets a decision cite it', async () => {
    const { body } = await upload(png, '照片.png', {
      by: office('organisationDept'),
      fields: { stage: 'nomination#1' },
    });
    const timeline = await api.as(coordinator, `GET /api/v1/cases/${id}/timeline?after=2`);
    await until(async () => (await api.as(coordinator, `GET /api/v1/cases/${id}/evidence`)).body.items.length === 1);
    const list = await api.as(coordinator, `GET /api/v1/cases/${id}/evidence`);
    expect(list.body.items).toEqual([body]);
    expect(body).toMatchObject({ stage: 'nomination#1', by: { id: 'organisationDept' } });
    const { items } = (await api.as(coordinator, `GET /api/v1/cases/${id}/timeline?after=2`)).body;
    expect(timeline.status).toBe(200);
    expect(items).toMatchObject([{ type: 'evidenceAttached', evidence: [{ id: body.id, sha256: body.sha256 }] }]);
    expect(items[0].summary).toContain('照片.png');
  });

  test.each([
    ['a page', 'a.html', Buffer.from('<html></html>')],
    ['a drawing that can run scripts', 'a.svg', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')],
    ['a program', 'a.exe', exe],
    ['a program that calls itself a picture', 'a.jpg', exe],
    ['a picture of another kind', 'a.png', jpeg],
    ['a page that calls itself text', 'a.txt', Buffer.from('  <!DOCTYPE html><script>alert(1)</script>')],
    ['bytes that call themselves text', 'a.txt', Buffer.from([0x41, 0x00, 0x42])],
    ['text that ends within a character', 'a.txt', Buffer.from([0x41, 0xe4])],
    ['an empty file', 'a.pdf', Buffer.alloc(0)],
    ['a file without an ending', 'picture', jpeg],
    ['an archive that is no document', 'a.docx', zip({ 'a.txt': {} })],
    ['a spreadsheet that calls itself a document', 'a.docx', xlsx],
    [
      'a document with macros',
      'a.docx',
      zip({ '[Content_Types].xml': {}, 'word/document.xml': {}, 'word/vbaProject.bin': {} }),
    ],
    [
      'a document that unpacks without end',
      'a.docx',
      zip({ '[Content_Types].xml': {}, 'word/document.xml': { size: 4_000_000_000 } }),
    ],
    ['a document whose parts lie elsewhere', 'a.docx', zip({ '[Content_Types].xml': {}, 'word/../../x': {} })],
    ['a document cut off', 'a.docx', docx.subarray(0, docx.length - 30)],
  ])('refuses %s, and keeps nothing of it', async (_what, name, content) => {
    const before = await stored();
    const { status, body } = await upload(content, name);
    expect(body).toMatchObject({ code: 'file-refused', errors: [{ pointer: '/file' }] });
    expect(status).toBe(422);
    expect(await stored()).toEqual(before);
  });

  it('refuses what is too large, announced or not, and keeps nothing of it', async () => {
    const before = await stored();
    const announced = await upload(Buffer.concat([pdf, Buffer.alloc(3 * 1024 * 1024)]), 'a.pdf');
    expect(announced).toMatchObject({ status: 413, body: { code: 'payload-too-large' } });
    const slightly = await upload(Buffer.concat([pdf, Buffer.alloc(1024 * 1024)]), 'a.pdf');
    expect(slightly).toMatchObject({ status: 413, body: { code: 'payload-too-large' } });
    expect(await stored()).toEqual(before);
  });

  it('keeps nothing of an upload that was broken off', async () => {
    const before = await stored();
    const token = await api.tokenFor(coordinator);
    const { port } = new URL(api.base);
    const sending = request({
      port,
      method: 'POST',
      path: `/api/v1/cases/${id}/evidence`,
      headers: {
        authorization: `Bearer ${token}`,
        'idempotency-key': randomUUID(),
        'content-type': 'multipart/form-data; boundary=x',
      },
    });
    const gone = new Promise((resolve) => sending.once('error', resolve));
    sending.write('--x\r\ncontent-disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n');
    sending.write(Buffer.concat([pdf, Buffer.alloc(600_000, 32)]));
    await until(async () => (await stored())[0] !== before[0]);
    sending.destroy(new Error('broken off'));
    await gone;
    await until(async () => JSON.stringify(await stored()) === JSON.stringify(before));
  });

  test.each([
    [
      'no file',
      () => {
        const form = new FormData();
        form.set('stage', 'x');
        return form;
      },
      422,
    ],
    [
      'two files',
      () => {
        const form = new FormData();
        form.append('file', new Blob([new Uint8Array(pdf)]), 'a.pdf');
        form.append('file', new Blob([new Uint8Array(pdf)]), 'b.pdf');
        return form;
      },
      400,
    ],
    [
      'a file by another name',
      () => {
        const form = new FormData();
        form.set('attachment', new Blob([new Uint8Array(pdf)]), 'a.pdf');
        return form;
      },
      400,
    ],
  ])('refuses a form with %s', async (_what, build, status) => {
    const before = await stored();
    const response = await fetch(`${api.base}/api/v1/cases/${id}/evidence`, {
      method: 'POST',
      body: build(),
      headers: { authorization: `Bearer ${await api.tokenFor(coordinator)}`, 'idempotency-key': randomUUID() },
    });
    expect(response.status).toBe(status);
    await until(async () => JSON.stringify(await stored()) === JSON.stringify(before));
  });

  test.each(Object.entries(damagedForms('x')))('refuses a form with %s, and goes on', async (_what, body) => {
    const before = await stored();
    const response = await fetch(`${api.base}/api/v1/cases/${id}/evidence`, {
      method: 'POST',
      body,
      headers: {
        authorization: `Bearer ${await api.tokenFor(coordinator)}`,
        'idempotency-key': randomUUID(),
        'content-type': 'multipart/form-data; boundary=x',
      },
    });
    expect([400, 415, 422]).toContain(response.status);
    await until(async () => JSON.stringify(await stored()) === JSON.stringify(before));
  });

  it('refuses another content type', async () => {
    const { body } = await api.as(coordinator, `POST /api/v1/cases/${id}/evidence`, { file: 'x' });
    expect(body).toMatchObject({ status: 415, code: 'unsupported-media-type' });
  });

  it('cleans the name: no path, no characters that turn the direction of reading', async () => {
    const { body } = await upload(pdf, '..\\..\\a/b\u202Egnp.pdf');
    expect(body.name).toBe('bgnp.pdf');
  });

  it('is for those who may contribute', async () => {
    expect((await upload(pdf, 'a.pdf', { by: actor('m', undefined, { role: 'monitor' }) })).status).toBe(403);
    expect((await upload(pdf, 'a.pdf', { by: { ...coordinator, scope: 'linyi/hedong' } })).status).toBe(404);
    const { body } = await upload(pdf, 'a.pdf');
    expect((await download(body.id, actor('m', undefined, { role: 'monitor' }))).status).toBe(200);
    expect((await download(body.id, actor('f', undefined, { scope: 'linyi/hedong' }))).status).toBe(404);
    expect((await download('Enothing')).status).toBe(404);
  });
});

describe('attaching a file again', () => {
  it('with the same key has one file and one event', async () => {
    const key = randomUUID();
    const first = await upload(pdf, 'a.pdf', { key });
    const after = await stored();
    const second = await upload(pdf, 'a.pdf', { key });
    expect(second).toEqual(first);
    expect(await stored()).toEqual(after);
    const { body } = await api.as(coordinator, `GET /api/v1/cases/${id}/timeline?after=2`);
    expect(body.items).toHaveLength(1);
  });

  it('in parallel has one file and one event', async () => {
    const key = randomUUID();
    const before = await stored();
    const answers = await Promise.all(Array.from({ length: 4 }, () => upload(pdf, 'a.pdf', { key })));
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201, 201]);
    expect((await stored()).map((count, index) => count - (before[index] ?? 0))).toEqual([1, 1, 1]);
  });

  it('with the same key and another file is refused, and the first stays', async () => {
    const key = randomUUID();
    const first = await upload(pdf, 'a.pdf', { key });
    expect((await upload(png, 'a.png', { key })).body.code).toBe('idempotency-key-reused');
    expect((await download(first.body.id)).bytes.equals(pdf)).toBe(true);
  });

  it('keeps nothing when the case refuses', async () => {
    await api.as(office('districtPartyCommittee'), `POST /api/v1/cases/${id}/cancellation`, { reason: '列入有误' });
    const before = await stored();
    expect((await upload(pdf, 'a.pdf')).body).toMatchObject({ status: 409, code: 'case-closed' });
    expect(await stored()).toEqual(before);
  });

  it('succeeds with the same key after nobody knew the outcome', async () => {
    const key = randomUUID();
    await api.bench.stopWorker('live');
    const lost = await upload(pdf, 'a.pdf', { key });
    expect(lost.body).toMatchObject({ status: 503, code: 'outcome-unknown' });
    expect((await api.as(coordinator, `GET /api/v1/cases/${id}/evidence`)).body.items).toEqual([]);
    await api.bench.startWorker('live');
    await until(async () => (await upload(pdf, 'a.pdf', { key })).status === 201);
    await until(
      async () => (await api.as(coordinator, `GET /api/v1/cases/${id}/timeline?after=2`)).body.items.length > 0,
    );
    expect((await api.as(coordinator, `GET /api/v1/cases/${id}/timeline?after=2`)).body.items).toHaveLength(1);
  });
});

describe('what broken-off uploads leave', () => {
  it('is cleared away, but for what a case has accepted', async () => {
    const { body } = await upload(pdf, 'a.pdf');
    const { evidence, database } = api.services.spaces.live;
    await until(
      async () => (await api.as(coordinator, `GET /api/v1/cases/${id}/timeline?after=2`)).body.items.length === 1,
    );
    await evidence.documents.updateOne({ _id: body.id }, { $set: { state: 'stored' } });
    const orphan = evidence.bucket().openUploadStream('orphan.pdf');
    await new Promise<void>((resolve) => orphan.end(pdf, () => resolve()));
    await database
      .collection('evidence.chunks')
      .insertOne({ files_id: new (await import('mongoose')).mongo.ObjectId(), n: 0, data: pdf });
    const later = new Date(Date.now() + 60_000);
    expect(await removeOrphanedEvidence(database, later)).toBeGreaterThanOrEqual(2);
    expect((await download(body.id)).bytes.equals(pdf)).toBe(true);
    expect(await removeOrphanedEvidence(database, later)).toBe(0);
  });
});
