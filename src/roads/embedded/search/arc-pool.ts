import type { Hierarchy } from './hierarchy.js';
import type { SearchGraph } from './search-graph.js';

/**
 * The arcs of a graph while it is contracted: linked lists by tail and by head in typed arrays that
 * grow. An arc once made keeps its number; one outdone by a faster arc only leaves the lists.
 */
export class ArcPool {
  private count = 0;
  private tails: Int32Array;
  private heads: Int32Array;
  private millis: Int32Array;
  private decimetres: Int32Array;
  private climb: Int32Array;
  private first: Int32Array;
  private second: Int32Array;
  private outNext: Int32Array;
  private inNext: Int32Array;
  private readonly outFirst: Int32Array;
  private readonly inFirst: Int32Array;
  private readonly nodeCount: number;

  constructor(graph: SearchGraph) {
    this.nodeCount = graph.nodeCount;
    const room = Math.max(16, 2 * graph.heads.length);
    const column = (): Int32Array => new Int32Array(room);
    [this.tails, this.heads, this.millis, this.decimetres] = [column(), column(), column(), column()];
    [this.climb, this.first, this.second, this.outNext, this.inNext] = [
      column(),
      column(),
      column(),
      column(),
      column(),
    ];
    this.outFirst = new Int32Array(graph.nodeCount).fill(-1);
    this.inFirst = new Int32Array(graph.nodeCount).fill(-1);
    for (let node = 0; node < graph.nodeCount; node += 1) {
      for (let arc = graph.offsets[node]!; arc < graph.offsets[node + 1]!; arc += 1) {
        this.add(
          node,
          graph.heads[arc]!,
          graph.millis[arc]!,
          graph.decimetres[arc]!,
          graph.climb[arc]!,
          -1,
          graph.refs[arc]!,
        );
      }
    }
  }

  firstOut(node: number): number {
    return this.outFirst[node]!;
  }

  nextOut(arc: number): number {
    return this.outNext[arc]!;
  }

  firstIn(node: number): number {
    return this.inFirst[node]!;
  }

  nextIn(arc: number): number {
    return this.inNext[arc]!;
  }

  tailOf(arc: number): number {
    return this.tails[arc]!;
  }

  headOf(arc: number): number {
    return this.heads[arc]!;
  }

  millisOf(arc: number): number {
    return this.millis[arc]!;
  }

  /** Arcs that arrive at and leave a node. */
  degree(node: number): number {
    let degree = 0;
    for (let arc = this.outFirst[node]!; arc >= 0; arc = this.outNext[arc]!) degree += 1;
    for (let arc = this.inFirst[node]!; arc >= 0; arc = this.inNext[arc]!) degree += 1;
    return degree;
  }

  /** Adds the arc that stands for two in a row. */
  addShortcut(a: number, b: number): void {
    this.add(
      this.tails[a]!,
      this.heads[b]!,
      this.millis[a]! + this.millis[b]!,
      this.decimetres[a]! + this.decimetres[b]!,
      this.climb[a]! + this.climb[b]!,
      a,
      b,
    );
  }

  // Columns are told one by one: this runs for every shortcut and must not allocate.
  private add(
    tail: number,
    head: number,
    millis: number,
    decimetres: number,
    climb: number,
    first: number,
    second: number,
  ): void {
    if (tail === head) return;
    for (let arc = this.outFirst[tail]!; arc >= 0; arc = this.outNext[arc]!) {
      if (this.heads[arc] !== head) continue;
      if (this.millis[arc]! <= millis) return;
      this.dropOut(tail, arc);
      this.dropIn(head, arc);
      break;
    }
    if (this.count === this.tails.length) this.grow();
    const arc = this.count;
    this.count += 1;
    this.tails[arc] = tail;
    this.heads[arc] = head;
    this.millis[arc] = millis;
    this.decimetres[arc] = decimetres;
    this.climb[arc] = climb;
    this.first[arc] = first;
    this.second[arc] = second;
    this.outNext[arc] = this.outFirst[tail]!;
    this.outFirst[tail] = arc;
    this.inNext[arc] = this.inFirst[head]!;
    this.inFirst[head] = arc;
  }

  /** Takes a contracted node's arcs out of its neighbours' lists; its own lists stay as its arcs upwards. */
  retire(node: number): void {
    for (let arc = this.outFirst[node]!; arc >= 0; arc = this.outNext[arc]!)
      this.dropIn(this.heads[arc]!, arc);
    for (let arc = this.inFirst[node]!; arc >= 0; arc = this.inNext[arc]!)
      this.dropOut(this.tails[arc]!, arc);
  }

  private dropOut(node: number, arc: number): void {
    if (this.outFirst[node] === arc) {
      this.outFirst[node] = this.outNext[arc]!;
      return;
    }
    let before = this.outFirst[node]!;
    while (this.outNext[before] !== arc) before = this.outNext[before]!;
    this.outNext[before] = this.outNext[arc]!;
  }

  private dropIn(node: number, arc: number): void {
    if (this.inFirst[node] === arc) {
      this.inFirst[node] = this.inNext[arc]!;
      return;
    }
    let before = this.inFirst[node]!;
    while (this.inNext[before] !== arc) before = this.inNext[before]!;
    this.inNext[before] = this.inNext[arc]!;
  }

  private grow(): void {
    const wider = (column: Int32Array): Int32Array => {
      const wide = new Int32Array(Math.ceil(column.length * 1.5));
      wide.set(column);
      return wide;
    };
    this.tails = wider(this.tails);
    this.heads = wider(this.heads);
    this.millis = wider(this.millis);
    this.decimetres = wider(this.decimetres);
    this.climb = wider(this.climb);
    this.first = wider(this.first);
    this.second = wider(this.second);
    this.outNext = wider(this.outNext);
    this.inNext = wider(this.inNext);
  }

  /** Packs the arcs left at every node, all nodes retired, into a hierarchy; node v becomes place[v]. */
  pack(place: Int32Array): Hierarchy {
    const kept = new Int32Array(this.count).fill(-1);
    const byPlace = new Int32Array(this.nodeCount);
    place.forEach((at, node) => {
      byPlace[at] = node;
    });
    const arcs: number[] = [];
    const side = (first: Int32Array, next: Int32Array): Int32Array => {
      const offsets = new Int32Array(this.nodeCount + 1);
      byPlace.forEach((node, at) => {
        offsets[at] = arcs.length;
        for (let arc = first[node]!; arc >= 0; arc = next[arc]!) kept[arc] = arcs.push(arc) - 1;
      });
      offsets[this.nodeCount] = arcs.length;
      return offsets;
    };
    const forward = side(this.outFirst, this.outNext);
    const forwardCount = arcs.length;
    const backward = side(this.inFirst, this.inNext);
    const column = (of: (arc: number, at: number) => number): Int32Array => Int32Array.from(arcs, of);
    return {
      nodeCount: this.nodeCount,
      forward,
      backward,
      tops: column((arc, at) => place[at < forwardCount ? this.heads[arc]! : this.tails[arc]!]!),
      millis: column((arc) => this.millis[arc]!),
      decimetres: column((arc) => this.decimetres[arc]!),
      climb: column((arc) => this.climb[arc]!),
      first: column((arc) => (this.first[arc]! < 0 ? -1 : kept[this.first[arc]!]!)),
      second: column((arc) => (this.first[arc]! < 0 ? this.second[arc]! : kept[this.second[arc]!]!)),
    };
  }
}
