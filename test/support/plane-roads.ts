import {
  NO_WAY,
  type ChangeReport,
  type Isochrone,
  type Point,
  type RoadMatrix,
  type RouteLeg,
  type RoadSource,
  type Snap,
  type TravelConditions,
} from '../../src/roads/road-source.js';
import { RoadError } from '../../src/roads/road-error.js';

const METRES_PER_DEGREE = 111_195;
/** In rain everything takes so much longer. */
const RAIN = 1.5;

/**
 * Straight roads everywhere on a plain at one speed, but none near the places listed as roadless. A
 * closed Point cuts off the places within its `withinMetres` (default 50); other changes meet nothing.
 */
export function planeRoads(
  options: { metresPerSecond?: number; profiles?: readonly string[]; roadless?: readonly Point[] } = {},
): RoadSource {
  const speed = options.metresPerSecond ?? 10;
  const roadless = options.roadless ?? [];
  const profiles = options.profiles ?? ['van', 'truck', 'trike'];
  const snap = (point: Point, limit = 2000): Snap | null => {
    const far = roadless.some((one) => metresBetween(one, point) < 1);
    return far && limit < 5000 ? null : { lon: point.lon, lat: point.lat, metres: far ? 5000 : 0 };
  };
  const refuse = (profile: string, conditions: TravelConditions = {}): void => {
    if (!profiles.includes(profile))
      throw new RoadError('profile-unknown', `The plain has no profile "${profile}".`);
    if (conditions.season !== undefined && !SEASONS.includes(conditions.season))
      throw new RoadError('conditions-invalid', `The plain has no season "${conditions.season}".`);
  };
  const secondsOf = (metres: number, conditions: TravelConditions = {}): number =>
    Math.ceil((metres / speed) * (conditions.season === 'rain' ? RAIN : 1));
  return {
    kind: 'embedded',
    profiles,
    seasons: SEASONS,
    bounds: null,
    attribution: '',
    synthetic: true,
    nearest: async (profile, points, limit) => {
      refuse(profile);
      return points.map((point) => snap(point, limit));
    },
    matrix: async ({ profile, points, maxSnapMetres, conditions, signal }) => {
      refuse(profile, conditions);
      signal?.throwIfAborted();
      const snapped = points.map((point) => snap(point, maxSnapMetres));
      const cut = points.map((point) => isCutOff(point, conditions));
      const size = points.length;
      const matrix: RoadMatrix = {
        size,
        durations: new Int32Array(size * size).fill(NO_WAY),
        distances: new Int32Array(size * size).fill(NO_WAY),
        ascents: new Int32Array(size * size).fill(NO_WAY),
        snapped,
        ...reportsOf(points, conditions),
      };
      points.forEach((from, i) =>
        points.forEach((to, j) => {
          if (!snapped[i] || !snapped[j] || (i !== j && (cut[i] || cut[j]))) return;
          const metres = Math.round(metresBetween(from, to));
          matrix.distances[i * size + j] = metres;
          matrix.durations[i * size + j] = secondsOf(metres, conditions);
          matrix.ascents[i * size + j] = 0;
        }),
      );
      return matrix;
    },
    route: async ({ profile, points, conditions }) => {
      refuse(profile, conditions);
      return {
        legs: points.slice(1).map((to, k) => {
          const from = points[k]!;
          if (isCutOff(from, conditions) || isCutOff(to, conditions)) return null;
          const metres = Math.round(metresBetween(from, to));
          return straightLeg(from, to, metres, secondsOf(metres, conditions));
        }),
        snapped: points.map((point) => snap(point)),
        ...reportsOf(points, conditions),
      };
    },
    walk: (from, to) => {
      const metres = metresBetween(from, to);
      const seconds = Math.ceil(metres / 0.84);
      return { metres, ascentMetres: 0, outSeconds: seconds, backSeconds: seconds };
    },
    isochrone: async ({ profile, point, minutes, conditions }) => {
      refuse(profile, conditions);
      const snapped = snap(point);
      const factor = conditions?.season === 'rain' ? RAIN : 1;
      const areas = minutes.map((time) => circle(point, time, (time * 60 * speed) / factor));
      return { snapped, areas: snapped ? areas : [] };
    },
    close: () => Promise.resolve(),
  };
}

const SEASONS = ['dry', 'rain'];

function isCutOff(point: Point, conditions: TravelConditions = {}): boolean {
  return (conditions.changes ?? []).some(
    ({ effect, geometry, withinMetres = 50 }) =>
      effect === 'closed' &&
      geometry?.type === 'Point' &&
      metresBetween({ lon: geometry.coordinates[0], lat: geometry.coordinates[1] }, point) <= withinMetres,
  );
}

function reportsOf(
  points: readonly Point[],
  conditions: TravelConditions = {},
): { changes?: readonly ChangeReport[] } {
  if (conditions.changes === undefined) return {};
  return {
    changes: conditions.changes.map((change) => {
      const met = points.some((point) => isCutOff(point, { changes: [change] }));
      return { id: change.id, metres: met ? 100 : 0 };
    }),
  };
}

const straightLeg = (from: Point, to: Point, metres: number, seconds: number): RouteLeg => ({
  seconds,
  metres,
  ascentMetres: 0,
  descentMetres: 0,
  coordinates: [
    [from.lon, from.lat],
    [to.lon, to.lat],
  ],
  parts: [
    {
      from: 0,
      to: 1,
      metres,
      seconds,
      ascentMetres: 0,
      descentMetres: 0,
      highway: 'tertiary',
      name: null,
      surface: 'asphalt',
      heldBy: 'class',
      factor: 1,
      kmh: seconds === 0 ? 0 : (metres / seconds) * 3.6,
      steepestPercent: 0,
    },
  ],
});

function circle(centre: Point, minutes: number, metres: number): Isochrone {
  const east = METRES_PER_DEGREE * Math.cos((centre.lat * Math.PI) / 180);
  const ring = Array.from({ length: 33 }, (_, k): readonly [number, number] => {
    const angle = ((k % 32) * Math.PI) / 16;
    return [
      centre.lon + (metres * Math.cos(angle)) / east,
      centre.lat + (metres * Math.sin(angle)) / METRES_PER_DEGREE,
    ];
  });
  return { minutes, coordinates: [[ring]] };
}

export function metresBetween(a: Point, b: Point): number {
  const east = (b.lon - a.lon) * METRES_PER_DEGREE * Math.cos((((a.lat + b.lat) / 2) * Math.PI) / 180);
  return Math.hypot(east, (b.lat - a.lat) * METRES_PER_DEGREE);
}
