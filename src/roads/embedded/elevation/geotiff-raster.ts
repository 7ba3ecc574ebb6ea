import { fromFile, type GeoTIFF, type GeoTIFFImage } from 'geotiff';
import { toProj4 } from 'geotiff-geokeys-to-proj4';
import proj4 from 'proj4';
import { stat } from 'node:fs/promises';
import { RoadError } from '../../road-error.js';
import { VOID } from './height-grid.js';

/** Columns and rows of a raster, from the centre of its first pixel. */
export type PixelPoint = readonly [column: number, row: number];

/** A GeoTIFF ready to be read. */
export interface Raster {
  readonly path: string;
  readonly width: number;
  readonly height: number;
  /** Where its rows run east-west and its columns north-south in degrees: the first pixel's centre and the steps. */
  readonly geographic: { west: number; north: number; stepX: number; stepY: number } | null;
  toPixel(lon: number, lat: number): PixelPoint;
  toDegrees(column: number, row: number): readonly [lon: number, lat: number];
  /** Metres of a window of pixels, row by row, {@link VOID} where unknown; the right and bottom ends are exclusive. */
  read(left: number, top: number, right: number, bottom: number): Promise<Float32Array>;
  close(): Promise<void>;
}

const GEOGRAPHIC = 2;
const PROJECTED = 1;
const PIXEL_IS_POINT = 2;
const DEGREES = 9102;
/** So many pixels are decoded at a time, in whole rows of tiles. */
const PIXELS_A_READ = 4_000_000;

type GeoKeys = Partial<Record<string, unknown>>;

/** Opens a GeoTIFF's full resolution; overviews are passed over. @throws RoadError elevation-damaged. */
export const openRaster = async (path: string): Promise<Raster> => {
  const tiff = await told(path, 'is no GeoTIFF that can be read', () => fromFile(path));
  try {
    const image = await told(path, 'is no GeoTIFF that can be read', () => tiff.getImage(0));
    await told(path, 'is cut short', () => refuseCutFile(path, image));
    return await told(path, 'is no GeoTIFF of heights', () => Promise.resolve(rasterOf(path, tiff, image)));
  } catch (fault) {
    await tiff.close();
    throw fault;
  }
};

const rasterOf = (path: string, tiff: GeoTIFF, image: GeoTIFFImage): Raster => {
  const keys = image.getGeoKeys() as GeoKeys | null;
  const affine = affineOf(image, keys);
  if (keys === null || affine === null) throw damaged(path, 'has no georeference');
  const [a, b, c, d, e, f] = affine;
  const crs = crsOf(path, keys);
  const determinant = a * e - b * d;
  if (!(Math.abs(determinant) > 0)) throw damaged(path, 'has a georeference that makes no map');
  const upright = crs.degrees && b === 0 && d === 0 && a > 0 && e < 0;
  return {
    path,
    width: image.getWidth(),
    height: image.getHeight(),
    geographic: upright ? { west: c, north: f, stepX: a, stepY: -e } : null,
    toPixel: (lon, lat) => {
      const [x, y] = crs.fromDegrees(lon, lat);
      return [(e * (x - c) - b * (y - f)) / determinant, (a * (y - f) - d * (x - c)) / determinant];
    },
    toDegrees: (column, row) => crs.toDegrees(a * column + b * row + c, d * column + e * row + f),
    read: (left, top, right, bottom) =>
      told(path, 'cannot be read', () => readWindow(image, crs.metres, left, top, right, bottom)),
    close: async () => {
      await tiff.close();
    },
  };
};

/** x = a column + b row + c, y = d column + e row + f, for the centres of pixels. */
type Affine = readonly [a: number, b: number, c: number, d: number, e: number, f: number];

const affineOf = (image: GeoTIFFImage, keys: GeoKeys | null): Affine | null => {
  const directory = image.fileDirectory;
  const numbers = (tag: 'ModelTransformation' | 'ModelPixelScale' | 'ModelTiepoint'): number[] =>
    Array.from((directory.getValue(tag) as ArrayLike<number> | undefined) ?? []);
  const matrix = numbers('ModelTransformation');
  const [sx, sy] = numbers('ModelPixelScale');
  const [i, j, , x, y] = numbers('ModelTiepoint');
  const half = keys?.['GTRasterTypeGeoKey'] === PIXEL_IS_POINT ? 0 : 0.5;
  let corner: Affine;
  if (matrix.length === 16) {
    corner = [matrix[0]!, matrix[1]!, matrix[3]!, matrix[4]!, matrix[5]!, matrix[7]!];
  } else if (sx !== undefined && sy !== undefined && y !== undefined) {
    corner = [sx, 0, x! - i! * sx, 0, -sy, y + j! * sy];
  } else return null;
  const [a, b, c, d, e, f] = corner;
  const centred: Affine = [a, b, c + (a + b) * half, d, e, f + (d + e) * half];
  return centred.every(Number.isFinite) ? centred : null;
};

interface Crs {
  /** Whether its coordinates are degrees of longitude and latitude. */
  readonly degrees: boolean;
  /** Metres a unit of height. */
  readonly metres: number;
  fromDegrees(lon: number, lat: number): readonly [number, number];
  toDegrees(x: number, y: number): readonly [number, number];
}

const crsOf = (path: string, keys: GeoKeys): Crs => {
  const model =
    keys['GTModelTypeGeoKey'] ?? (keys['ProjectedCSTypeGeoKey'] === undefined ? GEOGRAPHIC : PROJECTED);
  const found = toProj4(keys as never);
  const { x = 1, y = 1, z = 1 } = found.coordinatesConversionParameters ?? {};
  const metres = keys['VerticalUnitsGeoKey'] === undefined ? 1 : z;
  const plain =
    (keys['GeogAngularUnitsGeoKey'] ?? DEGREES) === DEGREES && keys['GeogPrimeMeridianGeoKey'] === undefined;
  // Geographic systems of today differ from WGS-84 by a metre or two, far less than a cell.
  if (model === GEOGRAPHIC && plain) {
    return {
      degrees: true,
      metres,
      fromDegrees: (lon, lat) => [lon, lat],
      toDegrees: (lon, lat) => [lon, lat],
    };
  }
  if (model !== PROJECTED && model !== GEOGRAPHIC)
    throw damaged(path, 'has a coordinate system that is no map');
  const fatal = Object.keys(found.errors ?? {}).find((name) => /CRS|projection|conversion/i.test(name));
  if (!found.proj4 || fatal !== undefined) {
    throw damaged(path, `has a coordinate system that is not known here${fatal ? ` (${fatal})` : ''}`);
  }
  const converter = proj4('WGS84', found.proj4);
  return {
    degrees: false,
    metres,
    fromDegrees: (lon, lat) => {
      const [px, py] = converter.forward([lon, lat]) as [number, number];
      return [px / x, py / y];
    },
    toDegrees: (px, py) => converter.inverse([px * x, py * y]) as [number, number],
  };
};

const readWindow = async (
  image: GeoTIFFImage,
  metres: number,
  left: number,
  top: number,
  right: number,
  bottom: number,
): Promise<Float32Array> => {
  const width = right - left;
  const heights = new Float32Array(width * (bottom - top));
  const noData = image.getGDALNoData();
  const tile = image.getTileHeight();
  const step = Math.max(tile, Math.floor(PIXELS_A_READ / width / tile) * tile);
  for (let row = top; row < bottom;) {
    const end = Math.min(bottom, Math.floor(row / tile) * tile + step);
    const rasters = await image.readRasters({ window: [left, row, right, end], samples: [0] });
    const values = rasters[0] as ArrayLike<number>;
    const to = (row - top) * width;
    for (let i = 0; i < values.length; i += 1) heights[to + i] = heightOf(values[i]!, noData, metres);
    row = end;
  }
  return heights;
};

/** Heights no ground has are marks of unknown ones, whether the file says so or not. */
const LOWEST_METRES = -12_000;
const HIGHEST_METRES = 9_000;

const heightOf = (value: number, noData: number | null, metres: number): number => {
  if (!Number.isFinite(value) || value === noData || Math.fround(noData ?? NaN) === value) return VOID;
  const height = value * metres;
  return height < LOWEST_METRES || height > HIGHEST_METRES ? VOID : height;
};

/** A file that ends before its last tile would otherwise read as zeros there. */
const refuseCutFile = async (path: string, image: GeoTIFFImage): Promise<void> => {
  const { size } = await stat(path);
  const directory = image.fileDirectory;
  const tiled = directory.hasTag('TileOffsets');
  const load = async (tag: 'TileOffsets' | 'TileByteCounts' | 'StripOffsets' | 'StripByteCounts') =>
    (await directory.loadValue(tag)) as ArrayLike<number> | undefined;
  const offsets = await load(tiled ? 'TileOffsets' : 'StripOffsets');
  const counts = await load(tiled ? 'TileByteCounts' : 'StripByteCounts');
  if (!offsets || !counts || offsets.length !== counts.length) throw damaged(path, 'lists no pixels');
  for (let i = 0; i < offsets.length; i += 1) {
    if (!(Number(offsets[i]) + Number(counts[i]) <= size)) throw damaged(path, 'is cut short');
  }
};

const told = async <T>(path: string, fault: string, work: () => Promise<T>): Promise<T> => {
  try {
    return await work();
  } catch (cause) {
    if (cause instanceof RoadError) throw cause;
    throw damaged(path, `${fault} (${(cause as Error).message ?? String(cause)})`, cause);
  }
};

const damaged = (path: string, fault: string, cause?: unknown): RoadError =>
  new RoadError(
    'elevation-damaged',
    `${path}: the elevation raster ${fault}. Rewrite it with "gdalwarp -t_srs EPSG:4326 IN.tif OUT.tif", download it again or remove it.`,
    { cause },
  );
