import { Tooltip } from 'antd';
import type { Answer } from '../../../api/client.ts';
import { useToday } from '../../../parts/days.ts';
import { useCalendarWords } from './words.ts';

export type Year = Pick<Answer<'getCalendar'>, 'year' | 'off' | 'work'>;

const weekdays = ['mo', 'tu', 'we', 'th', 'fr', 'sa', 'su'] as const;
const months = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];
const dayMs = 86_400_000;

function plainDay(year: number, month: number, day: number): string {
  return new Date(Date.UTC(year, month - 1, day)).toISOString().slice(0, 10);
}

/** Monday is 0. */
function weekdayOf(day: string): number {
  return (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7;
}

/** Days from one to another, both counted. */
export function lengthOf({ from, to }: { from: string; to: string }): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / dayMs) + 1;
}

/** Twelve months; what rests and what is made up for is marked by a sign as well as by colour. */
export function YearGrid({ year }: { year: Year }) {
  const say = useCalendarWords();
  return (
    <>
      <p className="legend">
        <span>
          <b className="day off">1 {say('rest')}</b> {say('restMeans')}
        </span>
        <span>
          <b className="day made-up">1 {say('work')}</b> {say('workMeans')}
        </span>
        <span>
          <b className="day weekend">1</b> {say('weekend')}
        </span>
      </p>
      <div className="year">
        {months.map((month) => (
          <MonthTable key={month} year={year} month={month} />
        ))}
      </div>
    </>
  );
}

function MonthTable({ year: { year, off, work }, month }: { year: Year; month: number }) {
  const say = useCalendarWords();
  const today = useToday();
  const length = new Date(Date.UTC(year, month, 0)).getUTCDate();
  const days = Array.from({ length }, (_, index) => plainDay(year, month, index + 1));
  const lead = weekdayOf(days[0] ?? '');
  const cells: (string | null)[] = [...Array.from({ length: lead }, () => null), ...days];
  const weeks = Array.from({ length: Math.ceil(cells.length / 7) }, (_, index) =>
    cells.slice(index * 7, index * 7 + 7),
  );
  return (
    <table className="month">
      <caption>{say('gridCaption', { year, month: String(month).padStart(2, '0') })}</caption>
      <thead>
        <tr>
          {weekdays.map((day) => (
            <th key={day} scope="col">
              {say(day)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {weeks.map((week) => (
          <tr key={week.find((day) => day !== null)}>
            {weekdays.map((weekday, at) => {
              const day = week[at] ?? null;
              if (day === null) return <td key={weekday}>&nbsp;</td>;
              const holiday = off.find(({ from, to }) => from <= day && day <= to);
              const madeUp = work.includes(day);
              const look = holiday ? 'off' : madeUp ? 'made-up' : weekdayOf(day) > 4 ? 'weekend' : '';
              const sign = holiday ? say('rest') : madeUp ? say('work') : '';
              const meaning = holiday ? holiday.name : madeUp ? say('workMeans') : undefined;
              const cell = (
                <span className={`day ${look}${day === today ? ' today' : ''}`}>
                  {Number(day.slice(8))}
                  {sign !== '' && <i>{sign}</i>}
                </span>
              );
              return (
                <td key={weekday}>
                  {meaning === undefined ? cell : <Tooltip title={`${day} ${meaning}`}>{cell}</Tooltip>}
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
