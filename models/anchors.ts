import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign, verify } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { canonical, hashOf } from '../domain/timeline/hashChain.ts';

const headSchema = z.strictObject({ epoch: z.int(), seq: z.int(), hash: z.string() });

const anchorSchema = z.strictObject({
  space: z.string(),
  takenAt: z.iso.datetime(),
  /** Hash of the anchor before it, so that a file taken out shows. */
  previous: z.string().nullable(),
  /** Chain heads of the cases that changed since then. */
  heads: z.record(z.string(), headSchema),
  /** Ed25519 over the RFC 8785 text of everything above, in base64. */
  signature: z.string(),
});
export type Anchor = z.infer<typeof anchorSchema>;
export type ChainHead = z.infer<typeof headSchema>;

/** What was found of one case in the anchors. */
export interface AnchoredHead extends ChainHead {
  file: string;
}

/** Anchors that are not what was written. */
export interface AnchorFault {
  file: string;
  fault: 'unreadable' | 'signature' | 'link';
}

/**
 * The signed anchors of one space: chain heads kept outside MongoDB, one file at a time, never rewritten. Whoever can
 * change the database cannot change these too, if the folder is on another machine or a write-once medium.
 */
export class AnchorFolder {
  private readonly folder: string;
  private readonly keyFile: string;
  private readonly space: string;

  /** @param keyFile the private key, generated on first use; its public half is put beside the anchors */
  constructor(anchorDir: string, keyFile: string, space: string) {
    this.folder = join(anchorDir, space);
    this.keyFile = keyFile;
    this.space = space;
  }

  /** When the last anchor was taken; undefined before the first. */
  async last(): Promise<{ takenAt: string; hash: string } | undefined> {
    const file = (await this.files()).at(-1);
    if (file === undefined) return undefined;
    const anchor = anchorSchema.parse(JSON.parse(await readFile(join(this.folder, file), 'utf8')));
    return { takenAt: anchor.takenAt, hash: hashOf(anchor) };
  }

  /** Writes one more anchor. @returns its file name */
  async write(takenAt: string, heads: Record<string, ChainHead>): Promise<string> {
    await mkdir(this.folder, { recursive: true });
    const content = { space: this.space, takenAt, previous: (await this.last())?.hash ?? null, heads };
    const signature = sign(null, Buffer.from(canonical(content)), this.privateKey()).toString('base64');
    const name = `${takenAt.replaceAll(/[-:]/g, '').replace('.', '')}.json`;
    await writeFile(join(this.folder, name), `${JSON.stringify({ ...content, signature }, null, 1)}\n`, { flag: 'wx' });
    return name;
  }

  /** An anchor as it was written; undefined when it is not there. */
  async text(file: string): Promise<string | undefined> {
    return (await this.files()).includes(file) ? await readFile(join(this.folder, file), 'utf8') : undefined;
  }

  /** The public half of the key, by which the signatures are checked; undefined before the first anchor. */
  publicKeyText(): string | undefined {
    return existsSync(this.publicFile) ? readFileSync(this.publicFile, 'utf8') : undefined;
  }

  /** Every head anchored of a case, oldest first, and every anchor that is not what was written. */
  async readHeads(caseId: string): Promise<{ heads: AnchoredHead[]; faults: AnchorFault[] }> {
    const { heads, faults } = await this.readAll((id) => id === caseId);
    return { heads: heads.get(caseId) ?? [], faults };
  }

  /**
   * Every head anchored, by case and oldest first, and every anchor that is not what was written.
   *
   * @param wanted the cases one is asking for
   */
  async readAll(
    wanted: (id: string) => boolean = () => true,
  ): Promise<{ heads: Map<string, AnchoredHead[]>; faults: AnchorFault[]; files: number }> {
    const heads = new Map<string, AnchoredHead[]>();
    const faults: AnchorFault[] = [];
    const key = this.publicKey();
    const files = await this.files();
    let previous: string | null = null;
    for (const file of files) {
      const text = await readFile(join(this.folder, file), 'utf8');
      const anchor = parseAnchor(text);
      if (anchor === undefined || key === undefined) {
        faults.push({ file, fault: 'unreadable' });
        continue;
      }
      const { signature, ...content } = anchor;
      if (!verify(null, Buffer.from(canonical(content)), key, Buffer.from(signature, 'base64'))) {
        faults.push({ file, fault: 'signature' });
      }
      if (anchor.previous !== previous) faults.push({ file, fault: 'link' });
      previous = hashOf(anchor);
      for (const [id, head] of Object.entries(anchor.heads)) {
        if (wanted(id)) heads.set(id, [...(heads.get(id) ?? []), { ...head, file }]);
      }
    }
    return { heads, faults, files: files.length };
  }

  private async files(): Promise<string[]> {
    if (!existsSync(this.folder)) return [];
    return (await readdir(this.folder)).filter((file) => file.endsWith('.json')).sort();
  }

  private get publicFile(): string {
    return join(dirname(this.folder), 'anchor-key.pub.pem');
  }

  private publicKey(): KeyObject | undefined {
    const text = this.publicKeyText();
    return text === undefined ? undefined : createPublicKey(text);
  }

  private privateKey(): KeyObject {
    if (!existsSync(this.keyFile)) {
      const { privateKey, publicKey } = generateKeyPairSync('ed25519');
      mkdirSync(dirname(this.keyFile), { recursive: true });
      writeFileSync(this.keyFile, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600, flag: 'wx' });
      mkdirSync(dirname(this.publicFile), { recursive: true });
      writeFileSync(this.publicFile, publicKey.export({ type: 'spki', format: 'pem' }));
    }
    return createPrivateKey(readFileSync(this.keyFile, 'utf8'));
  }
}

/** An anchor's text as an anchor; undefined when it is none. */
export function parseAnchor(text: string): Anchor | undefined {
  try {
    const result = anchorSchema.safeParse(JSON.parse(text));
    return result.success ? result.data : undefined;
  } catch {
    return undefined;
  }
}
