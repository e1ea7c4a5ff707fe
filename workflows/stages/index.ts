import type { PrimitiveName } from '../../domain/procedures/declaration.ts';
import { checkpoint } from './checkpoint.ts';
import { childCase } from './childCase.ts';
import { jointReview } from './jointReview.ts';
import { ledger } from './ledger.ts';
import { observation } from './observation.ts';
import { ownersVote } from './ownersVote.ts';
import { posting } from './posting.ts';
import type { StagePrimitive } from './primitive.ts';
import { scoring } from './scoring.ts';
import { singleTask } from './singleTask.ts';

export const primitives: Record<PrimitiveName, StagePrimitive> = {
  submission: singleTask,
  signOff: singleTask,
  jointReview,
  posting,
  ledger,
  observation,
  checkpoint,
  ownersVote,
  scoring,
  childCase,
};
