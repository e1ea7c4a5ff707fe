import { useSyncExternalStore } from 'react';

const zone = 'Asia/Shanghai';

const parts = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short' });
const withTime = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' });

/** The day of an instant where the district is: 2026-11-28. */
export function dayOf(instant: string | Date): string {
  return parts.format(new Date(instant));
}

/** The last day of a deadline: it ends as that day does, at the midnight that begins the next. */
export function lastDayOf(dueAt: string): string {
  return dayOf(new Date(Date.parse(dueAt) - 1));
}

/** Day and minute of an instant where the district is: 2026-11-28 14:05. */
export function minuteOf(instant: string | Date): string {
  return withTime.format(new Date(instant));
}

/** Days from one day to another, both as 2026-11-28; negative when it lies before. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);
}

/** The day it is where the district is; pages that stay open over midnight follow. */
export function useToday(): string {
  return useSyncExternalStore(
    (changed) => {
      const timer = setInterval(changed, 60_000);
      return () => clearInterval(timer);
    },
    () => dayOf(new Date()),
  );
}
