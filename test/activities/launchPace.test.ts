import { LaunchPace } from '../../activities/launchPace.ts';

/** Hands in a wave of cases, each accepted after so many milliseconds, one after another. */
function handIn(size: number, costs: (n: number) => number, perSecond = 1000) {
  const pace = new LaunchPace(size, perSecond, 0, 0);
  let now = 0;
  const begins = Array.from({ length: size }, (_, n) => {
    const begin = now + pace.delayOf(n, now);
    now += costs(n);
    pace.accepted();
    return begin;
  });
  return { begins, allAccepted: now };
}

describe('the pace of a launch', () => {
  it('lets no case begin before all are accepted', () => {
    const { begins, allAccepted } = handIn(1000, () => 12);
    expect(Math.min(...begins)).toBeGreaterThanOrEqual(allAccepted);
  });

  it('is not misled by a first start that takes long', () => {
    const { begins, allAccepted } = handIn(1000, (n) => (n === 0 ? 500 : 12));
    // A second in which the thousand begin, and no more than another estimate's worth of waiting.
    expect(Math.max(...begins)).toBeLessThan(2 * allAccepted + 1000);
  });

  it('lets so many begin each second as the policy allows', () => {
    const { begins } = handIn(100, () => 0, 20);
    expect((begins.at(-1) ?? 0) - (begins[0] ?? 0)).toBeGreaterThan(3_000);
  });

  it('lets the next wave begin when this one has', () => {
    const pace = new LaunchPace(100, 20, 60_000, 0);
    expect(pace.next(0)).toBe(65_000);
  });
});
