import { type Text, text } from '../text.ts';
import type { ComplaintMonth } from './complaintMonth.ts';

type Figures = Pick<ComplaintMonth, 'complaints' | 'propertyComplaints' | 'satisfied' | 'surveyed'>;

/** Figures that cannot be: a part larger than its whole. */
export function contradiction(figures: Figures): { column: keyof Figures; detail: Text } | undefined {
  const { complaints, propertyComplaints, satisfied, surveyed } = figures;
  if (propertyComplaints > complaints) {
    const detail = text('物业类投诉多于投诉总数', 'more property-class tickets than tickets');
    return { column: 'propertyComplaints', detail };
  }
  if (satisfied > surveyed) {
    return { column: 'satisfied', detail: text('满意数多于回访数', 'more are satisfied than were surveyed') };
  }
  return undefined;
}

/** Fewer tickets than this jump by chance. */
const smallNumber = 20;
/** A change of so many times is rather a typing error than a month. */
const jump = 10;

/** Figures that can be, yet look like a mistake, beside those of the month before. */
export function implausible(figures: Figures, before: Pick<Figures, 'complaints'> | undefined): Text[] {
  const { complaints, surveyed } = figures;
  const doubts: Text[] = [];
  const [low, high] = [
    Math.min(complaints, before?.complaints ?? complaints),
    Math.max(complaints, before?.complaints ?? 0),
  ];
  if (before && high >= smallNumber && high >= jump * Math.max(1, low)) {
    doubts.push(
      text(
        `投诉${complaints}件，上月${before.complaints}件，相差十倍以上`,
        `${complaints} tickets, ${before.complaints} the month before: more than ten times apart`,
      ),
    );
  }
  if (surveyed > complaints) {
    doubts.push(text('回访数多于投诉总数', 'more were surveyed than complained'));
  }
  return doubts;
}
