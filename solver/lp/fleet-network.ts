import { NEVER, type Problem } from '../model/frozen-problem.js';
import { distanceCost, timeCost } from '../model/cost.js';
import { vehicleGroups, type PoolRun } from '../search/run-pool.js';
import { wayHome } from './assign-vehicles.js';
import type { LpModelBuilder } from './lp-model-builder.js';

/**
 * Where the vehicles of each group wait over the day: a node for each group, place and moment at which a
 * run of the pool starts there, one row each that says arrivals = departures + those who keep waiting. A run
 * takes a vehicle from its start node and returns it, after unloading and turnaround, to the first later
 * node at its sink. So at no moment more vehicles of a group drive than it has (interval colouring is then
 * exact), a next run starts where the last one ended, and every column touches two of these rows only.
 */
export interface FleetNetwork {
  /** Row entries of a run's column. */
  entriesOf(run: PoolRun): readonly (readonly [row: number, value: number])[];
  /** Adds the columns of waiting, of vehicles used (fixed cost, whole) and of the way home. */
  addColumns(builder: LpModelBuilder, costScale: number): void;
}

interface Place {
  readonly group: number;
  readonly location: number;
  /** Moments a run starts here, ascending, and one more for the end of the day. */
  readonly moments: readonly number[];
  readonly firstRow: number;
}

/** Adds the rows for these runs to the builder. Every run given to `entriesOf` must be among them. */
export const addFleetRows = (
  problem: Problem,
  runs: readonly PoolRun[],
  builder: LpModelBuilder,
): FleetNetwork => {
  const groups = vehicleGroups(problem);
  const places = new Map<string, Place>();
  const keyOf = (group: number, location: number): string => `${group} ${location}`;
  for (const [key, { group, location, starts }] of startsByPlace(problem, runs, groups, keyOf)) {
    const moments = [...[...starts].sort((a, b) => a - b), NEVER];
    places.set(key, { group, location, moments, firstRow: builder.addRow(0, 0) });
    for (let more = 1; more < moments.length; more++) builder.addRow(0, 0);
  }
  const rowAt = (group: number, location: number, seconds: number): number => {
    const place = places.get(keyOf(group, location))!;
    return place.firstRow + firstAtLeast(place.moments, seconds);
  };
  return {
    entriesOf: ({ vehicleGroup: group, startLocation, departSeconds, sink, unloadedSeconds }) => {
      const free = unloadedSeconds + problem.turnaroundSeconds[groups[group][0]];
      const from = rowAt(group, startLocation, departSeconds);
      const to = rowAt(group, problem.sinkLocation[sink], free);
      // A run that takes no time where it starts keeps nobody busy.
      if (from === to) return [];
      return [
        [from, -1],
        [to, 1],
      ];
    },
    addColumns: (target, costScale) => {
      for (const place of places.values()) addWaiting(problem, groups, place, target, costScale);
      groups.forEach(([vehicle, ...others], group) => {
        const place = places.get(keyOf(group, problem.vehicleStart[vehicle]));
        if (place === undefined) return;
        const cost = problem.fixedCost[vehicle] * costScale;
        target.addColumn({ cost, upper: others.length + 1, integer: true, entries: [[place.firstRow, 1]] });
      });
    },
  };
};

const startsByPlace = (
  problem: Problem,
  runs: readonly PoolRun[],
  groups: readonly (readonly number[])[],
  keyOf: (group: number, location: number) => string,
) => {
  const places = new Map<string, { group: number; location: number; starts: Set<number> }>();
  const at = (group: number, location: number): Set<number> => {
    const key = keyOf(group, location);
    const place = places.get(key) ?? { group, location, starts: new Set<number>() };
    places.set(key, place);
    return place.starts;
  };
  for (const { vehicleGroup: group, startLocation, departSeconds, sink } of runs) {
    at(group, problem.vehicleStart[groups[group][0]]);
    at(group, startLocation).add(departSeconds);
    at(group, problem.sinkLocation[sink]);
  }
  return places;
};

/** From each moment to the next, and at the end of the day home, at its cost; no column where there is no way. */
const addWaiting = (
  problem: Problem,
  groups: readonly (readonly number[])[],
  { group, location, moments, firstRow }: Place,
  builder: LpModelBuilder,
  costScale: number,
): void => {
  for (let step = 0; step + 1 < moments.length; step++) {
    const row = firstRow + step;
    const entries = [
      [row, -1],
      [row + 1, 1],
    ] as const;
    builder.addColumn({ cost: 0, upper: groups[group].length, entries });
  }
  const [vehicle] = groups[group];
  const home = wayHome(problem, vehicle, location);
  if (home === null) return;
  const cost = timeCost(problem, vehicle, home.seconds) + distanceCost(problem, vehicle, home.metres);
  const last = firstRow + moments.length - 1;
  builder.addColumn({ cost: cost * costScale, upper: groups[group].length, entries: [[last, -1]] });
};

const firstAtLeast = (sorted: readonly number[], value: number): number => {
  let low = 0;
  let high = sorted.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle] >= value) high = middle;
    else low = middle + 1;
  }
  return low;
};
