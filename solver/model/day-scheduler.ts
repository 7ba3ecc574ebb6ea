import { NEVER } from './frozen-problem.js';
import type { Problem } from './frozen-problem.js';
import { needsRichScheduler, RichRunScheduler } from './rich-run-scheduler.js';
import { emptyProfile } from './run-order.js';
import { RunScheduler } from './run-scheduler.js';
import type { RunToDrive, ScheduleFault } from './run-scheduler.js';

/** Delaying the first run to shorten the duty settles in a few rounds or not at all. */
export const DUTY_ROUNDS = 30;

/**
 * Schedules all runs of a vehicle's day, one after another, and its way home.
 *
 * The caller fills `runCount`, `runStart` (offsets into `tasks`), `tasks` and `sinks`, then calls
 * `schedule`. Where the duty would be too long the first run starts later, as far as is needed.
 */
export class DayScheduler {
  readonly runs: RunScheduler;
  runCount = 0;
  readonly runStart: Int32Array;
  readonly tasks: Int32Array;
  readonly sinks: Int32Array;

  /** By run. */
  readonly startLocation: Int32Array;
  readonly readySeconds: Float64Array;
  readonly drivenBefore: Float64Array;
  readonly departSeconds: Float64Array;
  readonly unloadedSeconds: Float64Array;
  readonly runMetres: Float64Array;
  readonly runDriving: Float64Array;
  /** Of services that start late; zeros where lateness costs nothing. */
  readonly runLateCost: Float64Array;
  lateCost = 0;

  /**
   * Breaks of the day by their index in the problem's breaks, taken up to {@link breaksEnd}: the run, the
   * position in it that the break comes before driving to (the sink's, one after the tasks, and home's, one
   * more) or OFF_DUTY, and the start.
   */
  breaksEnd = 0;
  readonly breakRun: Int32Array;
  readonly breakPlace: Int32Array;
  readonly breakStartSeconds: Float64Array;

  /** The way home after the last run; zero where the vehicle may stay. */
  homeMetres = 0;
  homeDriving = 0;
  /** Driving and rests. */
  homeSeconds = 0;
  homeRestSeconds = 0;
  returnSeconds = 0;
  metres = 0;
  drivingSeconds = 0;
  fault: ScheduleFault = 'no-road';
  faultRun = 0;

  private readonly run: RunToDrive;
  /** The same object as `runs`; null where the plain scheduler does. */
  private readonly rich: RichRunScheduler | null;
  private readonly breaksBefore: Int32Array;

  constructor(private readonly problem: Problem) {
    this.rich = needsRichScheduler(problem) ? new RichRunScheduler(problem) : null;
    this.runs = this.rich ?? new RunScheduler(problem);
    const size = problem.taskCount + 2;
    this.tasks = new Int32Array(size);
    this.sinks = new Int32Array(size);
    this.runStart = new Int32Array(size + 1);
    this.startLocation = new Int32Array(size);
    this.readySeconds = new Float64Array(size);
    this.drivenBefore = new Float64Array(size);
    this.departSeconds = new Float64Array(size);
    this.unloadedSeconds = new Float64Array(size);
    this.runMetres = new Float64Array(size);
    this.runDriving = new Float64Array(size);
    this.runLateCost = new Float64Array(size);
    this.breaksBefore = new Int32Array(size);
    const breaks = problem.breakSeconds.length;
    this.breakRun = new Int32Array(breaks);
    this.breakPlace = new Int32Array(breaks);
    this.breakStartSeconds = new Float64Array(breaks);
    this.run = { vehicle: 0, startLocation: 0, tasks: this.tasks, from: 0, count: 0, sink: 0 };
  }

  /** False: `fault` and `faultRun` say what is broken first. At least one run is expected. */
  schedule(vehicle: number): boolean {
    const { shiftOpenSeconds, shiftCloseSeconds, maxDutySeconds, maxDrivingSeconds, maxMetres } =
      this.problem;
    let from = shiftOpenSeconds[vehicle];
    let lastExcess = NEVER;
    for (let round = 0; ; round++) {
      if (!this.driveDay(vehicle, from)) return false;
      if (this.returnSeconds > shiftCloseSeconds[vehicle]) return this.fail('shift', this.runCount - 1);
      const excess = this.returnSeconds - this.departSeconds[0] - maxDutySeconds[vehicle];
      if (excess <= 0) break;
      // A delay that no waiting absorbs moves the whole day and shortens nothing.
      if (excess >= lastExcess || round === DUTY_ROUNDS) return this.fail('duty', this.runCount - 1);
      lastExcess = excess;
      from = this.departSeconds[0] + excess;
    }
    if (this.drivingSeconds > maxDrivingSeconds[vehicle]) return this.fail('driving', this.runCount - 1);
    if (this.metres > maxMetres[vehicle]) return this.fail('metres', this.runCount - 1);
    return true;
  }

  /** Prepares the scheduler of runs with the times of one run of the day just scheduled, to read its stops. */
  replay(vehicle: number, index: number): RunScheduler {
    this.pick(vehicle, index);
    this.runs.schedule(this.run, this.readySeconds[index], this.drivenBefore[index]);
    return this.runs;
  }

  private pick(vehicle: number, index: number): void {
    this.run.vehicle = vehicle;
    this.run.startLocation = this.startLocation[index];
    this.run.from = this.runStart[index];
    this.run.count = this.runStart[index + 1] - this.runStart[index];
    this.run.sink = this.sinks[index];
    if (this.rich) this.tellRich(this.rich, vehicle, index);
  }

  /** What the rich scheduler must know of the day around a run. */
  private tellRich(rich: RichRunScheduler, vehicle: number, index: number): void {
    const { turnaroundSeconds, vehicleEnd, sinkLocation } = this.problem;
    const last = index === this.runCount - 1;
    const goesHome = vehicleEnd[vehicle] >= 0 && vehicleEnd[vehicle] !== sinkLocation[this.sinks[index]];
    rich.firstRun = index === 0;
    rich.breaksBefore = this.breaksBefore[index];
    rich.pauseAfter = last ? (goesHome ? 0 : -1) : turnaroundSeconds[vehicle];
  }

  /** Keeps the breaks of a run or of the way home, from the first one not yet kept. */
  private keepBreaks(rich: RichRunScheduler, index: number): void {
    for (; this.breaksEnd < rich.breaksAfter; this.breaksEnd++) {
      this.breakRun[this.breaksEnd] = index;
      this.breakPlace[this.breaksEnd] = rich.breakPlace[this.breaksEnd];
      this.breakStartSeconds[this.breaksEnd] = rich.breakStartSeconds[this.breaksEnd];
    }
  }

  private driveDay(vehicle: number, from: number): boolean {
    const { vehicleStart, sinkLocation, turnaroundSeconds } = this.problem;
    const runs = this.runs;
    let ready = from;
    let driven = 0;
    let here = vehicleStart[vehicle];
    this.metres = 0;
    this.drivingSeconds = 0;
    this.lateCost = 0;
    if (this.rich) this.breaksEnd = this.problem.vehicleBreakStart[vehicle];
    for (let index = 0; index < this.runCount; index++) {
      this.startLocation[index] = here;
      this.readySeconds[index] = ready;
      this.drivenBefore[index] = driven;
      if (this.rich) this.breaksBefore[index] = this.breaksEnd;
      this.pick(vehicle, index);
      if (!runs.schedule(this.run, ready, driven)) return this.fail(runs.fault, index);
      this.departSeconds[index] = runs.departSeconds;
      this.unloadedSeconds[index] = runs.unloadedSeconds;
      this.runMetres[index] = runs.metres;
      this.runDriving[index] = runs.drivingSeconds;
      this.runLateCost[index] = runs.lateCost;
      this.lateCost += runs.lateCost;
      if (this.rich) this.keepBreaks(this.rich, index);
      this.metres += runs.metres;
      this.drivingSeconds += runs.drivingSeconds;
      ready = runs.unloadedSeconds + turnaroundSeconds[vehicle];
      driven = runs.drivenSeconds;
      here = sinkLocation[this.sinks[index]];
    }
    return this.driveHome(vehicle, here, driven);
  }

  private driveHome(vehicle: number, here: number, drivenBefore: number): boolean {
    const { vehicleEnd, vehicleProfile, durations, distances, locationCount } = this.problem;
    this.returnSeconds = this.unloadedSeconds[this.runCount - 1];
    this.homeMetres = this.homeDriving = this.homeSeconds = this.homeRestSeconds = 0;
    if (vehicleEnd[vehicle] < 0) return true;
    const pair = here * locationCount + vehicleEnd[vehicle];
    const profile = this.rich ? emptyProfile(this.problem, vehicle) : vehicleProfile[vehicle];
    const leg = durations[profile][pair];
    if (leg < 0) return this.failHome('no-road');
    if (this.rich && here !== vehicleEnd[vehicle]) {
      if (!this.rich.leaveForHome(this.run, leg)) return this.failHome('break');
      this.keepBreaks(this.rich, this.runCount - 1);
      this.homeRestSeconds = this.rich.restTaken;
      this.homeSeconds = this.rich.now - this.returnSeconds;
    } else {
      this.homeRestSeconds = this.homeRests(vehicle, leg, drivenBefore);
      this.homeSeconds = leg + this.homeRestSeconds;
    }
    this.homeDriving = leg;
    this.homeMetres = distances[profile][pair];
    this.returnSeconds += this.homeSeconds;
    this.metres += this.homeMetres;
    this.drivingSeconds += leg;
    return true;
  }

  private homeRests(vehicle: number, leg: number, drivenBefore: number): number {
    const { restDrivingSeconds, restSeconds } = this.problem;
    const limit = restDrivingSeconds[vehicle];
    if (drivenBefore + leg <= limit) return 0;
    const rests = (drivenBefore > 0 ? 1 : 0) + Math.max(0, Math.ceil(leg / limit) - 1);
    return rests > 0 ? rests * restSeconds[vehicle] : 0;
  }

  private failHome(fault: ScheduleFault): boolean {
    this.runs.faultAt = this.run.count;
    return this.fail(fault, this.runCount - 1);
  }

  private fail(fault: ScheduleFault, run: number): boolean {
    this.fault = fault;
    this.faultRun = run;
    return false;
  }
}
