import { z } from 'zod';
import type { OfficeCode } from '../organisation/offices.ts';
import { text } from '../text.ts';
import type {
  CaseContext,
  DeadlineRule,
  DecisionDeclaration,
  Face,
  Facts,
  ParameterName,
  Stage,
} from './declaration.ts';
import { field } from './forms.ts';
import type { SeatTitles } from './seats.ts';
import { type StageBasics, stage } from './stages.ts';

/** One who rates. */
export interface Rater {
  id: string;
  office: OfficeCode;
  unit?: string;
  /** A place inside the case's own, where raters are the same office of several places. */
  scope?: string;
  /** An exact share such as `0.3`; absent, all weigh the same. */
  weight?: string;
}

/** What the scores came to. `total` in hundredths of a point. */
export interface Scored {
  total: number;
  scores: Record<string, number>;
  missing: string[];
}

export interface ScoringOptions<F = Facts> {
  raters(this: void, context: CaseContext<F>): readonly Rater[];
  /** The points of a rater that count, where something is taken off what they gave. Absent: all of them. */
  counted?(this: void, rater: string, score: number, context: CaseContext<F>): number;
  /** Raters who suffice where others stay silent (`deadline.silenceRefuses`); absent, all are needed. */
  minRaters?: ParameterName;
  /** Facts that change once the total is known. */
  scored?(this: void, scored: Scored, context: CaseContext<F>): Partial<F>;
}

/** Points, in whole numbers from 0 to 100; forms of raters hold it under the name `score`. */
export const scoreField = () =>
  field(z.int().min(0).max(100), text('得分', 'Score'), text('0至100分', '0 to 100 points'));

const scoreForm = z.strictObject({ score: scoreField() }).meta({ id: 'Score' });

/**
 * Several rate in parallel; the total is the mean by weight. Where the policy counts silence, raters who stay silent until the
 * due day are missing, and the rest suffice when there are enough of them. A rater may also say so at once (`absent`).
 */
export function scoring<F = Facts>(
  declared: StageBasics & {
    raters: ScoringOptions<F>['raters'];
    seatTitles: SeatTitles;
    deadline?: DeadlineRule<F>;
    minRaters?: ParameterName;
    counted?: NonNullable<ScoringOptions<F>['counted']>;
    /** What a rater hands in; its form has a field `score` made by `scoreField`. */
    score?: Pick<DecisionDeclaration<F>, 'form' | 'guard' | 'effect' | 'evidence'>;
    scored?: NonNullable<ScoringOptions<F>['scored']>;
  },
): Stage<'scored' | 'incomplete', 'scoring'> {
  const face: Face<F> = {
    title: declared.title,
    decisions: {
      score: { title: text('评分', 'Score'), tone: 'positive', form: scoreForm, ...declared.score },
      absent: { title: text('无法评分', 'Cannot score'), tone: 'negative', commentRequired: true },
    },
    ...(declared.deadline && { deadline: declared.deadline }),
  };
  const options: ScoringOptions<F> = {
    raters: declared.raters,
    ...(declared.minRaters && { minRaters: declared.minRaters }),
    ...(declared.counted && { counted: declared.counted }),
    ...(declared.scored && { scored: declared.scored }),
  };
  return stage('scoring', declared, { rater: face as Face }, ['scored', 'incomplete'], options);
}
