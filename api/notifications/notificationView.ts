import { z } from 'zod';
import { noticeKindSchema } from '../../domain/notices/notice.ts';
import { noticeSentence } from '../../domain/notices/wording.ts';
import type { Language } from '../../domain/text.ts';
import type { NotificationDocument } from '../../models/notices.ts';
import { procedureOf } from '../cases/wholeCase.ts';
import type { Services } from '../services.ts';

export const notificationSchema = z
  .strictObject({
    id: z.string(),
    what: noticeKindSchema,
    text: z.string(),
    case: z.string(),
    kind: z.string(),
    kindTitle: z.string(),
    subject: z.strictObject({ id: z.string(), name: z.string() }),
    campaign: z.string().nullable(),
    task: z.string().nullable(),
    at: z.iso.datetime().describe('By the case’s own clock'),
    createdAt: z.iso.datetime(),
    read: z.boolean(),
  })
  .meta({ id: 'Notification' });

/** A notification in words. */
export function notificationView(
  services: Pick<Services, 'procedures'>,
  document: NotificationDocument,
  language: Language,
): z.input<typeof notificationSchema> {
  const { _id, what, case: id, kind, subject, campaign, task, at, createdAt, read } = document;
  const procedure = procedureOf(services, kind);
  return {
    id: _id,
    what,
    text: noticeSentence(document, procedure, language),
    case: id,
    kind,
    kindTitle: procedure.title[language],
    subject,
    campaign,
    task: task ?? null,
    at: at.toISOString(),
    createdAt: createdAt.toISOString(),
    read,
  };
}
