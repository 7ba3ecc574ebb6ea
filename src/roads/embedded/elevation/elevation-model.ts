import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { RoadError } from '../../road-error.js';
import { clipGrid, decodeTile, fillVoids, tileCorner, VOID, type HeightGrid } from './hgt-tile.js';

/** Heights of the ground. */
export interface ElevationModel {
  readonly grids: readonly HeightGrid[];
  /** Metres at a point in degrees, between its four neighbours; NaN where unknown. */
  heightAt(lon: number, lat: number): number;
}

export type Box = readonly [west: number, south: number, east: number, north: number];

/** Ground beyond the roads that walks off the road may cross, degrees. */
const MARGIN_DEGREES = 0.05;

export interface TileFile {
  readonly path: string;
  readonly name: string;
}

/** Tiles of a folder that touch a box; sorted, a plain tile before its zip. @throws RoadError elevation-missing. */
export const tilesFor = async (folder: string, box: Box): Promise<TileFile[]> => {
  const wide = widen(box);
  const byCorner = new Map<string, TileFile>();
  for (const name of await tileNames(folder)) {
    const corner = tileCorner(name)!;
    const touches =
      corner.lon <= wide[2] &&
      corner.lon + 1 >= wide[0] &&
      corner.lat <= wide[3] &&
      corner.lat + 1 >= wide[1];
    const key = `${corner.lat} ${corner.lon}`;
    if (touches && !byCorner.has(key)) byCorner.set(key, { path: join(folder, name), name });
  }
  return [...byCorner.values()];
};

const tileNames = async (folder: string): Promise<string[]> => {
  try {
    const names = await readdir(folder);
    return names.filter((name) => tileCorner(name) !== null).sort();
  } catch (cause) {
    throw new RoadError(
      'elevation-missing',
      `${folder}: the folder of elevation tiles cannot be read (${(cause as NodeJS.ErrnoException).code ?? 'unknown fault'}). Give a folder that holds tiles such as N42E001.hgt or N42E001.hgt.zip, or leave elevation out.`,
      { cause },
    );
  }
};

/** Reads tiles, cut to a box and its margin, voids filled. */
export const readElevation = async (tiles: readonly TileFile[], box: Box): Promise<ElevationModel> => {
  const grids: HeightGrid[] = [];
  for (const tile of tiles) {
    const bytes = await readFile(tile.path);
    const grid = clipGrid(decodeTile(tile.path, tile.name, bytes), widen(box));
    if (grid === null) continue;
    fillVoids(grid);
    grids.push(grid);
  }
  return elevationModel(grids);
};

const widen = ([west, south, east, north]: Box): Box => [
  west - MARGIN_DEGREES,
  south - MARGIN_DEGREES,
  east + MARGIN_DEGREES,
  north + MARGIN_DEGREES,
];

/** A model over grids already read. */
export const elevationModel = (grids: readonly HeightGrid[]): ElevationModel => ({
  grids,
  heightAt: (lon, lat) => {
    for (const grid of grids) {
      const height = heightInGrid(grid, lon, lat);
      if (!Number.isNaN(height)) return height;
    }
    return NaN;
  },
});

const heightInGrid = (grid: HeightGrid, lon: number, lat: number): number => {
  // A hair of tolerance: the last row of one tile is the first of the next.
  const y = (grid.north - lat) / grid.step;
  const x = (lon - grid.west) / grid.step;
  if (y < -1e-6 || x < -1e-6 || y > grid.rows - 1 + 1e-6 || x > grid.columns - 1 + 1e-6) return NaN;
  const row = Math.max(0, Math.min(grid.rows - 2, Math.floor(y)));
  const column = Math.max(0, Math.min(grid.columns - 2, Math.floor(x)));
  const { heights, columns } = grid;
  const at = row * columns + column;
  const nw = heights[at]!;
  const ne = heights[at + 1]!;
  const sw = heights[at + columns]!;
  const se = heights[at + columns + 1]!;
  if (nw === VOID || ne === VOID || sw === VOID || se === VOID) return NaN;
  const fx = x - column;
  const fy = y - row;
  return (nw * (1 - fx) + ne * fx) * (1 - fy) + (sw * (1 - fx) + se * fx) * fy;
};
