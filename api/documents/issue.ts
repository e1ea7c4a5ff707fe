import { documentNumber, type FixedContent } from '../../domain/documents/content.ts';
import type { DocumentTemplate } from '../../domain/documents/template.ts';
import type { TimelineEvent } from '../../domain/timeline/event.ts';
import type { IssuedDocument } from '../../models/documents.ts';
import { gramsOf, pathsTo } from '../../models/registers.ts';
import type { SpaceServices } from '../services.ts';

/** The id of the one document that an event produces by a template. */
export function issuedId({ case: id, epoch, seq }: TimelineEvent, template: string): string {
  return [id, epoch, seq, template].join('|');
}

/** What a document is issued from. */
export interface ToIssue {
  id: string;
  case: string;
  /** The place that numbers it, as a path and by name. */
  scope: string;
  /** The place of the case. */
  subjectScope: string;
  template: DocumentTemplate;
  templateHash: string;
  content: Omit<FixedContent, 'number'>;
  at: Date;
  by: string;
}

/** How often another document may take our number before we give up. */
const attempts = 50;

/**
 * Gives a document its number, once: the next of its place, sign and year. Who issues it at the same time gets the same. Numbers
 * follow each other without a gap, since each is taken by the very writing of the document.
 */
export async function issue({ documents }: SpaceServices, parts: ToIssue): Promise<IssuedDocument> {
  const { template, templateHash, content, scope, subjectScope } = parts;
  await documents.templates.updateOne({ _id: templateHash }, { $setOnInsert: { template } }, { upsert: true });
  const year = Number(content.on.slice(0, 4));
  const { code } = template;
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const known = await documents.issued.findById(parts.id).lean<IssuedDocument>();
    if (known) return known;
    const last = await documents.issued.findOne({ place: scope, code, year }, { n: 1 }).sort({ n: -1 }).lean();
    const n = (last?.n ?? 0) + 1;
    const number = documentNumber(content.place, code, year, n);
    const issued: IssuedDocument = {
      _id: parts.id,
      case: parts.case,
      place: scope,
      code,
      year,
      n,
      template: templateHash,
      event: content.hash,
      content: { ...content, number },
      issuedAt: parts.at,
      issuedBy: parts.by,
      scope: subjectScope,
      within: pathsTo(subjectScope),
      grams: gramsOf(number),
    };
    try {
      await documents.issued.collection.insertOne(issued as never);
      return issued;
    } catch (error) {
      if ((error as { code?: unknown }).code !== 11_000) throw error;
    }
  }
  throw new Error(`${parts.id} found no free number`);
}
