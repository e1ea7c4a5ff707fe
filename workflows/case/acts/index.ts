import type { Acts } from './act.ts';
import { correct } from './correct.ts';
import { decide } from './decide.ts';
import { attachEvidence, cancel, comment, delegate, extend, link, reassign, resume, suspend } from './steer.ts';

/** Everything people can do to a case, by the name of its update. */
export const acts: Acts = {
  decide,
  comment,
  attachEvidence,
  delegate,
  reassign,
  extend,
  suspend,
  resume,
  correct,
  cancel,
  link,
};
