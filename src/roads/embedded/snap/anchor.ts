import { pieceRise, pieceTimer } from '../network/edge-costs.js';
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
  const graph = roads.profiles[index]!;
  const timer = pieceTimer(roads.network, graph.profile, index, state);
  const isClosed = (vertex: number): boolean => state?.change?.(vertex, false)?.closed === true;
  return (snap) => {
    const { network, lengths } = roads;
    const { edge } = snap;
    const metres = shareOf(roads, snap, (vertex) => pieceMetres(network, vertex));
    const up = shareOf(roads, snap, (vertex) => Math.max(0, pieceRise(network, edge, vertex)));
    const down = shareOf(roads, snap, (vertex) => Math.max(0, -pieceRise(network, edge, vertex)));
    const along = (backward: boolean): { total: number; part: number } => {
      const ref = 2 * edge + (backward ? 1 : 0);
      if (graph.millis[ref]! < 0) return { total: -1, part: -1 };
      const seconds = (vertex: number): number => (isClosed(vertex) ? 0 : timer(edge, vertex, backward));
      const total = state === undefined ? graph.millis[ref]! : wholeMillis(roads, edge, seconds);
      if (total < 0) return { total: -1, part: -1 };
      const share = shareOf(roads, snap, seconds);
      return { total, part: Math.round(total * (backward ? 1 - share : share)) };
    };
    const [ahead, behind] = [along(false), along(true)];
    return {
      snap,
      decimetres: Math.round(metres * lengths.decimetres[edge]!),
      forwardMillis: ahead.part,
      backwardMillis: behind.part,
      forwardTotal: ahead.total,
      backwardTotal: behind.total,
      forwardClimb: Math.round(up * lengths.climb[2 * edge]!),
      backwardClimb: Math.round((1 - down) * lengths.climb[2 * edge + 1]!),
      ...(state?.change === undefined ? { block: 0, blocks: 0 } : blocksOf(network, snap, isClosed)),
    };
  };
};

// Rounded as a ref's milliseconds are, so that ways through an edge and ways into it agree.
const wholeMillis = (
  { network }: Pick<RoadGraph, 'network'>,
  edge: number,
  seconds: (vertex: number) => number,
): number => {
  let total = 0;
  for (let v = network.edgeStart[edge]!; v < network.edgeStart[edge + 1]! - 1; v += 1) total += seconds(v);
  return Number.isFinite(total) ? Math.max(1, Math.round(total * 1000)) : -1;
};

const blocksOf = (
  network: RoadGraph['network'],
  snap: EdgeSnap,
  isClosed: (vertex: number) => boolean,
): { block: number; blocks: number } => {
  let [block, blocks] = [0, 0];
  for (let v = network.edgeStart[snap.edge]!; v < network.edgeStart[snap.edge + 1]! - 1; v += 1) {
    if (!isClosed(v)) continue;
    blocks += 1;
    if (v < snap.vertex) block += 1;
  }
  return { block, blocks };
};

/** Share of an edge's whole, 0..1, that lies between its start and a place on it. */
const shareOf = (
  roads: Pick<RoadGraph, 'network'>,
  snap: EdgeSnap,
  cost: (vertex: number) => number,
): number => {
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
const nodesAt = ({ network, lengths }: SeedRoads, { snap, decimetres }: Anchor): number[] => [
  ...(decimetres <= AT_NODE_DECIMETRES ? [network.edgeFrom[snap.edge]!] : []),
  ...(lengths.decimetres[snap.edge]! - decimetres <= AT_NODE_DECIMETRES ? [network.edgeTo[snap.edge]!] : []),
];

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
