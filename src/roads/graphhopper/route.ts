import type { Point, RouteLeg, Snap } from '../road-source.js';
import { legsOf } from './figures.js';
import { drain, legsInHalves } from './in-halves.js';
import { detailsFor, partsOf } from './route-parts.js';
import type { ServerInfo } from './server-info.js';
import type { GraphHopperServer } from './server.js';

export interface LegsQuery {
  readonly server: GraphHopperServer;
  readonly info: ServerInfo;
  /** The server's name of it. */
  readonly profile: string;
  readonly points: readonly Point[];
  readonly snapped: readonly (Snap | null)[];
  /** Points of one request. */
  readonly stops: number;
  readonly width: number;
  readonly signal?: AbortSignal | undefined;
}

/** The legs between neighbouring points; null where there is no way or no road. */
export const routeLegs = async (query: LegsQuery): Promise<(RouteLeg | null)[]> => {
  const legs: (RouteLeg | null)[] = query.points.slice(1).map(() => null);
  await drain(walksOf(query), query.width, async (walk) => {
    const found = await legsInHalves(walk, (part) => askLegs(query, part));
    found.forEach((leg, i) => (legs[walk[i]!] = leg));
  });
  return legs;
};

/** Runs of neighbouring points that are on roads, as indexes, at most `stops` long. */
function* walksOf({ snapped, stops }: LegsQuery): Generator<number[]> {
  let walk: number[] = [];
  for (const [index, snap] of snapped.entries()) {
    if (snap !== null) walk.push(index);
    if (snap !== null && walk.length < stops && index < snapped.length - 1) continue;
    if (walk.length > 1) yield walk;
    walk = snap === null ? [] : [index];
  }
}

const askLegs = async (query: LegsQuery, walk: readonly number[]): Promise<RouteLeg[]> => {
  const points = walk.map((index) => [query.points[index]!.lon, query.points[index]!.lat]);
  const request = { profile: query.profile, points, details: detailsFor(query.info) };
  const path = await query.server.route(request, 'exact', query.signal);
  const legs = legsOf(path, walk.length - 1);
  const parts = partsOf(path, legs);
  const line = path.points?.coordinates ?? [];
  return legs.map(({ seconds, metres, ascentMetres, descentMetres, from, to }, i) => {
    const drawn = line.slice(from, to + 1).map(([lon, lat]): [number, number] => [lon!, lat!]);
    const { lon, lat } = query.snapped[walk[i]!]!;
    const still: [number, number][] = [
      [lon, lat],
      [lon, lat],
    ];
    return {
      seconds,
      metres,
      ascentMetres,
      descentMetres,
      coordinates: drawn.length < 2 ? still : drawn,
      parts: drawn.length < 2 ? [] : parts[i]!,
    };
  });
};
