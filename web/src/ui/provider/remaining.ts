/** Seconds before the first estimate: a shorter time is not meaningful. */
const first = 1;
/** Seconds over which a change of the rate counts as lasting. */
const settling = 4;
/** The factor above which an estimate is corrected upwards. */
const wrong = 1.3;

/**
 * Estimates how long work still takes. The estimate falls with time, stays if the work is a little
 * slower, and rises only if it was wrong by nearly a third.
 */
export class Remaining {
  #seconds = 0;
  #share = 0;
  #rate = 0;
  #estimate: number | undefined;

  /**
   * Returns the seconds left when a share of the work took so many; undefined while that is not
   * known.
   */
  after(seconds: number, share: number): number | undefined {
    if (seconds < this.#seconds || share < this.#share) this.#begin();
    const passed = seconds - this.#seconds;
    if (passed > 0 && share > 0) {
      const weight = this.#rate === 0 ? 1 : 1 - Math.exp(-passed / settling);
      const since = this.#rate === 0 ? share / seconds : (share - this.#share) / passed;
      this.#rate += weight * (since - this.#rate);
      this.#revise(passed, 1 - share);
      this.#seconds = seconds;
      this.#share = share;
    }
    return seconds < first || share <= 0 ? undefined : this.#estimate;
  }

  #revise(passed: number, left: number): void {
    const now = left / this.#rate;
    if (this.#estimate === undefined || this.#seconds < first || now > this.#estimate * wrong + 1) {
      this.#estimate = now;
      return;
    }
    const expected = Math.max(0, this.#estimate - passed);
    this.#estimate =
      now < expected ? expected - (expected - now) / 3 : Math.min(this.#estimate, now);
  }

  #begin(): void {
    this.#seconds = 0;
    this.#share = 0;
    this.#rate = 0;
    this.#estimate = undefined;
  }
}
