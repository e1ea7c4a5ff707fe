import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { buildCalendar, type Calendar, type CalendarYear } from '../../../domain/calendar/calendar.ts';

export function anyDay(from = '2024-01-01', to = '2028-12-31'): fc.Arbitrary<string> {
  const first = Temporal.PlainDate.from(from);
  const days = first.until(to, { largestUnit: 'days' }).days;
  return fc.integer({ min: 0, max: days }).map((n) => first.add({ days: n }).toString());
}

export function anyYear(year: number): fc.Arbitrary<CalendarYear> {
  const start = Temporal.PlainDate.from({ year: year - 1, month: 12, day: 20 });
  const rest = fc.record({ gap: fc.integer({ min: 1, max: 60 }), length: fc.integer({ min: 1, max: 12 }) });
  const status = fc.constantFrom('official' as const, 'provisional' as const);
  const work = fc.array(fc.integer({ min: 0, max: 400 }), { maxLength: 12 });
  return fc.record({ rests: fc.array(rest, { maxLength: 12 }), work, status }).map((drawn) => {
    const last = `${year + 1}-01-20`;
    const off: CalendarYear['off'] = [];
    let day = start;
    for (const [index, { gap, length }] of drawn.rests.entries()) {
      const from = day.add({ days: gap }).toString();
      day = day.add({ days: gap + length - 1 });
      const to = day.toString();
      if (to <= last) off.push({ from, to, name: { zh: `假${index}`, en: `Rest ${index}` } });
    }
    const weekends = drawn.work.map((n) => start.add({ days: n })).filter(({ dayOfWeek }) => dayOfWeek > 5);
    const worked = [...new Set(weekends.map((weekend) => weekend.toString()))].filter(
      (text) => text <= last && !off.some(({ from, to }) => from <= text && text <= to),
    );
    return { year, source: 'drawn', status: drawn.status, off, work: worked };
  });
}

/** Some of the years 2024 to 2028, so that counts run into years without data. */
export function anyCalendar(): fc.Arbitrary<Calendar> {
  const years = [2024, 2025, 2026, 2027, 2028].map((year) => fc.option(anyYear(year), { nil: null }));
  return fc.tuple(...years).map((drawn) => buildCalendar(drawn.filter((year) => year !== null)));
}
