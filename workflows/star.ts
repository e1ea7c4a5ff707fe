/**
 * Star rating of a compound secretary or branch 小区星级评定 (P19; S0, S3).
 *
 * Only the order of the stages is decided here. Low stars bring the compound under rectification and begin a year in which
 * things have to improve; both are cases of their own that go on when this one has ended.
 */
import { wordIn } from '../domain/procedures/forms.ts';
import { procedure, stages } from '../domain/procedures/star.ts';
import type { CaseInput } from './case/caseState.ts';
import { runCase } from './case/runCase.ts';
import type { StageRunner } from './case/stageRunner.ts';

export function star(input: CaseInput): Promise<{ outcome: string }> {
  return runCase(procedure, input, async (rated) => {
    await proposed(rated);
    const level = await published(rated);
    // 每年: once a year, with the rating of the second half-year.
    if (level === 'reserve' && endsTheYear(rated)) await rated.signOff(stages.grant);
    if (level !== 'low') return level;
    if ((await rated.signOff(stages.consequence)) === 'excepted') return 'excepted';
    await rated.childCase(stages.rectification);
    await rated.childCase(stages.improvement);
    return 'low';
  });
}

/** The community judges the self-check, and returns it until it can. */
async function proposed(rated: StageRunner): Promise<void> {
  do await rated.submission(stages.selfCheck);
  while ((await rated.signOff(stages.community)) === 'returned');
}

/** The street agrees the points, the district publishes the stars; each may return it to the one before. */
async function published(rated: StageRunner): Promise<'reserve' | 'typical' | 'low'> {
  for (;;) {
    while ((await rated.signOff(stages.street)) === 'returned') {
      if ((await rated.signOff(stages.community)) === 'returned') await proposed(rated);
    }
    const level = await rated.signOff(stages.publication);
    if (level !== 'returned') return level;
  }
}

function endsTheYear({ input }: StageRunner): boolean {
  return wordIn(input, 'halfYear').endsWith('-H2');
}
