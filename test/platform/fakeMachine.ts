import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from '@jest/globals';
import type { CommandResult, Machine } from '../../platform/machine.ts';

type Effect = (args: readonly string[], env: Readonly<Record<string, string>>) => Promise<void>;

export interface FakeMachineOptions {
  /** Commands on PATH: their paths by name. */
  readonly commands?: Readonly<Record<string, string>>;
  /** Executables by their place below the cache folder. */
  readonly cached?: readonly string[];
  /** Executables by their place below the bundle folder. */
  readonly bundled?: readonly string[];
  /** What command lines answer, and do; those that match nothing are not installed. */
  readonly answers?: readonly (readonly [RegExp, Partial<CommandResult>, Effect?])[];
  readonly platform?: string;
}

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** A machine on which only what a test lists is there. */
export function fakeMachine(options: FakeMachineOptions = {}): Machine {
  const { commands = {}, cached = [], bundled = [], answers = [], platform = 'linux' } = options;
  const cacheDir = mkdtempSync(join(tmpdir(), 'zhengzhi-cache-'));
  folders.push(cacheDir);
  const executables = [...cached.map((file) => join(cacheDir, file)), ...bundled.map((file) => join('/bundle', file))];
  return {
    platform,
    arch: 'x64',
    cacheDir,
    bundleDir: '/bundle',
    which: async (command) => commands[command],
    isExecutable: async (file) => executables.includes(file),
    run: async (command, args, env = {}) => {
      const line = [command, ...args].join(' ');
      const [, result, effect] = answers.find(([pattern]) => pattern.test(line)) ?? [];
      if (result === undefined) return { code: 127, stdout: '', stderr: `${command}: not found` };
      await effect?.(args, env);
      return { code: 0, stdout: '', stderr: '', ...result };
    },
  };
}
