import type { Subject } from '../case/caseView.ts';
import type { Json } from '../text.ts';
import type { CaseContext, Facts, Stage } from './declaration.ts';
import { type StageBasics, stage } from './stages.ts';

/** What a child case is about, as its register names it; name and place are looked up when it starts. */
export type ChildSubject = Pick<Subject, 'type' | 'id'>;

export interface ChildCaseOptions<F = Facts> {
  kind: string;
  subject?(this: void, context: CaseContext<F>): ChildSubject;
  input(this: void, context: CaseContext<F>): Record<string, Json>;
  /** Result by the child's outcome; absent where the case does not wait for it. */
  results?: Record<string, string>;
  ended?(this: void, child: { case: string; outcome: string }, context: CaseContext<F>): Partial<F>;
}

/**
 * Starts a case of another procedure, linked both ways, in the name of the service; where that subject has an active case of
 * the kind already, that one is linked. Waits for its end when `results` says what each outcome means here, else it is
 * over (`started`) as soon as the case is there. The child is a case of its own: it goes on when this one ends.
 *
 * `failed` when the child's procedure refuses the input, its subject is in no register, or it ended in a way that `results` does not name.
 */
export function childCase<const R extends string = 'started', F = Facts>(
  declared: StageBasics & {
    kind: string;
    /** Default: the case's own subject. */
    subject?: NonNullable<ChildCaseOptions<F>['subject']>;
    input: ChildCaseOptions<F>['input'];
    results?: Record<string, R>;
    /** Facts that change when the child has ended. */
    ended?: NonNullable<ChildCaseOptions<F>['ended']>;
  },
): Stage<R | 'failed', 'childCase'> {
  const options: ChildCaseOptions<F> = {
    kind: declared.kind,
    input: declared.input,
    ...(declared.subject && { subject: declared.subject }),
    ...(declared.results && { results: declared.results }),
    ...(declared.ended && { ended: declared.ended }),
  };
  const results = declared.results ? Object.values(declared.results) : (['started'] as unknown as R[]);
  return stage('childCase', declared, {}, [...results, 'failed'], options);
}
