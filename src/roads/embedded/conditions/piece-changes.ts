import type { PieceChange, ProfileState } from '../profiles/profile-state.js';

/** Changes of the day by piece of road, a piece being named by the vertex it begins at; plain arrays that cross threads. */
export interface PieceChanges {
  /** Ascending. */
  readonly vertices: Int32Array;
  readonly closed: Uint8Array;
  readonly factor: Float64Array;
  readonly maxKmh: Float64Array;
}

/** Gathers changes; where several meet on a piece, all of them hold. */
export class PieceChangeList {
  private readonly byVertex = new Map<number, PieceChange>();

  add(vertex: number, change: PieceChange): void {
    const known = this.byVertex.get(vertex);
    this.byVertex.set(
      vertex,
      known === undefined
        ? change
        : {
            closed: known.closed || change.closed,
            factor: known.factor * change.factor,
            maxKmh: Math.min(known.maxKmh, change.maxKmh),
          },
    );
  }

  /** Null where nothing changed. */
  pack(): PieceChanges | null {
    if (this.byVertex.size === 0) return null;
    const vertices = Int32Array.from(this.byVertex.keys()).sort();
    const all = Array.from(vertices, (vertex) => this.byVertex.get(vertex)!);
    return {
      vertices,
      closed: Uint8Array.from(all, ({ closed }) => (closed ? 1 : 0)),
      factor: Float64Array.from(all, ({ factor }) => factor),
      maxKmh: Float64Array.from(all, ({ maxKmh }) => maxKmh),
    };
  }
}

/** A state of the profile with the day's changes on it. */
export const withChanges = (state: ProfileState, changes: PieceChanges): ProfileState => {
  const places = new Map<number, number>();
  changes.vertices.forEach((vertex, i) => places.set(vertex, i));
  return {
    ...state,
    change: (vertex) => {
      const i = places.get(vertex);
      if (i === undefined) return null;
      return { closed: changes.closed[i] === 1, factor: changes.factor[i]!, maxKmh: changes.maxKmh[i]! };
    },
  };
};
