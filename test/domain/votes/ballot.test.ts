import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { agreedReading, type Choice, type Reading, tally, unanswered } from '../../../domain/votes/ballot.ts';
import type { RollUnit } from '../../../domain/votes/roll.ts';

const items = [
  { id: 'plan', rule: 'ordinary' },
  { id: 'fund', rule: 'special' },
] as const;
const whole = { items, scope: { kind: 'compound' } } as const;
const buildUnit = (unit: string, overrides: Partial<RollUnit> = {}): RollUnit => ({
  unit,
  building: '1',
  area: 10_000,
  areaSource: 'register',
  state: 'sold',
  ...overrides,
});
const ballot = (unit: string, plan: Choice, fund: Choice = plan) => ({ unit, choices: { plan, fund } });

describe('ballots', () => {
  const units = [
    buildUnit('1', { owner: 'B' }),
    buildUnit('2', { owner: 'B', building: '2' }),
    buildUnit('3'),
    buildUnit('4', { state: 'unsold' }),
    buildUnit('5', { state: 'undelivered' }),
  ];

  it('of a buyer of several units count as one head with all their area', () => {
    expect(tally([ballot('2', 'yes', 'no'), ballot('3', 'abstain')], units, whole)).toEqual({
      total: { heads: 3, area: 50_000 },
      participating: { heads: 2, area: 30_000 },
      items: [
        {
          id: 'plan',
          yes: { heads: 1, area: 20_000 },
          no: { heads: 0, area: 0 },
          abstained: { heads: 1, area: 10_000 },
        },
        {
          id: 'fund',
          yes: { heads: 0, area: 0 },
          no: { heads: 1, area: 20_000 },
          abstained: { heads: 1, area: 10_000 },
        },
      ],
      left: [],
    });
  });

  it('count once for each voter, the first of them, and not for units that are not asked', () => {
    const second = ballot('1', 'no');
    const stranger = ballot('9', 'no');
    const { items: counted, left } = tally([ballot('2', 'yes'), second, stranger], units, whole);
    expect(counted[0]).toMatchObject({ yes: { heads: 1 }, no: { heads: 0 } });
    expect(left).toEqual([second, stranger]);
    const scope = { kind: 'buildings' as const, buildings: ['2'] };
    expect(tally([ballot('3', 'yes'), ballot('2', 'yes')], units, { items, scope })).toMatchObject({
      total: { heads: 1, area: 10_000 },
      participating: { heads: 1, area: 10_000 },
    });
  });

  it('have an answer to each question and to nothing else', () => {
    expect(unanswered(items, { plan: 'yes', other: 'no' })).toEqual({ missing: ['fund'], unknown: ['other'] });
    expect(unanswered([{ id: 'toString', rule: 'ordinary' }], {})).toEqual({ missing: ['toString'], unknown: [] });
  });

  it('add up: whoever takes part agrees, disagrees or abstains, with all they own', () => {
    const anyRoll = fc.uniqueArray(
      fc.record({
        unit: fc.integer({ min: 0, max: 40 }).map(String),
        area: fc.integer({ min: 1, max: 50_000 }),
        state: fc.constantFrom('sold', 'unsold'),
        owner: fc.option(fc.constantFrom('a', 'b'), { nil: undefined }),
      }),
      { selector: ({ unit }) => unit, maxLength: 30 },
    );
    const anyChoice = fc.constantFrom<Choice>('yes', 'no', 'abstain');
    const anyBallots = fc.array(fc.tuple(fc.integer({ min: 0, max: 45 }).map(String), anyChoice, anyChoice));
    fc.assert(
      fc.property(anyRoll, anyBallots, (roll, cast) => {
        const rows = roll.map(({ unit, owner, ...rest }) =>
          buildUnit(unit, { ...rest, ...(owner !== undefined && { owner }) }),
        );
        const result = tally(
          cast.map((each) => ballot(...each)),
          rows,
          whole,
        );
        const { participating, total } = result;
        expect(participating.heads).toBeLessThanOrEqual(total.heads);
        expect(participating.heads + result.left.length).toBe(cast.length);
        for (const { yes, no, abstained } of result.items) {
          expect(yes.heads + no.heads + abstained.heads).toBe(participating.heads);
          expect(yes.area + no.area + abstained.area).toBe(participating.area);
        }
      }),
    );
  });
});

describe('a paper', () => {
  const yes: Reading = { choices: { plan: 'yes', fund: 'no' } };
  const no: Reading = { choices: { plan: 'no', fund: 'no' } };
  const read = (...readings: [by: string, reading: Reading][]) =>
    agreedReading(readings.map(([by, reading]) => ({ by, reading })));

  it.each<[string, Reading | undefined, [by: string, reading: Reading][]]>([
    ['does not count when one has read it', undefined, [['a', yes]]],
    [
      'does not count when one has read it twice',
      undefined,
      [
        ['a', yes],
        ['a', yes],
      ],
    ],
    [
      'counts when two read the same, in whatever order the answers stand',
      yes,
      [
        ['a', { choices: { fund: 'no', plan: 'yes' } }],
        ['b', yes],
      ],
    ],
    [
      'does not count while two differ',
      undefined,
      [
        ['a', yes],
        ['b', no],
      ],
    ],
    [
      'counts when one of them looks again and agrees',
      no,
      [
        ['a', yes],
        ['b', no],
        ['a', no],
      ],
    ],
    [
      'counts when a third agrees with one of them',
      yes,
      [
        ['a', yes],
        ['b', no],
        ['c', yes],
      ],
    ],
    [
      'is void when two find so',
      { invalid: 'two answers' },
      [
        ['a', { invalid: 'torn' }],
        ['b', { invalid: 'two answers' }],
      ],
    ],
    [
      'does not count by what somebody has taken back',
      undefined,
      [
        ['a', yes],
        ['a', no],
        ['b', yes],
      ],
    ],
  ])('%s', (_, agreed, readings) => {
    expect(read(...readings)).toEqual(agreed);
  });
});
