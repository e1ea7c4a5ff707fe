import type { Calendar } from '../calendar/calendarYear.ts';
import { chinese } from './chinese.ts';
import type { Deadline, DueDate, Step } from './deadline.ts';
import { english } from './english.ts';
import { type Phrases, type Rests, writeDay } from './phrases.ts';

export type { Step } from './deadline.ts';

export interface Explanation {
  rule: string;
  source: string;
  steps: string[];
}

const languages = { zh: chinese, en: english };

/** Says by which rule a date is due and how it was counted, one sentence per step. */
export function explainDeadline(
  deadline: Deadline,
  result: DueDate,
  calendar: Calendar,
  lang: 'zh' | 'en',
): Explanation {
  const phrases = languages[lang];
  const steps = result.steps.flatMap((step, index) => {
    return sentence(phrases, step, restsAfter(result.steps, index), calendar) ?? [];
  });
  return { rule: deadline.rule.parameter, source: deadline.rule.source, steps };
}

function sentence(phrases: Phrases, step: Step, rests: Rests, calendar: Calendar): string | null {
  switch (step.kind) {
    case 'counted':
      return phrases.counted(step, rests);
    case 'extension':
      return phrases.extension(step, rests);
    case 'monthEnd':
      return phrases.monthEnd(step);
    case 'suspension':
      return phrases.suspension(step);
    case 'roll':
      return phrases.roll(step);
    case 'resumed':
      return phrases.resumed(step);
    case 'provisional':
      return phrases.provisional(
        step,
        calendar.years.some(({ year }) => year === step.year),
      );
    case 'startExcluded':
    case 'holiday':
    case 'weekend':
    case 'worked':
      // Said inside the sentence of their count.
      return null;
    default:
      return step satisfies never;
  }
}

/** The days passed over by the count at `index`, which follow it. */
function restsAfter(steps: readonly Step[], index: number): Rests {
  const step = steps[index];
  const rests: Rests = { year: '', holidays: [], weekends: [], worked: [] };
  if ((step?.kind === 'counted' || step?.kind === 'extension') && step.from)
    rests.year = writeDay(step.from).slice(0, 4);
  for (const next of steps.slice(index + 1)) {
    if (next.kind === 'holiday') rests.holidays.push(next);
    else if (next.kind === 'weekend') rests.weekends.push(next);
    else if (next.kind === 'worked') rests.worked.push(next);
    else if (next.kind !== 'monthEnd') break;
  }
  return rests;
}
