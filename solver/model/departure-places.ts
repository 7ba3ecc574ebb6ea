import { NEVER } from './frozen-problem.js';
import type { Problem } from './frozen-problem.js';

/**
 * Hands out the places of departures, first come first served: loads must be offered in the order in
 * which they are unloaded. Parcels that find no place roll to the next step of their class that has
 * some; an order leaves with the step that takes its last parcel (whole orders, spread evenly over
 * the parcels of its class in the run).
 */
export class DeparturePlaces {
  /** The split of the last load: entries [0, usedSteps), step indexes within the class's list. */
  usedSteps = 0;
  readonly usedStep: Int32Array;
  readonly usedOrders: Int32Array;
  readonly usedParcels: Int32Array;

  private readonly left: Int32Array;

  constructor(private readonly problem: Problem) {
    const { stepStart, departureCount } = problem;
    let most = 1;
    for (let list = 0; list + 1 < stepStart.length; list++)
      most = Math.max(most, stepStart[list + 1] - stepStart[list]);
    this.usedStep = new Int32Array(most);
    this.usedOrders = new Int32Array(most);
    this.usedParcels = new Int32Array(most);
    this.left = new Int32Array(departureCount);
  }

  /** Starts a new day: all places are free. */
  reset(): void {
    this.left.set(this.problem.departurePlaces);
  }

  /** Cost of the departures that a run's orders of one class catch; Infinity where some miss the last. */
  take(sink: number, classIndex: number, unloadedSeconds: number, orders: number, parcels: number): number {
    const { stepStart, stepCutoffSeconds, stepOrderCost, stepDeparture, classCount } = this.problem;
    const first = stepStart[sink * classCount + classIndex];
    const end = stepStart[sink * classCount + classIndex + 1];
    this.usedSteps = 0;
    if (first === end) return 0;
    let step = first;
    while (step < end && stepCutoffSeconds[step] < unloadedSeconds) step++;
    let cost = 0;
    let parcelsGone = 0;
    let ordersGone = 0;
    for (; step < end; step++) {
      const departure = stepDeparture[step];
      const places = departure < 0 ? NEVER : this.left[departure];
      const taken = Math.min(places, parcels - parcelsGone);
      if (departure >= 0 && places !== NEVER) this.left[departure] -= taken;
      parcelsGone += taken;
      const leaving =
        (parcelsGone === parcels ? orders : Math.floor((orders * parcelsGone) / parcels)) - ordersGone;
      ordersGone += leaving;
      cost += leaving * stepOrderCost[step];
      if (taken > 0 || leaving > 0) this.record(step - first, leaving, taken);
      if (parcelsGone === parcels) return cost;
    }
    return Infinity;
  }

  private record(step: number, orders: number, parcels: number): void {
    this.usedStep[this.usedSteps] = step;
    this.usedOrders[this.usedSteps] = orders;
    this.usedParcels[this.usedSteps] = parcels;
    this.usedSteps++;
  }
}
