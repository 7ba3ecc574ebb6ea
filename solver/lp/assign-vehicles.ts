import type { Problem } from '../model/frozen-problem.js';
import { NO_WAY } from '../model/problem.js';
import type { WarmRun } from '../model/solve-options.js';
import { vehicleGroups, type PoolRun } from '../search/run-pool.js';

/** Tries per group before limits over a vehicle's day are given up. */
const MOST_TRIES = 20_000;

/**
 * Gives each run a vehicle of its group so that no vehicle drives two at once, a first run starts at the
 * vehicle's own place and a later one where the run before it ended. Runs of a vehicle stand together in time
 * order. Vehicles are packed tightly (the one free last takes the next run), going back where a limit of a
 * vehicle's day (runs, duty, driving, length, the way home in its shift) would break; where no try keeps all
 * of them, the first packing that ignores them, for the caller to judge. Null where the fleet is too small.
 */
export const assignVehicles = (problem: Problem, runs: readonly PoolRun[]): readonly WarmRun[] | null => {
  const assigned: WarmRun[] = [];
  for (const [group, vehicles] of vehicleGroups(problem).entries()) {
    const own = runs.filter((run) => run.vehicleGroup === group).sort(inTime);
    const days = pack(problem, vehicles, own, true) ?? pack(problem, vehicles, own, false);
    if (days === null) return null;
    days.forEach((day, index) =>
      day.forEach(({ sink, tasks }) => assigned.push({ vehicle: vehicles[index], sink, tasks: [...tasks] })),
    );
  }
  return assigned;
};

const inTime = (a: PoolRun, b: PoolRun): number =>
  a.departSeconds - b.departSeconds || a.unloadedSeconds - b.unloadedSeconds;

/** Depth-first over runs in time order; each day is one vehicle's runs. */
const pack = (
  problem: Problem,
  vehicles: readonly number[],
  runs: readonly PoolRun[],
  keepLimits: boolean,
): readonly (readonly PoolRun[])[] | null => {
  const days: PoolRun[][] = [];
  const vehicle = vehicles[0];
  let tries = 0;
  const place = (next: number): boolean => {
    if (next === runs.length) return true;
    const run = runs[next];
    for (const day of daysFor(problem, vehicle, days, run, vehicles.length)) {
      if (++tries > MOST_TRIES) return false;
      if (keepLimits && !keepsLimits(problem, vehicle, [...day, run])) continue;
      if (day.length === 0) days.push(day);
      day.push(run);
      if (place(next + 1)) return true;
      day.pop();
      if (day.length === 0) days.pop();
    }
    return false;
  };
  return place(0) ? days : null;
};

/** Days that may go on with this run, the last to become free first; then, while one is left, a new vehicle's. */
const daysFor = (
  problem: Problem,
  vehicle: number,
  days: readonly PoolRun[][],
  run: PoolRun,
  fleet: number,
): readonly PoolRun[][] => {
  const last = (day: PoolRun[]): PoolRun => day[day.length - 1];
  const free = days
    .filter((day) => {
      const { sink, unloadedSeconds } = last(day);
      const inTime = unloadedSeconds + problem.turnaroundSeconds[vehicle] <= run.departSeconds;
      return inTime && problem.sinkLocation[sink] === run.startLocation;
    })
    .sort((a, b) => last(b).unloadedSeconds - last(a).unloadedSeconds);
  const fresh = days.length < fleet && run.startLocation === problem.vehicleStart[vehicle];
  return fresh ? [...free, []] : free;
};

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
