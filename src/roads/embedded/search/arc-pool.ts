import type { Hierarchy } from './hierarchy.js';
import { MAX_MILLIS, type SearchGraph } from './search-graph.js';

// An arc's numbers lie side by side, so that following a list touches one cache line an arc.
const STRIDE = 8;
const TAIL = 0;
const HEAD = 1;
const MILLIS = 2;
const OUT_NEXT = 3;
const IN_NEXT = 4;
const DECIMETRES = 5;
const CLIMB = 6;
/** First half of a shortcut, -1 for an arc of the graph. */
const FIRST = 7;

/**
 * The arcs of a graph while it is contracted: linked lists by tail and by head in typed arrays that
 * grow. An arc once made keeps its number; one outdone by a faster arc only leaves the lists.
 */
export class ArcPool {
  private count = 0;
  private arcs: Int32Array;
  /** Second half of a shortcut, or the ref. */
  private second: Int32Array;
  private readonly outFirst: Int32Array;
  private readonly inFirst: Int32Array;
  private readonly nodeCount: number;

  /** Arcs whose `millis` are negative are closed and left out. */
  constructor(graph: SearchGraph) {
    this.nodeCount = graph.nodeCount;
    const room = Math.max(16, 2 * graph.heads.length);
    this.arcs = new Int32Array(STRIDE * room);
    this.second = new Int32Array(room);
    this.outFirst = new Int32Array(graph.nodeCount).fill(-1);
    this.inFirst = new Int32Array(graph.nodeCount).fill(-1);
    for (let node = 0; node < graph.nodeCount; node += 1) {
      for (let arc = graph.offsets[node]!; arc < graph.offsets[node + 1]!; arc += 1) {
        const millis = graph.millis[arc]!;
        if (millis < 0) continue;
        const [decimetres, climb] = [graph.decimetres[arc]!, graph.climb[arc]!];
        this.add(node, graph.heads[arc]!, millis, decimetres, climb, -1, graph.refs[arc]!);
      }
    }
  }

  firstOut(node: number): number {
    return this.outFirst[node]!;
  }

  nextOut(arc: number): number {
    return this.arcs[STRIDE * arc + OUT_NEXT]!;
  }

  firstIn(node: number): number {
    return this.inFirst[node]!;
  }

  nextIn(arc: number): number {
    return this.arcs[STRIDE * arc + IN_NEXT]!;
  }

  tailOf(arc: number): number {
    return this.arcs[STRIDE * arc + TAIL]!;
  }

  headOf(arc: number): number {
    return this.arcs[STRIDE * arc + HEAD]!;
  }

  millisOf(arc: number): number {
    return this.arcs[STRIDE * arc + MILLIS]!;
  }

  /** Arcs that arrive at and leave a node. */
  degree(node: number): number {
    let degree = 0;
    for (let arc = this.outFirst[node]!; arc >= 0; arc = this.nextOut(arc)) degree += 1;
    for (let arc = this.inFirst[node]!; arc >= 0; arc = this.nextIn(arc)) degree += 1;
    return degree;
  }

  /** Adds the arc that stands for two in a row. */
  addShortcut(a: number, b: number): void {
    const { arcs } = this;
    const [i, j] = [STRIDE * a, STRIDE * b];
    this.add(
      arcs[i + TAIL]!,
      arcs[j + HEAD]!,
      arcs[i + MILLIS]! + arcs[j + MILLIS]!,
      arcs[i + DECIMETRES]! + arcs[j + DECIMETRES]!,
      arcs[i + CLIMB]! + arcs[j + CLIMB]!,
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
    if (tail === head || millis > MAX_MILLIS) return;
    for (let arc = this.outFirst[tail]!; arc >= 0; arc = this.nextOut(arc)) {
      if (this.headOf(arc) !== head) continue;
      if (this.millisOf(arc) <= millis) return;
      this.dropOut(tail, arc);
      this.dropIn(head, arc);
      break;
    }
    if (this.count === this.second.length) this.grow();
    const arc = this.count;
    this.count += 1;
    const at = STRIDE * arc;
    const { arcs } = this;
    arcs[at + TAIL] = tail;
    arcs[at + HEAD] = head;
    arcs[at + MILLIS] = millis;
    arcs[at + DECIMETRES] = decimetres;
    arcs[at + CLIMB] = climb;
    arcs[at + FIRST] = first;
    this.second[arc] = second;
    arcs[at + OUT_NEXT] = this.outFirst[tail]!;
    this.outFirst[tail] = arc;
    arcs[at + IN_NEXT] = this.inFirst[head]!;
    this.inFirst[head] = arc;
  }

  /** Takes a contracted node's arcs out of its neighbours' lists; its own lists stay as its arcs upwards. */
  retire(node: number): void {
    for (let arc = this.outFirst[node]!; arc >= 0; arc = this.nextOut(arc))
      this.dropIn(this.headOf(arc), arc);
    for (let arc = this.inFirst[node]!; arc >= 0; arc = this.nextIn(arc)) this.dropOut(this.tailOf(arc), arc);
  }

  private dropOut(node: number, arc: number): void {
    if (this.outFirst[node] === arc) {
      this.outFirst[node] = this.nextOut(arc);
      return;
    }
    let before = this.outFirst[node]!;
    while (this.nextOut(before) !== arc) before = this.nextOut(before);
    this.arcs[STRIDE * before + OUT_NEXT] = this.nextOut(arc);
  }

  private dropIn(node: number, arc: number): void {
    if (this.inFirst[node] === arc) {
      this.inFirst[node] = this.nextIn(arc);
      return;
    }
    let before = this.inFirst[node]!;
    while (this.nextIn(before) !== arc) before = this.nextIn(before);
    this.arcs[STRIDE * before + IN_NEXT] = this.nextIn(arc);
  }

  private grow(): void {
    const room = Math.ceil(this.second.length * 1.5);
    const wider = (column: Int32Array, stride: number): Int32Array => {
      const wide = new Int32Array(stride * room);
      wide.set(column);
      return wide;
    };
    this.arcs = wider(this.arcs, STRIDE);
    this.second = wider(this.second, 1);
  }

  /** Packs the arcs left at every node, all nodes retired, into a hierarchy; node v becomes place[v]. */
  pack(place: Int32Array): Hierarchy {
    const byPlace = new Int32Array(this.nodeCount);
    place.forEach((at, node) => {
      byPlace[at] = node;
    });
    const packed = new PackedArcs(this.count);
    const forward = packed.side(byPlace, this.outFirst, this.arcs, OUT_NEXT);
    const forwardCount = packed.count;
    const backward = packed.side(byPlace, this.inFirst, this.arcs, IN_NEXT);
    const column = (of: (arc: number, at: number) => number): Int32Array => {
      const values = new Int32Array(new SharedArrayBuffer(4 * packed.count));
      for (let at = 0; at < packed.count; at += 1) values[at] = of(packed.arcs[at]!, at);
      return values;
    };
    const firstOf = (arc: number): number => this.arcs[STRIDE * arc + FIRST]!;
    return {
      nodeCount: this.nodeCount,
      forward,
      backward,
      tops: column((arc, at) => place[at < forwardCount ? this.headOf(arc) : this.tailOf(arc)]!),
      millis: column((arc) => this.millisOf(arc)),
      decimetres: column((arc) => this.arcs[STRIDE * arc + DECIMETRES]!),
      climb: column((arc) => this.arcs[STRIDE * arc + CLIMB]!),
      first: column((arc) => (firstOf(arc) < 0 ? -1 : packed.placeOf[firstOf(arc)]!)),
      second: column((arc) => (firstOf(arc) < 0 ? this.second[arc]! : packed.placeOf[this.second[arc]!]!)),
    };
  }
}

/** Arcs in the order a hierarchy keeps them, and where each went. */
class PackedArcs {
  count = 0;
  readonly arcs: Int32Array;
  readonly placeOf: Int32Array;

  constructor(arcCount: number) {
    this.arcs = new Int32Array(2 * arcCount);
    this.placeOf = new Int32Array(arcCount).fill(-1);
  }

  side(byPlace: Int32Array, first: Int32Array, arcs: Int32Array, next: number): Int32Array {
    const offsets = new Int32Array(new SharedArrayBuffer(4 * (byPlace.length + 1)));
    for (let at = 0; at < byPlace.length; at += 1) {
      offsets[at] = this.count;
      for (let arc = first[byPlace[at]!]!; arc >= 0; arc = arcs[STRIDE * arc + next]!) {
        this.placeOf[arc] = this.count;
        this.arcs[this.count] = arc;
        this.count += 1;
      }
    }
    offsets[byPlace.length] = this.count;
    return offsets;
  }
}
