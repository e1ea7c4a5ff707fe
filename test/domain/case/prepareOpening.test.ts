import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { loadCalendars, loadPolicies } from '../../../api/policies/loadPolicies.ts';
import { buildCalendar } from '../../../domain/calendar/calendar.ts';
import { prepareOpening } from '../../../domain/case/prepareOpening.ts';
import type { Refusal } from '../../../domain/errors.ts';
import { resolvePolicy } from '../../../domain/policy/resolvePolicy.ts';
import type { Procedure } from '../../../domain/procedures/declaration.ts';
import { wordIn } from '../../../domain/procedures/forms.ts';
import { procedure as star } from '../../../domain/procedures/star.ts';
import { policyFolder } from '../../support/policyFolder.ts';

const policy = resolvePolicy(await loadPolicies(policyFolder), 'linyi');
const calendar = buildCalendar(await loadCalendars(`${policyFolder}/calendars`));

/** A procedure whose input admits any text in the fields its key is made of. */
const orders: Procedure = {
  ...star,
  input: z.strictObject({ series: z.string(), number: z.string(), note: z.string() }),
  key: (input) => `${wordIn(input, 'series')}-${wordIn(input, 'number')}`,
  initialFacts: () => ({}),
};

const open = (number: string) =>
  prepareOpening({
    procedure: orders,
    space: 'live',
    subject: { type: 'secretary', id: 'S-1', name: '示例', scope: 'linyi/lanshan' },
    input: { series: 'A', number, note: '2026:03' },
    policy,
    calendar,
    startedBy: { id: 'c', name: '示例', role: 'coordinator', scope: '*', posts: [] },
    key: 'key',
    body: 'body',
    now: '2026-09-01T00:00:00.000Z',
  });

describe('what recurs in a procedure', () => {
  it('stands in the opening', () => {
    expect(open('2026-03')).toMatchObject({ recurring: 'A-2026-03' });
  });

  it.each(['2026:03', '2026/03', '2026 03', '3'.repeat(39)])(
    'is refused as %j, naming the fields it is made of',
    (number) => {
      let refused: unknown;
      try {
        open(number);
      } catch (error) {
        refused = error;
      }
      expect(refused).toMatchObject({ name: 'Refusal', code: 'invalid-input' });
      const { errors } = refused as Refusal;
      expect(errors.map(({ pointer }) => pointer)).toEqual(['/input/series', '/input/number']);
      expect(errors[0]?.detail).toContain(`A-${number}`);
      expect(errors[0]?.zh).toContain('案件编号');
    },
  );
});
