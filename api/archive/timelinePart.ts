import { writeMoment } from '../../domain/deadline/phrases.ts';
import type { TimelineDocument } from '../../models/caseModels.ts';
import type { TimelineItem } from '../present/timelineItem.ts';
import { type Html, html } from '../reports/html.ts';
import type { ArchiveContents, Told } from './archiveContents.ts';
import { FilledForms } from './filledForm.ts';
import { linkTo, type Say } from './indexParts.ts';

/** Every event with what was written, in order; branches that were replaced come last. */
export function timelinePart(contents: ArchiveContents, { items, language }: Told, say: Say): Html {
  const forms = new FilledForms(contents.procedure, language);
  const rows = items.map((item, index) => eventRow(contents, contents.timeline[index], item, forms, say));
  return html`<ol class="events">${rows}</ol>`;
}

function eventRow(
  { files, erased }: ArchiveContents,
  stored: TimelineDocument | undefined,
  item: TimelineItem,
  forms: FilledForms,
  say: Say,
): Html {
  const { seq, epoch, type, at, effectiveOn, imported, summary, comment, form, superseded, evidence, hash } = item;
  const gone = stored !== undefined && erased(stored.event);
  const replaced = stored?.supersededBy !== undefined;
  const marks = [
    effectiveOn === undefined ? null : say(`发生于${effectiveOn}`, `happened on ${effectiveOn}`),
    imported ? say('纸质补录', 'from paper') : null,
    replaced ? say(`分支${epoch}，已被替换`, `branch ${epoch}, replaced`) : null,
    superseded && !replaced ? say('已更正或作废', 'corrected or void') : null,
    gone ? say('姓名和文字已依法删除', 'names and words erased by law') : null,
  ].filter((each) => each !== null);
  const attached = evidence.map(({ id }) => {
    const file = files.find((each) => each.id === id);
    return html`<li>${file ? linkTo(file, say) : id}</li>`;
  });
  return html`<li${superseded ? SUPERSEDED : null}>
<p><b>#${seq}</b> <time datetime="${at}">${writeMoment(at)}</time> ${marks.map((each) => html`<span class="mark">${each}</span> `)}</p>
<p>${summary}</p>
${comment === null ? null : html`<blockquote>${comment}</blockquote>`}
${form === null || type === 'evidenceAttached' ? null : forms.show(item, form)}
${attached.length === 0 ? null : html`<ul>${attached}</ul>`}
<p><code>${hash}</code></p>
</li>
`;
}

const SUPERSEDED = html` class="superseded"`;
