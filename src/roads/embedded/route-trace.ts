import { UNITS_PER_DEGREE } from './geo.js';
import { isBackward, type Network } from './network/network.js';
import type { Anchor } from './snap/anchor.js';
import type { EdgeSnap } from './snap/segment-index.js';

export type Position = readonly [number, number];

/** A piece of road, or a share of one, as a leg passes it. */
export interface Passage {
  readonly edge: number;
  /** The vertex the piece begins at in its edge's own direction. */
  readonly vertex: number;
  readonly backward: boolean;
  /** Of the whole piece, 0..1. */
  readonly share: number;
  /** Index into the line of where it ends. */
  readonly end: number;
}

/** The line of a leg and the pieces of road under it, in order of travel. */
export interface Trace {
  /** At least two positions, no two in a row alike unless the leg has no length. */
  readonly line: readonly Position[];
  readonly passages: readonly Passage[];
}

/** A place on an edge: a share of the way from a vertex to the next. */
type Place = Pick<EdgeSnap, 'vertex' | 'share'>;

/**
 * Traces a leg that leaves by the ref `first` and comes by the ref `last`, each -1 where the leg begins or
 * ends at a node, with whole refs between.
 */
export const traceWay = (
  network: Network,
  refs: readonly number[],
  [first, last]: readonly [number, number],
  from: Anchor,
  to: Anchor,
): Trace => {
  const tracer = new Tracer(network, from.snap);
  if (first >= 0) tracer.along(first, from.snap, farEnd(network, first));
  for (const ref of refs) tracer.along(ref, nearEnd(network, ref), farEnd(network, ref));
  if (last >= 0) tracer.along(last, nearEnd(network, last), to.snap);
  return tracer.finish(to.snap);
};

/** Traces a leg within one edge. */
export const traceEdge = (network: Network, ref: number, from: Anchor, to: Anchor): Trace => {
  const tracer = new Tracer(network, from.snap);
  tracer.along(ref, from.snap, to.snap);
  return tracer.finish(to.snap);
};

const startOf = (network: Network, ref: number): Place => ({
  vertex: network.edgeStart[ref >> 1]!,
  share: 0,
});

const endOf = (network: Network, ref: number): Place => ({
  vertex: network.edgeStart[(ref >> 1) + 1]! - 2,
  share: 1,
});

const nearEnd = (network: Network, ref: number): Place =>
  isBackward(ref) ? endOf(network, ref) : startOf(network, ref);

const farEnd = (network: Network, ref: number): Place =>
  isBackward(ref) ? startOf(network, ref) : endOf(network, ref);

class Tracer {
  private readonly line: Position[] = [];
  private readonly passages: Passage[] = [];

  constructor(
    private readonly network: Network,
    start: EdgeSnap,
  ) {
    this.reach(placeOf(start));
  }

  along(ref: number, from: Place, to: Place): void {
    const backward = isBackward(ref);
    // A way that begins at a node begins there, however near the point it serves.
    this.reach(this.position(from));
    const step = backward ? -1 : 1;
    for (let vertex = from.vertex; (to.vertex - vertex) * step >= 0; vertex += step) {
      const begin = vertex === from.vertex ? from.share : backward ? 1 : 0;
      const end = vertex === to.vertex ? to.share : backward ? 0 : 1;
      const index = this.reach(this.position({ vertex, share: end }));
      this.passages.push({ edge: ref >> 1, vertex, backward, share: Math.abs(end - begin), end: index });
    }
  }

  finish(end: EdgeSnap): Trace {
    this.reach(placeOf(end));
    // A line needs two positions, so a leg to the same place repeats its own.
    if (this.line.length === 1) this.line.push(this.line[0]!);
    return { line: this.line, passages: this.passages };
  }

  private reach(position: Position): number {
    const last = this.line[this.line.length - 1];
    if (last === undefined || last[0] !== position[0] || last[1] !== position[1]) this.line.push(position);
    return this.line.length - 1;
  }

  private position({ vertex, share }: Place): Position {
    const { lon, lat } = this.network;
    const between = (column: Int32Array): number =>
      Math.round(column[vertex]! + (column[vertex + 1]! - column[vertex]!) * share);
    return [between(lon) / UNITS_PER_DEGREE, between(lat) / UNITS_PER_DEGREE];
  }
}

const placeOf = (snap: EdgeSnap): Position => [
  Math.round(snap.lon * UNITS_PER_DEGREE) / UNITS_PER_DEGREE,
  Math.round(snap.lat * UNITS_PER_DEGREE) / UNITS_PER_DEGREE,
];
