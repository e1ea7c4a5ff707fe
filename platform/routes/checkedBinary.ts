import type { ServerBinary } from '../firstMatch.ts';
import type { Machine } from '../machine.ts';
import { atLeast, oldest, versionIn } from '../versions.ts';

/**
 * Asks a program for its version: what cannot run here, or is too old, is no server.
 *
 * @throws Error saying what is wrong with it.
 */
export async function checkedBinary(machine: Machine, kind: ServerBinary['kind'], path: string): Promise<ServerBinary> {
  const { code, stdout, stderr } = await machine.run(path, ['--version']);
  if (code !== 0) throw new Error(`${path} does not run here (${lastLine(stderr) || `exit code ${code}`})`);
  // The CLI has a version of its own and names the server's behind it: "temporal version 1.7.0 (Server 1.32.1, UI …)".
  const version = versionIn(kind === 'cli' ? (/Server (\S+)/.exec(stdout)?.[1] ?? '') : stdout);
  const minimum = kind === 'mongod' ? oldest.mongod : oldest.temporalServer;
  if (version === undefined) throw new Error(`${path} does not tell its version`);
  if (!atLeast(version, minimum)) throw new Error(`${path} is version ${version}, ${minimum} or newer is needed`);
  return { path, kind, version };
}

/** The last line of a command's output that says anything. */
export function lastLine(output: string): string {
  return output.trim().split('\n').at(-1)?.trim() ?? '';
}
