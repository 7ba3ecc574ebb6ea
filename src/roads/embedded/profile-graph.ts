import { edgeMillis } from './network/edge-costs.js';
import type { EdgeLengths, Network } from './network/network.js';
import type { Leaving, TurnBan } from './network/turn-bans.js';
import type { Profile } from './profiles/profile.js';
import { CLOSED, ISLAND, MAIN, type ProfileGraph } from './road-graph.js';
import { mainParts } from './search/components.js';
import { contract, contractInOrder } from './search/contract.js';
import { departures, expandTurns, twinsOf, type Departures } from './search/expand-turns.js';
import { orderFollowing, ranksOf, type NodeRanks } from './search/follow-order.js';
import { renumber } from './search/search-graph.js';

/** What the graph of a profile is made from. */
export interface ProfileSource {
  readonly network: Network;
  readonly lengths: EdgeLengths;
  readonly leaving: Leaving;
  readonly bans: readonly TurnBan[];
  /** By node: profiles stopped by a barrier, a bit each. */
  readonly stops: Uint32Array;
}

/** A profile's graph and the places its nodes have in the hierarchy, for others to follow. */
export interface BuiltProfile {
  readonly graph: ProfileGraph;
  readonly ranks: NodeRanks;
}

/** Times, expands, and contracts the network for one profile; `index` is its place in the kinds' speeds and masks. */
export const buildProfileGraph = (
  source: ProfileSource,
  profile: Profile,
  index: number,
  options: { readonly leader?: NodeRanks | null; readonly onProgress?: (share: number) => void } = {},
): BuiltProfile => {
  const { network, lengths, leaving } = source;
  const bit = 1 << index;
  const millis = edgeMillis(network, profile, index);
  const costs = { millis, ...lengths };
  const bans = source.bans.filter((ban) => (ban.mask & bit) !== 0);
  const stopped = Uint8Array.from(source.stops, (mask) => ((mask & bit) === 0 ? 0 : 1));
  const expanded = expandTurns(network, leaving, costs, bans, stopped);
  const { leader = null, onProgress } = options;
  const order = leader === null ? null : orderFollowing(network, expanded.graph, leader);
  const { hierarchy, place } =
    order === null
      ? contract(expanded.graph, onProgress)
      : contractInOrder(expanded.graph, order, onProgress);
  const graph = renumber(expanded.graph, place, costs);
  const arrivals = expanded.arrivals.map((node) => (node < 0 ? -1 : place[node]!));
  const leave = departures(graph, arrivals);
  const standing = edgeStanding(millis, arrivals, leave, mainParts(graph));
  return {
    graph: { profile, millis, standing, arrivals, departures: leave, graph, hierarchy },
    ranks: ranksOf(network, expanded.graph, place),
  };
};

// An edge is of the main part where some direction both starts and ends in it.
const edgeStanding = (
  millis: Int32Array,
  arrivals: Int32Array,
  leave: Departures,
  main: Uint8Array,
): Uint8Array => {
  const standing = new Uint8Array(millis.length / 2).fill(CLOSED);
  for (let ref = 0; ref < millis.length; ref += 1) {
    if (millis[ref]! < 0) continue;
    const tails = leave.nodes.subarray(leave.offsets[ref], leave.offsets[ref + 1]);
    // What lies on a banned sequence may be come to by none but its twins.
    const heads = [arrivals[ref]!, ...twinsOf(leave, ref)];
    const joined = heads.some((head) => main[head] === 1) && tails.some((tail) => main[tail] === 1);
    standing[ref >> 1] = Math.max(standing[ref >> 1]!, joined ? MAIN : ISLAND);
  }
  return standing;
};
