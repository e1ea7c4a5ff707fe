import { addDays } from '../calendar/civil.ts';
import type { Term, TermUnit } from '../calendar/term.ts';
import {
  type Phrases,
  type Rests,
  WEEKENDS_LISTED,
  weekdayIndex,
  writeDay,
  writeMoment,
  writeShortDay,
  writeWeekend,
} from './phrases.ts';

const WEEKDAYS = ['周日', '周一', '周二', '周三', '周四', '周五', '周六'];

const UNITS: Record<TermUnit, string> = {
  workingDays: '个工作日',
  calendarDays: '日',
  clearDays: '个整日',
  months: '个月',
  years: '年',
  hours: '小时',
  workingHours: '个工作小时',
};

export const chinese: Phrases = {
  counted({ term, extendedBy, direction, from, to }, rests) {
    const length = extendedBy > 0 ? `${term.n - extendedBy}+${writeTerm({ ...term, n: extendedBy })}` : writeTerm(term);
    const between = direction === 'before' && term.unit === 'clearDays' && term.n > 0 ? writeClearDays(from, to) : '';
    const reach =
      direction === 'before'
        ? `${writeMoment(from)}之前${length}，至迟${writeMoment(to)}${between}`
        : `从${writeMoment(from)}起${length}，至${writeMoment(to)}届满`;
    return `${reach}${writeRests(rests)}。`;
  },
  extension({ term, at, from, to }, rests) {
    const reach = from && to ? `，从${writeMoment(from)}至${writeMoment(to)}${writeRests(rests)}` : '';
    return `${writeDay(at)}延长${writeTerm(term)}${reach}。`;
  },
  monthEnd({ day }) {
    return `该月没有对应日，以月末${day}为准。`;
  },
  suspension({ from, to, still, left }) {
    if (to === null) {
      const rest = left ? `，尚余${writeTerm(left)}` : '';
      return `自${writeMoment(from)}起中止${rest}；恢复前没有到期日。`;
    }
    if (!still) return `${writeMoment(from)}至${writeMoment(to)}中止，这段时间不计入。`;
    const effect = still.n === 0 ? '不影响天数' : `${writeTerm(still)}不计入`;
    return `${writeDay(from)}至${writeDay(to)}中止，${effect}。`;
  },
  roll({ from, to, name }) {
    const rest = name ? `${name.zh}假期` : weekday(from);
    return `${from}为${rest}，${to < from ? '提前' : '顺延'}至${to}（${weekday(to)}）。`;
  },
  resumed({ to }) {
    return `中止时已无剩余日数，于恢复当日${to}届满。`;
  },
  provisional({ year }, isEntered) {
    return `${year}年放假安排${isEntered ? '为预录，尚未正式公布' : '尚未公布'}，该日期可能变动。`;
  },
};

function writeTerm({ n, unit }: Term): string {
  return `${n}${UNITS[unit]}`;
}

function writeClearDays(event: string, last: string): string {
  const year = event.slice(0, 4);
  return `：其间${writeShortDay(addDays(last, 1), year)}至${writeShortDay(addDays(event, -1), year)}为整日`;
}

function weekday(day: string): string {
  return WEEKDAYS[weekdayIndex(day)] ?? '';
}

function writeRests({ year, holidays, weekends, worked }: Rests): string {
  const skipped = holidays.map(({ from, to, name }) => {
    const end = from === to ? '' : `至${writeShortDay(to, year)}`;
    return `${writeShortDay(from, year)}${end}${name.zh}`;
  });
  const ranges = weekends.map((weekend) => writeWeekend(weekend, year, '至'));
  const first = weekends[0];
  const last = weekends.at(-1);
  if (first && last && ranges.length > WEEKENDS_LISTED) {
    skipped.push(`${writeShortDay(first.from, year)}至${writeShortDay(last.to, year)}间的${ranges.length}个周末`);
  } else if (ranges.length > 0) {
    skipped.push(`周末${enumerate(ranges)}`);
  }

  const days = worked.map(({ day }) => `${writeShortDay(day, year)}（${weekday(day)}）`);
  const rests = skipped.length > 0 ? `：跳过${skipped.join('、')}` : '';
  return days.length > 0 ? `${rests}；${days.join('、')}调休上班` : rests;
}

function enumerate(items: readonly string[]): string {
  return items.length > 1 ? `${items.slice(0, -1).join('、')}和${items.at(-1)}` : (items[0] ?? '');
}
