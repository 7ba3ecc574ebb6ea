/** Tokens looked at between two questions to the stop rule: some milliseconds. */
const WORK_STRIDE = 100_000;

/**
 * Says when a search has to stop: it counts work, and asks the stop rule each time so much of it is done. All
 * loops whose length depends on the problem count here, those too that find nothing.
 */
export class Pace {
  /** Work done, in tokens looked at. */
  work = 0;
  private askAt = 0;
  private stopped = false;
  private rule: () => boolean = () => false;

  /**
   * Begins a stretch of search under a stop rule.
   * @param grace work that may be done before it is asked
   */
  start(rule: () => boolean, grace = 0): void {
    this.rule = rule;
    this.stopped = false;
    this.askAt = this.work + grace;
  }

  /** True once the rule has said so; it is not asked again in this stretch. */
  stops(): boolean {
    if (this.stopped || this.work < this.askAt) return this.stopped;
    this.askAt = this.work + WORK_STRIDE;
    return (this.stopped = this.rule());
  }
}
