import { describe, expect, it } from '@jest/globals';
import { type ProblemEntry, problemFormSchema, refuseDueDays } from '../../../domain/rectification/problems.ts';
import { parameters } from './parameters.ts';

const entry = (dueOn: string): ProblemEntry => ({
  title: '屋面渗漏',
  category: 'maintenance',
  office: 'housingBureau',
  dueOn,
});
const pointers = (...days: string[]): string[] =>
  (refuseDueDays(days.map(entry), { day: '2026-08-31', parameters: parameters() })?.errors ?? []).map(
    ({ pointer }) => pointer,
  );

describe('the due days of problems', () => {
  it.each([
    ['2026-08-31', true],
    ['2026-08-30', false],
    // Six months from 31 August: there is no 31 February.
    ['2027-02-28', true],
    ['2027-03-01', false],
  ])('may be %s: %p', (dueOn, possible) => {
    expect(pointers(dueOn)).toEqual(possible ? [] : ['/form/problems/0/dueOn']);
  });

  it('are each pointed to', () => {
    expect(pointers('2026-09-01', '2026-01-01', '2029-01-01')).toEqual([
      '/form/problems/1/dueOn',
      '/form/problems/2/dueOn',
    ]);
  });

  it('have no latest day where the locality sets none', () => {
    const free = parameters();
    const rectification = {
      ...free['rectification'],
      problemMaxMonths: { value: null, unit: 'months', source: 'test' },
    };
    expect(
      refuseDueDays([entry('2030-01-01')], { day: '2026-08-31', parameters: { ...free, rectification } }),
    ).toBeUndefined();
  });
});

describe('a problem as listed', () => {
  it.each([
    ['no words', { ...entry('2026-09-01'), title: ' ' }, 'title'],
    ['an unknown category', { ...entry('2026-09-01'), category: 'noise' }, 'category'],
    ['an unknown office', { ...entry('2026-09-01'), office: 'nobody' }, 'office'],
    ['a day that is none', entry('2026-02-30'), 'dueOn'],
    ['what the form does not ask', { ...entry('2026-09-01'), complainant: '某人' }, undefined],
  ])('is refused with %s', (_, form, path) => {
    const result = problemFormSchema.safeParse(form);
    expect(result.success).toBe(false);
    expect(result.error?.issues[0]?.path[0]).toBe(path);
  });
});
