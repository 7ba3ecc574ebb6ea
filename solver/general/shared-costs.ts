import { balanceCost } from '../model/cost.js';
import { DeparturePlaces } from '../model/departure-places.js';
import { NEVER } from '../model/frozen-problem.js';
import type { Problem } from '../model/frozen-problem.js';
import type { DeparturePrices } from '../search/departure-prices.js';
import type { DayJudge } from './day-judge.js';
import type { GeneralState } from './general-state.js';

/**
 * Costs that no day has by itself: those of departures whose places run out, and those that compare the lengths
 * of days. Needs, of every day, how long it lasts and when its runs are unloaded.
 */
export class SharedCosts {
  /** Whether the problem has any. */
  readonly any: boolean;
  /** By vehicle: what its departures cost at their present prices, see day-judge.ts. */
  readonly steer: Float64Array;
  /** By vehicle; 0 for an empty day. */
  readonly daySeconds: Float64Array;
  /** By vehicle, then run: the end of unloading. */
  readonly unloadedSeconds: Float64Array[];
  /** Classes of runs that found no place on any departure, in the last call of `cost`. */
  missed = 0;
  /** Where that happened last, in the order of unloading. */
  missingVehicle = -1;
  private missingAt = 0;
  private missingClass = 0;

  private readonly places: DeparturePlaces;
  private readonly wanted: Float64Array;
  private runs: { vehicle: number; from: number; to: number; unloaded: number }[] = [];

  constructor(
    private readonly problem: Problem,
    private readonly state: GeneralState,
    private readonly prices: DeparturePrices,
    private readonly missCharge: number,
  ) {
    this.any = problem.placesMayRunOut || problem.hasBalance;
    this.steer = new Float64Array(problem.vehicleCount);
    this.daySeconds = new Float64Array(problem.vehicleCount);
    this.unloadedSeconds = Array.from({ length: problem.vehicleCount }, () => new Float64Array(0));
    this.places = new DeparturePlaces(problem);
    this.wanted = new Float64Array(problem.departureCount);
  }

  /** Keeps what must be known of a day that was just judged. */
  note(vehicle: number, judge: DayJudge): void {
    this.steer[vehicle] = judge.steer;
    this.daySeconds[vehicle] = judge.daySeconds;
    if (!this.problem.placesMayRunOut) return;
    if (this.unloadedSeconds[vehicle].length < judge.runCount)
      this.unloadedSeconds[vehicle] = new Float64Array(2 * judge.runCount);
    for (let run = 0; run < judge.runCount; run++)
      this.unloadedSeconds[vehicle][run] = judge.unloadedSeconds[run];
  }

  /** Exact, but for a high charge where a load finds no place on any departure. */
  cost(): number {
    if (!this.any) return 0;
    return this.hours() + this.balance(-1, 0);
  }

  /** Cost of the lengths of days, one vehicle's taken as given; -1 takes all as they are. */
  balance(vehicle: number, seconds: number): number {
    if (!this.problem.hasBalance) return 0;
    let longest = 0;
    let shortest = Infinity;
    for (let at = 0; at < this.daySeconds.length; at++) {
      const used = at === vehicle || this.state.length[at] > 0;
      if (!used) continue;
      const day = at === vehicle ? seconds : this.daySeconds[at];
      if (day > longest) longest = day;
      if (day < shortest) shortest = day;
    }
    return shortest === Infinity ? 0 : balanceCost(this.problem, longest, shortest);
  }

  /** The last task of the run at {@link missingVehicle} that has orders or parcels without a place. */
  missingTask(): number {
    const { taskClassStart, taskClass } = this.problem;
    const tokens = this.state.tokens[this.missingVehicle];
    let at = this.missingAt - 1;
    const has = (task: number): boolean =>
      taskClass.subarray(taskClassStart[task], taskClassStart[task + 1]).includes(this.missingClass);
    while (at > 0 && !has(tokens[at])) at--;
    return tokens[at];
  }

  /** Moves the prices of departures after the parcels that want them; true where any changed. */
  adaptPrices(): boolean {
    if (!this.problem.placesMayRunOut) return false;
    const { stepStart, stepCutoffSeconds, stepDeparture, classCount } = this.problem;
    this.wanted.fill(0);
    this.listRuns();
    for (const { vehicle, from, to, unloaded } of this.runs) {
      const sink = this.sinkOf(vehicle, to);
      for (const [c, , parcels] of this.classesOf(vehicle, from, to)) {
        let step = stepStart[sink * classCount + c];
        const end = stepStart[sink * classCount + c + 1];
        while (step < end && stepCutoffSeconds[step] < unloaded) step++;
        if (step < end && stepDeparture[step] >= 0) this.wanted[stepDeparture[step]] += parcels;
      }
    }
    return this.prices.adapt(this.wanted);
  }

  private hours(): number {
    this.missed = 0;
    if (!this.problem.placesMayRunOut) return 0;
    this.listRuns();
    this.runs.sort((a, b) => a.unloaded - b.unloaded);
    this.places.reset();
    let cost = 0;
    for (const { vehicle, from, to, unloaded } of this.runs) {
      for (const [c, orders, parcels] of this.classesOf(vehicle, from, to)) {
        const own = this.places.take(this.sinkOf(vehicle, to), c, unloaded, orders, parcels);
        if (own < Infinity) cost += own;
        else {
          this.missed++;
          this.missingVehicle = vehicle;
          this.missingAt = to;
          this.missingClass = c;
          cost += this.missCharge;
        }
      }
    }
    return cost;
  }

  private sinkOf(vehicle: number, at: number): number {
    return this.state.tokens[vehicle][at] - this.state.taskCount;
  }

  /** Runs of vehicles in their order, so that ties go to the run that stands first in the plan. */
  private listRuns(): void {
    const { state } = this;
    this.runs = [];
    for (let vehicle = 0; vehicle < this.daySeconds.length; vehicle++) {
      let from = 0;
      let run = 0;
      for (let at = 0; at < state.length[vehicle]; at++) {
        if (state.tokens[vehicle][at] < state.taskCount) continue;
        const unloaded = this.unloadedSeconds[vehicle][run] ?? NEVER;
        this.runs.push({ vehicle, from, to: at, unloaded });
        run++;
        from = at + 1;
      }
    }
  }

  /** Class, orders and parcels of a run's tasks, classes ascending. */
  private classesOf(vehicle: number, from: number, to: number): [number, number, number][] {
    const { taskClassStart, taskClass, taskClassOrders, taskClassParcels, classCount } = this.problem;
    const totals: [number, number, number][] = Array.from({ length: classCount }, (_, c) => [c, 0, 0]);
    for (let at = from; at < to; at++) {
      const task = this.state.tokens[vehicle][at];
      for (let k = taskClassStart[task]; k < taskClassStart[task + 1]; k++) {
        totals[taskClass[k]][1] += taskClassOrders[k];
        totals[taskClass[k]][2] += taskClassParcels[k];
      }
    }
    return totals.filter(([, orders, parcels]) => orders > 0 || parcels > 0);
  }
}
