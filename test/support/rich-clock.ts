import { NO_WAY } from '../../solver/model/problem.js';
import type { PlanBreak, PlanRun, PlanStop } from '../../solver/model/plan.js';
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
  private readonly meals: BreakInput[];
  private atHome = true;

  constructor(
    private readonly input: ProblemInput,
    private readonly vehicle: VehicleInput,
    private readonly name: string,
    private readonly say: Say,
  ) {
    this.here = vehicle.startLocation;
    this.free = vehicle.shift[0];
    this.meals = [...(vehicle.breaks ?? [])];
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
    if (run.departSeconds < this.pause(where, this.free, breaksAfter(run, -1), 0))
      say(`${where}: departs at ${run.departSeconds}, during a break`);
    this.idle(run.departSeconds - this.free);
    if (this.atHome) this.forgetMealsAtHome(run.departSeconds);
    this.atHome = false;
    let time = run.departSeconds;
    let served = 0;
    run.stops.forEach((stop, number) => {
      const spot = `${where} stop ${number}`;
      const pause = {
        rest: restAfter(run, number - 1),
        breaks: number > 0 ? breaksAfter(run, number - 1) : [],
      };
      this.leg(spot, stop.location, at(aboard, served), time, stop.arriveSeconds, pause);
      this.serve(stop, spot, starts);
      time = stop.leaveSeconds;
      served += stop.tasks.length;
    });
    const last = run.stops.length - 1;
    const pause = { rest: restAfter(run, last), breaks: breaksAfter(run, last) };
    const sink = at(input.sinks, run.sink);
    this.leg(`${where} sink`, sink.location, at(aboard, served), time, run.arriveSinkSeconds, pause);
    this.unload(run, tasks, where);
    if (run.metres !== this.metres - before.metres)
      say(`${where}: tells ${run.metres} m, it is ${this.metres - before.metres}`);
    if (run.drivingSeconds !== this.driving - before.driving) say(`${where}: tells a wrong driving time`);
    this.paidSeconds += run.unloadedSeconds - run.departSeconds;
    this.free = run.unloadedSeconds + vehicle.turnaroundSeconds;
    this.checkTimeAboard(starts, where);
    const late = this.lateness(starts);
    if (run.lateCost !== late) say(`${where}: tells ${run.lateCost} for lateness, it is ${late}`);
    return late;
  }

  /** The way home after the last run; returns the length of the day. */
  goHome(last: PlanRun, departed: number): number {
    const { vehicle, name } = this;
    let returns = last.unloadedSeconds;
    const pause = { rest: restAfter(last, last.stops.length), breaks: breaksAfter(last, last.stops.length) };
    if (vehicle.endLocation === null) {
      if (pause.rest > 0 || pause.breaks.length > 0) this.say(`${name}: pauses on no way home`);
    } else {
      const empty = at(loadsAboard(this.input, []), 0);
      returns = this.leg(`${name} home`, vehicle.endLocation, empty, returns, null, pause);
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
    { rest, breaks }: { readonly rest: number; readonly breaks: readonly PlanBreak[] },
  ): number {
    const { size, durations, distances } = at(this.input.travel, legProfile(this.vehicle, aboard));
    const seconds = durations[this.here * size + to] ?? NO_WAY;
    if (seconds === NO_WAY) this.say(`${where}: no way`);
    const restsLeft = { seconds: rest };
    const leave = this.pause(where, time, breaks, rest, restsLeft) + restsLeft.seconds;
    this.drivePast(where, seconds, restsLeft.seconds);
    this.metres += distances[this.here * size + to] ?? NO_WAY;
    const arrive = leave + seconds;
    // A way home that ends where the vehicle stands is no departure.
    const departs = told !== null || this.here !== to;
    this.here = to;
    if (told !== null && told !== arrive) this.say(`${where}: reached at ${told}, expected ${arrive}`);
    const owed = this.meals[0];
    if (departs && owed && arrive > owed.window[0])
      this.say(`${where}: reached at ${arrive}, a break is owed since ${owed.window[0]}`);
    return told ?? arrive;
  }

  /**
   * Breaks as told, before a leg. A gap before one is a rest that is told or a wait for its opening, in
   * which rests that are told may lie. Takes those off `rests`; returns when the last break is over.
   */
  private pause(
    where: string,
    time: number,
    breaks: readonly PlanBreak[],
    told: number,
    rests: { seconds: number } = { seconds: told },
  ): number {
    let now = time;
    const restSeconds = this.vehicle.rest?.restSeconds ?? Infinity;
    for (const { startSeconds, seconds } of breaks) {
      const meal = this.meals.shift();
      if (meal?.seconds !== seconds) this.say(`${where}: a break of ${seconds} s that is not next`);
      const [open, close] = meal?.window ?? [startSeconds, startSeconds];
      if (startSeconds < open || startSeconds > close)
        this.say(`${where}: a break begins at ${startSeconds}, outside ${open} to ${close}`);
      const gap = startSeconds - now;
      if (gap < 0) this.say(`${where}: a break begins at ${startSeconds}, busy until ${now}`);
      const rested = gap >= restSeconds && rests.seconds >= restSeconds && this.driven > 0 ? restSeconds : 0;
      rests.seconds -= rested;
      if (gap > rested && startSeconds !== open)
        this.say(`${where}: waits ${gap} s before a break for nothing`);
      now = startSeconds + seconds;
      this.idle(now - time);
    }
    return now;
  }

  /** Meals that were over before the day's first departure are nobody's business. */
  private forgetMealsAtHome(departed: number): void {
    const [next] = this.meals;
    if (!next || departed < next.window[0] + next.seconds) return;
    this.meals.shift();
    this.forgetMealsAtHome(departed);
  }

  private drivePast(where: string, seconds: number, told: number): void {
    const { rest } = this.vehicle;
    this.driving += seconds;
    if (!rest) {
      if (told > 0) this.say(`${where}: rests without a rule`);
      return;
    }
    let rests = rest.restSeconds > 0 ? Math.floor(told / rest.restSeconds) : Infinity;
    // The first is taken before the leg, where there is anything to rest from; others inside it.
    if (this.driven > 0 && rests > 0) {
      rests--;
      this.driven = 0;
    }
    this.driven += seconds;
    for (; this.driven > rest.drivingSeconds && rests > 0; rests--) this.driven -= rest.drivingSeconds;
    if (this.driven > rest.drivingSeconds) this.say(`${where}: ${this.driven} s driven without a rest`);
  }

  /** Standing without work for as long as a rest is a rest, a shorter meal in it or not. */
  private idle(seconds: number): void {
    const { rest } = this.vehicle;
    if (rest && seconds >= rest.restSeconds) this.driven = 0;
  }

  /** Serves the tasks of a stop one after another, each at the moment told. */
  private serve(stop: PlanStop, where: string, starts: Map<number, number>): void {
    const { input, vehicle, say } = this;
    let time = stop.arriveSeconds + at(input.tasks, at(stop.tasks, 0)).accessSeconds;
    stop.tasks.forEach((index, order) => {
      const task = at(input.tasks, index);
      const start = at(stop.taskStartSeconds, order);
      if (task.location !== stop.location) say(`${where}: task ${index} lies elsewhere`);
      if (start < time) say(`${where}: task ${index} starts at ${start}, cannot before ${time}`);
      if (!task.windows.some(([open, close]) => open <= start && start <= close))
        say(`${where}: task ${index} starts at ${start}, outside its windows`);
      this.idle(start - time);
      starts.set(index, start);
      time = start + (task.serviceSecondsByProfile?.[vehicle.profile] ?? task.serviceSeconds);
    });
    if (stop.startSeconds !== stop.taskStartSeconds[0]) say(`${where}: tells a wrong start`);
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

function breaksAfter(run: PlanRun, stop: number): PlanBreak[] {
  return run.breaks.filter(({ afterStop }) => afterStop === stop);
}
