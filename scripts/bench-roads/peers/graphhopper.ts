import { openGraphHopper } from '../../../src/roads/graphhopper/graphhopper-roads.js';
import { drain } from '../../../src/roads/graphhopper/in-halves.js';
import type { Point } from '../../../src/roads/road-source.js';
import {
  plainCar,
  startGraphHopper,
  type RunningGraphHopper,
} from '../../../test/support/graphhopper-server.js';
import { secondsOf, type Measure, type PeerMap, type PeerResult } from './peer.js';

/** Single routes measured of all pairs. */
const SAMPLE = 5000;
const WARM_UP = 1000;

/**
 * Pairwise routes: a request a pair, times and lengths only, over a contracted graph; a random sample,
 * scaled to all pairs. The server has one core; with one and with two requests under way, the better counts.
 */
export const measure: Measure = async (points, profile, map) =>
  withServer(profile, map, async (server) => {
    const pairs = randomPairs(points, SAMPLE + WARM_UP);
    const ask = (from: Point, to: Point): Promise<void> => route(server.url, profile, from, to);
    await drain(pairs.slice(0, WARM_UP), 2, ([from, to]) => ask(from, to));
    const sample = pairs.slice(WARM_UP);
    const alone = await secondsOf(() => drain(sample, 1, ([from, to]) => ask(from, to)));
    const two = await secondsOf(() => drain(sample, 2, ([from, to]) => ask(from, to)));
    const cells = points.length ** 2;
    const best = Math.min(alone, two);
    const each = ((best / sample.length) * 1000).toFixed(2);
    return {
      name: 'GraphHopper 11, a route a pair',
      seconds: (best / sample.length) * cells,
      cells,
      note: `${sample.length} random pairs took ${best.toFixed(1)} s (${each} ms each, ${alone <= two ? 1 : 2} under way, server on one core); scaled to all pairs`,
    };
  });

/** The whole table by walks of many points, through our own source; with climbs where the map has heights. */
export const measureWalks: Measure = async (points, profile, map) =>
  withServer(profile, map, async (server) => {
    const climbs = map.elevation !== undefined;
    const roads = await openGraphHopper({ url: server.url, concurrency: 2, climbs });
    try {
      await roads.matrix({ profile, points: points.slice(0, 40) });
      const seconds = await secondsOf(() => roads.matrix({ profile, points }));
      const note = `150 points a request, 2 under way, ${climbs ? 'climbs included' : 'no climbs'}, snapping included`;
      return { name: 'GraphHopper 11, walks of many points', seconds, cells: points.length ** 2, note };
    } finally {
      await roads.close();
    }
  });

const withServer = async (
  profile: string,
  { extract, elevation }: PeerMap,
  work: (server: RunningGraphHopper) => Promise<PeerResult>,
): Promise<PeerResult> => {
  const server = await startGraphHopper({
    extract,
    ...(elevation === undefined ? {} : { elevation }),
    profiles: [plainCar(profile)],
    javaOptions: ['-XX:ActiveProcessorCount=1'],
  });
  try {
    return await work(server);
  } finally {
    await server.stop();
  }
};

const route = async (url: string, profile: string, from: Point, to: Point): Promise<void> => {
  const places = [from, to].map(({ lon, lat }) => `point=${lat},${lon}`).join('&');
  const answer = await fetch(
    `${url}/route?${places}&profile=${profile}&calc_points=false&instructions=false`,
  );
  await answer.arrayBuffer();
};

/** In a fixed order. */
const randomPairs = (points: readonly Point[], count: number): [Point, Point][] => {
  let seed = 1;
  const next = (): Point => {
    seed = (Math.imul(seed, 1103515245) + 12345) & 0x7fffffff;
    return points[(seed >> 8) % points.length]!;
  };
  return Array.from({ length: count }, () => [next(), next()]);
};
