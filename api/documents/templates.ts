import { join } from 'node:path';
import { type DocumentTemplate, documentTemplateSchema } from '../../domain/documents/template.ts';
import { hashOf } from '../../domain/timeline/hashChain.ts';
import { DataFileError, readYamlFiles } from '../policies/loadPolicies.ts';
import { policyFolder } from '../policies/policyShelf.ts';

/** The templates that new documents are made with. */
export interface TemplateShelf {
  find(id: string): { template: DocumentTemplate; hash: string } | undefined;
  list(): DocumentTemplate[];
}

/**
 * Reads `policies/documents/` of the project.
 *
 * @throws DataFileError naming every problem of every file
 */
export async function loadTemplates(folder = join(policyFolder(), 'documents')): Promise<TemplateShelf> {
  const files = await readYamlFiles(folder);
  const problems = files.flatMap(({ problems: found }) => found);
  const templates = files.flatMap(({ file, content, readable }) => {
    if (!readable) return [];
    const parsed = documentTemplateSchema.safeParse(content);
    if (!parsed.success) {
      problems.push(
        ...parsed.error.issues.map(({ path, message }) => ({ file, path: path.join('.'), reason: message })),
      );
      return [];
    }
    if (`${parsed.data.id}.yaml` !== file) {
      problems.push({ file, path: 'id', reason: `a file is named after its template, ${parsed.data.id}.yaml` });
    }
    return [parsed.data];
  });
  if (problems.length > 0) throw new DataFileError(folder, problems);
  const byId = new Map(templates.map((template) => [template.id, { template, hash: hashOf(template) }]));
  return { find: (id) => byId.get(id), list: () => templates };
}
