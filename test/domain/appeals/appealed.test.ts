import { describe, expect, it } from '@jest/globals';
import { appealedIn, appealKey } from '../../../domain/appeals/appealed.ts';
import { Refusal } from '../../../domain/errors.ts';
import { named, signOff } from '../../../domain/procedures/stages.ts';
import { text } from '../../../domain/text.ts';
import type { TimelineEvent } from '../../../domain/timeline/event.ts';
import { procedure as composite } from '../../support/trial/procedures/composite.ts';
import { procedure as trial } from '../../support/trial/procedures/trial.ts';

const event = (overrides: Partial<TimelineEvent>): TimelineEvent => ({
  case: 'trial:C-01:1',
  epoch: 1,
  seq: 7,
  at: '2026-03-02T02:00:00.000Z',
  type: 'decided',
  stage: 'visit#1',
  actor: { id: 'zhang', role: 'reviewer', office: 'gridWorker' },
  data: { decision: 'report', result: 'visited' },
  evidence: [],
  prevHash: '',
  hash: '',
  ...overrides,
});

describe('what can be appealed', () => {
  it('is a decision whose declaration says so, from the day it took effect', () => {
    expect(appealedIn(trial, event({ effectiveOn: '2026-02-27' }))).toEqual({
      event: 7,
      stage: 'visit#1',
      decision: 'report',
      office: 'gridWorker',
      deciders: ['zhang'],
      on: '2026-02-27',
      rule: { by: ['propertyCompany'], holds: ['seal'] },
    });
  });

  it('is a result that nobody decided alone: the office that answers for it counts as having decided', () => {
    const computed = event({
      type: 'stageClosed',
      stage: 'seal#1',
      actor: { id: 'system', role: 'system' },
      data: { result: 'sealed' },
    });
    expect(appealedIn(trial, computed)).toMatchObject({
      decision: 'sealed',
      office: 'districtPartyCommittee',
      deciders: [],
      on: '2026-03-02',
    });
  });

  it.each([
    ['another decision', event({ stage: 'seal#1', data: { decision: 'again', result: 'again' } })],
    ['another result', event({ type: 'stageClosed', stage: 'seal#1', data: { result: 'again' } })],
    ['what is no decision', event({ type: 'commented' })],
    ['what concerns no stage', event({ type: 'caseClosed', data: { outcome: 'sealed' } })],
  ])('is not %s', (_what, other) => {
    expect(appealedIn(trial, other)).toMatchObject({ code: 'appeal-refused', errors: [{ pointer: '/event' }] });
  });

  it('is not what owners voted: that is for a court or the authority', () => {
    const stage = Object.values(composite.stages).find(({ primitive }) => primitive === 'ownersVote');
    const counted = appealedIn(
      composite,
      event({ type: 'stageClosed', stage: `${stage?.id}#1`, data: { result: 'carried' } }),
    );
    expect(counted).toBeInstanceOf(Refusal);
    expect((counted as Refusal).zh).toMatch(/民法典280.*物业管理条例19/s);
    expect((counted as Refusal).message).toMatch(/court/);
  });
});

describe('a declaration', () => {
  const sealed = (appeal: { by: ['propertyCompany']; holds: string[] }) =>
    named({
      seal: signOff({
        title: text('试', 'trial'),
        source: 'test',
        office: 'housingBureau',
        decisions: { seal: { title: text('试', 'trial'), result: 'sealed', appeal } },
      }),
    });

  it('cannot hold back a stage it does not have', () => {
    expect(() => sealed({ by: ['propertyCompany'], holds: ['sael'] })).toThrow('holds sael, which is no stage');
  });
});

describe('the id of an appeal', () => {
  it.each([
    ['rectification:C-01:2', 17, 'rectification-2-17'],
    ['selection:lanshan:2026-05:1', 9, 'selection-2026-05-1-9'],
  ])('names the decision: %s, event %i', (id, seq, key) => {
    expect(appealKey(id, seq)).toBe(key);
  });

  it('stays one part of an id where the name would be too long', () => {
    const long = `assess:S-01:${'k'.repeat(40)}:1`;
    expect(appealKey(long, 3)).toMatch(/^[0-9a-f]{40}$/);
    expect(appealKey(long, 3)).not.toBe(appealKey(long, 4));
  });
});
