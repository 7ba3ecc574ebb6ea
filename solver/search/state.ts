import { timeCost } from '../model/cost.js';
import { DayScheduler } from '../model/day-scheduler.js';
import type { Problem } from '../model/frozen-problem.js';
import { DeparturePrices } from './departure-prices.js';
import { RUN_COST_PER_METRE, RUN_COST_PER_SECOND, RUN_PARCELS } from './records.js';

/** Open ends of time segments. */
export const FAR = 1e15;

/** From the runs' segments alone, each run as early as the one before allows. */
export const BY_SEGMENTS = 0;
/** From segments too, but the first run starts later so that the duty is short enough. */
export const BY_DELAYED_SEGMENTS = 1;
/** By the exact scheduler, for days with rests, maybe, or split windows. */
export const BY_SCHEDULER = 2;

/** No vehicle is given more runs a day than this. */
const MOST_RUNS = 250;

/**
 * The plan being searched, in flat arrays made for change.
 *
 * Nodes: 0 .. taskCount-1 are tasks; taskCount + r is both ends of run slot r. A run is a ring of
 * `next` and `prev` through its end node. Every node keeps the time segment of its run up to it
 * (PREF) and from it on (SUF), in the sense of Vidal et al. 2014: a segment started at s, with
 * E <= s <= L, lasts D; started earlier it waits until E; started later it is infeasible. A prefix
 * starts at the run's start and ends after service; a suffix starts when the node could be served
 * and ends on arrival at the sink. So an insertion's times follow in constant time.
 *
 * Segments know neither rests nor gaps between windows: for days that may need those (see rests.ts) they
 * are a lower bound, and the exact times come from the DayScheduler.
 */
export class SearchState {
  readonly taskCount: number;
  readonly next: Int32Array;
  readonly prev: Int32Array;
  /** Run slot of a node; -1 for an absent task. */
  readonly runOf: Int32Array;
  /** Location that the leg from a node starts at, and that the leg to a node ends at. */
  readonly fromLocation: Int32Array;
  readonly toLocation: Int32Array;
  readonly access: Int32Array;
  readonly windowOpen: Float64Array;
  readonly windowClose: Float64Array;
  /** Eight numbers a node, one cache line: see PREF_D and those below it in records.ts. */
  readonly node: Float64Array;

  /** -1: the slot is free. */
  readonly runVehicle: Int32Array;
  readonly runPosition: Int32Array;
  readonly runSink: Int32Array;
  readonly runCount: Int32Array;
  /** 1 where the run's order of tasks has changed since it was refreshed. */
  readonly runStale: Uint8Array;
  readonly runLoad: Float64Array;
  readonly runSplitWindows: Int32Array;
  readonly runOrders: Float64Array;
  readonly runParcelsByClass: Float64Array;
  /** Sixteen numbers a run: see RUN_D and those below it in records.ts. */
  readonly run: Float64Array;
  /** Departure cost, with prices, by slot of the sink: [run * slotsMost + slot]. */
  readonly runSlotCost: Float64Array;
  readonly slotsMost: number;

  readonly runsMost: number;
  readonly vehicleRunCount: Int32Array;
  /** [vehicle * runsMost + position] */
  readonly vehicleRuns: Int32Array;
  readonly vehicleMetres: Float64Array;
  readonly vehicleDriving: Float64Array;
  readonly vehicleReturn: Float64Array;
  readonly vehicleSplitWindows: Int32Array;
  /** How the day's times follow: one of {@link BY_SEGMENTS} and those below it. */
  readonly vehicleTiming: Uint8Array;
  /** Fixed, distance and time. */
  readonly vehicleTravelCost: Float64Array;
  /** Paid seconds of the day, the way home among them. */
  readonly vehiclePaidSeconds: Float64Array;
  /**
   * Seconds of duty that the day has left, were no second of it idle; rests that driving alone makes
   * needed count. What needs more cannot be put in, wherever it is put.
   */
  readonly vehicleSpare: Float64Array;
  /**
   * What a second of a vehicle's day is worth to tasks still absent, in cost units: insertions are
   * compared with it on top, so that scarce hours go where they serve most. Never part of any cost.
   */
  secondWorth = 0;
  readonly vehicleStepCost: Float64Array;

  readonly absent: Int32Array;
  readonly absentAt: Int32Array;
  absentCount = 0;
  /** What an absent task costs the search. */
  readonly absentCost: Float64Array;
  travelCost = 0;
  stepCost = 0;
  leftOutCost = 0;

  readonly day: DayScheduler;
  readonly prices: DeparturePrices;
  /** The run that the last failed refresh could not drive. */
  faultRun = -1;
  private freeHint = 0;

  constructor(readonly problem: Problem) {
    const { taskCount, vehicleCount, classCount, dimensionCount } = problem;
    const runs = Math.max(1, taskCount);
    const nodes = taskCount + runs;
    const doubles = (size: number): Float64Array => new Float64Array(size);
    const ints = (size: number): Int32Array => new Int32Array(size);
    this.taskCount = taskCount;
    this.next = ints(nodes);
    this.prev = ints(nodes);
    this.runOf = ints(nodes).fill(-1);
    this.fromLocation = ints(nodes);
    this.toLocation = ints(nodes);
    this.access = ints(nodes);
    this.windowOpen = doubles(taskCount);
    this.windowClose = doubles(taskCount);
    this.node = doubles(nodes * 8);
    this.runVehicle = ints(runs).fill(-1);
    [this.runPosition, this.runSink, this.runCount] = [ints(runs), ints(runs), ints(runs)];
    this.runStale = new Uint8Array(runs);
    this.runLoad = doubles(runs * dimensionCount);
    this.runSplitWindows = ints(runs);
    [this.runOrders, this.runParcelsByClass] = [doubles(runs * classCount), doubles(runs * classCount)];
    this.run = doubles(runs * 16);
    this.prices = new DeparturePrices(problem);
    this.slotsMost = this.prices.slotsMost;
    this.runSlotCost = doubles(runs * this.slotsMost);
    // Twice what a vehicle may make: two days stand side by side while they are exchanged.
    this.runsMost = 2 * Math.max(1, Math.min(MOST_RUNS, runs, Math.max(0, ...problem.maxRuns)));
    this.vehicleRunCount = ints(vehicleCount);
    this.vehicleRuns = ints(vehicleCount * this.runsMost);
    [this.vehicleMetres, this.vehicleDriving] = [doubles(vehicleCount), doubles(vehicleCount)];
    this.vehicleReturn = doubles(vehicleCount);
    this.vehicleSplitWindows = ints(vehicleCount);
    this.vehicleTiming = new Uint8Array(vehicleCount);
    [this.vehicleTravelCost, this.vehicleStepCost] = [doubles(vehicleCount), doubles(vehicleCount)];
    this.vehiclePaidSeconds = doubles(vehicleCount);
    this.vehicleSpare = Float64Array.from(problem.maxDutySeconds);
    [this.absent, this.absentAt] = [ints(taskCount), ints(taskCount)];
    this.absentCost = doubles(taskCount);
    this.day = new DayScheduler(problem);
    this.fillNodes();
  }

  /** What the search minimises, places of departures aside. */
  get cost(): number {
    return this.travelCost + this.stepCost + this.leftOutCost;
  }

  /** Paid seconds of a vehicle at their price and at what they are worth to absent tasks. */
  worthOf(vehicle: number, seconds: number): number {
    return timeCost(this.problem, vehicle, seconds) + this.secondWorth * seconds;
  }

  private fillNodes(): void {
    const { taskCount, taskLocation, taskAccessSeconds, taskWindowStart } = this.problem;
    for (let task = 0; task < taskCount; task++) {
      this.fromLocation[task] = this.toLocation[task] = taskLocation[task];
      this.access[task] = taskAccessSeconds[task];
      this.windowOpen[task] = this.problem.windowOpenSeconds[taskWindowStart[task]];
      this.windowClose[task] = this.problem.windowCloseSeconds[taskWindowStart[task + 1] - 1];
      this.absent[task] = this.absentAt[task] = task;
    }
    this.absentCount = taskCount;
    for (let run = 0; run < this.runVehicle.length; run++) this.runOf[taskCount + run] = run;
  }

  /** Sets what leaving each task out costs the search; tasks now absent are counted anew. */
  setAbsentCost(costOf: (task: number) => number): void {
    this.leftOutCost = 0;
    for (let task = 0; task < this.taskCount; task++) {
      this.absentCost[task] = costOf(task);
      if (this.runOf[task] < 0) this.leftOutCost += this.absentCost[task];
    }
  }

  /** Takes a task out of its run; refreshDay must follow before the vehicle is used. */
  unlink(task: number): void {
    const { next, prev } = this;
    next[prev[task]] = next[task];
    prev[next[task]] = prev[task];
    const run = this.runOf[task];
    this.runCount[run]--;
    this.runStale[run] = 1;
    this.addLoad(run, task, -1);
    this.runOf[task] = -1;
    this.absentAt[task] = this.absentCount;
    this.absent[this.absentCount++] = task;
    this.leftOutCost += this.absentCost[task];
  }

  /** Puts an absent task behind a node; refreshDay must follow. */
  link(task: number, after: number): void {
    const { next, prev, absent, absentAt } = this;
    const before = next[after];
    next[after] = task;
    prev[task] = after;
    next[task] = before;
    prev[before] = task;
    const run = this.runOf[after];
    this.runOf[task] = run;
    this.runCount[run]++;
    this.runStale[run] = 1;
    this.addLoad(run, task, 1);
    const last = absent[--this.absentCount];
    absent[absentAt[task]] = last;
    absentAt[last] = absentAt[task];
    this.leftOutCost -= this.absentCost[task];
  }

  /** Adds a task's load to a run's sums, or takes it away: whole numbers, so nothing is lost. */
  private addLoad(run: number, task: number, sign: number): void {
    const { problem, runLoad, runOrders, runParcelsByClass } = this;
    const { dimensionCount, classCount, taskLoad, taskParcels, taskWindowStart } = problem;
    const { taskClassStart, taskClass, taskClassOrders, taskClassParcels } = problem;
    for (let d = 0; d < dimensionCount; d++) {
      runLoad[run * dimensionCount + d] += sign * taskLoad[task * dimensionCount + d];
    }
    this.run[run * 16 + RUN_PARCELS] += sign * taskParcels[task];
    if (taskWindowStart[task + 1] - taskWindowStart[task] > 1) this.runSplitWindows[run] += sign;
    for (let at = taskClassStart[task]; at < taskClassStart[task + 1]; at++) {
      runOrders[run * classCount + taskClass[at]] += sign * taskClassOrders[at];
      runParcelsByClass[run * classCount + taskClass[at]] += sign * taskClassParcels[at];
    }
  }

  /** Exchanges two places of the absent list. */
  swapAbsent(a: number, b: number): void {
    const { absent, absentAt } = this;
    const task = absent[a];
    absent[a] = absent[b];
    absent[b] = task;
    absentAt[absent[a]] = a;
    absentAt[task] = b;
  }

  /** Opens an empty run at a place in a vehicle's day and returns its slot. Start locations are set by refreshDay. */
  openRun(vehicle: number, position: number, sink: number): number {
    const { vehicleRuns, runsMost, runVehicle } = this;
    let run = this.freeHint;
    while (runVehicle[run] >= 0) run = run + 1 === runVehicle.length ? 0 : run + 1;
    this.freeHint = run;
    const base = vehicle * runsMost;
    for (let at = this.vehicleRunCount[vehicle]++; at > position; at--)
      vehicleRuns[base + at] = vehicleRuns[base + at - 1];
    vehicleRuns[base + position] = run;
    runVehicle[run] = vehicle;
    this.runSink[run] = sink;
    this.runCount[run] = 0;
    this.runStale[run] = 1;
    this.run[run * 16 + RUN_COST_PER_METRE] = this.problem.costPerMetre[vehicle];
    this.run[run * 16 + RUN_COST_PER_SECOND] = this.problem.costPerSecond[vehicle];
    const node = this.taskCount + run;
    this.next[node] = this.prev[node] = node;
    this.toLocation[node] = this.problem.sinkLocation[sink];
    this.fromLocation[node] = -1;
    return run;
  }

  /** Sets where a run ends; refreshDay must follow. */
  setSink(run: number, sink: number): void {
    this.runSink[run] = sink;
    this.toLocation[this.taskCount + run] = this.problem.sinkLocation[sink];
    this.runStale[run] = 1;
  }

  /** Takes a run out of its vehicle's day and puts it at a position of a (maybe the same) vehicle's day. */
  moveRun(run: number, vehicle: number, position: number): void {
    const { vehicleRuns, runsMost, vehicleRunCount, runVehicle, problem } = this;
    const from = runVehicle[run];
    const left = --vehicleRunCount[from];
    let at = 0;
    while (vehicleRuns[from * runsMost + at] !== run) at++;
    for (; at < left; at++) vehicleRuns[from * runsMost + at] = vehicleRuns[from * runsMost + at + 1];
    const base = vehicle * runsMost;
    for (at = vehicleRunCount[vehicle]++; at > position; at--)
      vehicleRuns[base + at] = vehicleRuns[base + at - 1];
    vehicleRuns[base + position] = run;
    runVehicle[run] = vehicle;
    this.runStale[run] = 1;
    this.run[run * 16 + RUN_COST_PER_METRE] = problem.costPerMetre[vehicle];
    this.run[run * 16 + RUN_COST_PER_SECOND] = problem.costPerSecond[vehicle];
  }

  /** Moves the tasks `first` to `last` of a run behind a node of another run; refreshDay must follow. */
  moveSegment(first: number, last: number, after: number): void {
    const { next, prev, runOf, runCount, runStale } = this;
    const from = runOf[first];
    const to = runOf[after];
    next[prev[first]] = next[last];
    prev[next[last]] = prev[first];
    const before = next[after];
    next[after] = first;
    prev[first] = after;
    next[last] = before;
    prev[before] = last;
    for (let task = first; task !== before; task = next[task]) {
      runOf[task] = to;
      runCount[from]--;
      runCount[to]++;
      this.addLoad(from, task, -1);
      this.addLoad(to, task, 1);
    }
    runStale[from] = runStale[to] = 1;
  }

  /** Takes all tasks out of a run. */
  emptyRun(run: number): void {
    const node = this.taskCount + run;
    while (this.next[node] !== node) this.unlink(this.next[node]);
  }

  /** Frees every run slot of a vehicle, whatever it holds; the caller accounts for its tasks. */
  forgetRuns(vehicle: number): void {
    const base = vehicle * this.runsMost;
    for (let at = 0; at < this.vehicleRunCount[vehicle]; at++)
      this.runVehicle[this.vehicleRuns[base + at]] = -1;
    this.vehicleRunCount[vehicle] = 0;
  }
}
