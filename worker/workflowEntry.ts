import { existsSync } from 'node:fs';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const suffix = import.meta.url.endsWith('.ts') ? '.ts' : '.js';

/** Where declarations and workflow files are looked for; tests add folders of their own. */
export interface WorkflowFolders {
  procedures: string;
  workflows: string;
}

const ours: WorkflowFolders = {
  procedures: join(here, '../domain/procedures'),
  workflows: join(here, '../workflows'),
};

/** Workflows that are no cases; each is exported by the workflow file of its name. */
const besideCases = [
  'calendarProjection',
  'campaign',
  'campaignRehearsal',
  'housekeeping',
  'policyApplication',
  'rankingPublication',
];

/**
 * Modules that all workflows of a worker share instead of loading them anew for each (a prototype: worker memory 1,009 → 585
 * MB). Shared modules are frozen, so modules that export zod schemas cannot be among them: zod completes a schema when
 * it is first used.
 */
export const sharedModules = ['zod', '@noble/hashes/sha2.js', '@noble/hashes/utils.js', 'canonicalize'];

/**
 * Writes the module that exports every workflow: for each declared procedure the function of its kind from the
 * workflow file of that name, so that adding a procedure touches no list.
 *
 * Each file is loaded when a workflow of its kind begins, not before: an execution has a module world of its own, and would
 * build the schemas of all procedures for the one that it runs.
 *
 * @param target a CommonJS file (`.cjs`), since only those may load a module late and at once
 * @returns the path of the module
 * @throws Error when a declared procedure has no workflow file of its kind
 */
export async function writeWorkflowEntry(target: string, more: readonly WorkflowFolders[] = []): Promise<string> {
  const lines: string[] = [];
  for (const { procedures, workflows } of [ours, ...more]) {
    for (const kind of await declaredKinds(procedures)) {
      const file = join(workflows, `${kind}${suffix}`);
      if (!existsSync(file))
        throw new Error(`procedure ${kind} is declared, but ${relative(process.cwd(), file)} is missing`);
      lines.push(loadedLate(kind, relativeImport(target, file)));
    }
  }
  for (const name of besideCases) {
    const file = join(ours.workflows, `${name}${suffix}`);
    lines.push(loadedLate(name, relativeImport(target, file)));
  }
  await mkdir(dirname(target), { recursive: true });
  await writeFile(target, `${lines.join('\n')}\n`);
  return target;
}

function loadedLate(name: string, file: string): string {
  return `exports.${name} = (...input) => require(${JSON.stringify(file)}).${name}(...input);`;
}

async function declaredKinds(folder: string): Promise<string[]> {
  const kinds: string[] = [];
  // One after the other: Jest cannot load one package for several dynamic imports at once.
  for (const file of await codeFiles(folder)) {
    const { procedure } = (await import(pathToFileURL(join(folder, file)).href)) as { procedure?: { kind: string } };
    if (procedure) kinds.push(procedure.kind);
  }
  return kinds.sort();
}

async function codeFiles(folder: string): Promise<string[]> {
  return (await readdir(folder)).filter((file) => file.endsWith(suffix) && !file.endsWith('.d.ts')).sort();
}

function relativeImport(from: string, to: string): string {
  const path = relative(dirname(from), to).replaceAll('\\', '/');
  return path.startsWith('.') ? path : `./${path}`;
}
