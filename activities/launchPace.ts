/** A first guess at how long one start takes to be accepted, in milliseconds. */
const firstGuess = 10;

/**
 * When the cases of a wave begin. All are accepted first, as fast as can be; then they begin one after another, so many a
 * second as the policy allows, so that daily work goes on beside a launch.
 */
export class LaunchPace {
  private readonly size: number;
  private readonly spacing: number;
  private readonly notBefore: number;
  private readonly began: number;

  /**
   * @param size how many cases the wave has
   * @param perSecond how many may begin each second
   * @param notBefore when the first may begin, since those of the wave before come first; epoch milliseconds
   */
  constructor(size: number, perSecond: number, notBefore: number, now: number) {
    this.size = size;
    this.spacing = 1000 / Math.max(1, perSecond);
    this.notBefore = notBefore;
    this.began = now;
  }

  /** How long the n-th case, counted from 0 and accepted now, waits before it begins; milliseconds. */
  delayOf(n: number, now: number): number {
    const each = n > 0 ? (now - this.began) / n : firstGuess;
    const allAccepted = now + each * (this.size - n);
    return Math.round(Math.max(allAccepted, this.notBefore) + n * this.spacing - now);
  }

  /** When the first case of the next wave may begin; epoch milliseconds. */
  next(now: number): number {
    return Math.max(now, this.notBefore) + this.size * this.spacing;
  }
}
