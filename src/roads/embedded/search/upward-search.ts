import type { Hierarchy } from './hierarchy.js';
import { NodeHeap } from './node-heap.js';
import { MAX_MILLIS } from './search-graph.js';
import type { Seeds } from './seeds.js';

/**
 * Dijkstra that only climbs the hierarchy, forwards from a source or backwards from a target. A node
 * that a more important one reaches faster the other way round lies on no fastest way and is not
 * left ("stalled"). Made once and used for many searches; nothing is allocated in a search.
 */
export class UpwardSearch {
  /** Nodes settled by the last search and not stalled. */
  readonly settled: Int32Array;
  settledCount = 0;
  readonly millis: Int32Array;
  readonly decimetres: Int32Array;
  readonly climb: Int32Array;
  /** Arc by which a node was reached, or -1 - seed. */
  readonly parents: Int32Array;
  private readonly stamps: Int32Array;
  private stamp = 0;
  private readonly heap: NodeHeap;
  private readonly up: Int32Array;
  private readonly down: Int32Array;

  constructor(
    private readonly hierarchy: Hierarchy,
    backwards: boolean,
  ) {
    const { nodeCount } = hierarchy;
    this.up = backwards ? hierarchy.backward : hierarchy.forward;
    this.down = backwards ? hierarchy.forward : hierarchy.backward;
    this.settled = new Int32Array(nodeCount);
    this.millis = new Int32Array(nodeCount);
    this.decimetres = new Int32Array(nodeCount);
    this.climb = new Int32Array(nodeCount);
    this.parents = new Int32Array(nodeCount);
    this.stamps = new Int32Array(nodeCount);
    this.heap = new NodeHeap(nodeCount);
  }

  /** Searches from all seeds of a point. */
  run(seeds: Seeds, point: number): void {
    const { hierarchy, heap } = this;
    this.stamp += 1;
    this.settledCount = 0;
    for (let i = seeds.offsets[point]!; i < seeds.offsets[point + 1]!; i += 1) {
      this.reach(seeds.nodes[i]!, seeds.millis[i]!, seeds.decimetres[i]!, seeds.climb[i]!, -1 - i);
    }
    while (heap.size > 0) {
      const node = heap.pop();
      if (this.isStalled(node)) continue;
      this.settled[this.settledCount++] = node;
      const millis = this.millis[node]!;
      const decimetres = this.decimetres[node]!;
      const climb = this.climb[node]!;
      for (let arc = this.up[node]!; arc < this.up[node + 1]!; arc += 1) {
        this.reach(
          hierarchy.tops[arc]!,
          millis + hierarchy.millis[arc]!,
          decimetres + hierarchy.decimetres[arc]!,
          climb + hierarchy.climb[arc]!,
          arc,
        );
      }
    }
  }

  /** Whether the last search reached a node. */
  reached(node: number): boolean {
    return this.stamps[node] === this.stamp;
  }

  private reach(node: number, millis: number, decimetres: number, climb: number, parent: number): void {
    if ((this.stamps[node] === this.stamp && this.millis[node]! <= millis) || millis > MAX_MILLIS) return;
    this.stamps[node] = this.stamp;
    this.millis[node] = millis;
    this.decimetres[node] = decimetres;
    this.climb[node] = climb;
    this.parents[node] = parent;
    this.heap.push(node, millis);
  }

  private isStalled(node: number): boolean {
    const { hierarchy } = this;
    const millis = this.millis[node]!;
    for (let arc = this.down[node]!; arc < this.down[node + 1]!; arc += 1) {
      const top = hierarchy.tops[arc]!;
      if (this.stamps[top] === this.stamp && this.millis[top]! + hierarchy.millis[arc]! < millis) return true;
    }
    return false;
  }
}
