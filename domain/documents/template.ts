import { z } from 'zod';
import { textSchema } from '../text.ts';

/** What kind of document it is, and so what stands above it. */
export const documentKinds = ['notice', 'result', 'decision', 'report'] as const;
export const documentKindSchema = z.enum(documentKinds).meta({ id: 'DocumentKind' });
export type DocumentKind = z.infer<typeof documentKindSchema>;

/**
 * The template of a document: data, changed without a change of the code. `body` is a page's markup in Liquid, one for each language;
 * whatever is put into it is escaped. See docs/documents.md for what it is given.
 */
export const documentTemplateSchema = z.strictObject({
  id: z.string().regex(/^[a-zA-Z]{1,60}$/),
  /** Raised with every change, for people; a document keeps the template it was first made with by its hash. */
  version: z.int().min(1),
  kind: documentKindSchema,
  /** The sign of the kind within a document number, such as 验 in 兰山验〔2026〕3号. */
  code: z.string().regex(/^\p{Script=Han}{1,4}$/u),
  title: textSchema,
  /** Article or document the wording stands on; `A` marks an assumption. */
  source: z.string().min(1).max(300),
  /** Words for codes that forms hold, for the filter `term`. */
  terms: z.record(z.string(), textSchema).optional(),
  body: z.strictObject({ zh: z.string().min(1), en: z.string().min(1) }),
});
export type DocumentTemplate = z.infer<typeof documentTemplateSchema>;
