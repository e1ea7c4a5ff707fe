import type { Language } from '../../domain/text.ts';
import type { IssuedDocument } from '../../models/documents.ts';
import type { SpaceServices } from '../services.ts';
import { erasableContent, type Grounds } from './contentOf.ts';
import { documentPage } from './documentPage.ts';
import { renderTemplate, stagesShown } from './renderTemplate.ts';

/** An issued document as a page, by its own template and with the words that are still there. */
export async function issuedPage(
  space: SpaceServices,
  issued: IssuedDocument,
  grounds: Grounds,
  language: Language,
): Promise<string> {
  const kept = await space.documents.templates.findById(issued.template).lean();
  if (!kept) throw new Error(`the template of ${issued.content.number} is gone`);
  const { erased, ...words } = erasableContent(grounds, stagesShown(kept.template));
  return documentPage(
    {
      template: kept.template,
      templateHash: issued.template,
      content: issued.content,
      body: renderTemplate(kept.template, issued.content, words, language),
      superseded: grounds.event.superseded,
      erased,
      rehearsal: space.space === 'rehearsal',
    },
    language,
  );
}
