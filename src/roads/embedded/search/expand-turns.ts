import { headOf, reverseOf, type Network } from '../network/network.js';
import type { Leaving, TurnBan } from '../network/turn-bans.js';
import { packSearchGraph, type RefCosts, type SearchGraph } from './search-graph.js';

/** A profile's search graph and how the network's refs meet it. */
export interface ExpandedGraph {
  readonly graph: SearchGraph;
  /** By ref: the search node at which it arrives, -1 where it is closed. */
  readonly arrivals: Int32Array;
}

/**
 * Makes the search graph of a profile. Most nodes of the network become one search node. A node with
 * banned turns or a barrier becomes one for each ref that arrives, so that what may follow can differ.
 * So do the plain nodes along the road to the next junction: else a banned turn could be
 * made by turning round in the middle of the road. Where a node is so expanded, turning round is
 * left only where there is no other way on.
 *
 * @param stopped by node: 1 where a barrier stops the profile.
 */
export const expandTurns = (
  network: Network,
  leaving: Leaving,
  costs: RefCosts,
  bans: readonly TurnBan[],
  stopped: Uint8Array,
): ExpandedGraph => {
  const expansion = new TurnExpansion(network, leaving, costs.millis, bans, stopped);
  return expansion.expand(costs);
};

const REFS_PER_NODE_KEY = 2 ** 26;

class TurnExpansion {
  private readonly banned = new Set<number>();
  private readonly expanded: Uint8Array;
  private readonly arrivals: Int32Array;
  private readonly tails: number[] = [];
  private readonly heads: number[] = [];
  private readonly refs: number[] = [];
  private nodeCount = 0;

  constructor(
    private readonly network: Network,
    private readonly leaving: Leaving,
    private readonly millis: Int32Array,
    bans: readonly TurnBan[],
    private readonly stopped: Uint8Array,
  ) {
    this.arrivals = new Int32Array(2 * network.edgeCount).fill(-1);
    this.expanded = Uint8Array.from(stopped);
    for (const ban of bans) {
      this.banned.add(ban.from * REFS_PER_NODE_KEY + ban.to);
      this.expanded[headOf(network, ban.from)] = 1;
    }
    this.spreadAlongRoads();
  }

  expand(costs: RefCosts): ExpandedGraph {
    this.numberNodes();
    for (let node = 0; node < this.network.nodeCount; node += 1) {
      if (this.expanded[node] === 1) this.addTurns(node);
      else this.addArcs(node);
    }
    const arcs = { tails: this.tails, heads: this.heads, refs: this.refs };
    return { graph: packSearchGraph(this.nodeCount, arcs, costs), arrivals: this.arrivals };
  }

  private spreadAlongRoads(): void {
    const queue: number[] = [];
    this.expanded.forEach((flag, node) => flag === 1 && queue.push(node));
    for (let node = queue.pop(); node !== undefined; node = queue.pop()) {
      for (const ref of this.refsFrom(node)) {
        const next = headOf(this.network, ref);
        if (!this.isUsed(ref) || this.expanded[next] === 1 || this.openEdges(next) !== 2) continue;
        this.expanded[next] = 1;
        queue.push(next);
      }
    }
  }

  private openEdges(node: number): number {
    return new Set([...this.refsFrom(node)].filter((ref) => this.isUsed(ref)).map((ref) => ref >> 1)).size;
  }

  private isUsed(ref: number): boolean {
    return this.millis[ref]! >= 0 || this.millis[reverseOf(ref)]! >= 0;
  }

  private refsFrom(node: number): Int32Array {
    return this.leaving.refs.subarray(this.leaving.offsets[node], this.leaving.offsets[node + 1]);
  }

  private numberNodes(): void {
    for (let node = 0; node < this.network.nodeCount; node += 1) {
      const single = this.expanded[node] === 0;
      let used = false;
      for (const leavingRef of this.refsFrom(node)) {
        const arriving = reverseOf(leavingRef);
        if (this.millis[arriving]! < 0) continue;
        used = true;
        this.arrivals[arriving] = this.nodeCount;
        if (!single) this.nodeCount += 1;
      }
      if (single && used) this.nodeCount += 1;
    }
  }

  private addArcs(node: number): void {
    const at = this.singleNode(node);
    if (at < 0) return;
    for (const ref of this.refsFrom(node)) if (this.millis[ref]! >= 0) this.addArc(at, ref);
  }

  // An unexpanded node that nothing reaches has no number of its own to start from and needs none.
  private singleNode(node: number): number {
    for (const ref of this.refsFrom(node)) {
      const arrival = this.arrivals[reverseOf(ref)]!;
      if (arrival >= 0) return arrival;
    }
    return -1;
  }

  private addTurns(node: number): void {
    const ways = this.refsFrom(node);
    for (const back of ways) {
      const arriving = reverseOf(back);
      const at = this.arrivals[arriving]!;
      if (at < 0) continue;
      let turns = 0;
      for (const ref of ways) {
        if (ref === back || !this.mayTurn(node, arriving, ref)) continue;
        this.addArc(at, ref);
        turns += 1;
      }
      const mayReturn = this.millis[back]! >= 0 && !this.isBanned(arriving, back);
      if (turns === 0 && mayReturn) this.addArc(at, back);
    }
  }

  private mayTurn(node: number, from: number, to: number): boolean {
    return this.millis[to]! >= 0 && this.stopped[node] === 0 && !this.isBanned(from, to);
  }

  private isBanned(from: number, to: number): boolean {
    return this.banned.has(from * REFS_PER_NODE_KEY + to);
  }

  private addArc(tail: number, ref: number): void {
    this.tails.push(tail);
    this.heads.push(this.arrivals[ref]!);
    this.refs.push(ref);
  }
}

/** Search nodes from which each ref may be taken, as offsets by ref and values. */
export interface Departures {
  readonly offsets: Int32Array;
  readonly nodes: Int32Array;
}

/** Lists where each ref may be taken from. */
export const departures = (graph: SearchGraph, refCount: number): Departures => {
  const offsets = new Int32Array(refCount + 1);
  for (const ref of graph.refs) offsets[ref + 1]! += 1;
  for (let ref = 0; ref < refCount; ref += 1) offsets[ref + 1]! += offsets[ref]!;
  const nodes = new Int32Array(graph.refs.length);
  const next = offsets.slice();
  for (let node = 0; node < graph.nodeCount; node += 1) {
    for (let arc = graph.offsets[node]!; arc < graph.offsets[node + 1]!; arc += 1) {
      nodes[next[graph.refs[arc]!]!++] = node;
    }
  }
  return { offsets, nodes };
};
