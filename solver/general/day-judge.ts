import { distanceCost, preferenceCost, timeCost } from '../model/cost.js';
import { DayScheduler } from '../model/day-scheduler.js';
import type { Problem } from '../model/frozen-problem.js';
import type { DeparturePrices } from '../search/departure-prices.js';
import type { Pace } from './pace.js';

/** What an exact schedule weighs against looking at one token, for pacing the questions to the stop rule. */
const WORK_PER_TOKEN = 8;

/** Prices whole days exactly, by driving them. Results are fields that the next call overwrites. */
export class DayJudge {
  /** Cost of the day, shared costs left out: see shared-costs.ts. */
  cost = 0;
  /** Cost of departures at their present prices, where their places may run out; 0 otherwise. */
  steer = 0;
  /** From first departure to last return; 0 for an empty day. */
  daySeconds = 0;
  runCount = 0;
  /** By run, the end of unloading. */
  readonly unloadedSeconds: Float64Array;
  private readonly day: DayScheduler;
  private readonly orders: Float64Array;
  private readonly parcels: Float64Array;

  constructor(
    private readonly problem: Problem,
    private readonly prices: DeparturePrices,
    private readonly pace: Pace,
  ) {
    this.day = new DayScheduler(problem);
    this.unloadedSeconds = this.day.unloadedSeconds;
    this.orders = new Float64Array(problem.classCount);
    this.parcels = new Float64Array(problem.classCount);
  }

  /** Drives a day of tokens as general-state.ts has them. False where it cannot be driven. */
  judge(vehicle: number, tokens: Int32Array, length: number): boolean {
    this.cost = this.steer = this.daySeconds = this.runCount = 0;
    if (length === 0) return true;
    const { problem, day } = this;
    this.pace.work += WORK_PER_TOKEN * (length + 2);
    this.load(tokens, length);
    if (day.runCount > problem.maxRuns[vehicle] || !this.fits(vehicle) || !day.schedule(vehicle))
      return false;
    let cost =
      problem.fixedCost[vehicle] +
      distanceCost(problem, vehicle, day.metres) +
      timeCost(problem, vehicle, day.homeSeconds) +
      day.lateCost;
    for (let run = 0; run < day.runCount; run++) {
      cost += timeCost(problem, vehicle, day.unloadedSeconds[run] - day.departSeconds[run]);
      if (problem.classCount > 0) this.steer += this.departureCost(run);
    }
    if (problem.hasPreferences) {
      for (let at = 0; at < day.runStart[day.runCount]; at++)
        cost += preferenceCost(problem, vehicle, day.tasks[at]);
    }
    if (!problem.placesMayRunOut) {
      cost += this.steer;
      this.steer = 0;
    }
    this.cost = cost;
    this.daySeconds = day.returnSeconds - day.departSeconds[0];
    this.runCount = day.runCount;
    return cost + this.steer < Infinity;
  }

  private load(tokens: Int32Array, length: number): void {
    const { day } = this;
    const { taskCount } = this.problem;
    let run = 0;
    let tasks = 0;
    day.runStart[0] = 0;
    for (let at = 0; at < length; at++) {
      const token = tokens[at];
      if (token < taskCount) day.tasks[tasks++] = token;
      else {
        day.sinks[run++] = token - taskCount;
        day.runStart[run] = tasks;
      }
    }
    day.runCount = run;
  }

  /** Whether the sums of runs' loads fit; where order matters to loads the scheduler follows them itself. */
  private fits(vehicle: number): boolean {
    const { hasLoadOrder, dimensionCount, taskLoad, vehicleCapacity } = this.problem;
    if (hasLoadOrder) return true;
    const { runStart, tasks, runCount } = this.day;
    for (let run = 0; run < runCount; run++) {
      for (let d = 0; d < dimensionCount; d++) {
        let load = 0;
        for (let at = runStart[run]; at < runStart[run + 1]; at++)
          load += taskLoad[tasks[at] * dimensionCount + d];
        if (load > vehicleCapacity[vehicle * dimensionCount + d]) return false;
      }
    }
    return true;
  }

  /** Of the departures that a run of the day catches; Infinity where a class misses its last. */
  private departureCost(run: number): number {
    const { problem, day, orders, parcels } = this;
    const { taskClassStart, taskClass, taskClassOrders, taskClassParcels, slotCutoffSeconds } = problem;
    orders.fill(0);
    parcels.fill(0);
    for (let at = day.runStart[run]; at < day.runStart[run + 1]; at++) {
      const task = day.tasks[at];
      for (let k = taskClassStart[task]; k < taskClassStart[task + 1]; k++) {
        orders[taskClass[k]] += taskClassOrders[k];
        parcels[taskClass[k]] += taskClassParcels[k];
      }
    }
    let slot = problem.sinkSlotStart[day.sinks[run]];
    while (slotCutoffSeconds[slot] < day.unloadedSeconds[run]) slot++;
    let cost = 0;
    for (let c = 0; c < orders.length; c++) {
      if (orders[c] > 0 || parcels[c] > 0) cost += this.prices.slotCost(slot, c, orders[c], parcels[c]);
    }
    return cost;
  }
}
