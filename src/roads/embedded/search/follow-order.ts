import { headOf, type Network } from '../network/network.js';
import type { SearchGraph } from './search-graph.js';

/** By node of the network: its place in a hierarchy, 0 the most important; {@link UNRANKED} where it has none. */
export type NodeRanks = Int32Array;

export const UNRANKED = 2 ** 31 - 1;

/** A follower may know this share of nodes that its leader does not; more would be contracted blindly. */
const STRANGE_SHARE = 0.02;

/** Ranks of the network's nodes in a hierarchy whose graph is not yet renumbered. */
export const ranksOf = (network: Network, graph: SearchGraph, place: Int32Array): NodeRanks => {
  const ranks = new Int32Array(new SharedArrayBuffer(4 * network.nodeCount)).fill(UNRANKED);
  for (let arc = 0; arc < graph.heads.length; arc += 1) {
    const node = headOf(network, graph.refs[arc]!);
    ranks[node] = Math.min(ranks[node]!, place[graph.heads[arc]!]!);
  }
  return ranks;
};

/**
 * The order in which another profile's hierarchy contracted the same nodes, least important first; null
 * where too many of the graph's nodes are strange to it. Search nodes of one place follow each other.
 */
export const orderFollowing = (
  network: Network,
  graph: SearchGraph,
  leader: NodeRanks,
): Int32Array | null => {
  const ranks = new Int32Array(graph.nodeCount).fill(UNRANKED);
  for (let arc = 0; arc < graph.heads.length; arc += 1) {
    ranks[graph.heads[arc]!] = leader[headOf(network, graph.refs[arc]!)]!;
  }
  let strange = 0;
  for (const rank of ranks) if (rank === UNRANKED) strange += 1;
  if (strange > STRANGE_SHARE * graph.nodeCount) return null;
  return Int32Array.from(ranks.keys()).sort((a, b) => ranks[b]! - ranks[a]! || a - b);
};
