/**
 * Quarterly debrief of a committee's director 业委会主任述职 (P07; S3).
 *
 * Only the order of the stages is decided here: a rating that is not complete is made again, and a second low score in
 * succession starts a special audit, which goes its own way.
 */
import { procedure, stages } from '../domain/procedures/directorDebrief.ts';
import type { CaseInput } from './case/caseState.ts';
import { runCase } from './case/runCase.ts';

export function directorDebrief(input: CaseInput): Promise<{ outcome: string }> {
  return runCase(procedure, input, async (community) => {
    await community.submission(stages.statement);
    while ((await community.scoring(stages.rating)) === 'incomplete');
    const result = await community.submission(stages.publication);
    if (result !== 'lowAgain') return result;
    await community.childCase(stages.specialAudit);
    return 'audited';
  });
}
