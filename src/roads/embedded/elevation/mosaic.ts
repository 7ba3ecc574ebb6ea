import { fitsInt16, isUnknown, OUTSIDE, type HeightGrid } from './height-grid.js';

/** Grids are one raster's parts where their steps agree to this share, and their cells lie this near each other. */
const STEP_TOLERANCE = 1e-6;
const PLACE_TOLERANCE_CELLS = 0.02;
/** A mosaic may be so many times its parts; sparser tiles stay apart. */
const MAX_SPARSENESS = 3;

/**
 * Joins grids that are parts of one raster, so that heights are continuous over their seams and voids are
 * filled across them. Of grids that overlap the first counts; what none covers is outside.
 */
export const joinGrids = (grids: readonly HeightGrid[]): HeightGrid[] => {
  const joined: HeightGrid[] = [];
  const rest = [...grids];
  for (let first = rest.shift(); first !== undefined; first = rest.shift()) {
    const group = [first];
    for (let grown = true; grown;) {
      const more = rest.filter((grid) => group.some((other) => areParts(grid, other)));
      more.forEach((grid) => rest.splice(rest.indexOf(grid), 1));
      group.push(...more);
      grown = more.length > 0;
    }
    group.sort((a, b) => grids.indexOf(a) - grids.indexOf(b));
    joined.push(...mosaicOf(group));
  }
  return joined;
};

const areParts = (a: HeightGrid, b: HeightGrid): boolean => {
  const alike = (one: number, other: number): boolean => Math.abs(one / other - 1) < STEP_TOLERANCE;
  if (!alike(a.stepX, b.stepX) || !alike(a.stepY, b.stepY)) return false;
  const [x, y] = [(b.west - a.west) / a.stepX, (a.north - b.north) / a.stepY];
  const onGrid = (cells: number): boolean => Math.abs(cells - Math.round(cells)) < PLACE_TOLERANCE_CELLS;
  const [column, row] = [Math.round(x), Math.round(y)];
  // Side by side, the last column of one is a step from the first of the other.
  const touch = column <= a.columns && column >= -b.columns && row <= a.rows && row >= -b.rows;
  return touch && onGrid(x) && onGrid(y);
};

const mosaicOf = (grids: readonly HeightGrid[]): readonly HeightGrid[] => {
  const first = grids[0]!;
  if (grids.length === 1) return grids;
  const places = grids.map((grid) => ({
    grid,
    row: Math.round((first.north - grid.north) / first.stepY),
    column: Math.round((grid.west - first.west) / first.stepX),
  }));
  const [top, left] = [
    Math.min(...places.map(({ row }) => row)),
    Math.min(...places.map(({ column }) => column)),
  ];
  const rows = Math.max(...places.map(({ grid, row }) => row + grid.rows)) - top;
  const columns = Math.max(...places.map(({ grid, column }) => column + grid.columns)) - left;
  const cells = grids.reduce((sum, { heights }) => sum + heights.length, 0);
  if (rows * columns > MAX_SPARSENESS * cells) return grids;
  const whole = grids.every(({ heights }) => heights instanceof Int16Array);
  const heights = (whole ? new Int16Array(rows * columns) : new Float32Array(rows * columns)).fill(OUTSIDE);
  for (const { grid, row, column } of places) {
    for (let r = 0; r < grid.rows; r += 1) {
      const to = (row - top + r) * columns + column - left;
      for (let c = 0; c < grid.columns; c += 1) {
        if (!isUnknown(heights[to + c]!)) continue;
        const height = grid.heights[r * grid.columns + c]!;
        // A void of one part is filled; that another part ends here is no reason to leave it.
        if (height !== OUTSIDE) heights[to + c] = height;
      }
    }
  }
  const corner = { north: first.north - top * first.stepY, west: first.west + left * first.stepX };
  return [{ ...first, ...corner, rows, columns, heights }];
};

/** Heights as whole metres where all of them are whole and fit, as most rasters' do. */
export const packHeights = (heights: Float32Array): Int16Array | Float32Array => {
  let [low, high] = [0, 0];
  for (const height of heights) {
    if (isUnknown(height)) continue;
    if (!Number.isInteger(height)) return heights;
    if (height < low) low = height;
    if (height > high) high = height;
  }
  return fitsInt16(low, high) ? Int16Array.from(heights) : heights;
};
