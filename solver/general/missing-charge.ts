/** Iterations between two looks at how many plans were complete. */
const LOOK_STRIDE = 100;
/** Complete plans are to be this share of those looked at, give or take the margin. */
const WANTED_SHARE = 0.85;
const MARGIN = 0.1;
const STEP = 1.15;

/**
 * What a unit that must be served and is not counts for while a search cools: so much that most of its plans
 * are complete. Plans that lack a unit for a while are ways between complete ones where
 * the fleet is tight (Vidal et al. 2012, section 4.5, adapt penalties in this manner).
 */
export class MissingCharge {
  /** Plans noted since the last complete one. */
  sinceComplete = 0;
  private looked = 0;
  private complete = 0;

  constructor(
    public charge: number,
    private readonly most: number,
  ) {}

  /** Notes a plan. */
  note(isComplete: boolean): void {
    this.sinceComplete = isComplete ? 0 : this.sinceComplete + 1;
    if (isComplete) this.complete++;
    if (++this.looked < LOOK_STRIDE) return;
    const share = this.complete / this.looked;
    if (share < WANTED_SHARE - MARGIN) this.charge = Math.min(this.most, this.charge * STEP);
    else if (share > WANTED_SHARE + MARGIN) this.charge /= STEP;
    this.looked = this.complete = 0;
  }
}
