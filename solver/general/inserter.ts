/** Finds places for absent units and puts them there; one for plain days, one for all others. */
export interface Inserter {
  /**
   * Cheapest way found to serve an absent unit: what it adds to the plan's cost, Infinity where there is
   * none, and where the search has to stop. It is remembered until the next call.
   * @param limit ways that cost this much or more are not worth looking for
   * @param blink whether places are overlooked now and then, so that the search sees other plans
   */
  find(unit: number, limit: number, blink: boolean): number;
  /** Serves the unit in the way that was found last. */
  apply(): void;
  /**
   * Judges a day anew after tokens were taken out or put back: its bounds and cost.
   * False where it cannot be driven.
   */
  refresh(vehicle: number): boolean;
  /** The same for a day that was put back as it was, whose cost was kept. */
  restore(vehicle: number): void;
}
