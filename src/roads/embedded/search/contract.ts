import { ArcPool } from './arc-pool.js';
import type { Hierarchy } from './hierarchy.js';
import { NodeHeap } from './node-heap.js';
import type { SearchGraph } from './search-graph.js';
import { WitnessSearch } from './witness-search.js';

/** Nodes a witness search may settle: enough to find nearly every way round, few enough for dense tops. */
const SETTLED = 25;

/** A hierarchy and where it put the graph's nodes: node v became place[v]. */
export interface Contraction {
  readonly hierarchy: Hierarchy;
  readonly place: Int32Array;
}

/** Called with the share of nodes contracted, now and then. */
export type ContractionProgress = (share: number) => void;

/**
 * Contracts a graph node by node, least important first, adding a shortcut wherever a fastest way
 * went through the node. Importance is arcs added less arcs removed, neighbours already gone and
 * depth, brought up to date lazily.
 */
export const contract = (graph: SearchGraph, onProgress?: ContractionProgress): Contraction => {
  const contractor = new Contractor(graph);
  const order = contractor.byImportance(onProgress);
  const place = placesOf(order);
  return { hierarchy: contractor.arcs.pack(place), place };
};

/**
 * Contracts a graph in a given order, least important first. An order found for one metric serves others
 * on like roads, at a fraction of the time; the answers are exact for any order.
 */
export const contractInOrder = (
  graph: SearchGraph,
  order: Int32Array,
  onProgress?: ContractionProgress,
): Contraction => {
  const contractor = new Contractor(graph);
  contractor.inOrder(order, onProgress);
  const place = placesOf(order);
  return { hierarchy: contractor.arcs.pack(place), place };
};

const placesOf = (order: Int32Array): Int32Array => {
  const place = new Int32Array(order.length);
  order.forEach((node, rank) => {
    place[node] = order.length - 1 - rank;
  });
  return place;
};

class Contractor {
  readonly arcs: ArcPool;
  private readonly nodeCount: number;
  private readonly witness: WitnessSearch;
  private readonly goneNeighbours: Int32Array;
  private readonly depth: Int32Array;
  /** Pairs of arcs, into and out of the node last weighed, that need a shortcut. */
  private needed = new Int32Array(64);
  private neededCount = 0;

  constructor(graph: SearchGraph) {
    this.nodeCount = graph.nodeCount;
    this.arcs = new ArcPool(graph);
    this.witness = new WitnessSearch(graph.nodeCount, this.arcs);
    this.goneNeighbours = new Int32Array(graph.nodeCount);
    this.depth = new Int32Array(graph.nodeCount);
  }

  byImportance(onProgress?: ContractionProgress): Int32Array {
    const order = new Int32Array(this.nodeCount);
    const queue = new NodeHeap(this.nodeCount);
    for (let node = 0; node < this.nodeCount; node += 1) queue.push(node, this.importance(node));
    for (let rank = 0; rank < this.nodeCount; rank += 1) {
      const node = this.nextNode(queue);
      order[rank] = node;
      this.remove(node);
      this.tellNeighbours(node);
      if ((rank & 1023) === 0) onProgress?.(rank / this.nodeCount);
    }
    return order;
  }

  inOrder(order: Int32Array, onProgress?: ContractionProgress): void {
    for (let rank = 0; rank < this.nodeCount; rank += 1) {
      this.findShortcuts(order[rank]!);
      this.remove(order[rank]!);
      if ((rank & 1023) === 0) onProgress?.(rank / this.nodeCount);
    }
  }

  // The least node may have grown since it was weighed: weigh it again until it still is the least.
  // Its shortcuts are then those just found.
  private nextNode(queue: NodeHeap): number {
    for (;;) {
      const node = queue.pop();
      const importance = this.importance(node);
      if (queue.size === 0 || importance <= queue.minKey()) return node;
      queue.push(node, importance);
    }
  }

  private importance(node: number): number {
    this.findShortcuts(node);
    const removed = this.arcs.degree(node);
    return 2 * (this.neededCount / 2 - removed) + this.goneNeighbours[node]! + this.depth[node]!;
  }

  private remove(node: number): void {
    for (let i = 0; i < this.neededCount; i += 2) this.arcs.addShortcut(this.needed[i]!, this.needed[i + 1]!);
    this.arcs.retire(node);
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

  // Lists the shortcuts a node leaves behind. Hot loop: no allocation but where the list grows.
  private findShortcuts(node: number): void {
    const { arcs, witness } = this;
    this.neededCount = 0;
    let longest = 0;
    witness.wantNone();
    for (let out = arcs.firstOut(node); out >= 0; out = arcs.nextOut(out)) {
      if (arcs.millisOf(out) > longest) longest = arcs.millisOf(out);
      witness.want(arcs.headOf(out));
    }
    for (let into = arcs.firstIn(node); into >= 0; into = arcs.nextIn(into)) {
      const tail = arcs.tailOf(into);
      const reach = arcs.millisOf(into);
      // A dead end for this arc: the only way on is back.
      if (witness.wantsOnly(tail)) continue;
      witness.run(tail, node, reach + longest, SETTLED);
      for (let out = arcs.firstOut(node); out >= 0; out = arcs.nextOut(out)) {
        const head = arcs.headOf(out);
        if (head === tail || witness.reaches(head, reach + arcs.millisOf(out))) continue;
        this.need(into, out);
      }
    }
  }

  private need(into: number, out: number): void {
    if (this.neededCount === this.needed.length) {
      const wide = new Int32Array(2 * this.needed.length);
      wide.set(this.needed);
      this.needed = wide;
    }
    this.needed[this.neededCount] = into;
    this.needed[this.neededCount + 1] = out;
    this.neededCount += 2;
  }
}
