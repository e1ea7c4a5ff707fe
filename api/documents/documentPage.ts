import type { FixedContent } from '../../domain/documents/content.ts';
import type { DocumentKind, DocumentTemplate } from '../../domain/documents/template.ts';
import { type Language, type Text, text } from '../../domain/text.ts';
import { type Html, html } from '../reports/html.ts';
import { documentStyle } from './documentStyle.ts';
import { dayInWords } from './templateEngine.ts';

/** What stands on the page besides the body. */
export interface PageParts {
  template: DocumentTemplate;
  templateHash: string;
  content: FixedContent;
  body: Html;
  /** What it rests on was corrected later. */
  superseded: boolean;
  /** Words it needs were erased. */
  erased: boolean;
  rehearsal: boolean;
}

export const kindTitles: Record<DocumentKind, Text> = {
  notice: text('公告', 'Notice'),
  result: text('结果', 'Result'),
  decision: text('决定', 'Decision'),
  report: text('报告', 'Report'),
};

/** The document as one page that needs nothing else: no script, no request, for screen and paper. */
export function documentPage(parts: PageParts, language: Language): string {
  const { template, templateHash, content, body, superseded, erased, rehearsal } = parts;
  const say = (zh: string, en: string): string => (language === 'zh' ? zh : en);
  const title = template.title[language];
  const warn = (shown: boolean, zh: string, en: string): Html | null =>
    shown ? html`<p class="warning">${say(zh, en)}</p>` : null;
  return html`<!doctype html>
<html lang="${language === 'zh' ? 'zh-CN' : 'en'}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${title} ${content.number}</title><style>${documentStyle}</style></head>
<body>
${warn(rehearsal, '演练，没有效力', 'Rehearsal: of no effect')}
${warn(superseded, '本文书依据的决定后来已被更正', 'The decision this document rests on was corrected later')}
<header><p class="kind">${content.place} · ${kindTitles[template.kind][language]}</p><h1>${title}</h1><p class="number">${content.number}</p></header>
<main>
${body}
</main>
${warn(erased, '部分文字已依照个人信息保护的要求删除', 'Some of its words were erased to protect personal data')}
<p class="signed">${content.office?.[language] ?? content.place}<br>${dayInWords(content.on, language)}</p>
<footer>
<p>${say('依据', 'Rests on')}: ${content.caseTitle[language]} · ${content.stage[language]} · ${content.decision[language]} · #${content.seq}<br>SHA-256 <code>${content.hash}</code></p>
<p>${say('模板', 'Template')} ${template.id} v${template.version} <code>${templateHash.slice(0, 16)}</code> · ${template.source}</p>
</footer>
</body>
</html>
`.text;
}
