import { pieceRise, pieceTimer, wholeMillis } from '../network/edge-costs.js';
import { pieceMetres, reverseOf } from '../network/network.js';
import type { ProfileState } from '../profiles/profile-state.js';
import type { ProfileGraph, RoadGraph } from '../road-graph.js';
import { startsOf, twinsOf } from '../search/expand-turns.js';
import type { Seed } from '../search/seeds.js';
import type { EdgeSnap } from './segment-index.js';

/** A snapped point with what it costs to reach it along its edge. */
export interface Anchor {
  readonly snap: EdgeSnap;
  /** From the edge's start, of the edge's whole length. */
  readonly decimetres: number;
  /** Milliseconds from the edge's start forward to the point, -1 where closed; pieces closed for the day left out. */
  readonly forwardMillis: number;
  /** Milliseconds from the edge's end backward to the point, -1 where closed. */
  readonly backwardMillis: number;
  /** Milliseconds along the whole edge forward and backward, -1 where closed. */
  readonly forwardTotal: number;
  readonly backwardTotal: number;
  /** Decimetres climbed from the edge's start, and from its end, to the point. */
  readonly forwardClimb: number;
  readonly backwardClimb: number;
  /** Pieces closed for the day between the edge's start and the point, and on the whole edge. */
  readonly block: number;
  readonly blocks: number;
}

/** A seed that remembers the ref it runs along, -1 where the point is at a node. */
export interface EdgeSeed extends Seed {
  readonly ref: number;
}

/** Nearer than this to a node a point is at the node, so that a one-way edge beside it does not bind it. */
const AT_NODE_DECIMETRES = 5;

/** Makes the anchors of a profile, on its plain graph or under conditions. */
export const anchorer = (
  roads: Omit<RoadGraph, 'segments' | 'elevation'>,
  index: number,
  state?: ProfileState,
): ((snap: EdgeSnap) => Anchor) => {
  const { network, lengths } = roads;
  const graph = roads.profiles[index]!;
  const timer = pieceTimer(network, graph.profile, index, state);
  const change = state?.change;
  const isClosed = change
    ? (vertex: number): boolean => change(vertex, false)?.closed === true
    : (): boolean => false;
  return (snap) => {
    const { edge } = snap;
    const sums = new EdgeSums(snap);
    const open = [graph.millis[2 * edge]! >= 0, graph.millis[2 * edge + 1]! >= 0] as const;
    for (let v = network.edgeStart[edge]!; v < network.edgeStart[edge + 1]! - 1; v += 1) {
      const rise = pieceRise(network, edge, v);
      sums.add(v, METRES, pieceMetres(network, v));
      sums.add(v, rise > 0 ? UP : DOWN, Math.abs(rise));
      if (isClosed(v)) sums.block(v);
      else {
        if (open[0]) sums.add(v, AHEAD, timer(edge, v, false));
        if (open[1]) sums.add(v, BEHIND, timer(edge, v, true));
      }
    }
    const along = (backward: boolean): { total: number; part: number } => {
      if (!open[backward ? 1 : 0]) return { total: -1, part: -1 };
      const ref = 2 * edge + (backward ? 1 : 0);
      const sum = backward ? BEHIND : AHEAD;
      // Rounded as a ref's milliseconds are, so that ways through an edge and ways into it agree.
      const total = state === undefined ? graph.millis[ref]! : wholeMillis(sums.total[sum]!);
      if (total < 0) return { total, part: -1 };
      const share = sums.share(sum);
      return { total, part: Math.round(total * (backward ? 1 - share : share)) };
    };
    const [ahead, behind] = [along(false), along(true)];
    return {
      snap,
      decimetres: Math.round(sums.share(METRES) * lengths.decimetres[edge]!),
      forwardMillis: ahead.part,
      backwardMillis: behind.part,
      forwardTotal: ahead.total,
      backwardTotal: behind.total,
      forwardClimb: Math.round(sums.share(UP) * lengths.climb[2 * edge]!),
      backwardClimb: Math.round((1 - sums.share(DOWN)) * lengths.climb[2 * edge + 1]!),
      block: sums.blocksBefore,
      blocks: sums.blocks,
    };
  };
};

const METRES = 0;
const UP = 1;
const DOWN = 2;
const AHEAD = 3;
const BEHIND = 4;

/** What lies along an edge, in all and before a place on it. */
class EdgeSums {
  readonly total = [0, 0, 0, 0, 0];
  private readonly before = [0, 0, 0, 0, 0];
  blocks = 0;
  blocksBefore = 0;

  constructor(private readonly snap: EdgeSnap) {}

  add(vertex: number, sum: number, cost: number): void {
    this.total[sum]! += cost;
    if (vertex < this.snap.vertex) this.before[sum]! += cost;
    else if (vertex === this.snap.vertex) this.before[sum]! += cost * this.snap.share;
  }

  block(vertex: number): void {
    this.blocks += 1;
    if (vertex < this.snap.vertex) this.blocksBefore += 1;
  }

  /** Share of the whole, 0..1, before the place. */
  share(sum: number): number {
    return this.total[sum] === 0 ? 0 : this.before[sum]! / this.total[sum]!;
  }
}

/** What seeds are made from. */
type SeedRoads = Pick<RoadGraph, 'network' | 'lengths' | 'leaving'>;

/** How a search may leave a point: along its edge either way, or from the node it is at. */
export const sourceSeeds = (roads: SeedRoads, graph: ProfileGraph, anchor: Anchor): EdgeSeed[] => {
  const { edge } = anchor.snap;
  const length = roads.lengths.decimetres[edge]!;
  const seeds = nodeSeeds(roads, graph, anchor, false);
  if (anchor.forwardMillis >= 0 && anchor.block === anchor.blocks) {
    seeds.push({
      ref: 2 * edge,
      node: graph.arrivals[2 * edge]!,
      millis: anchor.forwardTotal - anchor.forwardMillis,
      decimetres: length - anchor.decimetres,
      climb: roads.lengths.climb[2 * edge]! - anchor.forwardClimb,
    });
  }
  if (anchor.backwardMillis >= 0 && anchor.block === 0) {
    seeds.push({
      ref: 2 * edge + 1,
      node: graph.arrivals[2 * edge + 1]!,
      millis: anchor.backwardTotal - anchor.backwardMillis,
      decimetres: anchor.decimetres,
      climb: roads.lengths.climb[2 * edge + 1]! - anchor.backwardClimb,
    });
  }
  return seeds;
};

/** How a search may come to a point. */
export const targetSeeds = (roads: SeedRoads, graph: ProfileGraph, anchor: Anchor): EdgeSeed[] => {
  const { edge } = anchor.snap;
  const seeds = nodeSeeds(roads, graph, anchor, true);
  const come = (ref: number, millis: number, decimetres: number, climb: number): void => {
    if (millis < 0) return;
    const { offsets, nodes } = graph.departures;
    for (const node of nodes.subarray(offsets[ref], offsets[ref + 1])) {
      seeds.push({ ref, node, millis, decimetres, climb });
    }
  };
  if (anchor.block === 0) come(2 * edge, anchor.forwardMillis, anchor.decimetres, anchor.forwardClimb);
  const rest = roads.lengths.decimetres[edge]! - anchor.decimetres;
  if (anchor.block === anchor.blocks) come(2 * edge + 1, anchor.backwardMillis, rest, anchor.backwardClimb);
  return seeds;
};

/** Nodes of the network a point is at. */
const nodesAt = ({ network, lengths }: SeedRoads, { snap, decimetres, block, blocks }: Anchor): number[] => {
  const rest = lengths.decimetres[snap.edge]! - decimetres;
  return [
    ...(decimetres <= AT_NODE_DECIMETRES && block === 0 ? [network.edgeFrom[snap.edge]!] : []),
    ...(rest <= AT_NODE_DECIMETRES && block === blocks ? [network.edgeTo[snap.edge]!] : []),
  ];
};

const refsFrom = ({ leaving }: SeedRoads, node: number): Int32Array =>
  leaving.refs.subarray(leaving.offsets[node], leaving.offsets[node + 1]);

// A way ends at a node by any of a ref's twins; one that begins there has no history, so any road is open to it.
const nodeSeeds = (roads: SeedRoads, graph: ProfileGraph, anchor: Anchor, asTarget: boolean): EdgeSeed[] => {
  const nodes = new Set<number>();
  for (const node of nodesAt(roads, anchor)) {
    for (const ref of refsFrom(roads, node)) {
      const arrival = graph.arrivals[reverseOf(ref)]!;
      if (arrival >= 0) nodes.add(arrival);
      if (asTarget) for (const twin of twinsOf(graph.departures, reverseOf(ref))) nodes.add(twin);
      else for (const start of startsOf(graph.departures, ref)) nodes.add(start);
    }
  }
  return [...nodes].map((node) => ({ ref: -1, node, millis: 0, decimetres: 0, climb: 0 }));
};
