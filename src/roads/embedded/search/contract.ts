import { ArcPool } from './arc-pool.js';
import type { Hierarchy } from './hierarchy.js';
import { NodeHeap } from './node-heap.js';
import type { SearchGraph } from './search-graph.js';
import { WitnessSearch } from './witness-search.js';

/** Nodes a witness search may settle: few to estimate a node's worth, more when it is contracted. */
const ESTIMATE_SETTLED = 25;
const CONTRACT_SETTLED = 200;

/** A hierarchy and where it put the graph's nodes: node v became place[v]. */
export interface Contraction {
  readonly hierarchy: Hierarchy;
  readonly place: Int32Array;
}

/**
 * Contracts a graph node by node, least important first, adding a shortcut wherever a fastest way
 * went through the node. Importance is arcs added less arcs removed, neighbours already gone and
 * depth, brought up to date lazily.
 *
 * @param onProgress called with the share of nodes contracted, now and then.
 */
export const contract = (graph: SearchGraph, onProgress?: (share: number) => void): Contraction => {
  const contractor = new Contractor(graph);
  const order = contractor.run(onProgress);
  const place = new Int32Array(graph.nodeCount);
  order.forEach((node, rank) => {
    place[node] = graph.nodeCount - 1 - rank;
  });
  return { hierarchy: contractor.arcs.pack(place), place };
};

class Contractor {
  readonly arcs: ArcPool;
  private readonly nodeCount: number;
  private readonly queue: NodeHeap;
  private readonly witness: WitnessSearch;
  private readonly goneNeighbours: Int32Array;
  private readonly depth: Int32Array;

  constructor(graph: SearchGraph) {
    this.nodeCount = graph.nodeCount;
    this.arcs = new ArcPool(graph);
    this.queue = new NodeHeap(graph.nodeCount);
    this.witness = new WitnessSearch(graph.nodeCount, this.arcs);
    this.goneNeighbours = new Int32Array(graph.nodeCount);
    this.depth = new Int32Array(graph.nodeCount);
  }

  run(onProgress?: (share: number) => void): Int32Array {
    const order = new Int32Array(this.nodeCount);
    for (let node = 0; node < this.nodeCount; node += 1) this.queue.push(node, this.importance(node));
    for (let rank = 0; rank < this.nodeCount; rank += 1) {
      const node = this.nextNode();
      order[rank] = node;
      this.shortcuts(node, CONTRACT_SETTLED, true);
      this.tellNeighbours(node);
      this.arcs.retire(node);
      if ((rank & 1023) === 0) onProgress?.(rank / this.nodeCount);
    }
    return order;
  }

  // The least node may have grown since it was weighed: weigh it again until it still is the least.
  private nextNode(): number {
    for (;;) {
      const node = this.queue.pop();
      if (this.queue.size === 0) return node;
      const importance = this.importance(node);
      if (importance <= this.queue.minKey()) return node;
      this.queue.push(node, importance);
    }
  }

  private importance(node: number): number {
    const added = this.shortcuts(node, ESTIMATE_SETTLED, false);
    const removed = this.arcs.degree(node);
    return 2 * (added - removed) + this.goneNeighbours[node]! + this.depth[node]!;
  }

  private tellNeighbours(node: number): void {
    const { arcs } = this;
    const below = this.depth[node]! + 1;
    for (let arc = arcs.firstOut(node); arc >= 0; arc = arcs.nextOut(arc)) this.tell(arcs.headOf(arc), below);
    for (let arc = arcs.firstIn(node); arc >= 0; arc = arcs.nextIn(arc)) this.tell(arcs.tailOf(arc), below);
  }

  private tell(neighbour: number, below: number): void {
    this.goneNeighbours[neighbour]! += 1;
    if (this.depth[neighbour]! < below) this.depth[neighbour] = below;
  }

  // Counts, and adds where told to, the shortcuts a node leaves behind. Hot loop: no allocation.
  private shortcuts(node: number, settled: number, add: boolean): number {
    const { arcs, witness } = this;
    let longest = 0;
    for (let out = arcs.firstOut(node); out >= 0; out = arcs.nextOut(out)) {
      if (arcs.millisOf(out) > longest) longest = arcs.millisOf(out);
    }
    let count = 0;
    for (let into = arcs.firstIn(node); into >= 0; into = arcs.nextIn(into)) {
      const tail = arcs.tailOf(into);
      const reach = arcs.millisOf(into);
      witness.run(tail, node, reach + longest, settled);
      for (let out = arcs.firstOut(node); out >= 0; out = arcs.nextOut(out)) {
        const head = arcs.headOf(out);
        if (head === tail) continue;
        if (witness.reaches(head, reach + arcs.millisOf(out))) continue;
        count += 1;
        if (add) arcs.addShortcut(into, out);
      }
    }
    return count;
  }
}
