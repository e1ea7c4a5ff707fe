import { readdir } from 'node:fs/promises';
import type { Procedure } from '../../domain/procedures/declaration.ts';

/** The declared procedures, by kind. */
export interface ProcedureRegistry {
  get(kind: string): Procedure | undefined;
  list(): readonly Procedure[];
}

/** @throws Error when two declarations name the same kind */
export function procedureRegistry(procedures: readonly Procedure[]): ProcedureRegistry {
  const byKind = new Map<string, Procedure>();
  for (const procedure of procedures) {
    if (byKind.has(procedure.kind)) throw new Error(`the procedure ${procedure.kind} is declared twice`);
    byKind.set(procedure.kind, procedure);
  }
  const sorted = [...byKind.values()].sort((a, b) => (a.kind < b.kind ? -1 : 1));
  return { get: (kind) => byKind.get(kind), list: () => sorted };
}

/**
 * Finds the procedures: every file of `domain/procedures/` that exports `procedure`. A new procedure is one more file.
 *
 * @param more further procedures, for tests
 */
export async function discoverProcedures(more: readonly Procedure[] = []): Promise<ProcedureRegistry> {
  const folder = new URL('../../domain/procedures/', import.meta.url);
  const files = (await readdir(folder)).filter((file) => /(?<!\.d)\.[jt]s$/.test(file));
  const found: Procedure[] = [];
  // One after the other: Jest cannot load one package for several dynamic imports at once.
  for (const file of files.sort()) {
    const { procedure } = (await import(new URL(file, folder).href)) as { procedure?: Procedure };
    if (procedure) found.push(procedure);
  }
  return procedureRegistry([...found, ...more]);
}
