import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { RoadError } from '../../road-error.js';
import { rasterBox } from './geotiff-grid.js';
import { openRaster } from './geotiff-raster.js';
import type { Box } from './height-grid.js';
import { tileCorner } from './hgt-tile.js';

/** A file of heights. */
export interface TileFile {
  readonly path: string;
  readonly name: string;
}

/** Ground beyond the roads that walks off the road may cross, degrees. */
const MARGIN_DEGREES = 0.05;

/** Whether a name is a GeoTIFF's. */
export const isRasterName = (name: string): boolean => /\.tiff?$/i.test(name);

/** A box with the margin that elevation is read for. */
export const widen = ([west, south, east, north]: Box): Box => [
  west - MARGIN_DEGREES,
  south - MARGIN_DEGREES,
  east + MARGIN_DEGREES,
  north + MARGIN_DEGREES,
];

/**
 * Files of heights that touch a box, sorted by name; of one .hgt tile plain and packed, the plain one.
 * @param place a folder of .hgt tiles and GeoTIFFs, or one such file.
 * @throws RoadError elevation-missing, elevation-damaged.
 */
export const tilesFor = async (place: string, box: Box): Promise<TileFile[]> => {
  const wide = widen(box);
  const files: TileFile[] = [];
  const corners = new Set<string>();
  for (const file of await elevationFiles(place)) {
    const corner = tileCorner(file.name);
    if (corner !== null) {
      const key = `${corner.lat} ${corner.lon}`;
      const touches = overlap(wide, [corner.lon, corner.lat, corner.lon + 1, corner.lat + 1]);
      if (touches && !corners.has(key)) files.push(file);
      if (touches) corners.add(key);
    } else if (overlap(wide, await boxOfRaster(file.path))) files.push(file);
  }
  return files;
};

const overlap = (a: Box, b: Box): boolean => b[0] <= a[2] && b[2] >= a[0] && b[1] <= a[3] && b[3] >= a[1];

const boxOfRaster = async (path: string): Promise<Box> => {
  const raster = await openRaster(path);
  try {
    return rasterBox(raster);
  } finally {
    await raster.close();
  }
};

const elevationFiles = async (place: string): Promise<TileFile[]> => {
  const known = (name: string): boolean => tileCorner(name) !== null || isRasterName(name);
  const unknown = (what: string): RoadError =>
    new RoadError(
      'elevation-damaged',
      `${place}: ${what}. Give GeoTIFFs (.tif) or tiles named by their south-west corners, such as N42E001.hgt, N42E001.hgt.zip or N42E001.hgt.gz, or leave elevation out.`,
    );
  try {
    if ((await stat(place)).isFile()) {
      const name = basename(place);
      if (!known(name)) throw unknown('this is no file of heights by its name');
      return [{ path: place, name }];
    }
    const names = (await readdir(place)).filter((name) => !name.startsWith('.')).sort();
    const found = names.filter(known);
    if (names.length > 0 && found.length === 0) throw unknown('the folder holds no file of heights');
    return found.map((name) => ({ path: join(place, name), name }));
  } catch (cause) {
    if (cause instanceof RoadError) throw cause;
    throw new RoadError(
      'elevation-missing',
      `${place}: the elevation cannot be read (${(cause as NodeJS.ErrnoException).code ?? 'unknown fault'}). Give a folder that holds GeoTIFFs or tiles such as N42E001.hgt or N42E001.hgt.zip, or one such file, or leave elevation out.`,
      { cause },
    );
  }
};
