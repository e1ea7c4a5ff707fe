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
  'cycle',
  'housekeeping',
  'policyApplication',
  'rankingPublication',
  'reconciliation',
];

/**
 * Writes the module that exports every workflow: for each declared procedure the function of its kind from the
 * workflow file of that name, so that adding a procedure touches no list.
 *
 * @param target a CommonJS file (`.cjs`)
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
      lines.push(exported(kind, relativeImport(target, file)));
    }
  }
  for (const name of besideCases) {
    const file = join(ours.workflows, `${name}${suffix}`);
    lines.push(exported(name, relativeImport(target, file)));
  }
  await mkdir(dirname(target), { recursive: true });
  await writeFile(target, `${lines.join('\n')}\n`);
  return target;
}

function exported(name: string, file: string): string {
  return `exports.${name} = require(${JSON.stringify(file)}).${name};`;
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
