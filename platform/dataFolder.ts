import { linkSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { errorCode, reasonOf } from './errors.ts';
import type { Machine } from './machine.ts';
import { endGroup, type ProcessIdentity, processIdentity, stillRuns } from './processIdentity.ts';
import { UserError } from './userError.ts';

const identity = z.object({ pid: z.number(), startedAt: z.string() });
const lockSchema = z.object({ holder: identity, children: z.record(z.string(), identity) });

/** What a data folder remembers of the servers that wrote into it. */
const memorySchema = z.object({
  temporal: z.object({ port: z.number(), kind: z.string(), version: z.string() }).optional(),
  mongod: z.object({ port: z.number(), version: z.string() }).optional(),
  /** Which sample data was loaded, and into which MongoDB. */
  sample: z.object({ size: z.string(), where: z.string() }).optional(),
});
export type DataFolderMemory = z.infer<typeof memorySchema>;

/** What API and worker may have written before the platform came to the folder. */
const ourEntries = ['session-secret', 'anchors', 'logs'];

/** The order in which the processes of an earlier run are ended: first those that write, then those they write to. */
const endingOrder = ['API', 'worker', 'Temporal', 'MongoDB'];

/** The data folder, held by this process alone while it is open. */
export class DataFolder {
  readonly path: string;
  readonly #machine: Machine;
  #children: Record<string, ProcessIdentity> = {};
  readonly #holder: ProcessIdentity;
  #closed = false;

  private constructor(path: string, machine: Machine, holder: ProcessIdentity) {
    this.path = path;
    this.#machine = machine;
    this.#holder = holder;
  }

  /**
   * Opens a data folder and makes it if need be. What an earlier run left behind when it was killed is ended first.
   *
   * @throws UserError when it cannot be written, or is in use.
   */
  static async open(path: string, machine: Machine, progress: (line: string) => void): Promise<DataFolder> {
    const holder = await processIdentity(machine, process.pid);
    if (holder === undefined) throw new Error('This process cannot be found in the process table');
    const folder = new DataFolder(path, machine, holder);
    try {
      mkdirSync(path, { recursive: true });
      claim(path);
      while (!folder.#take()) await folder.#clearLock(progress);
    } catch (cause) {
      if (cause instanceof UserError) throw cause;
      const reason = reasonOf(cause);
      throw new UserError(`The data folder ${path} cannot be used (${reason}). Choose another one with DATA_DIR.`, {
        cause,
      });
    }
    return folder;
  }

  /** Notes a process started on this folder, so that a later run can end it should we be killed. */
  async note(name: string, pid: number): Promise<void> {
    const child = await processIdentity(this.#machine, pid);
    if (child === undefined || this.#closed) return;
    this.#children = { ...this.#children, [name]: child };
    replace(this.#file('lock'), this.#lock());
  }

  /** What the folder remembers. */
  get memory(): DataFolderMemory {
    const text = readIfThere(this.#file('servers.json'));
    return text === undefined ? {} : memorySchema.parse(JSON.parse(text));
  }

  remember(news: Partial<DataFolderMemory>): void {
    replace(this.#file('servers.json'), JSON.stringify({ ...this.memory, ...news }, undefined, 2));
  }

  /** Gives the folder up. */
  close(): void {
    this.#closed = true;
    rmSync(this.#file('lock'), { force: true });
  }

  #take(): boolean {
    const draft = this.#file(`lock.${process.pid}`);
    writeFileSync(draft, this.#lock());
    try {
      linkSync(draft, this.#file('lock'));
      return true;
    } catch (error) {
      if (errorCode(error) === 'EEXIST') return false;
      throw error;
    } finally {
      unlinkSync(draft);
    }
  }

  /** Ends what a killed run left behind, and removes its lock. */
  async #clearLock(progress: (line: string) => void): Promise<void> {
    const text = readIfThere(this.#file('lock'));
    if (text === undefined) return;
    const lock = lockSchema.safeParse(parseJson(text));
    if (lock.success) {
      const { holder, children } = lock.data;
      if (await stillRuns(this.#machine, holder)) {
        throw new UserError(
          `Zhengzhi already runs on the data folder ${this.path} (process ${holder.pid}). ` +
            'Stop that one first (Ctrl-C in its window), or choose another folder with DATA_DIR and another PORT.',
        );
      }
      for (const name of endingOrder) {
        const child = children[name];
        if (child && (await endGroup(this.#machine, child))) progress(`Ended ${name}, left behind by an earlier run`);
      }
    }
    // Somebody else may have cleared and taken the lock meanwhile: theirs stays.
    if (readIfThere(this.#file('lock')) === text) rmSync(this.#file('lock'), { force: true });
  }

  #lock(): string {
    return JSON.stringify({ holder: this.#holder, children: this.#children });
  }

  #file(name: string): string {
    return join(this.path, name);
  }
}

/**
 * Marks a folder as ours, if it is new or holds only what the product writes. Other folders are refused: they would be
 * cleared with `npm run reset`.
 */
function claim(path: string): void {
  const marker = join(path, 'zhengzhi-data');
  if (readIfThere(marker) !== undefined) return;
  const foreign = readdirSync(path).filter((entry) => !entry.startsWith('lock') && !ourEntries.includes(entry));
  if (foreign.length > 0) {
    throw new UserError(
      `The folder ${path} holds other things (${foreign.slice(0, 3).join(', ')}); set DATA_DIR to a new or empty folder.`,
    );
  }
  writeFileSync(marker, 'Everything in this folder belongs to Zhengzhi; npm run reset deletes it.\n');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

function replace(file: string, text: string): void {
  writeFileSync(`${file}.new`, text);
  renameSync(`${file}.new`, file);
}
