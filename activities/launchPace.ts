/** How long one start takes to be accepted, in milliseconds, as far as nothing else is known; it counts as so many starts. */
const guess = { each: 12, weight: 50 };

/**
 * When the cases of a wave begin. All are accepted first, as fast as can be; then they begin one after another, so many a
 * second as the policy allows, so that daily work goes on beside a launch.
 */
export class LaunchPace {
  private readonly size: number;
  private readonly spacing: number;
  private readonly notBefore: number;
  private readonly began: number;
  private done = 0;

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

  /** One more case has been accepted. */
  accepted(): void {
    this.done += 1;
  }

  /** How long the n-th case, counted from 0 and handed in now, waits before it begins; milliseconds. */
  delayOf(n: number, now: number): number {
    const each = (now - this.began + guess.each * guess.weight) / (this.done + guess.weight);
    const allAccepted = now + each * (this.size - this.done);
    return Math.round(Math.max(allAccepted, this.notBefore) + n * this.spacing - now);
  }

  /** When the first case of the next wave may begin; epoch milliseconds. */
  next(now: number): number {
    return Math.max(now, this.notBefore) + this.size * this.spacing;
  }
}
