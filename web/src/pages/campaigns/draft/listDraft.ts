import type { SelectionPreview, SelectionPreviewRequest } from '../../../api/operations.ts';

export type Ranked = SelectionPreview['items'][number];

/** What somebody has set for a list so far. */
export interface ListSettings {
  targetCount?: number;
  /** Per cent; the rest is dissatisfaction. */
  complaintWeight?: number;
  windowMonths?: number;
  lowStars?: boolean;
  additions: NonNullable<SelectionPreviewRequest['additions']>;
}

/** What was taken out of what is proposed, and into it. */
export interface Choice {
  out: string[];
  in: string[];
}

export const noChoice: Choice = { out: [], in: [] };

/** An exact share, as the API wants it: 60 gives "0.60". */
function share(percent: number): string {
  return percent === 100 ? '1' : `0.${String(percent).padStart(2, '0')}`;
}

export function weightsOf(percent: number): { complaints: string; dissatisfaction: string } {
  return { complaints: share(percent), dissatisfaction: share(100 - percent) };
}

/** The per cent of a share such as "0.6" or "2/3", rounded. */
export function percentOf(text: string): number {
  const [over = '0', under = '1'] = text.split('/');
  return Math.round((Number(over) / Number(under)) * 100);
}

export function requestOf(
  { place, month }: { place: string; month: string },
  { targetCount, complaintWeight, windowMonths, lowStars, additions }: ListSettings,
): SelectionPreviewRequest {
  return {
    place,
    month,
    ...(targetCount !== undefined && { targetCount }),
    ...(complaintWeight !== undefined && { weights: weightsOf(complaintWeight) }),
    ...(windowMonths !== undefined && { windowMonths }),
    ...(lowStars && { lowStars }),
    ...(additions.length > 0 && { additions }),
  };
}

/** The compounds that are chosen: what is proposed, but for what was taken out, and what was taken in. */
export function chosenOf(items: readonly Ranked[], choice: Choice): Ranked[] {
  return items.filter(({ compound, standing }) =>
    standing === 'proposed' ? !choice.out.includes(compound) : standing !== 'active' && choice.in.includes(compound),
  );
}

/** A choice after the box of a compound was ticked or cleared. */
export function ticked(choice: Choice, { compound, standing }: Ranked, on: boolean): Choice {
  const without = (list: string[]) => list.filter((each) => each !== compound);
  return standing === 'proposed'
    ? { ...choice, out: on ? without(choice.out) : [...without(choice.out), compound] }
    : { ...choice, in: on ? [...without(choice.in), compound] : without(choice.in) };
}
