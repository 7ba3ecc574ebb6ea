/**
 * Where searches start or end: point i has the entries offsets[i] to offsets[i + 1], each a search
 * node and what lies between it and the point.
 */
export interface Seeds {
  readonly count: number;
  readonly offsets: Int32Array;
  readonly nodes: Int32Array;
  readonly millis: Int32Array;
  readonly decimetres: Int32Array;
  readonly climb: Int32Array;
}

/** One way from a point to the search graph or back. */
export interface Seed {
  readonly node: number;
  readonly millis: number;
  readonly decimetres: number;
  readonly climb: number;
}

/** Packs the seeds of each point. */
export const packSeeds = (points: readonly (readonly Seed[])[]): Seeds => {
  const all = points.flat();
  const offsets = new Int32Array(points.length + 1);
  points.forEach((seeds, i) => {
    offsets[i + 1] = offsets[i]! + seeds.length;
  });
  return {
    count: points.length,
    offsets,
    nodes: Int32Array.from(all, (seed) => seed.node),
    millis: Int32Array.from(all, (seed) => seed.millis),
    decimetres: Int32Array.from(all, (seed) => seed.decimetres),
    climb: Int32Array.from(all, (seed) => seed.climb),
  };
};

/** Costs between sources (rows) and targets (columns), row-major; -1 where there is no way. */
export interface CostTable {
  readonly millis: Int32Array;
  readonly decimetres: Int32Array;
  readonly climb: Int32Array;
}

/** An empty table: nothing reaches anything. */
export const emptyTable = (rows: number, columns: number): CostTable => ({
  millis: new Int32Array(rows * columns).fill(-1),
  decimetres: new Int32Array(rows * columns).fill(-1),
  climb: new Int32Array(rows * columns).fill(-1),
});
