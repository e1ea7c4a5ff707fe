import { join } from 'node:path';
import { type DocumentTemplate, documentTemplateSchema } from '../../domain/documents/template.ts';
import { languages } from '../../domain/text.ts';
import { hashOf } from '../../domain/timeline/hashChain.ts';
import { DataFileError, readYamlFiles } from '../policies/loadPolicies.ts';
import { policyFolder } from '../policies/policyShelf.ts';
import { templateEngine } from './templateEngine.ts';

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
    problems.push(...markupProblems(parsed.data).map((problem) => ({ file, ...problem })));
    return [parsed.data];
  });
  if (problems.length > 0) throw new DataFileError(folder, problems);
  const byId = new Map(templates.map((template) => [template.id, { template, hash: hashOf(template) }]));
  return { find: (id) => byId.get(id), list: () => templates };
}

/** What the template language does not know, or a template must not use. */
function markupProblems({ body, terms = {} }: DocumentTemplate): { path: string; reason: string }[] {
  return languages.flatMap((language) => {
    try {
      templateEngine(terms, language).parse(body[language]);
      return [];
    } catch (error) {
      return [{ path: `body.${language}`, reason: error instanceof Error ? error.message : String(error) }];
    }
  });
}
