/** A way to put a request of one or two tasks into a day, not driven yet. */
export interface Placement {
  /** Estimate of what it adds to the plan's cost. */
  readonly score: number;
  /** The part of the estimate that waiting cannot make up for. */
  readonly bound: number;
  readonly vehicle: number;
  readonly request: number;
  /** Gaps of the request's first and second task among the day's tokens, the first not after the second. */
  readonly first: number;
  readonly second: number;
  /** The second task stands before the first. */
  readonly swapped: boolean;
  /** Sink of a run of its own, put in at the gap `first`; -1 where it joins a run. */
  readonly sink: number;
}

/** So many ways are kept for one vehicle. */
const KEPT_PER_VEHICLE = 8;

/** The most promising placements of a unit, a few for each vehicle. */
export class Shortlist {
  readonly placements: Placement[] = [];
  private from = 0;

  clear(): void {
    this.placements.length = this.from = 0;
  }

  /** What follows belongs to another vehicle. */
  nextVehicle(): void {
    this.from = this.placements.length;
  }

  /** An estimate that is not below this one need not be offered. */
  threshold(): number {
    const { placements, from } = this;
    return placements.length - from < KEPT_PER_VEHICLE ? Infinity : placements[placements.length - 1].score;
  }

  add(placement: Placement): void {
    const { placements, from } = this;
    if (placement.score >= this.threshold()) return;
    if (placements.length - from === KEPT_PER_VEHICLE) placements.length--;
    let at = placements.length;
    placements.push(placement);
    for (; at > from && placements[at - 1].score > placement.score; at--) placements[at] = placements[at - 1];
    placements[at] = placement;
  }

  /** All of them, the most promising first. */
  sorted(): readonly Placement[] {
    return this.placements.sort((a, b) => a.score - b.score);
  }
}
