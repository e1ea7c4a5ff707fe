import { dayOf } from '../calendar/calendar.ts';
import type { Procedure } from '../procedures/declaration.ts';
import type { Json, Language } from '../text.ts';
import { stageTitle } from '../timeline/summary.ts';
import type { NoticeKind } from './notice.ts';

/** What a notice is worded from. */
export interface Worded {
  what: NoticeKind;
  task?: string | undefined;
  data: Record<string, Json>;
}

type Sentence = (stage: string, due: string, outcome: string) => string;

const zh: Record<NoticeKind, Sentence> = {
  taskOpened: (stage, due) => `新任务：${stage}${due && `，截止${due}`}`,
  yellow: (stage, due) => `提醒：“${stage}”将于${due}到期`,
  red: (stage, due) => `逾期通报：“${stage}”应于${due}完成`,
  supervise: (stage, due) => `督办：“${stage}”应于${due}完成`,
  interview: (stage, due) => `约谈：“${stage}”应于${due}完成`,
  delegated: (stage, due) => `委托您代办：${stage}${due && `，截止${due}`}`,
  reassigned: (stage, due) => `改派给您单位：${stage}${due && `，截止${due}`}`,
  commented: (stage) => `“${stage}”有新留言`,
  corrected: (stage) => `“${stage}”的决定已被更正`,
  caseEnded: (_stage, _due, outcome) => `案件结束：${outcome}`,
};

const en: Record<NoticeKind, Sentence> = {
  taskOpened: (stage, due) => `New task: ${stage}${due && `, due ${due}`}`,
  yellow: (stage, due) => `Reminder: “${stage}” is due on ${due}`,
  red: (stage, due) => `Overdue: “${stage}” was due on ${due}`,
  supervise: (stage, due) => `Supervision: “${stage}” was due on ${due}`,
  interview: (stage, due) => `Interview: “${stage}” was due on ${due}`,
  delegated: (stage, due) => `Delegated to you: ${stage}${due && `, due ${due}`}`,
  reassigned: (stage, due) => `Reassigned to your office: ${stage}${due && `, due ${due}`}`,
  commented: (stage) => `New comment on “${stage}”`,
  corrected: (stage) => `A decision in “${stage}” was corrected`,
  caseEnded: (_stage, _due, outcome) => `Case ended: ${outcome}`,
};

const sentences: Record<Language, Record<NoticeKind, Sentence>> = { zh, en };

/** What a notice says, in one sentence. Names of people and free text are never part of it. */
export function noticeSentence(
  { what, task, data }: Worded,
  procedure: Pick<Procedure, 'stages' | 'outcomes'>,
  language: Language,
): string {
  const { dueAt, outcome } = data;
  const due = typeof dueAt === 'string' ? lastDay(dueAt) : '';
  const ended = typeof outcome === 'string' ? (procedure.outcomes[outcome]?.[language] ?? outcome) : '';
  return sentences[language][what](task === undefined ? '' : stageTitle(procedure, task, language), due, ended);
}

/** The last day of a term that ends at an instant: midnight ends the day before. */
export function lastDay(dueAt: string): string {
  return dayOf(new Date(Date.parse(dueAt) - 1).toISOString());
}
