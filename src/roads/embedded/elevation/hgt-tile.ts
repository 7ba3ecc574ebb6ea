import { gunzipSync } from 'node:zlib';
import { unzipSync } from 'fflate';
import { RoadError } from '../../road-error.js';
import type { HeightGrid } from './height-grid.js';

const NAME = /^([NS])(\d{2})([EW])(\d{3})\.hgt(?:\.zip|\.gz)?$/i;

/** South-west corner in degrees from a name such as N42E001.hgt.zip; null where it is no tile's name. */
export const tileCorner = (name: string): { lat: number; lon: number } | null => {
  const match = NAME.exec(name);
  if (!match) return null;
  const lat = Number(match[2]) * (match[1]!.toUpperCase() === 'S' ? -1 : 1);
  const lon = Number(match[4]) * (match[3]!.toUpperCase() === 'W' ? -1 : 1);
  return { lat, lon };
};

/**
 * Decodes a tile: big-endian 16-bit metres, 1201 or 3601 a side, plain, zipped or gzipped.
 * @param path of the file, for messages and its name for the corner.
 * @throws RoadError elevation-damaged.
 */
export const decodeTile = (path: string, name: string, bytes: Uint8Array): HeightGrid => {
  const corner = tileCorner(name);
  if (corner === null) throw damaged(path, 'is not named as a tile such as N42E001.hgt');
  const raw = unpackTile(path, name, bytes);
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
    stepX: 1 / (side - 1),
    stepY: 1 / (side - 1),
    rows: side,
    columns: side,
    heights,
  };
};

/** Far more than a 1" tile, so that a damaged length never fills the memory. */
const MAX_TILE_BYTES = 2 ** 26;

const unpackTile = (path: string, name: string, bytes: Uint8Array): Uint8Array => {
  if (/\.zip$/i.test(name)) return unzipTile(path, bytes);
  if (!/\.gz$/i.test(name)) return bytes;
  try {
    return gunzipSync(bytes, { maxOutputLength: MAX_TILE_BYTES });
  } catch (cause) {
    throw damaged(path, 'cannot be unzipped', cause);
  }
};

const unzipTile = (path: string, bytes: Uint8Array): Uint8Array => {
  let files: Record<string, Uint8Array>;
  try {
    files = unzipSync(bytes, {
      filter: (file) => /\.hgt$/i.test(file.name) && file.originalSize <= MAX_TILE_BYTES,
    });
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
