const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** How long after each attempt in vain the next is made: from a minute to a day, about two and a half days in all. */
const pauses = [MINUTE, 5 * MINUTE, 15 * MINUTE, HOUR, 3 * HOUR, 6 * HOUR, 24 * HOUR, 24 * HOUR] as const;

/**
 * Milliseconds to wait after the attempt of that number (the first is 1).
 * @returns undefined when it was the last: the message stays, and can be sent anew by hand
 */
export function pauseAfter(attempt: number): number | undefined {
  return pauses[attempt - 1];
}
