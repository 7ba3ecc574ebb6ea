import { pieceRise, pieceTimer, type PieceTimer } from '../network/edge-costs.js';
import { pieceMetres, reverseOf } from '../network/network.js';
import type { ProfileGraph, RoadGraph } from '../road-graph.js';
import { startsOf, twinsOf } from '../search/expand-turns.js';
import type { Seed } from '../search/seeds.js';
import type { EdgeSnap } from './segment-index.js';

/** A snapped point with what it costs to reach it along its edge. */
export interface Anchor {
  readonly snap: EdgeSnap;
  /** From the edge's start, of the edge's whole length. */
  readonly decimetres: number;
  /** Milliseconds from the edge's start forward to the point, -1 where closed. */
  readonly forwardMillis: number;
  /** Milliseconds from the edge's end backward to the point, -1 where closed. */
  readonly backwardMillis: number;
  /** Decimetres climbed from the edge's start, and from its end, to the point. */
  readonly forwardClimb: number;
  readonly backwardClimb: number;
}

/** A seed that remembers the ref it runs along, -1 where the point is at a node. */
export interface EdgeSeed extends Seed {
  readonly ref: number;
}

/** Nearer than this to a node a point is at the node, so that a one-way edge beside it does not bind it. */
const AT_NODE_DECIMETRES = 5;

/** Makes the anchors of a profile. */
export const anchorer = (roads: RoadGraph, index: number): ((snap: EdgeSnap) => Anchor) => {
  const graph = roads.profiles[index]!;
  const timer = pieceTimer(roads.network, graph.profile, index);
  return (snap) => {
    const { network, lengths } = roads;
    const { edge } = snap;
    const metres = shareOf(roads, snap, (vertex) => pieceMetres(network, vertex));
    const up = shareOf(roads, snap, (vertex) => Math.max(0, pieceRise(network, edge, vertex)));
    const down = shareOf(roads, snap, (vertex) => Math.max(0, -pieceRise(network, edge, vertex)));
    return {
      snap,
      decimetres: Math.round(metres * lengths.decimetres[edge]!),
      forwardMillis: part(roads, graph, timer, snap, false),
      backwardMillis: part(roads, graph, timer, snap, true),
      forwardClimb: Math.round(up * lengths.climb[2 * edge]!),
      backwardClimb: Math.round((1 - down) * lengths.climb[2 * edge + 1]!),
    };
  };
};

const part = (
  roads: RoadGraph,
  graph: ProfileGraph,
  timer: PieceTimer,
  snap: EdgeSnap,
  backward: boolean,
): number => {
  const total = graph.millis[2 * snap.edge + (backward ? 1 : 0)]!;
  if (total < 0) return -1;
  const share = shareOf(roads, snap, (vertex) => timer(snap.edge, vertex, backward));
  return Math.round(total * (backward ? 1 - share : share));
};

/** Share of an edge's whole, 0..1, that lies between its start and a place on it. */
const shareOf = (roads: RoadGraph, snap: EdgeSnap, cost: (vertex: number) => number): number => {
  const { edgeStart } = roads.network;
  let before = 0;
  let total = 0;
  for (let vertex = edgeStart[snap.edge]!; vertex < edgeStart[snap.edge + 1]! - 1; vertex += 1) {
    const piece = cost(vertex);
    total += piece;
    if (vertex < snap.vertex) before += piece;
    else if (vertex === snap.vertex) before += piece * snap.share;
  }
  return total === 0 ? 0 : before / total;
};

/** How a search may leave a point: along its edge either way, or from the node it is at. */
export const sourceSeeds = (roads: RoadGraph, graph: ProfileGraph, anchor: Anchor): EdgeSeed[] => {
  const { edge } = anchor.snap;
  const length = roads.lengths.decimetres[edge]!;
  const seeds = nodeSeeds(roads, graph, anchor, false);
  if (anchor.forwardMillis >= 0) {
    seeds.push({
      ref: 2 * edge,
      node: graph.arrivals[2 * edge]!,
      millis: graph.millis[2 * edge]! - anchor.forwardMillis,
      decimetres: length - anchor.decimetres,
      climb: roads.lengths.climb[2 * edge]! - anchor.forwardClimb,
    });
  }
  if (anchor.backwardMillis >= 0) {
    seeds.push({
      ref: 2 * edge + 1,
      node: graph.arrivals[2 * edge + 1]!,
      millis: graph.millis[2 * edge + 1]! - anchor.backwardMillis,
      decimetres: anchor.decimetres,
      climb: roads.lengths.climb[2 * edge + 1]! - anchor.backwardClimb,
    });
  }
  return seeds;
};

/** How a search may come to a point. */
export const targetSeeds = (roads: RoadGraph, graph: ProfileGraph, anchor: Anchor): EdgeSeed[] => {
  const { edge } = anchor.snap;
  const seeds = nodeSeeds(roads, graph, anchor, true);
  const come = (ref: number, millis: number, decimetres: number, climb: number): void => {
    if (millis < 0) return;
    const { offsets, nodes } = graph.departures;
    for (const node of nodes.subarray(offsets[ref], offsets[ref + 1])) {
      seeds.push({ ref, node, millis, decimetres, climb });
    }
  };
  come(2 * edge, anchor.forwardMillis, anchor.decimetres, anchor.forwardClimb);
  const rest = roads.lengths.decimetres[edge]! - anchor.decimetres;
  come(2 * edge + 1, anchor.backwardMillis, rest, anchor.backwardClimb);
  return seeds;
};

/** Nodes of the network a point is at. */
const nodesAt = ({ network, lengths }: RoadGraph, { snap, decimetres }: Anchor): number[] => [
  ...(decimetres <= AT_NODE_DECIMETRES ? [network.edgeFrom[snap.edge]!] : []),
  ...(lengths.decimetres[snap.edge]! - decimetres <= AT_NODE_DECIMETRES ? [network.edgeTo[snap.edge]!] : []),
];

const refsFrom = ({ leaving }: RoadGraph, node: number): Int32Array =>
  leaving.refs.subarray(leaving.offsets[node], leaving.offsets[node + 1]);

// A way ends at a node by any of a ref's twins; one that begins there has no history, so any road is open to it.
const nodeSeeds = (roads: RoadGraph, graph: ProfileGraph, anchor: Anchor, asTarget: boolean): EdgeSeed[] => {
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
