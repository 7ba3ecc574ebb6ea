import { headOf, reverseOf, type Network } from '../network/network.js';
import type { Leaving, TurnBan } from '../network/turn-bans.js';
import { IntList } from './int-list.js';
import { NodeHeap } from './node-heap.js';
import { packSearchGraph, type RefCosts, type SearchGraph } from './search-graph.js';
import { TurnAutomaton, type TurnState } from './turn-automaton.js';

/** A profile's search graph and how the network's refs meet it. */
export interface ExpandedGraph {
  readonly graph: SearchGraph;
  /** By ref: the search node at which it arrives, -1 where it is closed. */
  readonly arrivals: Int32Array;
}

/**
 * Makes the search graph of a profile. Most nodes of the network become one search node. A node with
 * banned turns or a barrier becomes one for each ref that arrives, so that what may follow can differ.
 * Where a ban reaches over several refs (a restriction through ways), an arrival has one more search
 * node, its twin, for each way of having come along the banned sequence. Where no arrival may take all
 * the roads on, one more search node that nothing leads to is the start of who sets out from there.
 * The nodes within 500 m of road from a banned turn, and the plain ones along the road to the next junction,
 * are expanded too: else a banned turn could be made by turning round behind it, or in the middle of the
 * road. Where a node is so expanded, turning round is left only where there is no other way on.
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
  const expansion = new TurnExpansion(network, leaving, costs, bans, stopped);
  return expansion.expand();
};

/** Nearer to a banned turn than this along the road, nobody turns round to dodge it, decimetres [E]. */
const NO_TURNING_DECIMETRES = 5000;

class TurnExpansion {
  private readonly automaton: TurnAutomaton;
  private readonly expanded: Uint8Array;
  private readonly arrivals: Int32Array;
  /** By state of the automaton: its own search node, -1 where the plain arrival stands for it. */
  private readonly twins: Int32Array;
  /** By node of the network, where nothing else leads onto all of its roads: the search node to start from. */
  private readonly starts = new Map<number, number>();
  private readonly tails = new IntList();
  private readonly heads = new IntList();
  private readonly refs = new IntList();
  private readonly lastResort = new IntList();
  private nodeCount = 0;

  constructor(
    private readonly network: Network,
    private readonly leaving: Leaving,
    private readonly costs: RefCosts,
    bans: readonly TurnBan[],
    private readonly stopped: Uint8Array,
  ) {
    this.arrivals = new Int32Array(2 * network.edgeCount).fill(-1);
    this.automaton = new TurnAutomaton(bans.map((ban) => ban.refs));
    this.twins = new Int32Array(this.automaton.depths.length).fill(-1);
    this.expanded = Uint8Array.from(stopped);
    this.spreadFrom(
      new Set(bans.flatMap(({ refs }) => refs.slice(0, -1).map((ref) => headOf(network, ref)))),
    );
    this.spreadAlongRoads();
  }

  expand(): ExpandedGraph {
    this.numberNodes();
    this.numberTwins();
    for (let node = 0; node < this.network.nodeCount; node += 1) {
      if (this.expanded[node] === 1) this.addArrivals(node);
      else this.addArcs(node, this.singleNode(node));
    }
    for (const [node, start] of this.starts) this.addArcs(node, start);
    this.twins.forEach((at, state) => at >= 0 && this.addTurns(at, this.automaton.refs[state]!, state));
    const arcs = {
      tails: this.tails.done(),
      heads: this.heads.done(),
      refs: this.refs.done(),
      lastResort: this.lastResort.done(),
    };
    return { graph: packSearchGraph(this.nodeCount, arcs, this.costs), arrivals: this.arrivals };
  }

  /** Expands all nodes near those of banned turns, by Dijkstra's algorithm both ways along open roads. */
  private spreadFrom(banned: ReadonlySet<number>): void {
    if (banned.size === 0) return;
    const heap = new NodeHeap(this.network.nodeCount);
    const nearest = new Map<number, number>();
    const reach = (node: number, decimetres: number): void => {
      if (decimetres > NO_TURNING_DECIMETRES || (nearest.get(node) ?? Infinity) <= decimetres) return;
      nearest.set(node, decimetres);
      heap.push(node, decimetres);
    };
    for (const node of banned) reach(node, 0);
    while (heap.size > 0) {
      const node = heap.pop();
      this.expanded[node] = 1;
      for (const ref of this.refsFrom(node)) {
        if (this.isUsed(ref))
          reach(headOf(this.network, ref), nearest.get(node)! + this.costs.decimetres[ref >> 1]!);
      }
    }
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
    return this.costs.millis[ref]! >= 0 || this.costs.millis[reverseOf(ref)]! >= 0;
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
        if (this.costs.millis[arriving]! < 0) continue;
        used = true;
        this.arrivals[arriving] = this.nodeCount;
        if (!single) this.nodeCount += 1;
      }
      if (single && used) this.nodeCount += 1;
      else if (this.refsFrom(node).some((ref) => this.costs.millis[ref]! >= 0)) {
        this.starts.set(node, this.nodeCount);
        this.nodeCount += 1;
      }
    }
  }

  // A state of one ref is its plain arrival, and one that cannot be come to needs no node.
  private numberTwins(): void {
    const { depths, parents, refs } = this.automaton;
    const used = new Uint8Array(depths.length);
    used[0] = 1;
    for (let state = 1; state < depths.length; state += 1) {
      const [parent, ref] = [parents[state]!, refs[state]!];
      if (used[parent] === 0 || !this.mayTake(parent, ref)) continue;
      used[state] = 1;
      if (depths[state]! >= 2) this.twins[state] = this.nodeCount++;
    }
  }

  private addArcs(node: number, at: number): void {
    if (at < 0) return;
    for (const ref of this.refsFrom(node))
      if (this.costs.millis[ref]! >= 0) this.pushArc(at, this.arrivals[ref]!, ref);
  }

  // Where nothing arrives there is none but the start.
  private singleNode(node: number): number {
    for (const ref of this.refsFrom(node)) {
      const arrival = this.arrivals[reverseOf(ref)]!;
      if (arrival >= 0) return arrival;
    }
    return -1;
  }

  private addArrivals(node: number): void {
    for (const back of this.refsFrom(node)) {
      const arriving = reverseOf(back);
      const at = this.arrivals[arriving]!;
      if (at >= 0) this.addTurns(at, arriving, this.automaton.step(0, arriving));
    }
  }

  private addTurns(at: number, arriving: number, state: TurnState): void {
    const node = headOf(this.network, arriving);
    const back = reverseOf(arriving);
    if (this.stopped[node] === 0) {
      for (const ref of this.refsFrom(node)) {
        if (ref !== back && this.mayTake(state, ref)) this.addTurn(at, state, ref, 0);
      }
    }
    if (this.mayTake(state, back)) this.addTurn(at, state, back, 1);
  }

  private mayTake(state: TurnState, ref: number): boolean {
    return this.costs.millis[ref]! >= 0 && !this.automaton.bans(state, ref);
  }

  private addTurn(tail: number, state: TurnState, ref: number, lastResort: 0 | 1): void {
    const twin = this.twins[this.automaton.step(state, ref)]!;
    this.pushArc(tail, twin >= 0 ? twin : this.arrivals[ref]!, ref, lastResort);
  }

  private pushArc(tail: number, head: number, ref: number, lastResort: 0 | 1 = 0): void {
    this.tails.push(tail);
    this.heads.push(head);
    this.refs.push(ref);
    this.lastResort.push(lastResort);
  }
}

/** Search nodes from which each ref may be taken, as offsets by ref and values. */
export interface Departures {
  readonly offsets: Int32Array;
  readonly nodes: Int32Array;
  /** Refs that arrive at other search nodes than their plain arrival too, ascending, and those nodes: see {@link twinsOf}. */
  readonly twinRefs: Int32Array;
  readonly twinNodes: Int32Array;
  /** By search node: 1 where nothing leads to it and ways begin, see {@link startsOf}. */
  readonly starts: Uint8Array;
}

/** Lists where each ref may be taken from, and where it may arrive beside its plain arrival. */
export const departures = (graph: SearchGraph, arrivals: Int32Array): Departures => {
  const refCount = arrivals.length;
  const offsets = new Int32Array(refCount + 1);
  graph.refs.forEach((ref, arc) => {
    if (graph.millis[arc]! >= 0) offsets[ref + 1]! += 1;
  });
  for (let ref = 0; ref < refCount; ref += 1) offsets[ref + 1]! += offsets[ref]!;
  const nodes = new Int32Array(offsets[refCount]!);
  const next = offsets.slice();
  const starts = new Uint8Array(graph.nodeCount).fill(1);
  for (const node of arrivals) if (node >= 0) starts[node] = 0;
  const twins = new Map<number, number>();
  for (let node = 0; node < graph.nodeCount; node += 1) {
    for (let arc = graph.offsets[node]!; arc < graph.offsets[node + 1]!; arc += 1) {
      const ref = graph.refs[arc]!;
      if (graph.millis[arc]! >= 0) nodes[next[ref]!++] = node;
      if (graph.heads[arc] === arrivals[ref]) continue;
      twins.set(graph.heads[arc]!, ref);
      starts[graph.heads[arc]!] = 0;
    }
  }
  const pairs = [...twins].sort(([nodeA, refA], [nodeB, refB]) => refA - refB || nodeA - nodeB);
  return {
    offsets,
    nodes,
    twinRefs: Int32Array.from(pairs, ([, ref]) => ref),
    twinNodes: Int32Array.from(pairs, ([node]) => node),
    starts,
  };
};

/** Search nodes at which a ref arrives along banned sequences, beside its plain arrival. */
export const twinsOf = ({ twinRefs, twinNodes }: Departures, ref: number): Int32Array => {
  let [low, high] = [0, twinRefs.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (twinRefs[middle]! < ref) low = middle + 1;
    else high = middle;
  }
  let end = low;
  while (twinRefs[end] === ref) end += 1;
  return twinNodes.subarray(low, end);
};

/** Search nodes a way that begins with a ref may set out from, where its node has one for that alone. */
export const startsOf = ({ offsets, nodes, starts }: Departures, ref: number): Int32Array =>
  nodes.subarray(offsets[ref], offsets[ref + 1]).filter((node) => starts[node] === 1);
