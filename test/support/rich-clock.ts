import { NO_WAY } from '../../solver/model/problem.js';
import type { PlanRun, PlanStop } from '../../solver/model/plan.js';
import type { BreakInput, ProblemInput, VehicleInput } from '../../solver/model/problem.js';
import { at, legProfile, loadsAboard } from './rich-run-rules.js';
import type { Say } from './rich-run-rules.js';

/** What a vehicle's day costs and how long it is, by the judge's own clock. */
export interface DayFigures {
  readonly fixed: number;
  readonly distance: number;
  readonly time: number;
  readonly lateness: number;
  readonly preference: number;
  readonly lengthSeconds: number;
}

/**
 * Follows a vehicle's day with a clock and a tachograph. The plan says when each stop is reached, begun
 * and left; the walk holds these times to travel, windows, rests, meal breaks and time aboard, so it
 * accepts any times that keep the rules, not only those of one policy.
 */
export function walkDay(input: ProblemInput, index: number, runs: readonly PlanRun[], say: Say): DayFigures {
  const vehicle = at(input.vehicles, index);
  const day = new Day(input, vehicle, `vehicle ${index}`, say);
  let lateness = 0;
  let preference = 0;
  runs.forEach((run, number) => {
    lateness += day.drive(run, `vehicle ${index} run ${number}`);
    for (const task of run.stops.flatMap((stop) => stop.tasks)) {
      const preferred = at(input.tasks, task).preferred;
      if (preferred && !preferred.vehicles.includes(index)) preference += preferred.otherwiseCost;
    }
  });
  const lengthSeconds = day.goHome(at(runs, runs.length - 1), at(runs, 0).departSeconds);
  day.checkLimits(runs.length, lengthSeconds);
  return {
    fixed: vehicle.fixedCost,
    distance: day.metres * vehicle.costPerMetre,
    time: day.paidSeconds * vehicle.costPerSecond,
    lateness,
    preference,
    lengthSeconds,
  };
}

class Day {
  metres = 0;
  paidSeconds = 0;
  private driving = 0;
  /** Since the last rest. */
  private driven = 0;
  private here: number;
  private free: number;
  private readonly breaks: BreakInput[];

  constructor(
    private readonly input: ProblemInput,
    private readonly vehicle: VehicleInput,
    private readonly name: string,
    private readonly say: Say,
  ) {
    this.here = vehicle.startLocation;
    this.free = vehicle.shift[0];
    this.breaks = [...(vehicle.breaks ?? [])];
  }

  /** Drives a run as told; returns what its lateness costs. */
  drive(run: PlanRun, where: string): number {
    const { input, vehicle, say } = this;
    const tasks = run.stops.flatMap((stop) => stop.tasks);
    const aboard = loadsAboard(input, tasks);
    if (run.stops.length === 0) say(`${where}: is empty`);
    if (run.startLocation !== this.here)
      say(`${where}: starts at ${run.startLocation}, the vehicle is at ${this.here}`);
    if (run.departSeconds < this.free)
      say(`${where}: departs at ${run.departSeconds}, free from ${this.free}`);
    this.checkLoad(run, tasks, where);
    const before = { metres: this.metres, driving: this.driving };
    const starts = new Map<number, number>();
    this.idle(run.departSeconds - this.free);
    let time = run.departSeconds;
    let served = 0;
    run.stops.forEach((stop, number) => {
      const spot = `${where} stop ${number}`;
      const rest = restAfter(run, number - 1);
      this.leg(spot, stop.location, at(aboard, served), time, stop.arriveSeconds, rest);
      this.serve(stop, spot, starts);
      time = stop.leaveSeconds;
      served += stop.tasks.length;
    });
    const rest = restAfter(run, run.stops.length - 1);
    const sink = at(input.sinks, run.sink);
    this.leg(`${where} sink`, sink.location, at(aboard, served), time, run.arriveSinkSeconds, rest);
    this.unload(run, tasks, where);
    if (run.metres !== this.metres - before.metres)
      say(`${where}: tells ${run.metres} m, it is ${this.metres - before.metres}`);
    if (run.drivingSeconds !== this.driving - before.driving) say(`${where}: tells a wrong driving time`);
    this.paidSeconds += run.unloadedSeconds - run.departSeconds;
    this.free = run.unloadedSeconds + vehicle.turnaroundSeconds;
    this.checkTimeAboard(starts, where);
    return this.lateness(starts);
  }

  /** The way home after the last run; returns the length of the day. */
  goHome(last: PlanRun, departed: number): number {
    const { vehicle, name } = this;
    let returns = last.unloadedSeconds;
    if (vehicle.endLocation !== null) {
      const empty = at(loadsAboard(this.input, []), 0);
      const rest = restAfter(last, last.stops.length);
      returns = this.leg(`${name} home`, vehicle.endLocation, empty, returns, null, rest);
      this.paidSeconds += returns - last.unloadedSeconds;
    }
    if (returns > vehicle.shift[1]) this.say(`${name}: returns at ${returns}, after ${vehicle.shift[1]}`);
    return returns - departed;
  }

  checkLimits(runs: number, duty: number): void {
    const { vehicle, name, say } = this;
    const over = (value: number, limit: number | null): boolean => limit !== null && value > limit;
    if (over(duty, vehicle.maxDutySeconds)) say(`${name}: is on duty for ${duty} s`);
    if (over(this.driving, vehicle.maxDrivingSeconds)) say(`${name}: drives ${this.driving} s`);
    if (over(this.metres, vehicle.maxMetres)) say(`${name}: drives ${this.metres} m`);
    if (over(runs, vehicle.maxRuns)) say(`${name}: makes ${runs} runs`);
  }

  /** One leg from `time` on; returns the arrival, which must be the one told where one is told. */
  private leg(
    where: string,
    to: number,
    aboard: readonly number[],
    time: number,
    told: number | null,
    rest: number,
  ): number {
    const { size, durations, distances } = at(this.input.travel, legProfile(this.vehicle, aboard));
    const seconds = durations[this.here * size + to] ?? NO_WAY;
    if (seconds === NO_WAY) this.say(`${where}: no way`);
    const leave = this.takeBreaks(where, time, rest + seconds);
    this.drivePast(where, seconds, rest);
    this.metres += distances[this.here * size + to] ?? NO_WAY;
    this.here = to;
    const arrive = leave + rest + seconds;
    if (told !== null && told !== arrive) this.say(`${where}: reached at ${told}, expected ${arrive}`);
    return told ?? arrive;
  }

  /** Meals owed before a leg that would end after their opening; returns when the vehicle is free of them. */
  private takeBreaks(where: string, time: number, legSeconds: number): number {
    let now = time;
    for (let next = this.breaks[0]; next && now + legSeconds > next.window[0]; next = this.breaks[0]) {
      this.breaks.shift();
      now = Math.max(now, next.window[0]);
      if (now > next.window[1]) this.say(`${where}: a break begins at ${now}, after ${next.window[1]}`);
      now += next.seconds;
    }
    this.idle(now - time);
    return now;
  }

  private drivePast(where: string, seconds: number, told: number): void {
    const { rest } = this.vehicle;
    this.driving += seconds;
    if (!rest) {
      if (told > 0) this.say(`${where}: rests without a rule`);
      return;
    }
    let rests = rest.restSeconds > 0 ? Math.floor(told / rest.restSeconds) : Infinity;
    if (this.driven + seconds > rest.drivingSeconds && this.driven > 0 && rests > 0) {
      rests--;
      this.driven = 0;
    }
    this.driven += seconds;
    for (; this.driven > rest.drivingSeconds && rests > 0; rests--) this.driven -= rest.drivingSeconds;
    if (this.driven > rest.drivingSeconds) this.say(`${where}: ${this.driven} s driven without a rest`);
  }

  /** Standing idle for as long as a rest is a rest. */
  private idle(seconds: number): void {
    const { rest } = this.vehicle;
    if (rest && seconds >= rest.restSeconds) this.driven = 0;
  }

  /** Serves the tasks of a stop at the earliest moments that the told start leaves, and holds the told end to them. */
  private serve(stop: PlanStop, where: string, starts: Map<number, number>): void {
    const { input, vehicle, say } = this;
    let time = stop.arriveSeconds + at(input.tasks, at(stop.tasks, 0)).accessSeconds;
    stop.tasks.forEach((index, order) => {
      const task = at(input.tasks, index);
      if (task.location !== stop.location) say(`${where}: task ${index} lies elsewhere`);
      const window = task.windows.find(([, close]) => close >= time);
      if (!window) say(`${where}: task ${index} reached at ${time}, after its last window`);
      const earliest = Math.max(time, window?.[0] ?? time);
      const start = order === 0 ? stop.startSeconds : earliest;
      if (start < earliest) say(`${where}: starts at ${start}, cannot before ${earliest}`);
      if (!task.windows.some(([open, close]) => open <= start && start <= close))
        say(`${where}: task ${index} starts at ${start}, outside its windows`);
      this.idle(start - time);
      starts.set(index, start);
      time = start + (task.serviceSecondsByProfile?.[vehicle.profile] ?? task.serviceSeconds);
    });
    if (stop.leaveSeconds !== time) say(`${where}: leaves at ${stop.leaveSeconds}, expected ${time}`);
  }

  private unload(run: PlanRun, tasks: readonly number[], where: string): void {
    const sink = at(this.input.sinks, run.sink);
    const parcels = tasks
      .flatMap((task) => at(this.input.tasks, task).parcelsByClass)
      .reduce((sum, count) => sum + count, 0);
    const seconds = sink.unloadSeconds + Math.ceil((parcels * sink.unloadMillisecondsPerParcel) / 1000);
    const begins = Math.max(run.arriveSinkSeconds, sink.window[0]);
    this.idle(begins - run.arriveSinkSeconds);
    if (run.unloadedSeconds !== begins + seconds)
      this.say(`${where}: is unloaded at ${run.unloadedSeconds}, expected ${begins + seconds}`);
    if (run.unloadedSeconds > sink.window[1]) this.say(`${where}: is unloaded after the sink closes`);
  }

  private checkLoad(run: PlanRun, tasks: readonly number[], where: string): void {
    if (!this.vehicle.sinks.includes(run.sink)) this.say(`${where}: may not end at sink ${run.sink}`);
    for (const index of tasks) {
      const { runReleaseSeconds, dueSeconds } = at(this.input.tasks, index);
      if (run.departSeconds < runReleaseSeconds) this.say(`${where}: departs before ${index} is released`);
      if (dueSeconds !== null && run.unloadedSeconds > dueSeconds) this.say(`${where}: ${index} spoils`);
    }
  }

  private checkTimeAboard(starts: ReadonlyMap<number, number>, where: string): void {
    for (const { pickup, delivery, maxAboardSeconds } of this.input.pairs ?? []) {
      const [loaded, set] = [starts.get(pickup), starts.get(delivery)];
      if (maxAboardSeconds === null || loaded === undefined || set === undefined) continue;
      const { serviceSecondsByProfile, serviceSeconds } = at(this.input.tasks, pickup);
      const aboard = set - loaded - (serviceSecondsByProfile?.[this.vehicle.profile] ?? serviceSeconds);
      if (aboard > maxAboardSeconds) this.say(`${where}: ${pickup} is aboard for ${aboard} s`);
    }
  }

  private lateness(starts: ReadonlyMap<number, number>): number {
    let cost = 0;
    for (const [task, start] of starts) {
      const { lateness } = at(this.input.tasks, task);
      if (lateness) cost += Math.max(0, start - lateness.afterSeconds) * lateness.costPerSecond;
    }
    return cost;
  }
}

function restAfter(run: PlanRun, stop: number): number {
  return run.rests
    .filter(({ afterStop }) => afterStop === stop)
    .reduce((sum, { seconds }) => sum + seconds, 0);
}
