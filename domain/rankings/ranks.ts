import type { ComplaintMonth } from './complaintMonth.ts';

type Ranked = Pick<ComplaintMonth, 'propertyComplaints' | 'cityRank'>;

/**
 * Ranks the rows of one city by property-class tickets (S2 物业类投诉情况), the most first. Equal counts share a rank and the
 * next follows after as many places; without any ticket there is no rank. Only rows that came without a rank are given one.
 */
export function withRanks<R extends Ranked>(rows: readonly R[], isGiven: (row: R) => boolean): R[] {
  const counts = rows.map(({ propertyComplaints }) => propertyComplaints).sort((a, b) => b - a);
  const rankOf = new Map<number, number>();
  for (const [index, count] of counts.entries()) if (!rankOf.has(count)) rankOf.set(count, index + 1);
  return rows.map((row) => {
    if (isGiven(row)) return row;
    const { propertyComplaints } = row;
    return { ...row, cityRank: propertyComplaints > 0 ? (rankOf.get(propertyComplaints) ?? null) : null };
  });
}
