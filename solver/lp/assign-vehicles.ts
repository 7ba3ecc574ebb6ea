import type { Problem } from '../model/frozen-problem.js';
import { NO_WAY } from '../model/problem.js';
import type { WarmRun } from '../model/solve-options.js';
import { vehicleGroups, type PoolRun } from '../search/run-pool.js';

/** Tries per fleet size before one more vehicle is taken, or limits over a vehicle's day are given up. */
const MOST_TRIES = 20_000;

/**
 * Gives each run a vehicle of its group so that no vehicle drives two at once, a first run starts at the
 * vehicle's own place and a later one where the run before it ended. Runs of a vehicle stand together in time
 * order. As few vehicles as keep the limits of a vehicle's day (runs, duty, driving, length, the way home in
 * its shift), found depth-first: a run prefers the vehicle of runs with the same `homeOf` (the
 * incumbent's vehicle that serves most of its tasks; -1 for none), then the one that is free last. Where no try keeps the limits, a packing that ignores them, for the caller to
 * judge. Null where the fleet is too small even so.
 */
export const assignVehicles = (
  problem: Problem,
  runs: readonly PoolRun[],
  homeOf: (run: PoolRun) => number = () => -1,
): readonly WarmRun[] | null => {
  const assigned: WarmRun[] = [];
  for (const [group, vehicles] of vehicleGroups(problem).entries()) {
    const own = runs.filter((run) => run.vehicleGroup === group).sort(inTime);
    const days = packTightly(problem, vehicles, own, homeOf);
    if (days === null) return null;
    days.forEach((day, index) =>
      day.forEach(({ sink, tasks }) => assigned.push({ vehicle: vehicles[index], sink, tasks: [...tasks] })),
    );
  }
  return assigned;
};

const inTime = (a: PoolRun, b: PoolRun): number =>
  a.departSeconds - b.departSeconds || a.unloadedSeconds - b.unloadedSeconds;

type Days = readonly (readonly PoolRun[])[];

/** Limits only ever ask for more vehicles than time and place do, so the search starts there. */
const packTightly = (
  problem: Problem,
  vehicles: readonly number[],
  runs: readonly PoolRun[],
  homeOf: (run: PoolRun) => number,
): Days | null => {
  const vehicle = vehicles[0];
  const loose = new Packing(
    problem,
    { vehicle, fleet: vehicles.length, keepLimits: false },
    runs,
    homeOf,
  ).find();
  if (loose === null) return null;
  for (let fleet = loose.length; fleet <= vehicles.length; fleet++) {
    const days = new Packing(problem, { vehicle, fleet, keepLimits: true }, runs, homeOf).find();
    if (days !== null) return days;
  }
  return loose;
};

interface Fleet {
  /** Any of them: they are alike. */
  readonly vehicle: number;
  readonly fleet: number;
  readonly keepLimits: boolean;
}

/** Depth-first over runs in time order; each day is one vehicle's runs. */
class Packing {
  private readonly days: PoolRun[][] = [];
  private tries = 0;

  constructor(
    private readonly problem: Problem,
    private readonly of: Fleet,
    private readonly runs: readonly PoolRun[],
    private readonly homeOf: (run: PoolRun) => number,
  ) {}

  find(): Days | null {
    return this.place(0) ? this.days : null;
  }

  private place(next: number): boolean {
    if (next === this.runs.length) return true;
    const run = this.runs[next];
    const { vehicle, keepLimits } = this.of;
    for (const day of this.daysFor(run)) {
      if (++this.tries > MOST_TRIES) return false;
      if (keepLimits && !keepsLimits(this.problem, vehicle, [...day, run])) continue;
      if (day.length === 0) this.days.push(day);
      day.push(run);
      if (this.place(next + 1)) return true;
      day.pop();
      if (day.length === 0) this.days.pop();
    }
    return false;
  }

  /** Days that may go on with this run, the best first; then, while one is left, a new vehicle's. */
  private daysFor(run: PoolRun): readonly PoolRun[][] {
    const { problem, days } = this;
    const { vehicle, fleet } = this.of;
    const home = this.homeOf(run);
    const isHome = (day: PoolRun[]): boolean => home >= 0 && day.some((other) => this.homeOf(other) === home);
    const last = (day: PoolRun[]): PoolRun => day[day.length - 1];
    const free = days
      .filter((day) => {
        const { sink, unloadedSeconds } = last(day);
        const ready = unloadedSeconds + problem.turnaroundSeconds[vehicle] <= run.departSeconds;
        return ready && problem.sinkLocation[sink] === run.startLocation;
      })
      .sort(
        (a, b) => Number(isHome(b)) - Number(isHome(a)) || last(b).unloadedSeconds - last(a).unloadedSeconds,
      );
    if (days.length >= fleet || run.startLocation !== problem.vehicleStart[vehicle]) return free;
    // The first run of its home takes a vehicle of its own, as there; without limits any idle one will do.
    const opens = this.of.keepLimits && home >= 0 && !days.some(isHome);
    return opens ? [[], ...free] : [...free, []];
  }
}

const keepsLimits = (problem: Problem, vehicle: number, day: readonly PoolRun[]): boolean => {
  const { unloadedSeconds, sink } = day[day.length - 1];
  const home = wayHome(problem, vehicle, problem.sinkLocation[sink]);
  if (home === null) return false;
  const sum = (of: (run: PoolRun) => number): number => day.reduce((total, run) => total + of(run), 0);
  return (
    day.length <= problem.maxRuns[vehicle] &&
    unloadedSeconds + home.seconds <= problem.shiftCloseSeconds[vehicle] &&
    unloadedSeconds + home.seconds - day[0].departSeconds <= problem.maxDutySeconds[vehicle] &&
    sum((run) => run.drivingSeconds) + home.seconds <= problem.maxDrivingSeconds[vehicle] &&
    sum((run) => run.metres) + home.metres <= problem.maxMetres[vehicle]
  );
};

/** From a place to where a vehicle's day ends; nothing where it may stay, null where there is no way. */
export const wayHome = (
  problem: Problem,
  vehicle: number,
  location: number,
): { readonly seconds: number; readonly metres: number } | null => {
  const home = problem.vehicleEnd[vehicle];
  if (home < 0) return { seconds: 0, metres: 0 };
  const leg = location * problem.locationCount + home;
  const profile = problem.vehicleProfile[vehicle];
  const seconds = problem.durations[profile][leg];
  return seconds === NO_WAY ? null : { seconds, metres: problem.distances[profile][leg] };
};
