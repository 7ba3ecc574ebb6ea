import { NEVER } from '../model/frozen-problem.js';
import type { Problem } from '../model/frozen-problem.js';

/**
 * What a slot of a sink costs the search, by class: the exact cost of an order, and a price per
 * parcel on departures that have proven too full. Prices steer insertions away from departures
 * whose places run out; the cost that is compared in the end is the exact one.
 */
export class DeparturePrices {
  readonly slotsMost: number;
  /** By departure, cost units per parcel. */
  readonly price: Float64Array;
  /** [slot * classCount + class]: price of a parcel of the class unloaded in the slot. */
  readonly slotParcelPrice: Float64Array;
  /** True while no departure has a price. */
  none = true;
  /** How much a price moves at once. */
  readonly priceStep: Float64Array;

  constructor(private readonly problem: Problem) {
    const { sinkSlotStart, sinkCount, slotOrderCost, departureCount } = problem;
    let most = 1;
    for (let sink = 0; sink < sinkCount; sink++)
      most = Math.max(most, sinkSlotStart[sink + 1] - sinkSlotStart[sink]);
    this.slotsMost = most;
    this.price = new Float64Array(departureCount);
    this.slotParcelPrice = new Float64Array(slotOrderCost.length);
    this.priceStep = priceSteps(problem);
  }

  /** Cost of a class's load unloaded in a slot (index over all sinks); Infinity where it misses the last. */
  slotCost(slot: number, classIndex: number, orders: number, parcels: number): number {
    const at = slot * this.problem.classCount + classIndex;
    const cost = this.problem.slotOrderCost[at];
    return cost === Infinity ? Infinity : orders * cost + parcels * this.slotParcelPrice[at];
  }

  /**
   * Moves prices after the parcels that want each departure: up where it is too full, down where it
   * has places left. True where any price changed.
   */
  adapt(wanted: Float64Array): boolean {
    const { departurePlaces } = this.problem;
    let changed = false;
    for (let departure = 0; departure < wanted.length; departure++) {
      if (departurePlaces[departure] === NEVER) continue;
      const before = this.price[departure];
      const excess = wanted[departure] > departurePlaces[departure];
      const after = excess
        ? before + this.priceStep[departure]
        : Math.max(0, before - this.priceStep[departure] / 2);
      this.price[departure] = Math.round(after);
      changed ||= this.price[departure] !== before;
    }
    if (changed) {
      this.none = this.price.every((price) => price === 0);
      this.spread();
    }
    return changed;
  }

  /** A load rolls to a later step where that is cheaper, so no slot asks more than the slots after it. */
  private spread(): void {
    const { sinkCount, classCount, sinkSlotStart, slotCutoffSeconds } = this.problem;
    const { stepStart, stepCutoffSeconds, stepDeparture, stepOrderCost } = this.problem;
    for (let sink = 0; sink < sinkCount; sink++) {
      for (let slot = sinkSlotStart[sink]; slot < sinkSlotStart[sink + 1]; slot++) {
        for (let c = 0; c < classCount; c++) {
          const end = stepStart[sink * classCount + c + 1];
          let step = stepStart[sink * classCount + c];
          while (step < end && stepCutoffSeconds[step] < slotCutoffSeconds[slot]) step++;
          let price = step < end ? Infinity : 0;
          for (let later = step; later < end; later++) {
            const departure = stepDeparture[later];
            const own = departure < 0 ? 0 : this.price[departure];
            price = Math.min(price, own + stepOrderCost[later] - stepOrderCost[step]);
          }
          this.slotParcelPrice[slot * classCount + c] = price;
        }
      }
    }
  }
}

/** A tenth of what missing a departure costs an order, on average over the steps that use it. */
function priceSteps(problem: Problem): Float64Array {
  const { departureCount, stepStart, stepDeparture, stepOrderCost } = problem;
  const total = new Float64Array(departureCount);
  const count = new Float64Array(departureCount);
  for (let list = 0; list + 1 < stepStart.length; list++) {
    for (let step = stepStart[list]; step < stepStart[list + 1]; step++) {
      const departure = stepDeparture[step];
      if (departure < 0) continue;
      const isLast = step + 1 === stepStart[list + 1];
      total[departure] += isLast
        ? stepOrderCost[step] - stepOrderCost[stepStart[list]]
        : stepOrderCost[step + 1] - stepOrderCost[step];
      count[departure]++;
    }
  }
  return total.map((sum, departure) => Math.max(1, Math.ceil(sum / Math.max(1, count[departure]) / 10)));
}
