import { z } from 'zod';
import type { OfficeCode } from '../organisation/offices.ts';
import type { Json } from '../text.ts';

/** What people are told of. The four rungs are those of the ladder of reminders. */
export const noticeKinds = [
  'taskOpened',
  'yellow',
  'red',
  'supervise',
  'interview',
  'delegated',
  'reassigned',
  'commented',
  'corrected',
  'caseEnded',
] as const;
export const noticeKindSchema = z.enum(noticeKinds).meta({ id: 'NoticeKind' });
export type NoticeKind = z.infer<typeof noticeKindSchema>;

const urgentKinds: ReadonlySet<NoticeKind> = new Set(['red', 'supervise', 'interview']);

/** Red and above: told at once, also at night and on rest days. */
export function isUrgent(kind: NoticeKind): boolean {
  return urgentKinds.has(kind);
}

/** Who is told, not yet by name: people and posts change between the event and its delivery. */
export type Addressee =
  /** An office at the place of the case, or at another that is named. */
  | { office: OfficeCode; unit?: string; scope?: string }
  | { person: string }
  /** Whoever is asked that task, or was. */
  | { task: string }
  /** The coordinators of the place. */
  | { coordinators: true };

/** Something that happened to a case, for one addressee. */
export interface Notice {
  /** What happened, the same for every addressee and every repeat of the flush that brought it. */
  event: string;
  what: NoticeKind;
  /** By the case's clock, ISO. */
  at: string;
  /** The task it concerns. */
  task?: string;
  to: Addressee;
  /** What its wording needs: `dueAt`, `outcome`. */
  data: Record<string, Json>;
  /** People who are not told: they did it, or may not decide it. */
  except: string[];
  /** The case was entered from paper: nothing new has happened that mail or webhooks should carry. */
  inAppOnly: boolean;
}

/** The addressee as part of a key. */
export function addresseeKey(to: Addressee): string {
  if ('office' in to) return `office:${to.office}${to.unit === undefined ? '' : `:${to.unit}`}`;
  if ('person' in to) return `person:${to.person}`;
  return 'task' in to ? `task:${to.task}` : 'coordinators';
}
