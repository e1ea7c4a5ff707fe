import { DAY_MS, type EpochDay, fromEpochDay, type PlainDay, toEpochDay } from './civil.ts';

/** Every day, hour and deadline of the service is Chinese standard time. */
export const ZONE = 'Asia/Shanghai';

// China has kept one offset and no daylight saving time since 1992, so the zone is plain arithmetic.
const OFFSET_MS = 8 * 3_600_000;

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/;

/** @throws RangeError when the text is no instant: date, time and offset are all required */
export function toMillis(instant: string): number {
  const millis = INSTANT.test(instant) ? Date.parse(instant) : Number.NaN;
  if (Number.isNaN(millis)) throw new RangeError(`not an instant with date, time and offset: ${instant}`);
  return millis;
}

/** An instant as UTC text with milliseconds ('2026-10-21T16:00:00.000Z'), so that text order is time order. */
export function fromMillis(millis: number): string {
  return new Date(millis).toISOString();
}

export function dayOfMillis(millis: number): EpochDay {
  return Math.floor((millis + OFFSET_MS) / DAY_MS);
}

export function startOfDayMillis(day: EpochDay): number {
  return day * DAY_MS - OFFSET_MS;
}

/** Minutes since 00:00 of a time written 'HH:MM'; '24:00' is the end of the day. */
export function minutesOf(time: string): number {
  const parts = /^(\d{2}):(\d{2})$/.exec(time);
  const minutes = parts ? Number(parts[1]) * 60 + Number(parts[2]) : Number.NaN;
  if (!(minutes <= 1440) || Number(parts?.[2]) > 59) throw new RangeError(`not a time of day: ${time}`);
  return minutes;
}

/** The Shanghai day an instant falls on. */
export function dayOf(instant: string): PlainDay {
  return fromEpochDay(dayOfMillis(toMillis(instant)));
}

/** 00:00 of the day in Shanghai, as a UTC instant. */
export function startOfDay(day: PlainDay): string {
  return fromMillis(startOfDayMillis(toEpochDay(day)));
}

/** 24:00 of the day in Shanghai, which is 00:00 of the next: the exclusive end of the day. */
export function endOfDay(day: PlainDay): string {
  return fromMillis(startOfDayMillis(toEpochDay(day) + 1));
}

/** A time of day ('09:00') on a day, in Shanghai, as a UTC instant. */
export function at(day: PlainDay, time: string): string {
  return fromMillis(startOfDayMillis(toEpochDay(day)) + minutesOf(time) * 60_000);
}
