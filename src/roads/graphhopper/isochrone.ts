import { RoadError } from '../road-error.js';
import type { Isochrone, Point } from '../road-source.js';
import type { GraphHopperServer } from './server.js';

type Ring = readonly (readonly [number, number])[];
type Polygon = readonly Ring[];

export interface AreasQuery {
  readonly server: GraphHopperServer;
  /** The server's name of it. */
  readonly profile: string;
  readonly point: Point;
  /** Ascending. */
  readonly minutes: readonly number[];
  readonly reverse: boolean;
  readonly signal?: AbortSignal | undefined;
}

/**
 * The areas of the times asked for. Equal steps come from one request, so that each area holds those
 * before it exactly; other times are asked for one by one.
 */
export const areasOf = async (query: AreasQuery): Promise<Isochrone[]> => {
  const { minutes } = query;
  const even = minutes.every((value, i) => Math.abs(value - (i + 1) * minutes[0]!) < 1e-9);
  const found = even
    ? await ask(query, minutes.at(-1)!, minutes.length)
    : (await Promise.all(minutes.map((value) => ask(query, value, 1)))).flat();
  return minutes.map((value, i) => ({ minutes: value, coordinates: found[i]! }));
};

const ask = async (query: AreasQuery, minutes: number, buckets: number): Promise<Polygon[][]> => {
  const { server, profile, point, reverse, signal } = query;
  const request = {
    profile,
    lon: point.lon,
    lat: point.lat,
    seconds: Math.round(minutes * 60),
    buckets,
    reverse,
  };
  const { polygons = [] } = await server.isochrone(request, signal);
  if (polygons.length !== buckets)
    throw new RoadError(
      'server-refused',
      `${server.url} answered ${polygons.length} areas where ${buckets} were asked for. Use a GraphHopper server with isochrones.`,
    );
  return [...polygons]
    .sort((a, b) => (a.properties?.bucket ?? 0) - (b.properties?.bucket ?? 0))
    .map(({ geometry }) => {
      const { type, coordinates } = geometry ?? { type: '', coordinates: [] };
      const list = (
        type === 'Polygon' ? [coordinates] : type === 'MultiPolygon' ? coordinates : []
      ) as Ring[][];
      return list.map((rings) => rings.map((ring, i) => wound(ring, i === 0)));
    });
};

/** The ring turning anticlockwise, or clockwise. */
const wound = (ring: Ring, anticlockwise: boolean): Ring => {
  let doubled = 0;
  for (let i = 1; i < ring.length; i += 1)
    doubled += ring[i - 1]![0] * ring[i]![1] - ring[i]![0] * ring[i - 1]![1];
  return doubled > 0 === anticlockwise ? ring : [...ring].reverse();
};
