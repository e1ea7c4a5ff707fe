import { createPublicKey, verify } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, stat, unlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createAnchorActivities } from '../../activities/anchorHeads.ts';
import { canonical, hashOf, verifyChain } from '../../domain/timeline/hashChain.ts';
import { AnchorFolder, type ChainHead } from '../../models/anchors.ts';
import { buildTrial, coordinator, TestBench } from '../support/cases.ts';

let folder: string;
let anchors: AnchorFolder;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'zhengzhi-anchors-'));
  anchors = new AnchorFolder(join(folder, 'anchors'), join(folder, 'data', 'key.pem'), 'live');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const head = (seq: number): ChainHead => ({ epoch: 1, seq, hash: hashOf(seq) });
const fileOf = (name: string): string => join(folder, 'anchors', 'live', name);
const contentOf = async (name: string) => JSON.parse(await readFile(fileOf(name), 'utf8')) as Record<string, unknown>;

/** Three anchors of three days, of one case that grew. */
async function threeDays(): Promise<[string, string, string]> {
  return [
    await anchors.write('2026-09-23T18:00:00.000Z', { a: head(3), b: head(1) }),
    await anchors.write('2026-09-24T18:00:00.000Z', { a: head(5) }),
    await anchors.write('2026-09-25T18:00:00.000Z', { a: head(9) }),
  ];
}

describe('anchors', () => {
  it('are found again, oldest first, and hold', async () => {
    const files = await threeDays();
    await expect(anchors.readHeads('a')).resolves.toEqual({
      heads: [3, 5, 9].map((seq, index) => ({ ...head(seq), file: files[index] })),
      faults: [],
    });
    expect((await anchors.readHeads('b')).heads).toHaveLength(1);
    await expect(anchors.readHeads('c')).resolves.toEqual({ heads: [], faults: [] });
    expect((await anchors.last())?.takenAt).toBe('2026-09-25T18:00:00.000Z');
  });

  it('are signed, so that anybody with the public key can check them', async () => {
    const [first] = await threeDays();
    const { signature, ...content } = await contentOf(first);
    const key = createPublicKey(await readFile(join(folder, 'anchors', 'anchor-key.pub.pem'), 'utf8'));
    const signed = Buffer.from(String(signature), 'base64');
    expect(verify(null, Buffer.from(canonical(content)), key, signed)).toBe(true);
    expect(verify(null, Buffer.from(canonical({ ...content, space: 'rehearsal' })), key, signed)).toBe(false);
    expect((await stat(join(folder, 'data', 'key.pem'))).mode & 0o077).toBe(0);
  });

  it('are linked: each names the one before it', async () => {
    const [first, second] = await threeDays();
    expect((await contentOf(first))['previous']).toBeNull();
    expect((await contentOf(second))['previous']).toBe(hashOf(await contentOf(first)));
  });

  it('are never written over', async () => {
    await threeDays();
    await expect(anchors.write('2026-09-25T18:00:00.000Z', { a: head(1) })).rejects.toMatchObject({ code: 'EEXIST' });
  });

  it('show a head that was changed, in the file and in its link', async () => {
    const [, second, third] = await threeDays();
    await writeFile(fileOf(second), JSON.stringify({ ...(await contentOf(second)), heads: { a: head(4) } }));
    const { faults } = await anchors.readHeads('a');
    expect(faults).toEqual([
      { file: second, fault: 'signature' },
      { file: third, fault: 'link' },
    ]);
  });

  it('show that one was taken out', async () => {
    const [first, second, third] = await threeDays();
    await unlink(fileOf(second));
    expect((await anchors.readHeads('a')).faults).toEqual([{ file: third, fault: 'link' }]);
    await unlink(fileOf(first));
    expect((await anchors.readHeads('a')).faults).toEqual([{ file: third, fault: 'link' }]);
  });

  it('show one that was signed with another key', async () => {
    await threeDays();
    const forger = new AnchorFolder(join(folder, 'forged'), join(folder, 'other.pem'), 'live');
    const name = await forger.write('2026-09-26T18:00:00.000Z', { a: head(2) });
    await writeFile(fileOf(name), await readFile(join(folder, 'forged', 'live', name)));
    expect((await anchors.readHeads('a')).faults).toContainEqual({ file: name, fault: 'signature' });
  });

  it.each(['', 'not JSON', '{"space":"live"}'])('show one that cannot be read: %j', async (text) => {
    const [first] = await threeDays();
    await writeFile(fileOf(first), text);
    expect((await anchors.readHeads('a')).faults).toContainEqual({ file: first, fault: 'unreadable' });
  });
});

describe('anchoring a read model', () => {
  let bench: TestBench;
  beforeAll(async () => {
    bench = await TestBench.start();
  });
  afterAll(() => bench.stop());

  it('writes the heads of the cases that changed, and nothing when none did', async () => {
    const { anchorHeads } = createAnchorActivities(bench.database(), anchors);
    await expect(anchorHeads()).resolves.toEqual({ file: null, cases: 0 });
    const compounds = await Promise.all([bench.open(buildTrial('seal')), bench.open(buildTrial('seal'))]);
    for (const compound of compounds) await compound.timeline();
    await expect(anchorHeads()).resolves.toMatchObject({ cases: 2 });
    for (const compound of compounds) {
      const { view } = await compound.snapshot();
      const { heads } = await anchors.readHeads(compound.id);
      expect(heads).toMatchObject([{ epoch: 1, ...view.head }]);
    }
    expect(await readdir(join(folder, 'anchors', 'live'))).toHaveLength(1);
  });

  it('finds that the newest events were cut off, even when the case’s document was set back with them', async () => {
    const { anchorHeads } = createAnchorActivities(bench.database(), anchors);
    const compound = await bench.open(buildTrial('seal'));
    await compound.act('comment', coordinator, { text: '示例：不利的意见' });
    const whole = await compound.timeline();
    await anchorHeads();
    const { timeline, cases } = bench.models();
    await timeline.deleteOne({ case: compound.id, seq: whole.length });
    const cut = (await timeline.find({ case: compound.id }).sort({ seq: 1 }).lean()).map(({ event }) => event);
    const last = cut.at(-1);
    await cases.updateOne({ _id: compound.id }, { $set: { head: { seq: last?.seq, hash: last?.hash } } });
    const document = await cases.findById(compound.id).lean();
    // Chain and document agree with each other; only the anchor does not.
    expect(verifyChain(cut, new Map(), document?.head)).toEqual([]);
    const { heads, faults } = await anchors.readHeads(compound.id);
    expect(faults).toEqual([]);
    expect(verifyChain(cut, new Map(), heads.at(-1))).toMatchObject([{ seq: whole.length, fault: 'head' }]);
    expect(verifyChain(whole, new Map(), heads.at(-1))).toEqual([]);
  });
});
