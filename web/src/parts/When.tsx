import { ClockCircleOutlined, ExclamationCircleFilled } from '@ant-design/icons';
import { Tooltip } from 'antd';
import { dayOf, daysBetween, lastDayOf, minuteOf, useToday } from './days.ts';
import { usePartWords } from './words.ts';

/** An instant as day, or day and minute; the exact one on hovering. */
export function When({ at, time = false }: { at: string; time?: boolean }) {
  return (
    <Tooltip title={minuteOf(at)}>
      <time dateTime={at}>{time ? minuteOf(at) : dayOf(at)}</time>
    </Tooltip>
  );
}

interface DueProps {
  dueAt: string | null;
  overdue: boolean;
  /** The case's own present; differs from the clock on the wall in the rehearsal space. */
  now?: string;
}

/** When something is due, and how far away that is; late is said by word, sign and colour. */
export function Due({ dueAt, overdue, now }: DueProps) {
  const say = usePartWords();
  const today = useToday();
  if (dueAt === null) return <span className="faint">{say('noDue')}</span>;
  const day = lastDayOf(dueAt);
  const distance = daysBetween(now === undefined ? today : dayOf(now), day);
  return (
    <span className={overdue ? 'late' : undefined}>
      {overdue ? <ExclamationCircleFilled aria-hidden /> : <ClockCircleOutlined aria-hidden className="faint" />}{' '}
      <Tooltip title={minuteOf(dueAt)}>
        <time dateTime={dueAt}>{day}</time>
      </Tooltip>{' '}
      <span className={overdue ? undefined : 'faint'}>{distanceWords(distance, overdue, say)}</span>
    </span>
  );
}

function distanceWords(distance: number, overdue: boolean, say: ReturnType<typeof usePartWords>): string {
  if (overdue) return distance >= 0 ? say('overdueToday') : say('overdueDays', { count: -distance });
  if (distance === 0) return say('today');
  if (distance === 1) return say('tomorrow');
  return distance > 0 ? say('inDays', { count: distance }) : say('daysAgo', { count: -distance });
}
