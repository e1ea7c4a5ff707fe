import { type OfficeCode, offices } from '../organisation/offices.ts';
import { own } from '../own.ts';
import { type Text, text } from '../text.ts';

/**
 * What the seats of a stage are called, by id. `department*` names a series, `department1`, `department2` …, and `*` every
 * other seat. A code stands for the title of that office; a seat named after its office needs none.
 */
export type SeatTitles = Readonly<Record<string, Text | OfficeCode>>;

/** What a seat is called; undefined when the stage says nothing of it. */
export function seatTitle(titles: SeatTitles | undefined, seat: string): Text | undefined {
  const titleOf = (key: string): Text | undefined => {
    const declared = own(titles ?? {}, key);
    return typeof declared === 'string' ? offices[declared].title : declared;
  };
  const declared = titleOf(seat);
  if (declared) return declared;
  if (Object.hasOwn(offices, seat)) return offices[seat as OfficeCode].title;
  const [, series = '', number = ''] = /^(.*?)(\d+)$/.exec(seat) ?? [];
  const numbered = series === '' ? undefined : titleOf(`${series}*`);
  if (numbered) return text(`${numbered.zh}${number}`, `${numbered.en} ${number}`);
  const other = titleOf('*');
  return other && text(`${other.zh}（${seat}）`, `${other.en} (${seat})`);
}
