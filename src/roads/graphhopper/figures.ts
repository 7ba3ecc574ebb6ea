import { RoutingFault } from './faults.js';
import type { Detail, Path, Position } from './client.js';

/** One leg of a path: its figures, and where it lies in the points of the path. */
export interface Leg {
  readonly seconds: number;
  readonly metres: number;
  readonly ascentMetres: number;
  readonly descentMetres: number;
  /** Indexes into the path's points, first and last. */
  readonly from: number;
  readonly to: number;
}

/** What every request for legs must ask for. */
export const LEG_DETAILS = ['leg_time', 'leg_distance'] as const;

/**
 * The legs of a path with its line, one between each pair of neighbouring stops.
 * @throws RoutingFault legs-lost where they cannot be told apart: a leg without length has no part of the line
 */
export const legsOf = (path: Path, count: number): Leg[] => {
  const line = path.points?.coordinates ?? [];
  if (count === 1) return [legOf(path.time, path.distance, line, 0, line.length - 1)];
  const times = path.details?.['leg_time'] ?? [];
  const lengths = path.details?.['leg_distance'] ?? [];
  const whole = times.length === count && lengths.length === count && joined(times) && joined(lengths);
  if (!whole) throw new RoutingFault('legs-lost', `${times.length} legs for ${count}`);
  return times.map(([from, to, millis], i) => legOf(Number(millis), Number(lengths[i]![2]), line, from, to));
};

const joined = (details: readonly Detail[]): boolean =>
  details.every(([from, to], i) => to > from && (i === 0 || details[i - 1]![1] === from));

const legOf = (millis: number, metres: number, line: readonly Position[], from: number, to: number): Leg => {
  const { up, down } = climbOf(line, from, to);
  return {
    seconds: Math.ceil(millis / 1000),
    metres: Math.round(metres),
    ascentMetres: Math.round(up),
    descentMetres: Math.round(down),
    from,
    to,
  };
};

/** Metres up and down between two points of a line; 0 where it has no heights. */
export const climbOf = (
  line: readonly Position[],
  from: number,
  to: number,
): { up: number; down: number } => {
  let [up, down] = [0, 0];
  for (let i = from + 1; i <= to; i += 1) {
    const rise = (line[i]![2] ?? 0) - (line[i - 1]![2] ?? 0);
    if (rise > 0) up += rise;
    else if (rise < 0) down -= rise;
  }
  return { up, down };
};
