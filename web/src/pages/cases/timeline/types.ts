import { words } from '../../../words/words.ts';
import type { TimelineEvent } from './useTimeline.ts';

type EventType = TimelineEvent['type'];

const zh: Record<EventType, string> = {
  caseOpened: '立案',
  teamNominated: '提名',
  stageOpened: '进入环节',
  stageClosed: '环节结束',
  timeReached: '时间到',
  decided: '决定',
  problemChanged: '问题变动',
  escalated: '提醒督办',
  expired: '到期未答复',
  commented: '留言',
  evidenceAttached: '材料',
  delegated: '委托',
  reassigned: '改派',
  extended: '延期',
  suspended: '中止',
  resumed: '恢复',
  corrected: '更正',
  superseded: '作废',
  linked: '关联',
  calendarChanged: '日历更新',
  policyChanged: '政策变更',
  monthRecorded: '月度数据',
  childStarted: '启动关联案件',
  linkedEnded: '关联案件结束',
  appealed: '被申诉',
  appealEnded: '申诉结束',
  caseCancelled: '撤销',
  caseClosed: '办结',
};

const en: Record<EventType, string> = {
  caseOpened: 'Opened',
  teamNominated: 'Nominated',
  stageOpened: 'Stage began',
  stageClosed: 'Stage ended',
  timeReached: 'Time reached',
  decided: 'Decision',
  problemChanged: 'Problem',
  escalated: 'Escalated',
  expired: 'Not answered',
  commented: 'Comment',
  evidenceAttached: 'Evidence',
  delegated: 'Delegated',
  reassigned: 'Reassigned',
  extended: 'Extended',
  suspended: 'Suspended',
  resumed: 'Resumed',
  corrected: 'Corrected',
  superseded: 'Superseded',
  linked: 'Linked',
  calendarChanged: 'Calendar',
  policyChanged: 'Policy',
  monthRecorded: 'Month',
  childStarted: 'Linked case started',
  linkedEnded: 'Linked case ended',
  appealed: 'Appealed',
  appealEnded: 'Appeal ended',
  caseCancelled: 'Cancelled',
  caseClosed: 'Closed',
};

const useWords = words('eventTypes', zh, en);

/** What each type of event is called. */
export function useEventTypes(): Record<EventType, string> {
  const say = useWords();
  return Object.fromEntries(Object.keys(zh).map((type) => [type, say(type as EventType)])) as Record<EventType, string>;
}
