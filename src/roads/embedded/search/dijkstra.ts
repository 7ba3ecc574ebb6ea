import { NodeHeap } from './node-heap.js';
import type { SearchGraph } from './search-graph.js';
import { emptyTable, type CostTable, type Seeds } from './seeds.js';

/**
 * Dijkstra's algorithm from every source over the plain graph: the reference every faster search must
 * equal, and the way to answer where no hierarchy is at hand.
 */
export const dijkstraTable = (graph: SearchGraph, sources: Seeds, targets: Seeds): CostTable => {
  const table = emptyTable(sources.count, targets.count);
  const search = new Dijkstra(graph);
  for (let row = 0; row < sources.count; row += 1) {
    search.run(sources, row);
    search.collect(targets, table, row * targets.count);
  }
  return table;
};

class Dijkstra {
  private readonly heap: NodeHeap;
  private readonly millis: Int32Array;
  private readonly decimetres: Int32Array;
  private readonly climb: Int32Array;

  constructor(private readonly graph: SearchGraph) {
    this.heap = new NodeHeap(graph.nodeCount);
    this.millis = new Int32Array(graph.nodeCount);
    this.decimetres = new Int32Array(graph.nodeCount);
    this.climb = new Int32Array(graph.nodeCount);
  }

  run(sources: Seeds, row: number): void {
    const { graph, heap } = this;
    this.millis.fill(-1);
    for (let i = sources.offsets[row]!; i < sources.offsets[row + 1]!; i += 1) {
      this.reach(sources.nodes[i]!, sources.millis[i]!, sources.decimetres[i]!, sources.climb[i]!);
    }
    while (heap.size > 0) {
      const node = heap.pop();
      for (let arc = graph.offsets[node]!; arc < graph.offsets[node + 1]!; arc += 1) {
        this.reach(
          graph.heads[arc]!,
          this.millis[node]! + graph.millis[arc]!,
          this.decimetres[node]! + graph.decimetres[arc]!,
          this.climb[node]! + graph.climb[arc]!,
        );
      }
    }
  }

  private reach(node: number, millis: number, decimetres: number, climb: number): void {
    if (this.millis[node]! >= 0 && this.millis[node]! <= millis) return;
    this.millis[node] = millis;
    this.decimetres[node] = decimetres;
    this.climb[node] = climb;
    this.heap.push(node, millis);
  }

  collect(targets: Seeds, table: CostTable, first: number): void {
    for (let column = 0; column < targets.count; column += 1) {
      for (let i = targets.offsets[column]!; i < targets.offsets[column + 1]!; i += 1) {
        const node = targets.nodes[i]!;
        if (this.millis[node]! < 0) continue;
        const total = this.millis[node]! + targets.millis[i]!;
        const at = first + column;
        if (table.millis[at]! >= 0 && table.millis[at]! <= total) continue;
        table.millis[at] = total;
        table.decimetres[at] = this.decimetres[node]! + targets.decimetres[i]!;
        table.climb[at] = this.climb[node]! + targets.climb[i]!;
      }
    }
  }
}
