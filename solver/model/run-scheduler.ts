import { NEVER } from './frozen-problem.js';
import type { Problem } from './frozen-problem.js';

/** Why a run or a day cannot be driven. */
export type ScheduleFault =
  | 'no-road'
  | 'window'
  | 'sink-closed'
  | 'due'
  | 'shift'
  | 'duty'
  | 'driving'
  | 'metres'
  /** Of problems that are not plain: the order of tasks, what is aboard when, and breaks. */
  | 'order'
  | 'lifo'
  | 'backhaul'
  | 'too-large'
  | 'aboard'
  | 'break';

/** A run to schedule: `tasks[from .. from + count)` from a start location to a sink. Callers reuse one object. */
export interface RunToDrive {
  vehicle: number;
  startLocation: number;
  tasks: Int32Array;
  from: number;
  count: number;
  sink: number;
}

/**
 * The one exact simulator of a run: when it leaves, serves, rests and unloads.
 *
 * Policy. Earliest times first: leave when the vehicle is ready and every load released, wait for
 * windows, rest before a leg that would drive past the rest rule (inside it where the leg alone is
 * longer). Standing idle for restSeconds without work counts as a rest. Then the run leaves as late
 * as keeps its end, so that no paid time is spent waiting; where that would cost a rest that waiting
 * gave, it leaves early enough to keep such rests, or as early as at first.
 *
 * Results are fields that the next call overwrites: hot loops read them without allocation.
 *
 * It knows travel, windows, rests and due moments; RichRunScheduler adds the rules that plain problems lack.
 */
export class RunScheduler {
  departSeconds = 0;
  arriveSinkSeconds = 0;
  unloadedSeconds = 0;
  /** Driving since the last rest when unloaded. */
  drivenSeconds = 0;
  metres = 0;
  drivingSeconds = 0;
  /** Cost of services that start late; always 0 where lateness costs nothing. */
  lateCost = 0;
  fault: ScheduleFault = 'no-road';
  /** Position of the task at which the fault shows; the number of tasks for the sink. */
  faultAt = 0;
  /** By position in the run. */
  readonly arriveSeconds: Float64Array;
  readonly startSeconds: Float64Array;
  readonly leaveSeconds: Float64Array;
  /** Rest before and inside the leg to a position; the sink's leg stands last. */
  readonly restSeconds: Float64Array;
  /** 1 where waiting at a position counted as a rest that driving had made useful. */
  protected readonly waitRested: Uint8Array;
  protected restedAtSink = false;
  protected released = 0;
  protected due = NEVER;
  protected unload = 0;

  constructor(protected readonly problem: Problem) {
    const size = problem.taskCount + 1;
    this.arriveSeconds = new Float64Array(size);
    this.startSeconds = new Float64Array(size);
    this.leaveSeconds = new Float64Array(size);
    this.restSeconds = new Float64Array(size);
    this.waitRested = new Uint8Array(size);
  }

  /**
   * Schedules a run of a vehicle that is free from `ready` on and has driven `driven` seconds since
   * its last rest. False: `fault` says why not.
   */
  schedule(run: RunToDrive, ready: number, driven: number): boolean {
    this.load(run);
    const restNeeded = this.problem.restSeconds[run.vehicle];
    const earliest = this.earliestStart(run, ready, driven);
    if (!this.drive(run, earliest, earliest - ready >= restNeeded ? 0 : driven)) return false;

    const end = this.unloadedSeconds;
    let keepRests = false;
    for (;;) {
      const depart = this.latestStart(run, keepRests);
      if (depart <= earliest) return true;
      if (this.drive(run, depart, depart - ready >= restNeeded ? 0 : driven) && this.unloadedSeconds <= end)
        return true;
      this.drive(run, earliest, earliest - ready >= restNeeded ? 0 : driven);
      if (keepRests) return true;
      keepRests = true;
    }
  }

  /** What the sink must know of the load: when it is due and how long unloading takes. */
  protected load({ tasks, from, count, sink }: RunToDrive): void {
    const { taskReleaseSeconds, taskParcels, taskDueSeconds, unloadSeconds, unloadMillisecondsPerParcel } =
      this.problem;
    let released = -NEVER;
    let due = NEVER;
    let parcels = 0;
    for (let at = from; at < from + count; at++) {
      const task = tasks[at];
      if (taskReleaseSeconds[task] > released) released = taskReleaseSeconds[task];
      if (taskDueSeconds[task] < due) due = taskDueSeconds[task];
      parcels += taskParcels[task];
    }
    this.released = released;
    this.due = due;
    this.unload = unloadSeconds[sink] + Math.ceil((parcels * unloadMillisecondsPerParcel[sink]) / 1000);
  }

  /** A rest that is due before the first leg is taken off duty, before the run starts. */
  private earliestStart(
    { vehicle, startLocation, tasks, from }: RunToDrive,
    ready: number,
    driven: number,
  ): number {
    const { restDrivingSeconds, restSeconds, vehicleProfile, durations, locationCount, taskLocation } =
      this.problem;
    const earliest = Math.max(ready, this.released);
    if (driven === 0 || restDrivingSeconds[vehicle] === NEVER) return earliest;
    const leg = durations[vehicleProfile[vehicle]][startLocation * locationCount + taskLocation[tasks[from]]];
    if (driven + leg <= restDrivingSeconds[vehicle]) return earliest;
    return Math.max(earliest, ready + restSeconds[vehicle]);
  }

  /** Drives the run from `depart` at earliest times. Long because it is the inner loop of all evaluation. */
  private drive(run: RunToDrive, depart: number, drivenBefore: number): boolean {
    const problem = this.problem;
    const { vehicle, tasks, from, count, sink } = run;
    const unload = this.unload;
    const { taskLocation, taskAccessSeconds, taskWindowStart } = problem;
    const taskServiceSeconds = problem.taskServiceSeconds[problem.vehicleProfile[vehicle]];
    const { windowOpenSeconds, windowCloseSeconds, locationCount } = problem;
    const durations = problem.durations[problem.vehicleProfile[vehicle]];
    const distances = problem.distances[problem.vehicleProfile[vehicle]];
    const drivingLimit = problem.restDrivingSeconds[vehicle];
    const restNeeded = problem.restSeconds[vehicle];
    const { arriveSeconds, startSeconds, leaveSeconds, restSeconds, waitRested } = this;
    let time = depart;
    let driven = drivenBefore;
    let here = run.startLocation;
    let metres = 0;
    let driving = 0;
    this.departSeconds = depart;
    for (let at = 0; at <= count; at++) {
      const there = at < count ? taskLocation[tasks[from + at]] : problem.sinkLocation[sink];
      const sameStop = at > 0 && at < count && there === here;
      let rest = 0;
      if (!sameStop) {
        const leg = durations[here * locationCount + there];
        if (leg < 0) return this.fail('no-road', at);
        if (driven + leg > drivingLimit) {
          if (driven > 0) rest = restNeeded;
          driven = leg;
          while (driven > drivingLimit) {
            driven -= drivingLimit;
            rest += restNeeded;
          }
        } else driven += leg;
        time += rest + leg;
        driving += leg;
        metres += distances[here * locationCount + there];
      }
      arriveSeconds[at] = time;
      restSeconds[at] = rest;
      if (at === count) break;
      const task = tasks[from + at];
      if (!sameStop) time += taskAccessSeconds[task];
      let window = taskWindowStart[task];
      const lastWindow = taskWindowStart[task + 1] - 1;
      while (window < lastWindow && windowCloseSeconds[window] < time) window++;
      if (windowCloseSeconds[window] < time) return this.fail('window', at);
      const wait = windowOpenSeconds[window] - time;
      waitRested[at] = 0;
      if (wait > 0) {
        time += wait;
        if (wait >= restNeeded) {
          if (driven > 0) waitRested[at] = 1;
          driven = 0;
        }
      }
      startSeconds[at] = time;
      time += taskServiceSeconds[task];
      leaveSeconds[at] = time;
      here = there;
    }
    const unloaded = Math.max(time, problem.sinkOpenSeconds[sink]) + unload;
    if (unloaded > problem.sinkCloseSeconds[sink]) return this.fail('sink-closed', count);
    if (unloaded > this.due) return this.fail('due', count);
    this.restedAtSink = unloaded - time - unload >= restNeeded && driven > 0;
    this.arriveSinkSeconds = time;
    this.unloadedSeconds = unloaded;
    this.drivenSeconds = unloaded - time - unload >= restNeeded ? 0 : driven;
    this.metres = metres;
    this.drivingSeconds = driving;
    return true;
  }

  protected fail(fault: ScheduleFault, at: number): boolean {
    this.fault = fault;
    this.faultAt = at;
    return false;
  }

  /** Latest start that keeps the end of the run just driven, walking back from the sink. */
  private latestStart(
    { vehicle, startLocation, tasks, from, count, sink }: RunToDrive,
    keepRests: boolean,
  ): number {
    const problem = this.problem;
    const { taskLocation, taskAccessSeconds, taskWindowStart } = problem;
    const taskServiceSeconds = problem.taskServiceSeconds[problem.vehicleProfile[vehicle]];
    const { windowOpenSeconds, windowCloseSeconds, locationCount } = problem;
    const durations = problem.durations[problem.vehicleProfile[vehicle]];
    const restNeeded = problem.restSeconds[vehicle];
    let arrive = this.unloadedSeconds - this.unload - (keepRests && this.restedAtSink ? restNeeded : 0);
    let there = problem.sinkLocation[sink];
    for (let at = count - 1; at >= 0; at--) {
      const task = tasks[from + at];
      const sameStop = at < count - 1 && taskLocation[task] === there;
      const leave = sameStop
        ? arrive
        : arrive - this.restSeconds[at + 1] - durations[taskLocation[task] * locationCount + there];
      let start = leave - taskServiceSeconds[task];
      let window = taskWindowStart[task + 1] - 1;
      while (window > taskWindowStart[task] && windowOpenSeconds[window] > start) window--;
      if (windowCloseSeconds[window] < start) start = windowCloseSeconds[window];
      if (keepRests && this.waitRested[at]) start = this.startSeconds[at] - restNeeded;
      const firstHere = at === 0 || taskLocation[tasks[from + at - 1]] !== taskLocation[task];
      arrive = firstHere ? start - taskAccessSeconds[task] : start;
      there = taskLocation[task];
    }
    return arrive - this.restSeconds[0] - durations[startLocation * locationCount + there];
  }
}
