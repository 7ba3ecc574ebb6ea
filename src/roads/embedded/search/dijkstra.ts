import type { Way } from './fastest-way.js';
import { NodeHeap } from './node-heap.js';
import { MAX_MILLIS, type SearchGraph } from './search-graph.js';
import { emptyTable, type CostTable, type Seeds } from './seeds.js';

/**
 * Dijkstra's algorithm from every source over the plain graph: the reference every faster search must
 * equal, and the way to answer a few sources where no hierarchy is at hand.
 *
 * @param rowDone called with rows done after each; answering false ends the work, and null is returned.
 */
export const dijkstraTable = (
  graph: SearchGraph,
  sources: Seeds,
  targets: Seeds,
  rowDone: (rows: number) => boolean = () => true,
): CostTable | null => {
  const table = emptyTable(sources.count, targets.count);
  const search = new PlainSearch(graph);
  for (let row = 0; row < sources.count; row += 1) {
    search.run(sources, row);
    search.collect(targets, table, row * targets.count);
    if (!rowDone(row + 1)) return null;
  }
  return table;
};

/** Dijkstra over a plain graph, whose arcs of negative cost are closed; made once and used for many searches. */
export class PlainSearch {
  /** By node: milliseconds of the last search, -1 where it did not come. */
  readonly millis: Int32Array;
  private readonly decimetres: Int32Array;
  private readonly climb: Int32Array;
  /** Arc by which a node was reached, or -1 - seed, and the node before. */
  private readonly arcs: Int32Array;
  private readonly before: Int32Array;
  private readonly heap: NodeHeap;

  constructor(private readonly graph: SearchGraph) {
    const { nodeCount } = graph;
    this.heap = new NodeHeap(nodeCount);
    this.millis = new Int32Array(nodeCount);
    this.decimetres = new Int32Array(nodeCount);
    this.climb = new Int32Array(nodeCount);
    this.arcs = new Int32Array(nodeCount);
    this.before = new Int32Array(nodeCount);
  }

  /** Searches from all seeds of a point, to at most `limit` milliseconds. */
  run(sources: Seeds, point: number, limit = Infinity): void {
    const { graph, heap } = this;
    this.millis.fill(-1);
    heap.clear();
    for (let i = sources.offsets[point]!; i < sources.offsets[point + 1]!; i += 1) {
      this.reach(
        sources.nodes[i]!,
        sources.millis[i]!,
        sources.decimetres[i]!,
        sources.climb[i]!,
        -1 - i,
        -1,
      );
    }
    while (heap.size > 0) {
      const node = heap.pop();
      const millis = this.millis[node]!;
      if (millis > limit) return;
      for (let arc = graph.offsets[node]!; arc < graph.offsets[node + 1]!; arc += 1) {
        if (graph.millis[arc]! < 0) continue;
        this.reach(
          graph.heads[arc]!,
          millis + graph.millis[arc]!,
          this.decimetres[node]! + graph.decimetres[arc]!,
          this.climb[node]! + graph.climb[arc]!,
          arc,
          node,
        );
      }
    }
  }

  // Numbers are told one by one: this runs for every arc and must not allocate.
  private reach(
    node: number,
    millis: number,
    decimetres: number,
    climb: number,
    arc: number,
    before: number,
  ): void {
    if ((this.millis[node]! >= 0 && this.millis[node]! <= millis) || millis > MAX_MILLIS) return;
    this.millis[node] = millis;
    this.decimetres[node] = decimetres;
    this.climb[node] = climb;
    this.arcs[node] = arc;
    this.before[node] = before;
    this.heap.push(node, millis);
  }

  /** Puts the costs to all targets into a row of a table that begins at `first`. */
  collect(targets: Seeds, table: CostTable, first: number): void {
    for (let column = 0; column < targets.count; column += 1) {
      const best = this.bestSeed(targets, column);
      if (best < 0) continue;
      const node = targets.nodes[best]!;
      table.millis[first + column] = this.millis[node]! + targets.millis[best]!;
      table.decimetres[first + column] = this.decimetres[node]! + targets.decimetres[best]!;
      table.climb[first + column] = this.climb[node]! + targets.climb[best]!;
    }
  }

  /** The way of the last search to a point; null where there is none. */
  wayTo(targets: Seeds, point: number): Way | null {
    const best = this.bestSeed(targets, point);
    if (best < 0) return null;
    const end = targets.nodes[best]!;
    const refs: number[] = [];
    let node = end;
    for (; this.arcs[node]! >= 0; node = this.before[node]!) refs.push(this.graph.refs[this.arcs[node]!]!);
    return {
      millis: this.millis[end]! + targets.millis[best]!,
      decimetres: this.decimetres[end]! + targets.decimetres[best]!,
      climb: this.climb[end]! + targets.climb[best]!,
      sourceSeed: -1 - this.arcs[node]!,
      targetSeed: best,
      refs: refs.reverse(),
    };
  }

  private bestSeed(targets: Seeds, point: number): number {
    let best = -1;
    let least = MAX_MILLIS + 1;
    for (let i = targets.offsets[point]!; i < targets.offsets[point + 1]!; i += 1) {
      const millis = this.millis[targets.nodes[i]!]!;
      if (millis < 0 || millis + targets.millis[i]! >= least) continue;
      least = millis + targets.millis[i]!;
      best = i;
    }
    return best;
  }
}

/** The same graph driven backwards. */
export const reversed = (graph: SearchGraph): SearchGraph => {
  const { nodeCount } = graph;
  const offsets = new Int32Array(nodeCount + 1);
  for (const head of graph.heads) offsets[head + 1]! += 1;
  for (let node = 0; node < nodeCount; node += 1) offsets[node + 1]! += offsets[node]!;
  const next = offsets.slice();
  const order = new Int32Array(graph.heads.length);
  const heads = new Int32Array(graph.heads.length);
  for (let node = 0; node < nodeCount; node += 1) {
    for (let arc = graph.offsets[node]!; arc < graph.offsets[node + 1]!; arc += 1) {
      const at = next[graph.heads[arc]!]!++;
      order[at] = arc;
      heads[at] = node;
    }
  }
  const column = (values: Int32Array): Int32Array => order.map((arc) => values[arc]!);
  return {
    nodeCount,
    offsets,
    heads,
    lastResort: Uint8Array.from(order, (arc) => graph.lastResort[arc]!),
    refs: column(graph.refs),
    millis: column(graph.millis),
    decimetres: column(graph.decimetres),
    climb: column(graph.climb),
  };
};
