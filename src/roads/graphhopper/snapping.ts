import { metresBetween } from '../embedded/geo.js';
import type { Point, Snap } from '../road-source.js';
import { RoutingFault } from './faults.js';
import { drain } from './in-halves.js';
import type { GraphHopperServer } from './server.js';

/** 1e-7 degrees is a centimetre. */
const UNITS_PER_DEGREE = 1e7;

/**
 * Where the points meet the roads of a profile; null where farther than the limit. The server's /nearest
 * knows no profiles, so each point is the start and the end of a route.
 */
export const snapPoints = async (
  server: GraphHopperServer,
  profile: string,
  points: readonly Point[],
  maxSnapMetres: number,
  width: number,
  signal?: AbortSignal,
): Promise<(Snap | null)[]> => {
  const snaps: (Snap | null)[] = points.map(() => null);
  await drain(points.entries(), width, async ([index, point]) => {
    const snap = await snapPoint(server, profile, point, signal);
    snaps[index] = snap !== null && snap.metres <= maxSnapMetres ? snap : null;
  });
  return snaps;
};

const snapPoint = async (
  server: GraphHopperServer,
  profile: string,
  { lon, lat }: Point,
  signal?: AbortSignal,
): Promise<Snap | null> => {
  const place = [lon, lat];
  try {
    const path = await server.route({ profile, points: [place, place] }, 'none', signal);
    const on = path.snapped_waypoints?.coordinates[0];
    if (on === undefined) return null;
    const [x, y] = [tidy(on[0]!), tidy(on[1]!)];
    return { lon: x, lat: y, metres: Math.round(metresBetween(lon, lat, x, y)) };
  } catch (fault) {
    if (fault instanceof RoutingFault && fault.reason === 'no-way') return null;
    throw fault;
  }
};

const tidy = (degrees: number): number => Math.round(degrees * UNITS_PER_DEGREE) / UNITS_PER_DEGREE;

/** Points that meet the road at the same spot, told by the first of them. */
export interface Spots {
  /** Indexes of points, one a spot. */
  readonly first: readonly number[];
  /** By point: its spot; null where it meets no road. */
  readonly spotOf: readonly (number | null)[];
}

/** No two spots are the same, for between such a route has no leg. */
export const spotsOf = (snaps: readonly (Snap | null)[]): Spots => {
  const known = new Map<string, number>();
  const first: number[] = [];
  const spotOf = snaps.map((snap, index) => {
    if (snap === null) return null;
    const key = `${snap.lon.toFixed(6)} ${snap.lat.toFixed(6)}`;
    const spot = known.get(key) ?? first.push(index) - 1;
    known.set(key, spot);
    return spot;
  });
  return { first, spotOf };
};
