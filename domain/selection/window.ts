import type { Month } from '../rankings/complaintMonth.ts';

/** So many calendar months up to and including `last`, oldest first. */
export function monthsOfWindow(last: Month, count: number): Month[] {
  const [year = 0, month = 0] = last.split('-').map(Number);
  return Array.from({ length: count }, (_, index) => {
    const at = year * 12 + month - count + index;
    return `${String(Math.floor(at / 12)).padStart(4, '0')}-${String((at % 12) + 1).padStart(2, '0')}`;
  });
}
