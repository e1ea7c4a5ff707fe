/**
 * Renewal and raising of the maintenance fund 维修资金续交、筹集 (P10; Civil Code 278(6); 建设部令165号 17).
 *
 * Only the order is decided here. Unlike its use, raising the fund is a special decision of the owners; nobody pays before
 * it, and nobody whose sub-account is above the threshold pays after it.
 */
import { procedure, stages } from '../domain/procedures/fundRaise.ts';
import type { CaseInput } from './case/caseState.ts';
import { runCase } from './case/runCase.ts';
import type { StageRunner } from './case/stageRunner.ts';

export function fundRaise(input: CaseInput): Promise<{ outcome: string }> {
  return runCase(procedure, input, async (renewal) => {
    if ((await renewal.submission(stages.shortageNotice)) === 'enough') return 'notNeeded';
    do {
      await renewal.submission(stages.plan);
      if ((await renewal.ownersVote(stages.vote)) === 'passed') return await collect(renewal);
    } while ((await renewal.signOff(stages.afterRejection)) === 'planAnew');
    return 'rejected';
  });
}

async function collect(renewal: StageRunner): Promise<'funded' | 'partlyFunded'> {
  await renewal.submission(stages.paymentNotice);
  const outcome = (await paid(renewal)) ? 'funded' : 'partlyFunded';
  await renewal.submission(stages.publication);
  return outcome;
}

/** Notice, demand, then posting or suit: after each the owners have their days again. */
async function paid(renewal: StageRunner): Promise<boolean> {
  if ((await renewal.submission(stages.receipts)) === 'complete') return true;
  await renewal.submission(stages.demand);
  if ((await renewal.submission(stages.receipts)) === 'complete') return true;
  if ((await renewal.signOff(stages.enforcement)) === 'left') return false;
  return (await renewal.submission(stages.receipts)) === 'complete';
}
