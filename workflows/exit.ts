/**
 * Exit and replacement of compound secretaries 小区党支部书记动态退出 (P20; S0).
 *
 * Only the order of the stages is decided here: nobody is replaced without having been heard, and the search for a successor
 * begins once the change is filed. It is a case of its own, and a community cadre acts until it has found somebody.
 */
import { procedure, stages } from '../domain/procedures/exit.ts';
import type { CaseInput } from './case/caseState.ts';
import { runCase } from './case/runCase.ts';

export function exit(input: CaseInput): Promise<{ outcome: string }> {
  return runCase(procedure, input, async (secretary) => {
    const proposed = await secretary.submission(stages.analysis);
    if (proposed === 'remind') return await secretary.submission(stages.reminder);

    await secretary.jointReview(stages.hearing);
    const decided = await secretary.signOff(stages.decision);
    if (decided === 'retained') return 'retained';
    if (decided === 'remind') return await secretary.submission(stages.reminder);

    await secretary.submission(stages.filing);
    // Before the handover, so that a late handover does not leave the post vacant for longer.
    await secretary.childCase(stages.successor);
    await secretary.submission(stages.handover);
    return decided;
  });
}
