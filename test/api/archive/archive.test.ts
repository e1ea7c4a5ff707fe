import { createHash, createPublicKey, randomUUID, verify } from 'node:crypto';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { strFromU8, unzipSync } from 'fflate';
import { loadSampleRegisters } from '../../../api/loadSample.ts';
import type { SpaceServices } from '../../../api/services.ts';
import type { Actor } from '../../../domain/organisation/actor.ts';
import type { EventTexts, TimelineEvent } from '../../../domain/timeline/event.ts';
import { canonical, hashOf, verifyChain } from '../../../domain/timeline/hashChain.ts';
import { actor, coordinator, office } from '../../support/cases.ts';
import { until } from '../../support/until.ts';
import { type CaseApi, startCaseApi } from '../cases/bench.ts';
import { pdf, png } from '../evidence/files.ts';

let api: CaseApi;
let live: SpaceServices;
beforeAll(async () => {
  api = await startCaseApi();
  live = api.services.spaces.live;
  await loadSampleRegisters(live.registers, 'small', live.policies, new Date());
});
afterAll(() => api?.stopAll());

const street = office('streetPartyWorkingCommittee');
const grounds = '示例事迹：组织居民议事';

async function upload(id: string, content: Buffer, name: string): Promise<string> {
  const form = new FormData();
  form.set('file', new Blob([new Uint8Array(content)]), name);
  const response = await fetch(`${api.base}/api/v1/cases/${id}/evidence`, {
    method: 'POST',
    body: form,
    headers: { authorization: `Bearer ${await api.tokenFor(street)}`, 'idempotency-key': randomUUID() },
  });
  const answer = (await response.json()) as { id?: string };
  if (answer.id === undefined) throw new Error(JSON.stringify(answer));
  return answer.id;
}

let year = 2000;
/** An incentive for a secretary, nominated and not decided yet. */
async function nominated(): Promise<string> {
  year += 1;
  const input = { year, incentive: 'studio' };
  const { status, body } = await api.as(street, 'POST /api/v1/cases', { kind: 'incentive', subject: 'S-C-01', input });
  if (status !== 201) throw new Error(JSON.stringify(body));
  await api.decide(body.id, 'nomination', 'nominate', { form: { grounds } });
  return body.id;
}

/** The same, granted and published, with files and a comment; its document was read. */
async function completed(files: Record<string, Buffer> = { '照片.png': png }): Promise<string> {
  const id = await nominated();
  for (const [name, content] of Object.entries(files)) await upload(id, content, name);
  await api.as(coordinator, `POST /api/v1/cases/${id}/comments`, { text: '示例留言 <b>粗</b>' });
  await api.decide(id, 'review', 'grant', { form: { place: 3 } });
  await api.decide(id, 'publication', 'publish');
  await until(async () => (await api.as(coordinator, `GET /api/v1/cases/${id}`)).body.status === 'completed');
  const { body } = await api.as(coordinator, `GET /api/v1/cases/${id}/documents`);
  await api.as(coordinator, `GET /${body.items[0].href.slice(1)}`);
  return id;
}

class Package {
  readonly files: Record<string, Uint8Array>;
  constructor(bytes: Uint8Array) {
    this.files = unzipSync(bytes);
  }
  get names(): string[] {
    return Object.keys(this.files);
  }
  text(name: string): string {
    return strFromU8(this.files[name] ?? new Uint8Array());
  }
  // oxlint-disable-next-line typescript/no-explicit-any -- tests read files as they come
  json(name: string): any {
    return JSON.parse(this.text(name));
  }
  /** Lines of SHA256SUMS that do not hold, and files that have none. */
  get unproved(): string[] {
    const lines = this.text('SHA256SUMS').trimEnd().split('\n');
    const named = lines.map((line) => /^([0-9a-f]{64}) {2}(.+)$/.exec(line)?.slice(1) ?? ['', line]);
    const sumOf = (name = '') =>
      createHash('sha256')
        .update(this.files[name] ?? Buffer.alloc(0))
        .digest('hex');
    const wrong = named.filter(([sum, name]) => sumOf(name) !== sum).map(([, name]) => String(name));
    const without = this.names.filter((name) => name !== 'SHA256SUMS' && !named.some(([, each]) => each === name));
    return [...wrong, ...without];
  }
  /** What is wrong with the chain of the line that holds, by what is in the package alone. */
  get faults() {
    const { events, head } = this.json('timeline.json') as {
      events: { event: TimelineEvent; supersededBy?: number }[];
      head: { seq: number; hash: string };
    };
    const line = events.filter(({ supersededBy }) => supersededBy === undefined).map(({ event }) => event);
    const texts = this.json('texts.json') as { epoch: number; seq: number; texts: EventTexts }[];
    return verifyChain(line, new Map(texts.map((each) => [each.seq, each.texts])), head);
  }
}

async function ask(id: string, by: Partial<Actor> = coordinator, language = 'zh'): Promise<Response> {
  return await fetch(`${api.base}/api/v1/cases/${encodeURIComponent(id)}/archive`, {
    headers: { authorization: `Bearer ${await api.tokenFor(by)}`, 'accept-language': language },
  });
}

async function archive(id: string, by?: Partial<Actor>, language?: string): Promise<Package> {
  const response = await ask(id, by, language);
  if (response.status !== 200) throw new Error(await response.text());
  return new Package(new Uint8Array(await response.arrayBuffer()));
}

describe('the archive package of a case that was completed', () => {
  it('holds everything, and proves itself by what is in it', async () => {
    const id = await completed({ '照片.png': png, '名单.csv': Buffer.from('姓名\n示例\n') });
    const response = await ask(id);
    expect(response.headers.get('content-type')).toBe('application/zip');
    expect(response.headers.get('content-disposition')).toContain(`filename="${id.replaceAll(':', '-')}.zip"`);
    const found = new Package(new Uint8Array(await response.arrayBuffer()));
    expect(found.unproved).toEqual([]);
    expect(found.faults).toEqual([]);
    expect(found.names).toEqual(
      expect.arrayContaining(['README.txt', 'index.html', 'case.json', 'policy.json', 'calendar.json', 'tasks.json']),
    );
    expect(found.names).not.toContain('MISSING.txt');
    expect(Buffer.from(found.files['evidence/001-照片.png'] ?? []).equals(png)).toBe(true);
    expect(found.text('evidence/002-名单.csv')).toBe('姓名\n示例\n');
    expect(found.json('files.json').map(({ path }: { path: string }) => path)).toEqual([
      'evidence/001-照片.png',
      'evidence/002-名单.csv',
    ]);
  });

  it('says what the API says of the case, its documents and its proof', async () => {
    const id = await completed();
    const found = await archive(id);
    const zh = { headers: { 'accept-language': 'zh' } };
    const { now: _, ...view } = (await api.as(coordinator, `GET /api/v1/cases/${id}`, undefined, zh)).body;
    expect(found.json('case.json')).toMatchObject(view);
    const verification = await api.as(coordinator, `GET /api/v1/cases/${id}/timeline/verification`);
    expect(found.json('verification.json')).toEqual(verification.body);
    const { body } = await api.as(coordinator, `GET /api/v1/cases/${id}/documents`, undefined, zh);
    const [document] = body.items;
    const page = await api.as(coordinator, `GET /${document.href.slice(1)}`, undefined, zh);
    expect(found.text(`documents/001-${document.number}.html`)).toBe(page.body);
    const stored = await live.cases.timeline.find({ case: id }).sort({ seq: 1 }).lean();
    expect(found.json('timeline.json').events).toEqual(stored.map(({ event }) => ({ event })));
  });

  it('is one page to read, in Chinese, without scripts and requests, with links that lead to its files', async () => {
    const id = await completed();
    const found = await archive(id);
    const index = found.text('index.html');
    for (const said of [id, grounds, '主要事迹', '示例留言 &lt;b&gt;粗&lt;/b&gt;', '审定', '授予', '时间线未被改动'])
      expect(index).toContain(said);
    expect(index).not.toMatch(/<script|<link|<img|https?:\/\//);
    expect(index).not.toContain('Timeline');
    const links = [...index.matchAll(/href="([^"#]+)"/g)].map(([, href]) => decodeURIComponent(href ?? ''));
    expect(links.length).toBeGreaterThanOrEqual(4);
    expect(links.filter((href) => !found.names.includes(href))).toEqual([]);
  });

  it('has English below the Chinese for who asks for English', async () => {
    const id = await completed();
    const found = await archive(id, coordinator, 'en');
    const index = found.text('index.html');
    expect(index.indexOf('<h2>时间线</h2>')).toBeGreaterThan(0);
    expect(index.indexOf('<h2>Timeline</h2>')).toBeGreaterThan(index.indexOf('<h2>时间线</h2>'));
    expect(found.json('case.json').outcomeTitle).toBe('Granted');
    expect(found.names.filter((name) => name.startsWith('documents/'))).toHaveLength(2);
    expect(found.unproved).toEqual([]);
  });

  it('is in the audit log each time', async () => {
    const id = await completed();
    await archive(id, { ...coordinator, id: 'archivist' });
    const [entry] = await api.services.audit.find({ what: 'archiveExported', 'actor.id': 'archivist' }, { at: -1 }, 1);
    expect(entry).toMatchObject({ subject: id, operation: 'getCaseArchive', space: 'live' });
  });

  it('marks branches that were replaced, and its main line holds without them', async () => {
    const id = await completed();
    const last = await live.cases.timeline.findOne({ case: id }).sort({ seq: -1 }).lean();
    if (!last) throw new Error('no timeline');
    const event = { ...last.event, epoch: 2, data: { outcome: 'other' } };
    const replaced = { ...last, _id: `${id}|2|${last.seq}`, epoch: 2, event, supersededBy: 3 };
    await live.cases.timeline.collection.insertOne(replaced as never);
    const found = await archive(id);
    const { events } = found.json('timeline.json');
    expect(events.at(-1)).toMatchObject({ supersededBy: 3, event: { epoch: 2, seq: last.seq } });
    expect(found.faults).toEqual([]);
    expect(found.text('index.html')).toContain('已被替换');
  });
});

describe('who is given an archive package', () => {
  it('nobody while the case runs', async () => {
    const id = await nominated();
    const { status, body } = await api.as(coordinator, `GET /api/v1/cases/${id}/archive`);
    expect({ status, code: body.code }).toEqual({ status: 409, code: 'case-open' });
    const zh = await api.as(coordinator, `GET /api/v1/cases/${id}/archive`, undefined, {
      headers: { 'accept-language': 'zh' },
    });
    expect(zh.body).toMatchObject({ title: '事项尚未办结', detail: '只有已办结或者已撤销的事项才能归档' });
    await api.as(office('organisationDept'), `POST /api/v1/cases/${id}/cancellation`, { reason: '列入有误' });
    await until(async () => (await api.as(coordinator, `GET /api/v1/cases/${id}`)).body.status === 'cancelled');
    const found = await archive(id);
    expect(found.faults).toEqual([]);
    expect(found.text('index.html')).toContain('列入有误');
  });

  it('whoever sees the case; for others there is none', async () => {
    const id = await completed();
    const stranger = { ...coordinator, scope: 'linyi/hedong' };
    const refused = await api.as(stranger, `GET /api/v1/cases/${id}/archive`);
    const unseen = await api.as(stranger, `GET /api/v1/cases/${id}`);
    expect(refused.status).toBe(404);
    expect(refused.body.detail).toBe(unseen.body.detail);
    expect((await ask(id, actor('m', undefined, { role: 'monitor' }))).status).toBe(200);
    expect((await fetch(`${api.base}/api/v1/cases/${id}/archive`)).status).toBe(401);
  });

  it('whoever leaves in the middle ends the reading', async () => {
    const id = await completed({ 'a.pdf': pdf });
    const { bucket } = live.evidence;
    let begun = false;
    const endless = new Readable({
      read() {
        begun = true;
        this.push(Buffer.alloc(100_000, 1));
      },
    });
    const closed = new Promise((resolve) => endless.once('close', resolve));
    const real = bucket();
    live.evidence.bucket = () =>
      ({ find: real.find.bind(real), openDownloadStream: () => endless }) as unknown as ReturnType<typeof bucket>;
    try {
      const reader = (await ask(id)).body?.getReader();
      await reader?.read();
      await until(() => Promise.resolve(begun));
      await reader?.cancel();
      await closed;
      expect(endless.destroyed).toBe(true);
    } finally {
      live.evidence.bucket = bucket;
    }
  });
});

describe('files with names that would do harm', () => {
  it('are put under names of their own, and shown as they were called', async () => {
    const names = [
      '../../x',
      '/etc/passwd',
      'a\nb.pdf',
      '照片.png',
      '照片.png',
      `${'很长'.repeat(95)}.pdf`,
      '"><script>.txt',
    ];
    const id = await completed(Object.fromEntries(names.map((_, index) => [`${index}.pdf`, pdf])));
    const stored = await live.evidence.documents.find({ case: id }).sort({ at: 1, _id: 1 }).lean();
    expect(stored).toHaveLength(names.length);
    for (const [index, { _id }] of stored.entries()) {
      await live.evidence.documents.updateOne({ _id }, { $set: { name: names[index] } });
    }
    const found = await archive(id);
    const paths = found.names.filter((name) => name.startsWith('evidence/'));
    expect(new Set(paths).size).toBe(names.length);
    for (const path of found.names) {
      expect(path).toMatch(/^([\w-]+\/)?[^\\/<>:"|?*\p{Cc}\p{Cf}]+$/u);
      expect(path).not.toContain('..');
      expect(Buffer.byteLength(path)).toBeLessThan(150);
    }
    expect(found.unproved).toEqual([]);
    expect(found.json('files.json').map(({ name }: { name: string }) => name)).toEqual(names);
    expect(found.text('index.html')).toContain('&quot;&gt;&lt;script&gt;.txt');
    expect(found.text('index.html')).not.toContain('<script');
  });
});

describe('words that were erased', () => {
  it('stay erased: nowhere in the package, and the chain holds', async () => {
    const id = await completed({ '示例人员身份.png': png });
    const seen = (await archive(id)).text('index.html');
    expect(seen).toContain(grounds);
    expect(seen).toContain('示例人员身份.png');
    await live.cases.texts.deleteMany({ case: id });
    const found = await archive(id);
    for (const name of found.names) {
      for (const gone of [grounds, '示例留言', '示例人员身份', street.name]) {
        // Who asks for the package is named in it.
        expect([name, found.text(name).includes(gone)]).toEqual([name, false]);
        expect(name).not.toContain(gone);
      }
    }
    expect(found.text('index.html')).toContain('姓名和文字已依法删除');
    expect(found.json('timeline.json').events[1]).toMatchObject({ event: { seq: 2 } });
    const erased = found.json('timeline.json').events.filter((each: { textsErased?: true }) => each.textsErased);
    expect(erased.length).toBeGreaterThanOrEqual(4);
    expect(found.faults).toEqual([]);
    expect(found.unproved).toEqual([]);
  });
});

describe('files that the store has lost', () => {
  it('are named with their sums, and everything else is there', async () => {
    const large = Buffer.concat([pdf, Buffer.alloc(600_000, 32)]);
    const id = await completed({ '一.pdf': pdf, '二.pdf': large, '三.pdf': pdf, '四.pdf': pdf });
    const [gone, damaged, unknown, whole] = await live.evidence.documents.find({ case: id }).sort({ at: 1 }).lean();
    if (!gone || !damaged || !unknown || !whole) throw new Error('too few files');
    await live.evidence.bucket().delete(gone.file);
    await live.database.collection('evidence.chunks').deleteOne({ files_id: damaged.file, n: 1 });
    await live.evidence.documents.deleteOne({ _id: unknown._id });
    const found = await archive(id);
    expect(found.unproved).toEqual([]);
    const missing = found.text('MISSING.txt');
    for (const { sha256 } of [gone, damaged, unknown]) expect(missing).toContain(sha256);
    expect(missing).not.toContain(`${whole._id} `);
    const lacks = found.json('files.json').map(({ id: file, lack }: { id: string; lack?: string }) => [file, lack]);
    expect(lacks).toEqual([
      [gone._id, 'gone'],
      [damaged._id, 'damaged'],
      [whole._id, undefined],
      [unknown._id, 'gone'],
    ]);
    expect(found.text('index.html')).toContain('MISSING.txt');
    expect(found.names.filter((name) => name.startsWith('evidence/'))).toHaveLength(2);
  });
});

describe('the anchors of the case', () => {
  const auditor = actor('auditor', undefined, { role: 'administrator', scope: '*', duties: ['audit'] });

  it('are whole for who sees every case they name, and prove the head of this one', async () => {
    const id = await completed();
    await nominated();
    await api.as(auditor, 'POST /api/v1/anchors');
    const found = await archive(id);
    const [excerpt] = found.json('anchors/excerpts.json').slice(-1);
    expect(excerpt).toMatchObject({ whole: true, head: found.json('timeline.json').head });
    const anchor = found.json(`anchors/${excerpt.file}`);
    const { signature, ...content } = anchor;
    const key = createPublicKey(found.text('anchors/anchor-key.pub.pem'));
    expect(verify(null, Buffer.from(canonical(content)), key, Buffer.from(signature, 'base64'))).toBe(true);
    expect(hashOf(anchor)).toBe(excerpt.hash);
    expect(anchor.heads[id]).toEqual(excerpt.head);
  });

  it('tell nobody of cases that they do not see', async () => {
    const id = await completed();
    const elsewhere = await api.open({ subject: await api.compound({ scope: 'linyi/lanshan/other/place' }) });
    await api.as(auditor, 'POST /api/v1/anchors');
    const found = await archive(id, { ...coordinator, scope: street.scope, posts: [] });
    expect(found.json('anchors/excerpts.json').at(-1)).toMatchObject({ whole: false });
    for (const name of found.names) expect([name, found.text(name).includes(elsewhere)]).toEqual([name, false]);
    expect((await archive(id)).json('anchors/excerpts.json').at(-1)).toMatchObject({ whole: true });
  });
});
