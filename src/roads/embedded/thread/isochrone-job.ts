import type { Isochrone } from '../../road-source.js';
import type { Metric } from '../conditions/metric.js';
import { isochroneAreas } from '../isochrone.js';
import { pieceTimer, type PieceTimer } from '../network/edge-costs.js';
import { isBackward, pieceMetres, type Network } from '../network/network.js';
import { UNITS_PER_DEGREE } from '../geo.js';
import type { ProfileGraph } from '../road-graph.js';
import { PlainSearch, reversed } from '../search/dijkstra.js';
import { twinsOf } from '../search/expand-turns.js';
import type { RoadJob, SearchedRoads } from './road-job.js';

/** Road between samples, metres; the areas are drawn round the samples. */
const SAMPLE_METRES = 50;

/** Searches as far as the longest time and draws the areas. */
export const workIsochrone = async (
  roads: SearchedRoads,
  index: number,
  metric: Metric | null,
  job: Extract<RoadJob, { kind: 'isochrone' }>,
): Promise<readonly Isochrone[]> => {
  const profile = roads.profiles[index]!;
  const plain = metric?.graph ?? profile.graph;
  const limit = Math.max(...job.minutes) * 60_000;
  const search = new PlainSearch(job.direction === 'from' ? plain : reversed(plain));
  search.run(job.seeds, 0, limit);
  const samples = new Samples(limit / 1000);
  const timer = pieceTimer(roads.network, profile.profile, index, metric?.state);
  const walk = { network: roads.network, profile, timer, reach: search.millis, samples };
  sampleOwnEdge(walk, job);
  for (let ref = 0; ref < profile.millis.length; ref += 1) {
    if (profile.millis[ref]! >= 0) sampleRef(walk, ref, job.direction);
  }
  return isochroneAreas(samples.done(), job.minutes);
};

/** Places with the seconds to be there. */
class Samples {
  private readonly lon: number[] = [];
  private readonly lat: number[] = [];
  private readonly seconds: number[] = [];

  constructor(readonly limit: number) {}

  /** A stretch of road driven from one time to another. */
  add(
    network: Network,
    vertex: number,
    shares: readonly [number, number],
    times: readonly [number, number],
  ): void {
    const metres = pieceMetres(network, vertex) * Math.abs(shares[1] - shares[0]);
    const steps = Math.max(1, Math.ceil(metres / SAMPLE_METRES));
    for (let step = 0; step <= steps; step += 1) {
      const seconds = times[0] + ((times[1] - times[0]) * step) / steps;
      if (!(seconds <= this.limit)) continue;
      const share = shares[0] + ((shares[1] - shares[0]) * step) / steps;
      this.lon.push(between(network.lon, vertex, share));
      this.lat.push(between(network.lat, vertex, share));
      this.seconds.push(seconds);
    }
  }

  done(): { lon: Float64Array; lat: Float64Array; seconds: Float64Array } {
    return {
      lon: Float64Array.from(this.lon),
      lat: Float64Array.from(this.lat),
      seconds: Float64Array.from(this.seconds),
    };
  }
}

const between = (units: Int32Array, vertex: number, share: number): number =>
  (units[vertex]! + (units[vertex + 1]! - units[vertex]!) * share) / UNITS_PER_DEGREE;

interface Walk {
  readonly network: Network;
  readonly profile: ProfileGraph;
  readonly timer: PieceTimer;
  /** Milliseconds by search node, -1 where it was not reached. */
  readonly reach: Int32Array;
  readonly samples: Samples;
}

/** Samples a ref from the end the search came by, as far as the time lasts. */
const sampleRef = (walk: Walk, ref: number, direction: 'from' | 'to'): void => {
  const start = direction === 'from' ? tailMillis(walk, ref) : headMillis(walk, ref);
  if (start < 0) return;
  const { edgeStart } = walk.network;
  const [first, last] = [edgeStart[ref >> 1]!, edgeStart[(ref >> 1) + 1]! - 1];
  // Forward from the tail, or backward from the head, is the way of growing vertices unless one of both turns it.
  const growing = isBackward(ref) === (direction === 'to');
  let seconds = start / 1000;
  for (let k = 0; k < last - first && seconds <= walk.samples.limit; k += 1) {
    const vertex = growing ? first + k : last - 1 - k;
    const after = seconds + walk.timer(ref >> 1, vertex, isBackward(ref));
    walk.samples.add(walk.network, vertex, growing ? [0, 1] : [1, 0], [seconds, after]);
    seconds = after;
  }
};

const tailMillis = ({ profile, reach }: Walk, ref: number): number => {
  const { offsets, nodes } = profile.departures;
  return least(reach, nodes.subarray(offsets[ref], offsets[ref + 1]));
};

const headMillis = ({ profile, reach }: Walk, ref: number): number =>
  least(reach, [profile.arrivals[ref]!, ...twinsOf(profile.departures, ref)]);

const least = (reach: Int32Array, nodes: Iterable<number>): number => {
  let best = -1;
  for (const node of nodes) {
    const millis = reach[node]!;
    if (millis >= 0 && (best < 0 || millis < best)) best = millis;
  }
  return best;
};

/** Samples the road on which the point itself lies, from the point both ways. */
const sampleOwnEdge = (walk: Walk, { anchor, direction }: Extract<RoadJob, { kind: 'isochrone' }>): void => {
  const { edge, vertex, share } = anchor.snap;
  const { edgeStart } = walk.network;
  const [first, last] = [edgeStart[edge]!, edgeStart[edge + 1]! - 1];
  // Going away from the point by growing vertices is driven forward; coming to it from there, backward.
  for (const growing of [true, false]) {
    const backward = growing === (direction === 'to');
    if ((backward ? anchor.backwardTotal : anchor.forwardTotal) < 0) continue;
    const part = growing ? 1 - share : share;
    let seconds = walk.timer(edge, vertex, backward) * part;
    walk.samples.add(walk.network, vertex, [share, growing ? 1 : 0], [0, seconds]);
    for (let v = vertex + (growing ? 1 : -1); v >= first && v < last; v += growing ? 1 : -1) {
      const after = seconds + walk.timer(edge, v, backward);
      walk.samples.add(walk.network, v, growing ? [0, 1] : [1, 0], [seconds, after]);
      seconds = after;
    }
  }
};
