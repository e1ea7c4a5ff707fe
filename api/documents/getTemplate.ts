import { z } from 'zod';
import { Refusal } from '../../domain/errors.ts';
import { textSchema } from '../../domain/text.ts';
import { endpoint, everyone } from '../endpoint.ts';
import { templateSummary, templateSummarySchema } from './listTemplates.ts';

const versionSchema = z
  .strictObject({
    hash: z.string(),
    version: z.int(),
    documents: z.int().describe('How many documents of this space were issued with it'),
    current: z.boolean().describe('Whether new documents are made with it'),
  })
  .meta({ id: 'TemplateVersion' });

export const getTemplate = endpoint({
  method: 'get',
  path: '/api/v1/document-templates/{id}',
  operationId: 'getDocumentTemplate',
  tag: 'documents',
  summary: 'A template of documents: its markup, its words, and the versions documents were issued with',
  access: { roles: everyone },
  params: z.strictObject({ id: z.string().max(60) }),
  responses: {
    200: templateSummarySchema
      .extend({
        body: z.strictObject({ zh: z.string(), en: z.string() }).describe('Markup of the page, in Liquid'),
        terms: z.record(z.string(), textSchema).describe('Words for codes that forms hold'),
        versions: z.array(versionSchema).describe('The present one first'),
      })
      .meta({ id: 'DocumentTemplate' }),
  },
  errors: ['not-found'],
  handler: async ({ params: { id }, services, space, language }) => {
    const found = services.templates.find(id);
    if (found === undefined) throw new Refusal('not-found', { zh: `没有模板 ${id}`, en: `There is no template ${id}` });
    const { template, hash } = found;
    const kept = await space.documents.templates.find({ 'template.id': id }).lean();
    const earlier = kept
      .filter(({ _id }) => _id !== hash)
      .map(({ _id, template: { version } }) => ({ hash: _id, version, current: false }))
      .toSorted((a, b) => b.version - a.version);
    const versions = await Promise.all(
      [{ hash, version: template.version, current: true }, ...earlier].map(async (version) => ({
        ...version,
        documents: await space.documents.issued.countDocuments({ template: version.hash }),
      })),
    );
    const { body, terms = {} } = template;
    return { status: 200, body: { ...templateSummary(template, services, language), body, terms, versions } };
  },
});
