import { METRES_PER_DEGREE, metresBetween, metresPerLonDegree } from '../geo.js';
import type { Raster } from './geotiff-raster.js';
import { isUnknown, OUTSIDE, VOID, type Box, type HeightGrid } from './height-grid.js';
import { packHeights } from './mosaic.js';

/** Places on each side of a window that are carried over to find what it covers. */
const SIDE_PLACES = 21;
/** Cells between exact projections; what lies between bends by millimetres. */
const LATTICE = 16;
/** Whole pixels read beyond what is needed. */
const MARGIN_PIXELS = 2;

/** The box of degrees that a raster covers. */
export const rasterBox = (raster: Raster): Box =>
  boxOf(
    sides(-0.5, -0.5, raster.width - 0.5, raster.height - 0.5).map(([column, row]) =>
      raster.toDegrees(column, row),
    ),
  );

/**
 * Reads the part of a raster within a box, no more of it: as it is where it lies in degrees, otherwise
 * resampled onto degrees at like resolution. Null where they do not meet.
 */
export const readRaster = async (raster: Raster, box: Box): Promise<HeightGrid | null> => {
  const covered = rasterBox(raster);
  const part: Box = [
    Math.max(box[0], covered[0]),
    Math.max(box[1], covered[1]),
    Math.min(box[2], covered[2]),
    Math.min(box[3], covered[3]),
  ];
  if (!(part[0] < part[2] && part[1] < part[3])) return null;
  const window = windowOf(raster, part);
  if (window === null) return null;
  const heights = await raster.read(...window);
  if (raster.geographic === null) return resample(raster, window, heights, part, box);
  const { west, north, stepX, stepY } = raster.geographic;
  const [left, top, right, bottom] = window;
  return {
    north: north - top * stepY,
    west: west + left * stepX,
    stepX,
    stepY,
    rows: bottom - top,
    columns: right - left,
    heights: packHeights(heights),
  };
};

type Window = readonly [left: number, top: number, right: number, bottom: number];

const windowOf = (raster: Raster, part: Box): Window | null => {
  const [left, top, right, bottom] = boxOf(
    sides(part[0], part[1], part[2], part[3]).map(([lon, lat]) => raster.toPixel(lon, lat)),
  );
  const window: Window = [
    Math.max(0, Math.floor(left) - MARGIN_PIXELS),
    Math.max(0, Math.floor(top) - MARGIN_PIXELS),
    Math.min(raster.width, Math.ceil(right) + MARGIN_PIXELS + 1),
    Math.min(raster.height, Math.ceil(bottom) + MARGIN_PIXELS + 1),
  ];
  return window[2] - window[0] >= 2 && window[3] - window[1] >= 2 ? window : null;
};

const sides = (left: number, top: number, right: number, bottom: number): [number, number][] => {
  const places: [number, number][] = [];
  for (let i = 0; i < SIDE_PLACES; i += 1) {
    const share = i / (SIDE_PLACES - 1);
    const [x, y] = [left + (right - left) * share, top + (bottom - top) * share];
    places.push([x, top], [x, bottom], [left, y], [right, y]);
  }
  return places;
};

const boxOf = (places: readonly (readonly [number, number])[]): [number, number, number, number] => {
  const box: [number, number, number, number] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [x, y] of places) {
    box[0] = Math.min(box[0], x);
    box[1] = Math.min(box[1], y);
    box[2] = Math.max(box[2], x);
    box[3] = Math.max(box[3], y);
  }
  return box;
};

const resample = (
  raster: Raster,
  window: Window,
  source: Float32Array,
  part: Box,
  box: Box,
): HeightGrid | null => {
  const { stepX, stepY } = stepsFor(raster, window, box);
  // Rows and columns lie at whole steps from 0, so that neighbouring tiles meet on one grid.
  const [firstRow, lastRow] = [Math.floor(part[3] / stepY), Math.ceil(part[1] / stepY)];
  const [firstColumn, lastColumn] = [Math.ceil(part[0] / stepX), Math.floor(part[2] / stepX)];
  const [rows, columns] = [firstRow - lastRow + 1, lastColumn - firstColumn + 1];
  if (rows < 2 || columns < 2) return null;
  const [north, west] = [firstRow * stepY, firstColumn * stepX];
  const pixels = pixelLattice(raster, { north, west, stepX, stepY, rows, columns });
  const heights = new Float32Array(rows * columns);
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1) {
      const [x, y] = pixels(column, row);
      const beyond = x < -0.5 || y < -0.5 || x > raster.width - 0.5 || y > raster.height - 0.5;
      heights[row * columns + column] = beyond ? OUTSIDE : sample(source, window, x, y);
    }
  }
  return { north, west, stepX, stepY, rows, columns, heights: packHeights(heights) };
};

/** Steps of about a pixel, the same for all tiles of a raster: from the middle of the box, not of the tile. */
const stepsFor = (raster: Raster, window: Window, box: Box): { stepX: number; stepY: number } => {
  const [column, row] = [(window[0] + window[2]) / 2, (window[1] + window[3]) / 2];
  const metresTo = (toColumn: number, toRow: number): number =>
    metresBetween(...raster.toDegrees(column, row), ...raster.toDegrees(toColumn, toRow));
  const metres = Math.min(metresTo(column + 1, row), metresTo(column, row + 1));
  const round = Number(metres.toPrecision(2));
  return {
    stepX: round / metresPerLonDegree((box[1] + box[3]) / 2),
    stepY: round / METRES_PER_DEGREE,
  };
};

const pixelLattice = (raster: Raster, frame: Omit<HeightGrid, 'heights'>) => {
  const across = Math.ceil(frame.columns / LATTICE) + 1;
  const down = Math.ceil(frame.rows / LATTICE) + 1;
  const [xs, ys] = [new Float64Array(across * down), new Float64Array(across * down)];
  for (let i = 0; i < across * down; i += 1) {
    const lon = frame.west + (i % across) * LATTICE * frame.stepX;
    const lat = frame.north - Math.floor(i / across) * LATTICE * frame.stepY;
    [xs[i], ys[i]] = raster.toPixel(lon, lat) as [number, number];
  }
  return (column: number, row: number): readonly [number, number] => {
    const [cx, cy] = [Math.floor(column / LATTICE), Math.floor(row / LATTICE)];
    const [fx, fy] = [column / LATTICE - cx, row / LATTICE - cy];
    const at = cy * across + cx;
    const between = (values: Float64Array): number =>
      (values[at]! * (1 - fx) + values[at + 1]! * fx) * (1 - fy) +
      (values[at + across]! * (1 - fx) + values[at + across + 1]! * fx) * fy;
    return [between(xs), between(ys)];
  };
};

// A void pixel nearest to the place makes it void; others nearby are left out of the mean. Within half a
// pixel of the border the slope is carried on, so that the next tile is met without a step.
const sample = (source: Float32Array, window: Window, x: number, y: number): number => {
  const [left, top, right, bottom] = window;
  const [width, height] = [right - left, bottom - top];
  const [px, py] = [x - left, y - top];
  const nearest = (place: number, count: number): number =>
    Math.max(0, Math.min(count - 1, Math.round(place)));
  if (isUnknown(source[nearest(py, height) * width + nearest(px, width)]!)) return VOID;
  const column = Math.max(0, Math.min(width - 2, Math.floor(px)));
  const row = Math.max(0, Math.min(height - 2, Math.floor(py)));
  const corners = [0, 1, 2, 3].map((k) => source[(row + (k >> 1)) * width + column + (k & 1)]!);
  const share = (place: number): number =>
    corners.some(isUnknown) ? Math.max(0, Math.min(1, place)) : place;
  const [fx, fy] = [share(px - column), share(py - row)];
  let [sum, weights] = [0, 0];
  corners.forEach((height, k) => {
    if (isUnknown(height)) return;
    const weight = ((k & 1) === 0 ? 1 - fx : fx) * (k < 2 ? 1 - fy : fy);
    sum += weight * height;
    weights += weight;
  });
  return weights > 0 ? sum / weights : VOID;
};
