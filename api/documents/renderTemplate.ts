import type { ErasableContent, FixedContent } from '../../domain/documents/content.ts';
import type { DocumentTemplate } from '../../domain/documents/template.ts';
import type { Language, Text } from '../../domain/text.ts';
import { Html } from '../reports/html.ts';
import { templateEngine } from './templateEngine.ts';

/** A document's body as markup. */
export function renderTemplate(
  { body, terms = {} }: Pick<DocumentTemplate, 'body' | 'terms'>,
  fixed: FixedContent,
  words: ErasableContent,
  language: Language,
): Html {
  const text = (value: Text | null): string | null => value?.[language] ?? null;
  const scope = {
    ...fixed,
    caseTitle: text(fixed.caseTitle),
    stage: text(fixed.stage),
    decision: text(fixed.decision),
    office: text(fixed.office),
    steps: fixed.steps.map(({ on, stage, result }) => ({ on, stage: text(stage), result: text(result) })),
    ...words,
  };
  return new Html(String(templateEngine(terms, language).parseAndRenderSync(body[language], scope)));
}

/** The stages whose forms a template shows. */
export function stagesShown({ body, terms = {} }: Pick<DocumentTemplate, 'body' | 'terms'>): Set<string> {
  const segments = Object.values(body).flatMap((each) =>
    templateEngine(terms, 'zh').globalVariableSegmentsSync(each, { partials: false }),
  );
  return new Set(segments.flatMap(([name, stage]) => (name === 'forms' && typeof stage === 'string' ? [stage] : [])));
}
