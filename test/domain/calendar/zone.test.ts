import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { at, dayOf, endOfDay, startOfDay, toMillis, ZONE } from '../../../domain/calendar/zone.ts';
import { anyDay } from './arbitraries.ts';

describe('Shanghai time', () => {
  it('agrees with the time zone database on every day since 1992', () => {
    fc.assert(
      fc.property(anyDay('1992-01-01', '2099-12-31'), fc.integer({ min: 0, max: 1439 }), (text, minute) => {
        const day = Temporal.PlainDate.from(text);
        const time = Temporal.PlainTime.from('00:00').add({ minutes: minute });
        const moment = day.toZonedDateTime({ timeZone: ZONE, plainTime: time });
        expect(toMillis(at(text, time.toString({ smallestUnit: 'minute' })))).toBe(moment.epochMilliseconds);
        expect(dayOf(moment.toInstant().toString())).toBe(text);
        expect(toMillis(startOfDay(text))).toBe(day.toZonedDateTime(ZONE).epochMilliseconds);
        expect(toMillis(endOfDay(text))).toBe(day.add({ days: 1 }).toZonedDateTime(ZONE).epochMilliseconds);
      }),
    );
  });

  it('changes the day at 16:00 UTC', () => {
    expect(dayOf('2026-10-21T15:59:59.999Z')).toBe('2026-10-21');
    expect(dayOf('2026-10-21T16:00:00Z')).toBe('2026-10-22');
    expect(dayOf('2026-10-21T23:30:00+08:00')).toBe('2026-10-21');
    expect(endOfDay('2026-10-21')).toBe('2026-10-21T16:00:00.000Z');
    expect(at('2026-10-21', '24:00')).toBe(endOfDay('2026-10-21'));
  });

  it.each(['2026-10-21', '2026-10-21T10:00', '2026-10-21 10:00Z', 'now', '2026-13-21T10:00:00Z'])(
    'refuses %j, which would mean another instant elsewhere',
    (text) => {
      expect(() => dayOf(text)).toThrow(RangeError);
    },
  );

  it.each(['9:00', '24:01', '12:60', ''])('refuses %j as a time of day', (time) => {
    expect(() => at('2026-10-21', time)).toThrow(RangeError);
  });
});

describe('calendar and deadline code', () => {
  const files = ['calendar', 'deadline'].flatMap((folder) => {
    const url = new URL(`../../../domain/${folder}/`, import.meta.url);
    return readdirSync(url).map((name) => [`${folder}/${name}`, readFileSync(new URL(name, url), 'utf8')] as const);
  });

  // The zone of the process must not matter: only the UTC side of Date is used, and no clock is read.
  it.each(files)('%s reads neither local time nor a clock', (_name, source) => {
    expect(source).not.toMatch(/\.(get|set)(FullYear|Month|Date|Day|Hours|Minutes|Seconds|Time(zone)?Offset)\(/);
    expect(source).not.toMatch(/Date\.now|new Date\(\)|toLocale|Intl\.|Temporal\.Now|\bDate\(\)/);
    expect(source).not.toMatch(/new Date\([^)]*,/);
  });
});
