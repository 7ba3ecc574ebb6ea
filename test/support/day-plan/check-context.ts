import { shown } from './clock.js';
import type { Link, PlanRead, Run, Stop } from './plan-document.js';
import type { RawDay, RawVehicle } from './raw-day.js';

export interface RoadPoint {
  readonly lon: number;
  readonly lat: number;
}

/** Row-major seconds and metres between the points asked for, below 0 where there is no way. */
export interface CheckMatrix {
  readonly durations: ArrayLike<number>;
  readonly distances: ArrayLike<number>;
  /** Metres climbed; absent where the roads do not know, then climbs are not checked. */
  readonly ascents?: ArrayLike<number>;
  /** Null where no road of the profile is near. */
  readonly snapped: readonly (RoadPoint | null)[];
}

/** Whole seconds are compared with a second to spare, as every leg may be rounded up by itself. */
export const SECOND = 1;
/** Amounts are printed to a thousandth. */
export const THOUSANDTH = 0.0015;

export interface Check {
  readonly day: RawDay;
  readonly plan: PlanRead;
  readonly say: (violation: string) => void;
  readonly matrixOf: (profile: string) => CheckMatrix;
  readonly runs: ReadonlyMap<string, Run>;
  readonly links: ReadonlyMap<string, Link>;
  /** The stop and run where an order is collected. */
  readonly collection: ReadonlyMap<string, { readonly run: Run; readonly stop: Stop }>;
}

/** `ascent` is null where the roads do not know it. */
export interface Way {
  readonly seconds: number;
  readonly metres: number;
  readonly ascent: number | null;
}

/** The road between two places for a vehicle; null where there is no way. */
export function road(check: Check, vehicle: RawVehicle, from: string, to: string): Way | null {
  const a = check.day.places.get(from);
  const b = check.day.places.get(to);
  if (!a || !b) return null;
  const matrix = check.matrixOf(vehicle.profile);
  const at = a.index * check.day.places.size + b.index;
  const seconds = matrix.durations[at] ?? -1;
  return seconds < 0
    ? null
    : { seconds, metres: matrix.distances[at] ?? 0, ascent: matrix.ascents?.[at] ?? null };
}

/** A moment as the day's clocks show it. */
export const at = (check: Check, epochSeconds: number): string => shown(epochSeconds, check.day.timeZone);

/** Runs of each vehicle in time order. */
export function runsByVehicle(plan: PlanRead): Map<string, Run[]> {
  const map = new Map<string, Run[]>();
  for (const run of plan.runs) {
    const list = map.get(run.vehicle);
    if (list) list.push(run);
    else map.set(run.vehicle, [run]);
  }
  for (const list of map.values()) list.sort((a, b) => a.depart - b.depart);
  return map;
}
