import { words } from '../../words/words.ts';

export const useInboxWords = words(
  'inbox',
  {
    title: '待办',
    mine: '我的待办',
    office: '本单位未认领',
    overdue: '已逾期',
    dueThisWeek: '本周到期',
    done: '已办',
    nothing: '没有待办事项',
    task: '事项',
    subject: '对象',
    asked: '办理单位',
    due: '期限',
  },
  {
    title: 'Inbox',
    mine: 'Mine',
    office: 'Unclaimed of my office',
    overdue: 'Overdue',
    dueThisWeek: 'Due this week',
    done: 'Done',
    nothing: 'Nothing is waiting for you',
    task: 'Task',
    subject: 'About',
    asked: 'Asked',
    due: 'Due',
  },
);
