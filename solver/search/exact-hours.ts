import { DeparturePlaces } from '../model/departure-places.js';
import { NEVER } from '../model/frozen-problem.js';
import { RUN_UNLOADED } from './records.js';
import { refreshDay } from './refresh.js';
import { priceSlots } from './refresh-run.js';
import type { SearchState } from './state.js';

/**
 * Departure costs of the state's plan with the places of departures applied: exact, whereas the
 * costs inside the state carry prices instead. Only needed where places may run out.
 */
export class ExactHours {
  /** Classes of runs that found no place on any departure, in the last call of `cost`. */
  missed = 0;
  private readonly places: DeparturePlaces;
  private readonly order: Int32Array;
  private count = 0;
  /** Stamp of the last call that found the run among those of the call before. */
  private readonly listed: Int32Array;
  private stamp = 0;

  constructor(
    private readonly state: SearchState,
    private readonly missPenalty: number,
  ) {
    this.places = new DeparturePlaces(state.problem);
    this.order = new Int32Array(state.runVehicle.length);
    this.listed = new Int32Array(state.runVehicle.length);
  }

  /** Misses are charged with the penalty, so that the search moves away from them. */
  cost(): number {
    const { state, places, order } = this;
    const { classCount } = state.problem;
    this.sortRuns();
    places.reset();
    this.missed = 0;
    let cost = 0;
    for (let at = 0; at < this.count; at++) {
      const run = order[at];
      for (let c = 0; c < classCount; c++) {
        const orders = state.runOrders[run * classCount + c];
        const parcels = state.runParcelsByClass[run * classCount + c];
        if (orders === 0 && parcels === 0) continue;
        const own = places.take(state.runSink[run], c, state.run[run * 16 + RUN_UNLOADED], orders, parcels);
        if (own === Infinity) {
          this.missed++;
          cost += this.missPenalty;
        } else cost += own;
      }
    }
    return cost;
  }

  /** The class that {@link lastMissing} found without a place. */
  missingClass = -1;

  /** The run unloaded last among those that miss every departure; -1 where none does. */
  lastMissing(): number {
    const { state, places, order } = this;
    const { classCount } = state.problem;
    this.sortRuns();
    places.reset();
    let missing = -1;
    for (let at = 0; at < this.count; at++) {
      const run = order[at];
      for (let c = 0; c < classCount; c++) {
        const orders = state.runOrders[run * classCount + c];
        const parcels = state.runParcelsByClass[run * classCount + c];
        if (orders === 0 && parcels === 0) continue;
        const unloaded = state.run[run * 16 + RUN_UNLOADED];
        if (places.take(state.runSink[run], c, unloaded, orders, parcels) < Infinity) continue;
        missing = run;
        this.missingClass = c;
      }
    }
    return missing;
  }

  /** Adapts the prices of departures to the parcels that want them, and the state to the prices. */
  adaptPrices(): void {
    const { state } = this;
    if (!state.prices.adapt(this.wanted())) return;
    for (let vehicle = 0; vehicle < state.problem.vehicleCount; vehicle++) {
      for (let at = 0; at < state.vehicleRunCount[vehicle]; at++) {
        priceSlots(state, state.vehicleRuns[vehicle * state.runsMost + at]);
      }
      refreshDay(state, vehicle);
    }
  }

  /** Parcels that would leave with each departure if it had places for all that are in time. */
  private wanted(): Float64Array {
    const { state } = this;
    const { classCount, stepStart, stepCutoffSeconds, stepDeparture, departureCount } = state.problem;
    const wanted = new Float64Array(departureCount);
    this.sortRuns();
    for (let at = 0; at < this.count; at++) {
      const run = this.order[at];
      const unloaded = state.run[run * 16 + RUN_UNLOADED];
      for (let c = 0; c < classCount; c++) {
        const list = state.runSink[run] * classCount + c;
        let step = stepStart[list];
        while (step < stepStart[list + 1] && stepCutoffSeconds[step] < unloaded) step++;
        if (step === stepStart[list + 1] || stepDeparture[step] < 0) continue;
        wanted[stepDeparture[step]] += state.runParcelsByClass[run * classCount + c];
      }
    }
    return wanted.map((parcels) => Math.min(parcels, NEVER));
  }

  /**
   * All runs by the end of their unloading, ties in plan order: the order in which places are given
   * out. It starts from the order of the last call, in which few runs are out of place.
   */
  private sortRuns(): void {
    const { state, order, listed } = this;
    const { runVehicle, vehicleRuns, vehicleRunCount, runsMost } = state;
    let count = 0;
    this.stamp++;
    for (let at = 0; at < this.count; at++) {
      const run = order[at];
      if (runVehicle[run] < 0) continue;
      listed[run] = this.stamp;
      order[count++] = run;
    }
    for (let vehicle = 0; vehicle < state.problem.vehicleCount; vehicle++) {
      for (let at = 0; at < vehicleRunCount[vehicle]; at++) {
        const run = vehicleRuns[vehicle * runsMost + at];
        if (listed[run] !== this.stamp) order[count++] = run;
      }
    }
    for (let at = 1; at < count; at++) {
      const run = order[at];
      let to = at - 1;
      for (; to >= 0 && this.isBefore(run, order[to]); to--) order[to + 1] = order[to];
      order[to + 1] = run;
    }
    this.count = count;
  }

  private isBefore(one: number, two: number): boolean {
    const { run, runVehicle, runPosition } = this.state;
    const apart = run[one * 16 + RUN_UNLOADED] - run[two * 16 + RUN_UNLOADED];
    if (apart !== 0) return apart < 0;
    const vehicles = runVehicle[one] - runVehicle[two];
    return vehicles !== 0 ? vehicles < 0 : runPosition[one] < runPosition[two];
  }
}
