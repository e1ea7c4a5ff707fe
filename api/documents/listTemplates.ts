import { z } from 'zod';
import { documentKindSchema } from '../../domain/documents/template.ts';
import type { Procedure } from '../../domain/procedures/declaration.ts';
import type { Language } from '../../domain/text.ts';
import { resultTitle } from '../../domain/timeline/summary.ts';
import { endpoint, everyone } from '../endpoint.ts';
import type { Services } from '../services.ts';
import type { TemplateShelf } from './templates.ts';

const useSchema = z
  .strictObject({
    procedure: z.string(),
    procedureTitle: z.string(),
    stage: z.string(),
    stageTitle: z.string(),
    by: z.string().describe('The decision, or the results of the stage, that produce it'),
  })
  .meta({ id: 'TemplateUse' });

/** What lists show of a template. */
export const templateSummarySchema = z
  .strictObject({
    id: z.string(),
    version: z.int(),
    kind: documentKindSchema,
    code: z.string().describe('The sign of the kind within a document number'),
    title: z.string(),
    source: z.string(),
    uses: z.array(useSchema),
  })
  .meta({ id: 'DocumentTemplateSummary' });

export const listTemplates = endpoint({
  method: 'get',
  path: '/api/v1/document-templates',
  operationId: 'listDocumentTemplates',
  tag: 'documents',
  summary: 'The templates of documents, and what produces each',
  access: { roles: everyone },
  responses: {
    200: z.strictObject({ items: z.array(templateSummarySchema) }).meta({ id: 'DocumentTemplates' }),
  },
  handler: async ({ services, language }) => ({
    status: 200,
    body: {
      items: services.templates
        .list()
        .map((template) => templateSummary(template, services, language))
        .toSorted((a, b) => a.id.localeCompare(b.id)),
    },
  }),
});

/** A template with the decisions and results that produce it. */
export function templateSummary(
  { id, version, kind, code, title, source }: ReturnType<TemplateShelf['list']>[number],
  { procedures }: Pick<Services, 'procedures'>,
  language: Language,
): z.infer<typeof templateSummarySchema> {
  const uses = procedures.list().flatMap((procedure) => usesOf(procedure, id, language));
  return { id, version, kind, code, title: title[language], source, uses };
}

function usesOf(procedure: Procedure, template: string, language: Language): z.infer<typeof useSchema>[] {
  return Object.entries(procedure.stages).flatMap(([stage, declared]) => {
    const decisions = Object.values(declared.faces)
      .flatMap((face) => Object.values(face.decisions))
      .filter(({ documents }) => documents?.includes(template))
      .map(({ title }) => title[language]);
    const results = (declared.documents ?? [])
      .filter((document) => document.template === template)
      .flatMap((document) => document.results)
      .map((result) => resultTitle(procedure, stage, result, language));
    return [...decisions, ...results].map((by) => ({
      procedure: procedure.kind,
      procedureTitle: procedure.title[language],
      stage,
      stageTitle: declared.title[language],
      by,
    }));
  });
}
