import { unzipSync } from 'fflate';
import { RoadError } from '../../road-error.js';

/** A grid of heights over a box of degrees, rows from north to south; unknown heights are {@link VOID}. */
export interface HeightGrid {
  /** Degrees of the first row and first column. */
  readonly north: number;
  readonly west: number;
  /** Degrees between neighbours. */
  readonly step: number;
  readonly rows: number;
  readonly columns: number;
  /** Metres. */
  readonly heights: Int16Array;
}

/** SRTM's mark of an unknown height. */
export const VOID = -32768;

const NAME = /^([NS])(\d{2})([EW])(\d{3})\.hgt(?:\.zip)?$/i;

/** South-west corner in degrees from a name such as N42E001.hgt.zip; null where it is no tile's name. */
export const tileCorner = (name: string): { lat: number; lon: number } | null => {
  const match = NAME.exec(name);
  if (!match) return null;
  const lat = Number(match[2]) * (match[1]!.toUpperCase() === 'S' ? -1 : 1);
  const lon = Number(match[4]) * (match[3]!.toUpperCase() === 'W' ? -1 : 1);
  return { lat, lon };
};

/**
 * Decodes a tile: big-endian 16-bit metres, 1201 or 3601 a side, plain or zipped.
 * @param path of the file, for messages and its name for the corner.
 * @throws RoadError elevation-damaged.
 */
export const decodeTile = (path: string, name: string, bytes: Uint8Array): HeightGrid => {
  const corner = tileCorner(name);
  if (corner === null) throw damaged(path, 'is not named as a tile such as N42E001.hgt');
  const raw = /\.zip$/i.test(name) ? unzipTile(path, bytes) : bytes;
  const side = Math.sqrt(raw.length / 2);
  if (side !== 1201 && side !== 3601) {
    throw damaged(path, `holds ${raw.length} bytes where a tile has 2,884,802 (3") or 25,934,402 (1")`);
  }
  const view = new DataView(raw.buffer, raw.byteOffset, raw.byteLength);
  const heights = new Int16Array(side * side);
  for (let i = 0; i < heights.length; i += 1) heights[i] = view.getInt16(2 * i, false);
  return {
    north: corner.lat + 1,
    west: corner.lon,
    step: 1 / (side - 1),
    rows: side,
    columns: side,
    heights,
  };
};

const unzipTile = (path: string, bytes: Uint8Array): Uint8Array => {
  let files: Record<string, Uint8Array>;
  try {
    files = unzipSync(bytes, { filter: (file) => /\.hgt$/i.test(file.name) });
  } catch (cause) {
    throw damaged(path, 'cannot be unzipped', cause);
  }
  const tile = Object.values(files)[0];
  if (!tile) throw damaged(path, 'holds no .hgt file');
  return tile;
};

const damaged = (path: string, fault: string, cause?: unknown): RoadError =>
  new RoadError(
    'elevation-damaged',
    `${path}: the elevation tile ${fault}. Download the tile again or remove it.`,
    {
      cause,
    },
  );

/** The part of a grid within a box of degrees, one cell wider all round; null where they do not meet. */
export const clipGrid = (
  grid: HeightGrid,
  box: readonly [number, number, number, number],
): HeightGrid | null => {
  const [west, south, east, north] = box;
  const firstRow = Math.max(0, Math.floor((grid.north - north) / grid.step) - 1);
  const lastRow = Math.min(grid.rows - 1, Math.ceil((grid.north - south) / grid.step) + 1);
  const firstColumn = Math.max(0, Math.floor((west - grid.west) / grid.step) - 1);
  const lastColumn = Math.min(grid.columns - 1, Math.ceil((east - grid.west) / grid.step) + 1);
  const rows = lastRow - firstRow + 1;
  const columns = lastColumn - firstColumn + 1;
  if (rows < 2 || columns < 2) return null;
  const heights = new Int16Array(rows * columns);
  for (let row = 0; row < rows; row += 1) {
    const from = (firstRow + row) * grid.columns + firstColumn;
    heights.set(grid.heights.subarray(from, from + columns), row * columns);
  }
  return {
    north: grid.north - firstRow * grid.step,
    west: grid.west + firstColumn * grid.step,
    step: grid.step,
    rows,
    columns,
    heights,
  };
};

/** Fills unknown heights from the rim inwards with the mean of known neighbours; returns how many it filled. */
export const fillVoids = (grid: HeightGrid): number => {
  const { heights, rows, columns } = grid;
  let front: number[] = [];
  for (let i = 0; i < heights.length; i += 1) if (heights[i] === VOID) front.push(i);
  const total = front.length;
  if (total === heights.length) return 0;
  while (front.length > 0) {
    const rest: number[] = [];
    const filled: number[] = [];
    for (const cell of front) {
      const mean = neighbourMean(heights, rows, columns, cell);
      if (mean === null) rest.push(cell);
      else filled.push(cell, mean);
    }
    // Written only after the ring is done, so that the order of cells does not matter.
    for (let i = 0; i < filled.length; i += 2) heights[filled[i]!] = filled[i + 1]!;
    front = rest;
  }
  return total;
};

const neighbourMean = (heights: Int16Array, rows: number, columns: number, cell: number): number | null => {
  const row = Math.floor(cell / columns);
  const column = cell - row * columns;
  let sum = 0;
  let count = 0;
  for (let r = Math.max(0, row - 1); r <= Math.min(rows - 1, row + 1); r += 1) {
    for (let c = Math.max(0, column - 1); c <= Math.min(columns - 1, column + 1); c += 1) {
      const height = heights[r * columns + c]!;
      if (height === VOID) continue;
      sum += height;
      count += 1;
    }
  }
  return count === 0 ? null : Math.round(sum / count);
};
