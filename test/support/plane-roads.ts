import {
  NO_WAY,
  type Point,
  type RoadMatrix,
  type RoadSource,
  type Snap,
} from '../../src/roads/road-source.js';

const METRES_PER_DEGREE = 111_195;

/** Straight roads everywhere on a plain at one speed, but none near the places listed as roadless. */
export function planeRoads(
  options: { metresPerSecond?: number; profiles?: readonly string[]; roadless?: readonly Point[] } = {},
): RoadSource {
  const speed = options.metresPerSecond ?? 10;
  const roadless = options.roadless ?? [];
  const snap = (point: Point, limit = 2000): Snap | null => {
    const far = roadless.some((one) => metresBetween(one, point) < 1);
    return far && limit < 5000 ? null : { lon: point.lon, lat: point.lat, metres: far ? 5000 : 0 };
  };
  return {
    kind: 'embedded',
    profiles: options.profiles ?? ['van', 'truck', 'trike'],
    seasons: ['dry'],
    bounds: null,
    attribution: '',
    synthetic: true,
    nearest: (_profile, points, limit) => Promise.resolve(points.map((point) => snap(point, limit))),
    matrix: ({ points, maxSnapMetres }) => {
      const snapped = points.map((point) => snap(point, maxSnapMetres));
      const size = points.length;
      const matrix: RoadMatrix = {
        size,
        durations: new Int32Array(size * size).fill(NO_WAY),
        distances: new Int32Array(size * size).fill(NO_WAY),
        ascents: new Int32Array(size * size).fill(NO_WAY),
        snapped,
      };
      points.forEach((from, i) =>
        points.forEach((to, j) => {
          if (!snapped[i] || !snapped[j]) return;
          const metres = Math.round(metresBetween(from, to));
          matrix.distances[i * size + j] = metres;
          matrix.durations[i * size + j] = Math.ceil(metres / speed);
          matrix.ascents[i * size + j] = 0;
        }),
      );
      return Promise.resolve(matrix);
    },
    route: ({ points }) =>
      Promise.resolve({
        legs: points.slice(1).map((to, k) => {
          const metres = Math.round(metresBetween(points[k]!, to));
          const from = points[k]!;
          return {
            seconds: Math.ceil(metres / speed),
            metres,
            ascentMetres: 0,
            descentMetres: 0,
            coordinates: [[from.lon, from.lat] as const, [to.lon, to.lat] as const],
            parts: [],
          };
        }),
        snapped: points.map((point) => snap(point)),
      }),
    walk: (from, to) => {
      const metres = metresBetween(from, to);
      const seconds = Math.ceil(metres / 0.84);
      return { metres, ascentMetres: 0, outSeconds: seconds, backSeconds: seconds };
    },
    isochrone: () => Promise.reject(new Error('A plane has no isochrones.')),
    close: () => Promise.resolve(),
  };
}

export function metresBetween(a: Point, b: Point): number {
  const east = (b.lon - a.lon) * METRES_PER_DEGREE * Math.cos((((a.lat + b.lat) / 2) * Math.PI) / 180);
  return Math.hypot(east, (b.lat - a.lat) * METRES_PER_DEGREE);
}
