import type { Task } from '../../domain/case/task.ts';
import type { Refusal } from '../../domain/errors.ts';
import type { DecisionContext } from '../../domain/procedures/declaration.ts';
import type { Json } from '../../domain/text.ts';
import type { RunningCase } from '../case/runningCase.ts';

/**
 * A stage primitive: how one kind of stage opens, takes decisions and notices time. All of it is synchronous and
 * acts on carried state only, so that a case can continue as new in the middle of any stage.
 */
export interface StagePrimitive {
  /** A new visit: opens the first tasks and windows. */
  open(running: RunningCase, key: string): void;
  /** An accepted decision on one of its tasks. The decision's own effect on the facts has happened. */
  decide(running: RunningCase, key: string, task: Task, decision: string, context: DecisionContext): void;
  /** Why the decision does not fit the stage's present state, if so. */
  refuse?(
    running: RunningCase,
    key: string,
    task: Task,
    decision: string,
    context: DecisionContext,
  ): Refusal | undefined;
  /** A window of the visit has passed. */
  elapsed?(running: RunningCase, key: string, window: string): void;
  /** The policy makes this task's silence count once it is due. */
  expired?(running: RunningCase, key: string, task: Task): void;
  /** Facts or problems changed elsewhere; does that end the visit? */
  factsChanged?(running: RunningCase, key: string): void;
  /** What readers of the case see of the visit besides its state. */
  detail?(running: RunningCase, key: string): Record<string, Json>;
}
