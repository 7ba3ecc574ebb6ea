import type { ArcPool } from './arc-pool.js';
import { NodeHeap } from './node-heap.js';
import { MAX_MILLIS } from './search-graph.js';

/** A short Dijkstra that looks for a way round a node; cut off early, it may miss one but never invents one. */
export class WitnessSearch {
  private readonly heap: NodeHeap;
  private readonly millis: Int32Array;
  private readonly stamps: Int32Array;
  private stamp = 0;
  /** By node: the round of {@link want} that named it. */
  private readonly wanted: Int32Array;
  private round = 0;
  private wantedCount = 0;

  constructor(
    nodeCount: number,
    private readonly arcs: ArcPool,
  ) {
    this.heap = new NodeHeap(nodeCount);
    this.millis = new Int32Array(nodeCount);
    this.stamps = new Int32Array(nodeCount);
    this.wanted = new Int32Array(nodeCount);
  }

  /** Forgets the nodes wanted so far. */
  wantNone(): void {
    this.round += 1;
    this.wantedCount = 0;
  }

  /** Names a node that searches look for: they end when all of them are settled. */
  want(node: number): void {
    if (this.wanted[node] === this.round) return;
    this.wanted[node] = this.round;
    this.wantedCount += 1;
  }

  /** Whether a node is all that is looked for. */
  wantsOnly(node: number): boolean {
    return this.wantedCount === 1 && this.wanted[node] === this.round;
  }

  /** Searches from a node round `avoided`, to at most `limit` milliseconds and so many settled nodes. */
  run(from: number, avoided: number, limit: number, settled: number): void {
    const { arcs, heap } = this;
    this.stamp += 1;
    heap.clear();
    this.reach(from, 0);
    let missing = this.wantedCount;
    for (let left = settled; left > 0 && heap.size > 0; left -= 1) {
      const node = heap.pop();
      const millis = this.millis[node]!;
      if (this.wanted[node] === this.round) {
        missing -= 1;
        if (missing === 0) return;
      }
      for (let arc = arcs.firstOut(node); arc >= 0; arc = arcs.nextOut(arc)) {
        const head = arcs.headOf(arc);
        const total = millis + arcs.millisOf(arc);
        if (head !== avoided && total <= limit && total <= MAX_MILLIS) this.reach(head, total);
      }
    }
  }

  private reach(node: number, millis: number): void {
    if (this.stamps[node] === this.stamp && this.millis[node]! <= millis) return;
    this.stamps[node] = this.stamp;
    this.millis[node] = millis;
    this.heap.push(node, millis);
  }

  /** Whether the last search found a way to a node within so many milliseconds. */
  reaches(node: number, within: number): boolean {
    return this.stamps[node] === this.stamp && this.millis[node]! <= within;
  }
}
