import type { Hierarchy } from './search/hierarchy.js';
import { dijkstraTable } from './search/dijkstra.js';
import { manyToMany, type RowDone } from './search/many-to-many.js';
import type { SearchGraph } from './search/search-graph.js';
import type { CostTable, Seeds } from './search/seeds.js';
import type { Anchor } from './snap/anchor.js';

/** Where each point lies on its edge, for pairs on one edge. */
export interface EdgePlaces {
  /** The same for points with open road between them along one edge; -1 for a point off the network. */
  readonly stretches: Int32Array;
  readonly decimetres: Int32Array;
  readonly forwardMillis: Int32Array;
  readonly backwardMillis: Int32Array;
  readonly forwardClimb: Int32Array;
  readonly backwardClimb: Int32Array;
}

/** A matrix to work out; plain typed arrays, so that a worker can be handed one. */
export interface MatrixTask {
  readonly sources: Seeds;
  readonly targets: Seeds;
  readonly places: EdgePlaces;
}

export interface MatrixResult {
  readonly durations: Int32Array;
  readonly distances: Int32Array;
  readonly ascents: Int32Array;
}

/** Packs the places of points on their edges. */
export const packPlaces = (anchors: readonly (Anchor | null)[]): EdgePlaces => {
  const column = (of: (anchor: Anchor) => number): Int32Array =>
    Int32Array.from(anchors, (anchor) => (anchor === null ? -1 : of(anchor)));
  const stretches = new Map<string, number>();
  const stretchOf = ({ snap, block }: Anchor): number => {
    const key = `${snap.edge} ${block}`;
    if (!stretches.has(key)) stretches.set(key, stretches.size);
    return stretches.get(key)!;
  };
  return {
    stretches: column(stretchOf),
    decimetres: column((anchor) => anchor.decimetres),
    forwardMillis: column((anchor) => anchor.forwardMillis),
    backwardMillis: column((anchor) => anchor.backwardMillis),
    forwardClimb: column((anchor) => anchor.forwardClimb),
    backwardClimb: column((anchor) => anchor.backwardClimb),
  };
};

/**
 * Works a matrix out over a hierarchy, or over a plain graph where there is none; null where `rowDone`
 * ended the work.
 */
export const runMatrixTask = (
  roads: Hierarchy | SearchGraph,
  task: MatrixTask,
  rowDone?: RowDone,
): MatrixResult | null => {
  const search = 'tops' in roads ? manyToMany : dijkstraTable;
  const table = search(roads as Hierarchy & SearchGraph, task.sources, task.targets, rowDone);
  if (table === null) return null;
  joinOnEdges(table, task.places);
  return inUnits(table);
};

/** Puts in the direct way between points of one edge where it is faster than any round the network. */
const joinOnEdges = (table: CostTable, places: EdgePlaces): void => {
  const size = places.stretches.length;
  const together = new Map<number, number[]>();
  places.stretches.forEach((stretch, point) => {
    if (stretch < 0) return;
    const points = together.get(stretch);
    if (points) points.push(point);
    else together.set(stretch, [point]);
  });
  for (const points of together.values()) {
    for (const from of points) for (const to of points) joinPair(table, places, from * size + to, from, to);
  }
};

const joinPair = (table: CostTable, places: EdgePlaces, at: number, from: number, to: number): void => {
  const along = places.decimetres[to]! - places.decimetres[from]!;
  const put = (millis: number, climb: number): void => {
    if (table.millis[at]! >= 0 && table.millis[at]! <= millis) return;
    table.millis[at] = millis;
    table.decimetres[at] = Math.abs(along);
    table.climb[at] = Math.max(0, climb);
  };
  if (from === to) {
    put(0, 0);
    return;
  }
  if (along >= 0 && places.forwardMillis[from]! >= 0) {
    const climb = places.forwardClimb[to]! - places.forwardClimb[from]!;
    put(Math.max(0, places.forwardMillis[to]! - places.forwardMillis[from]!), climb);
  }
  if (along <= 0 && places.backwardMillis[from]! >= 0) {
    const climb = places.backwardClimb[to]! - places.backwardClimb[from]!;
    put(Math.max(0, places.backwardMillis[to]! - places.backwardMillis[from]!), climb);
  }
};

// Seconds are rounded up, so that a plan that holds in whole seconds holds on the road. The table is
// overwritten: for 10,000 points it is 1.2 GB.
const inUnits = ({ millis, decimetres, climb }: CostTable): MatrixResult => {
  divideUp(millis, 1000, 999);
  divideUp(decimetres, 10, 5);
  divideUp(climb, 10, 5);
  return { durations: millis, distances: decimetres, ascents: climb };
};

// Whole numbers, so that no rounding function is called for each of millions of cells; below 0 there is no way and stays none.
const divideUp = (column: Int32Array, by: number, more: number): void => {
  for (let i = 0; i < column.length; i += 1) {
    const value = column[i]!;
    if (value >= 0) column[i] = ((value + more) / by) | 0;
  }
};
