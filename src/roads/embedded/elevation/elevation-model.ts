import { readFile } from 'node:fs/promises';
import { isRasterName, widen, type TileFile } from './elevation-files.js';
import { readRaster } from './geotiff-grid.js';
import { openRaster } from './geotiff-raster.js';
import { clipGrid, fillVoids, heightInGrid, VOID, type Box, type HeightGrid } from './height-grid.js';
import { decodeTile } from './hgt-tile.js';
import { joinGrids } from './mosaic.js';

export { tilesFor, type TileFile } from './elevation-files.js';
export type { Box } from './height-grid.js';

/** Heights of the ground. */
export interface ElevationModel {
  /** Finest first. */
  readonly grids: readonly HeightGrid[];
  /** Metres at a point in degrees, between its four neighbours; NaN where unknown. */
  heightAt(lon: number, lat: number): number;
}

/**
 * Reads files of heights, cut to a box and its margin. Where files overlap the finest counts; its voids
 * take the coarser one's heights, and are filled from their rims where there are none.
 * @throws RoadError elevation-damaged.
 */
export const readElevation = async (files: readonly TileFile[], box: Box): Promise<ElevationModel> => {
  const wide = widen(box);
  const parts: HeightGrid[] = [];
  for (const file of files) {
    const grid = await readGrid(file, wide);
    if (grid !== null) parts.push(grid);
  }
  const grids = joinGrids(parts).sort((a, b) => a.stepY - b.stepY);
  grids.forEach((grid, i) => patchVoids(grid, grids.slice(i + 1)));
  for (const grid of grids) fillVoids(grid);
  return elevationModel(grids);
};

const readGrid = async ({ path, name }: TileFile, box: Box): Promise<HeightGrid | null> => {
  if (!isRasterName(name)) return clipGrid(decodeTile(path, name, await readFile(path)), box);
  const raster = await openRaster(path);
  try {
    return await readRaster(raster, box);
  } finally {
    await raster.close();
  }
};

const patchVoids = (grid: HeightGrid, coarser: readonly HeightGrid[]): void => {
  if (coarser.length === 0) return;
  const { heights, columns } = grid;
  for (let cell = 0; cell < heights.length; cell += 1) {
    if (heights[cell] !== VOID) continue;
    const lon = grid.west + (cell % columns) * grid.stepX;
    const lat = grid.north - Math.floor(cell / columns) * grid.stepY;
    const height = heightAmong(coarser, lon, lat);
    if (!Number.isNaN(height)) heights[cell] = heights instanceof Int16Array ? Math.round(height) : height;
  }
};

/** A pixel stands for the area around its centre, so a raster reaches half a cell beyond its last ones. */
const RIM_CELLS = 0.5;

const heightAmong = (grids: readonly HeightGrid[], lon: number, lat: number): number => {
  for (const grid of grids) {
    const height = heightInGrid(grid, lon, lat);
    if (!Number.isNaN(height)) return height;
  }
  return NaN;
};

/** A model over grids already read, finest first. */
export const elevationModel = (grids: readonly HeightGrid[]): ElevationModel => ({
  grids,
  heightAt: (lon, lat) => {
    const height = heightAmong(grids, lon, lat);
    if (!Number.isNaN(height)) return height;
    for (const grid of grids) {
      const near = heightInGrid(grid, lon, lat, RIM_CELLS);
      if (!Number.isNaN(near)) return near;
    }
    return NaN;
  },
});
