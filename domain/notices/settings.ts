import { z } from 'zod';
import { languages } from '../text.ts';
import { isUrgent, type NoticeKind, noticeKinds } from './notice.ts';

const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time of day is HH:MM');

export const quietSchema = z
  .strictObject({
    from: timeOfDay.describe('Beginning of the night, Shanghai time'),
    to: timeOfDay.describe('Its end'),
    restDays: z.boolean().describe('Also on days that are not worked, by the calendar'),
  })
  .refine(({ from, to }) => from !== to, { path: ['to'], message: 'differs from the beginning' })
  .meta({ id: 'QuietHours' });
export type Quiet = z.infer<typeof quietSchema>;

export const digestSchema = z
  .discriminatedUnion('every', [
    z.strictObject({ every: z.literal('minute').describe('At once: what comes within a minute is one message') }),
    z.strictObject({ every: z.literal('day'), at: timeOfDay }),
    z.strictObject({
      every: z.literal('week'),
      weekday: z.int().min(1).max(7).describe('1 is Monday'),
      at: timeOfDay,
    }),
  ])
  .meta({ id: 'Digest' });
export type Digest = z.infer<typeof digestSchema>;

const channelsSchema = z.strictObject({ inApp: z.boolean(), mail: z.boolean() });
const kindsShape = Object.fromEntries(noticeKinds.map((kind) => [kind, channelsSchema])) as Record<
  NoticeKind,
  typeof channelsSchema
>;

/** What a user wants to be told of, how and when. */
export const notificationSettingsSchema = z
  .strictObject({
    language: z.enum(languages).describe('Of e-mail'),
    email: z.email().max(200).nullable().describe('Without an address there is no e-mail'),
    kinds: z.strictObject(kindsShape),
    digest: digestSchema.describe('When e-mail is sent; what is urgent (red and above) is never held back'),
    quiet: quietSchema.nullable().describe('When no e-mail is sent, unless it is urgent'),
    rehearsal: z.boolean().describe('E-mail from the rehearsal space too'),
  })
  .meta({ id: 'NotificationSettings' });
export type NotificationSettings = z.infer<typeof notificationSettingsSchema>;

/** Told of little that is not work by e-mail: comments, corrections and ends are in the app. */
const inAppAlone: ReadonlySet<NoticeKind> = new Set(['commented', 'corrected', 'caseEnded']);

/** What holds for a user who has not chosen. */
export const standardSettings: NotificationSettings = {
  language: 'zh',
  email: null,
  kinds: Object.fromEntries(
    noticeKinds.map((kind) => [kind, { inApp: true, mail: isUrgent(kind) || !inAppAlone.has(kind) }]),
  ) as NotificationSettings['kinds'],
  digest: { every: 'minute' },
  quiet: { from: '20:00', to: '08:00', restDays: true },
  rehearsal: false,
};
