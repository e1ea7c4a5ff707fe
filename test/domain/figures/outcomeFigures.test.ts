import { describe, expect, it } from '@jest/globals';
import type { StageState } from '../../../domain/case/caseView.ts';
import { type OutcomeRow, outcomesIn } from '../../../domain/figures/outcomeFigures.ts';

const window = { from: '2026-03', to: '2026-05' };
const noon = (day: string): string => `${day}T04:00:00.000Z`;
const closed = (stage: string, visit: number, result: string, on: string): StageState =>
  ({ stage, visit, status: 'closed', result, openedAt: noon(on), closedAt: noon(on) }) as StageState;

let count = 0;
function row(kind: string, given: Partial<OutcomeRow>): OutcomeRow {
  count += 1;
  return {
    id: `${kind}:${count}`,
    kind,
    street: 'linyi/lanshan/yinqueshan',
    outcome: null,
    endedOn: null,
    visits: [],
    facts: {},
    ...given,
  };
}

function figure(key: string, rows: readonly OutcomeRow[]) {
  const found = outcomesIn(rows, window).find((each) => each.key === key);
  return found && { value: found.value && [found.value.numerator, found.value.denominator], cases: found.cases };
}

describe('figures of outcomes', () => {
  it('measure a fund application by its last decision within the window', () => {
    const first = row('fund', {
      visits: [closed('approval', 1, 'returned', '2026-03-03'), closed('approval', 2, 'approved', '2026-03-30')],
      facts: { elapsedDays: 28, withinTarget: true },
    });
    const second = row('fund', {
      visits: [closed('filing', 1, 'filed', '2026-05-31')],
      facts: { elapsedDays: 41, withinTarget: false },
    });
    const others = [
      row('fund', { visits: [closed('approval', 1, 'approved', '2026-02-28')], facts: { elapsedDays: 5 } }),
      row('fund', { visits: [closed('approval', 1, 'returned', '2026-04-01')] }),
      row('fund', {
        visits: [closed('filing', 1, 'filed', '2026-04-01'), closed('filing', 2, 'correctionOrdered', '2026-04-02')],
      }),
      row('fund', {}),
    ];
    expect(figure('fundApplicationDays', [first, second, ...others])).toEqual({
      value: [69, 2],
      cases: [first.id, second.id],
    });
    expect(figure('fundWithinTarget', [first, second, ...others])).toMatchObject({ value: [1, 2] });
  });

  it('count committees and their party members, audits and their problems, by the day the case ended', () => {
    const member = (partyMember: boolean) => ({ id: 'K', by: 'owners', partyMember });
    const filed = (endedOn: string) =>
      row('election', { outcome: 'filed', endedOn, facts: { elected: [true, true, false, false, false].map(member) } });
    const elections = [filed('2026-03-01'), filed('2026-05-31'), filed('2026-06-01')];
    elections.push(row('election', { outcome: 'custodian', endedOn: '2026-04-01' }));
    expect(figure('committeesFiled', elections)).toMatchObject({ value: [2, 1] });
    expect(figure('committeePartyShare', elections)).toMatchObject({ value: [4, 10] });

    const audits = [
      row('audit', { outcome: 'closed', endedOn: '2026-04-01', facts: { findings: [{ category: 'other', fen: 1 }] } }),
      row('audit', { outcome: 'referred', endedOn: '2026-04-02', facts: { findings: [{}, {}] } }),
      row('audit', { outcome: 'dismissed', endedOn: '2026-04-03' }),
    ];
    expect(figure('auditCount', audits)).toMatchObject({ value: [2, 1] });
    expect(figure('auditProblemCount', audits)).toMatchObject({ value: [3, 1] });
    const exits = ['replaced', 'resigned', 'retained'].map((outcome) =>
      row('exit', { outcome, endedOn: '2026-04-01' }),
    );
    expect(figure('replacementCount', exits)).toMatchObject({ value: [1, 1] });
  });

  it('give the shares of those warned and rated low, and the days of training in halves', () => {
    const assessed = ['normal', 'warned', 'adjust', 'normal'].map((result) =>
      row('assess', { visits: [closed('place', 1, result, '2026-04-01')] }),
    );
    expect(figure('warnedShare', assessed)).toMatchObject({ value: [2, 4] });
    const rated = ['low', 'reserve'].map((result) =>
      row('star', { visits: [closed('publication', 1, result, '2026-04-01')] }),
    );
    expect(figure('lowStarShare', rated)).toMatchObject({ value: [1, 2] });
    const trained = [
      row('training', { visits: [closed('settlement', 1, 'fulfilled', '2026-03-31')], facts: { attended: 10 } }),
      row('training', { visits: [closed('settlement', 1, 'short', '2026-03-31')], facts: { attended: 4, madeUp: 1 } }),
    ];
    expect(figure('trainingDays', trained)).toMatchObject({ value: [15, 4] });
  });

  it('have no share or mean of nothing, but a count', () => {
    expect(figure('fundApplicationDays', [])).toEqual({ value: null, cases: [] });
    expect(figure('auditCount', [])).toEqual({ value: [0, 1], cases: [] });
  });
});
