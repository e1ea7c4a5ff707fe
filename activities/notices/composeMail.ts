import { noticeSentence } from '../../domain/notices/wording.ts';
import type { Language } from '../../domain/text.ts';
import { officeTitle } from '../../domain/timeline/summary.ts';
import type { NoticeDocument } from '../../models/notices.ts';
import type { DeliveryParts } from './deliveryParts.ts';
import type { Mail } from './mailer.ts';

/** More in one message nobody reads; the rest is in the app. */
const shownAtMost = 200;

/** The message that tells somebody of one or several notices. Which case, what, by when; nobody's name and nobody's words. */
export function composeMail(
  parts: Pick<DeliveryParts, 'procedures' | 'publicUrl' | 'space'>,
  notices: readonly NoticeDocument[],
  { id, to, language, urgent }: { id: string; to: string; language: Language; urgent: boolean },
): Mail {
  const zh = language === 'zh';
  const lines = notices.slice(0, shownAtMost).map((notice) => noticeLine(parts, notice, language));
  const [first] = lines;
  const one = lines.length === 1 && first !== undefined;
  const about = one
    ? `${first.sentence} · ${first.subject}`
    : zh
      ? `${notices.length}条通知`
      : `${notices.length} notifications`;
  const name = zh ? '整治' : 'Zhengzhi';
  const rehearsal = parts.space === 'rehearsal' ? (zh ? '【演练】' : '[Rehearsal] ') : '';
  const more = notices.length - lines.length;
  const left = zh ? `另有${more}条，请登录查看。` : `${more} more are in the app.`;
  const settings = zh
    ? `在此更改通知方式：${parts.publicUrl}/settings/notifications`
    : `Change what you are told of: ${parts.publicUrl}/settings/notifications`;
  const text = [
    ...lines.map(({ sentence, subject, kind, office, url }) =>
      [sentence, [subject, kind, office].filter(Boolean).join(' · '), url].join('\n'),
    ),
    ...(more > 0 ? [left] : []),
    `-- \n${settings}`,
  ].join('\n\n');
  const html = [
    ...lines.map(
      ({ sentence, subject, kind, office, url }) =>
        `<p><a href="${escaped(url)}">${escaped(sentence)}</a><br>${escaped([subject, kind, office].filter(Boolean).join(' · '))}</p>`,
    ),
    ...(more > 0 ? [`<p>${escaped(left)}</p>`] : []),
    `<p><small>${escaped(settings)}</small></p>`,
  ].join('\n');
  return { id, to, urgent, subject: oneLine(`[${name}] ${rehearsal}${about}`), text, html };
}

/** A notice in words, as every channel tells it. */
export function noticeLine(
  { procedures, publicUrl }: Pick<DeliveryParts, 'procedures' | 'publicUrl'>,
  notice: NoticeDocument,
  language: Language,
): { sentence: string; subject: string; kind: string; office: string; url: string } {
  const procedure = procedures.get(notice.kind);
  const words = procedure ?? { stages: {}, outcomes: {} };
  const { name, id } = notice.subject;
  return {
    sentence: noticeSentence(notice, words, language),
    subject: name === '' || name === id ? id : `${name} (${id})`,
    kind: procedure?.title[language] ?? notice.kind,
    office: 'office' in notice.to ? officeTitle(notice.to.office, language) : '',
    url: caseUrl(publicUrl, notice.case),
  };
}

/** Where a case is in the console. */
function caseUrl(publicUrl: string, id: string): string {
  return `${publicUrl}/cases/${encodeURIComponent(id)}`;
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').slice(0, 200);
}

function escaped(text: string): string {
  const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
  return text.replaceAll(/[&<>"']/g, (character) => entities[character] ?? character);
}
