/** A grid of heights over a box of degrees, rows from north to south; unknown are {@link VOID} and {@link OUTSIDE}. */
export interface HeightGrid {
  /** Degrees of the first row and first column. */
  readonly north: number;
  readonly west: number;
  /** Degrees between neighbouring columns and rows. */
  readonly stepX: number;
  readonly stepY: number;
  readonly rows: number;
  readonly columns: number;
  /** Metres. */
  readonly heights: Int16Array | Float32Array;
}

export type Box = readonly [west: number, south: number, east: number, north: number];

/** SRTM's mark of an unknown height; it is filled from what surrounds it. */
export const VOID = -32768;

/** Mark of a cell beyond every source's border, which stays unknown. */
export const OUTSIDE = -32767;

/** Whether a cell's height is unknown. */
export const isUnknown = (height: number): boolean => height <= OUTSIDE;

/** The lowest and highest metres kept in whole numbers. */
export const fitsInt16 = (low: number, high: number): boolean => low > OUTSIDE && high <= 32767;

/** Metres between a grid's four neighbours of a point; NaN where unknown or beyond. `rim` cells beyond the border still count as its own. */
export const heightInGrid = (grid: HeightGrid, lon: number, lat: number, rim = 1e-6): number => {
  const y = (grid.north - lat) / grid.stepY;
  const x = (lon - grid.west) / grid.stepX;
  if (!(y >= -rim && x >= -rim && y <= grid.rows - 1 + rim && x <= grid.columns - 1 + rim)) return NaN;
  const row = Math.max(0, Math.min(grid.rows - 2, Math.floor(y)));
  const column = Math.max(0, Math.min(grid.columns - 2, Math.floor(x)));
  const { heights, columns } = grid;
  const at = row * columns + column;
  const nw = heights[at]!;
  const ne = heights[at + 1]!;
  const sw = heights[at + columns]!;
  const se = heights[at + columns + 1]!;
  if (isUnknown(nw) || isUnknown(ne) || isUnknown(sw) || isUnknown(se)) return NaN;
  const fx = Math.max(0, Math.min(1, x - column));
  const fy = Math.max(0, Math.min(1, y - row));
  return (nw * (1 - fx) + ne * fx) * (1 - fy) + (sw * (1 - fx) + se * fx) * fy;
};

/** The part of a grid within a box of degrees, one cell wider all round; null where they do not meet. */
export const clipGrid = (grid: HeightGrid, box: Box): HeightGrid | null => {
  const [west, south, east, north] = box;
  const firstRow = Math.max(0, Math.floor((grid.north - north) / grid.stepY) - 1);
  const lastRow = Math.min(grid.rows - 1, Math.ceil((grid.north - south) / grid.stepY) + 1);
  const firstColumn = Math.max(0, Math.floor((west - grid.west) / grid.stepX) - 1);
  const lastColumn = Math.min(grid.columns - 1, Math.ceil((east - grid.west) / grid.stepX) + 1);
  const rows = lastRow - firstRow + 1;
  const columns = lastColumn - firstColumn + 1;
  if (rows < 2 || columns < 2) return null;
  const heights = likeHeights(grid, rows * columns);
  for (let row = 0; row < rows; row += 1) {
    const from = (firstRow + row) * grid.columns + firstColumn;
    heights.set(grid.heights.subarray(from, from + columns), row * columns);
  }
  const corner = {
    north: grid.north - firstRow * grid.stepY,
    west: grid.west + firstColumn * grid.stepX,
  };
  return { ...grid, ...corner, rows, columns, heights };
};

const likeHeights = (grid: HeightGrid, count: number): Int16Array | Float32Array =>
  grid.heights instanceof Int16Array ? new Int16Array(count) : new Float32Array(count);

/**
 * Fills voids from the rim inwards, ring by ring, with the mean of known neighbours; returns how many it
 * filled. Each cell is looked at once, however large the void. Cells outside stay unknown.
 */
export const fillVoids = (grid: HeightGrid): number => {
  const { heights, rows, columns } = grid;
  const exact = heights instanceof Float32Array;
  const queued = new Uint8Array(heights.length);
  let ring: number[] = [];
  for (let cell = 0; cell < heights.length; cell += 1) {
    if (heights[cell] !== VOID || !hasKnownNeighbour(heights, rows, columns, cell)) continue;
    ring.push(cell);
    queued[cell] = 1;
  }
  let filled = 0;
  while (ring.length > 0) {
    // Written only after the ring is done, so that the order of cells does not matter.
    const means = ring.map((cell) => neighbourMean(heights, rows, columns, cell));
    ring.forEach((cell, i) => {
      heights[cell] = exact ? means[i]! : Math.round(means[i]!);
    });
    filled += ring.length;
    const next: number[] = [];
    for (const cell of ring) {
      eachNeighbour(rows, columns, cell, (near) => {
        if (heights[near] !== VOID || queued[near] === 1) return;
        queued[near] = 1;
        next.push(near);
      });
    }
    ring = next;
  }
  return filled;
};

const hasKnownNeighbour = (
  heights: HeightGrid['heights'],
  rows: number,
  columns: number,
  cell: number,
): boolean => {
  let known = false;
  eachNeighbour(rows, columns, cell, (near) => {
    if (!isUnknown(heights[near]!)) known = true;
  });
  return known;
};

const neighbourMean = (
  heights: HeightGrid['heights'],
  rows: number,
  columns: number,
  cell: number,
): number => {
  let [sum, count] = [0, 0];
  eachNeighbour(rows, columns, cell, (near) => {
    if (isUnknown(heights[near]!)) return;
    sum += heights[near]!;
    count += 1;
  });
  return sum / count;
};

const eachNeighbour = (rows: number, columns: number, cell: number, visit: (near: number) => void): void => {
  const row = Math.floor(cell / columns);
  const column = cell - row * columns;
  const [left, right] = [Math.max(0, column - 1), Math.min(columns - 1, column + 1)];
  for (let r = Math.max(0, row - 1); r <= Math.min(rows - 1, row + 1); r += 1) {
    for (let c = left; c <= right; c += 1) if (r !== row || c !== column) visit(r * columns + c);
  }
};
