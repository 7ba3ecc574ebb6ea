import { NEVER } from './frozen-problem.js';
import type { Problem } from './frozen-problem.js';
import { DELIVERY, PICKUP } from './frozen-rules.js';
import type { RunToDrive, ScheduleFault } from './run-scheduler.js';

/**
 * What the order of a run's tasks decides before any clock runs: whether the order itself is permitted,
 * what is aboard on every leg, and so how long each leg takes.
 *
 * Results are fields that the next call overwrites. O(tasks x dimensions + order rules + pairs aboard).
 */
export class RunOrder {
  fault: ScheduleFault = 'order';
  /** Position of the task at which the fault shows. */
  faultAt = 0;
  /** Of the leg to a position, the sink's last; zeros where a task is served at the stop before it. */
  readonly legSeconds: Int32Array;
  readonly legMetres: Int32Array;
  readonly sameStop: Uint8Array;
  /** Position of the pickup whose time aboard ends at a position; -1 where there is none or no limit. */
  readonly limitedPickup: Int32Array;
  /** Number of positions with a {@link limitedPickup}. */
  limitedCount = 0;

  private readonly position: Int32Array;
  private readonly aboard: Float64Array;
  private readonly stack: Int32Array;
  private readonly legLaden: Uint8Array;

  constructor(private readonly problem: Problem) {
    const size = problem.taskCount + 1;
    this.legSeconds = new Int32Array(size);
    this.legMetres = new Int32Array(size);
    this.sameStop = new Uint8Array(size);
    this.limitedPickup = new Int32Array(size).fill(-1);
    this.position = new Int32Array(problem.taskCount).fill(-1);
    this.aboard = new Float64Array(problem.dimensionCount);
    this.stack = new Int32Array(size);
    this.legLaden = new Uint8Array(size);
  }

  /** False: `fault` and `faultAt` say which rule the order breaks; then legs are not set. */
  check(run: RunToDrive): boolean {
    const { position } = this;
    const { tasks, from, count } = run;
    for (let at = 0; at < count; at++) position[tasks[from + at]] = at;
    const sound = this.checkOrder(run) && this.checkStack(run) && this.checkLoad(run);
    if (sound) this.findLimits(run);
    for (let at = 0; at < count; at++) position[tasks[from + at]] = -1;
    return sound && this.measureLegs(run);
  }

  private checkOrder({ vehicle, tasks, from, count }: RunToDrive): boolean {
    const { earlierStart, earlierTask, deliveriesFirst, taskDelivered } = this.problem;
    let collected = false;
    for (let at = 0; at < count; at++) {
      const task = tasks[from + at];
      for (let rule = earlierStart[task]; rule < earlierStart[task + 1]; rule++) {
        if (this.position[earlierTask[rule]] > at) return this.fail('order', at);
      }
      if (taskDelivered[task] === 0) collected = true;
      else if (collected && deliveriesFirst[vehicle] === 1) return this.fail('backhaul', at);
    }
    return true;
  }

  /** Last in, first out. */
  private checkStack({ vehicle, tasks, from, count }: RunToDrive): boolean {
    const { lifo, pairCount, taskPairRole, taskPairMate } = this.problem;
    if (lifo[vehicle] === 0 || pairCount === 0) return true;
    let height = 0;
    for (let at = 0; at < count; at++) {
      const task = tasks[from + at];
      if (taskPairRole[task] === PICKUP && this.position[taskPairMate[task]] >= 0)
        this.stack[height++] = task;
      else if (taskPairRole[task] === DELIVERY && this.position[taskPairMate[task]] >= 0) {
        if (this.stack[height - 1] !== taskPairMate[task]) return this.fail('lifo', at);
        height--;
      }
    }
    return true;
  }

  /** Follows the load along the run. A delivery whose pickup is in another run sets nothing down. */
  private checkLoad(run: RunToDrive): boolean {
    const { problem, aboard, position } = this;
    const { taskLoad, taskDelivered, taskPairRole, taskPairMate, dimensionCount } = problem;
    const { vehicle, tasks, from, count } = run;
    aboard.fill(0);
    for (let at = 0; at < count; at++) {
      if (taskDelivered[tasks[from + at]] === 1) this.add(tasks[from + at], 1);
    }
    if (this.exceeds(vehicle)) return this.fail('too-large', 0);
    for (let at = 0; at < count; at++) {
      this.legLaden[at] = this.isLaden(vehicle);
      const task = tasks[from + at];
      if (taskDelivered[task] === 1) this.add(task, -1);
      else if (taskPairRole[task] === DELIVERY) {
        const pickup = taskPairMate[task];
        if (position[pickup] >= 0 && position[pickup] < at) this.add(pickup, -1);
      } else {
        for (let d = 0; d < dimensionCount; d++) aboard[d] += taskLoad[task * dimensionCount + d];
        if (this.exceeds(vehicle)) return this.fail('too-large', at);
      }
    }
    this.legLaden[count] = this.isLaden(vehicle);
    return true;
  }

  private add(task: number, sign: number): void {
    const { taskLoad, dimensionCount } = this.problem;
    for (let d = 0; d < dimensionCount; d++) this.aboard[d] += sign * taskLoad[task * dimensionCount + d];
  }

  private exceeds(vehicle: number): boolean {
    const { vehicleCapacity, dimensionCount } = this.problem;
    for (let d = 0; d < dimensionCount; d++) {
      if (this.aboard[d] > vehicleCapacity[vehicle * dimensionCount + d]) return true;
    }
    return false;
  }

  private isLaden(vehicle: number): 0 | 1 {
    const { ladenProfile, ladenFrom, dimensionCount } = this.problem;
    if (ladenProfile[vehicle] < 0) return 0;
    for (let d = 0; d < dimensionCount; d++) {
      if (this.aboard[d] >= ladenFrom[vehicle * dimensionCount + d]) return 1;
    }
    return 0;
  }

  private findLimits({ tasks, from, count }: RunToDrive): void {
    const { hasAboardLimits, taskPairRole, taskPair, taskPairMate, pairMaxAboardSeconds } = this.problem;
    this.limitedCount = 0;
    if (!hasAboardLimits) return;
    for (let at = 0; at < count; at++) {
      const task = tasks[from + at];
      const limited = taskPairRole[task] === DELIVERY && pairMaxAboardSeconds[taskPair[task]] < NEVER;
      this.limitedPickup[at] = limited ? this.position[taskPairMate[task]] : -1;
      if (this.limitedPickup[at] >= 0) this.limitedCount++;
    }
  }

  private measureLegs({ vehicle, startLocation, tasks, from, count, sink }: RunToDrive): boolean {
    const { problem, legLaden, legSeconds, legMetres, sameStop } = this;
    const { taskLocation, sinkLocation, durations, distances, locationCount } = problem;
    let here = startLocation;
    for (let at = 0; at <= count; at++) {
      const there = at < count ? taskLocation[tasks[from + at]] : sinkLocation[sink];
      sameStop[at] = at > 0 && at < count && there === here ? 1 : 0;
      if (sameStop[at] === 1) legSeconds[at] = legMetres[at] = 0;
      else {
        const profile = legLaden[at] === 1 ? problem.ladenProfile[vehicle] : problem.vehicleProfile[vehicle];
        legSeconds[at] = durations[profile][here * locationCount + there];
        legMetres[at] = distances[profile][here * locationCount + there];
        if (legSeconds[at] < 0) return this.fail('no-road', at);
      }
      here = there;
    }
    return true;
  }

  private fail(fault: ScheduleFault, at: number): boolean {
    this.fault = fault;
    this.faultAt = at;
    return false;
  }
}

/** Travel profile of an empty vehicle, on its way home. */
export function emptyProfile(problem: Problem, vehicle: number): number {
  const { ladenProfile, ladenFrom, vehicleProfile, dimensionCount } = problem;
  if (ladenProfile[vehicle] < 0) return vehicleProfile[vehicle];
  for (let d = 0; d < dimensionCount; d++) {
    if (ladenFrom[vehicle * dimensionCount + d] <= 0) return ladenProfile[vehicle];
  }
  return vehicleProfile[vehicle];
}
