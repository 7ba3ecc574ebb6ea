import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
import { writeArrayBuffer } from 'geotiff';
import proj4 from 'proj4';
import { buildGraph } from '../../../src/roads/embedded/build-graph.js';
import { readElevation, tilesFor, type Box } from '../../../src/roads/embedded/elevation/elevation-model.js';
import { openGraph } from '../../../src/roads/embedded/open-graph.js';
import { builtInProfiles } from '../../../src/roads/embedded/profiles/built-in.js';
import { inFolder } from '../graph-of.js';

type Heights = (lon: number, lat: number) => number;

interface RasterStyle {
  readonly west: number;
  readonly north: number;
  readonly step: number;
  readonly columns: number;
  readonly rows: number;
  readonly point?: boolean;
  readonly noData?: number;
  /** EPSG code of a projected system; steps and corner are then metres. */
  readonly projected?: number;
  readonly type?: new (size: number) => Float32Array | Float64Array | Int16Array | Uint16Array;
}

/** A GeoTIFF whose pixels hold a rule of the coordinates of their centres. */
const raster = (style: RasterStyle, height: Heights): Buffer => {
  const { west, north, step, columns, rows, point = false, noData, projected } = style;
  const values = new (style.type ?? Float32Array)(columns * rows);
  const half = point ? 0 : 0.5;
  for (let i = 0; i < values.length; i += 1) {
    const x = west + ((i % columns) + half) * step;
    values[i] = height(x, north - (Math.floor(i / columns) + half) * step);
  }
  const metadata = {
    width: columns,
    height: rows,
    ModelPixelScale: [step, step, 0],
    ModelTiepoint: [0, 0, 0, west, north, 0],
    GTModelTypeGeoKey: projected === undefined ? 2 : 1,
    GTRasterTypeGeoKey: point ? 2 : 1,
    ...(projected === undefined ? { GeographicTypeGeoKey: 4326 } : { ProjectedCSTypeGeoKey: projected }),
    ...(noData === undefined ? {} : { GDAL_NODATA: `${noData}` }),
  };
  // The writer knows no signed 16-bit samples; their bits are those of unsigned ones.
  const signed = values instanceof Int16Array;
  const samples = signed ? new Uint16Array(values.buffer) : values;
  return Buffer.from(
    writeArrayBuffer(samples as never, { ...metadata, ...(signed ? { SampleFormat: [2] } : {}) } as never),
  );
};

const model = (files: Record<string, Buffer>, box: Box) =>
  inFolder(async (folder) => {
    for (const [name, bytes] of Object.entries(files)) await writeFile(join(folder, name), bytes);
    return readElevation(await tilesFor(folder, box), box);
  });

const BOX: Box = [100.08, 0.08, 100.12, 0.12];
const FRAME = { west: 100, north: 0.2, step: 0.001, columns: 200, rows: 200 };
/** A plane rising east and north, which interpolation keeps. */
const plane: Heights = (lon, lat) => 1000 + 2000 * (lon - 100) + 500 * lat;
const PLACES = [
  [100.0901, 0.1003],
  [100.1, 0.1],
  [100.11234, 0.08765],
] as const;

const expectPlane = (heightAt: Heights, tolerance: number): void => {
  for (const [lon, lat] of PLACES) expect(heightAt(lon, lat)).to.be.closeTo(plane(lon, lat), tolerance);
};

describe('elevation from GeoTIFF', () => {
  for (const [name, type] of Object.entries({ Float32Array, Float64Array })) {
    it(`reads ${name} samples between the centres of pixels`, async () => {
      const { heightAt } = await model({ 'a.tif': raster({ ...FRAME, type }, plane) }, BOX);
      expectPlane(heightAt, 0.01);
    });
  }

  for (const [name, type] of Object.entries({ Int16Array, Uint16Array })) {
    it(`reads ${name} samples as whole metres`, async () => {
      const whole = raster({ ...FRAME, type }, (lon, lat) => Math.round(plane(lon, lat)));
      const { heightAt, grids } = await model({ 'a.tiff': whole }, BOX);
      expectPlane(heightAt, 0.8);
      expect(grids[0]!.heights).to.be.instanceOf(Int16Array);
    });
  }

  it('keeps heights below the sea', async () => {
    const deep = raster({ ...FRAME, type: Int16Array }, () => -390);
    expect((await model({ 'a.tif': deep }, BOX)).heightAt(100.1, 0.1)).to.equal(-390);
  });

  it('knows pixels that are points from those that are areas', async () => {
    const { heightAt } = await model({ 'a.tif': raster({ ...FRAME, point: true }, plane) }, BOX);
    expectPlane(heightAt, 0.01);
  });

  it('reads no more than the box needs', async () => {
    const { grids } = await model({ 'a.tif': raster(FRAME, plane) }, [100.1, 0.1, 100.101, 0.101]);
    expect(grids[0]!.heights.length).to.be.below(115 * 115);
    expect(grids[0]!.columns).to.be.within(100, 115);
  });

  it('fills what the file marks as no data', async () => {
    const holed = raster({ ...FRAME, noData: -9999 }, (lon, lat) =>
      Math.abs(lon - 100.1) < 0.004 && Math.abs(lat - 0.1) < 0.004 ? -9999 : 700,
    );
    expect((await model({ 'a.tif': holed }, BOX)).heightAt(100.1, 0.1)).to.equal(700);
  });

  it('answers nothing beyond its border', async () => {
    const { heightAt } = await model({ 'a.tif': raster(FRAME, plane) }, [100.15, 0.1, 100.3, 0.12]);
    expect(heightAt(100.19, 0.11)).to.be.closeTo(plane(100.19, 0.11), 0.01);
    expect(Number.isNaN(heightAt(100.21, 0.11))).to.equal(true);
  });

  it('is continuous over the seams of tiles, and fills voids across them', async () => {
    const void_: Heights = (lon, lat) =>
      Math.hypot(lon - 100.1, lat - 0.1) < 0.005 ? -9999 : plane(lon, lat);
    const tiles: Record<string, Buffer> = {};
    for (const [name, west, north] of [
      ['nw', 100, 0.2],
      ['ne', 100.1, 0.2],
      ['sw', 100, 0.1],
      ['se', 100.1, 0.1],
    ] as const) {
      tiles[`${name}.tif`] = raster({ ...FRAME, west, north, columns: 100, rows: 100, noData: -9999 }, void_);
    }
    const { heightAt, grids } = await model(tiles, BOX);
    expect(grids).to.have.length(1);
    for (const [lon, lat] of [
      [100.1, 0.085],
      [100.0999, 0.115],
      [100.0853, 0.1],
      [100.1005, 0.1105],
    ] as const) {
      expect(heightAt(lon, lat)).to.be.closeTo(plane(lon, lat), 0.01);
    }
    expect(heightAt(100.1, 0.1)).to.be.closeTo(plane(100.1, 0.1), 5);
  });

  it('takes the finest of files that overlap, and the coarser one where that is void', async () => {
    const fine = raster({ ...FRAME, step: 0.0005, columns: 400, rows: 400, noData: -1 }, (lon, lat) =>
      lon < 100.1 ? 10 : lat > 0.1 ? -1 : 20,
    );
    const coarse = raster(FRAME, () => 500);
    const { heightAt } = await model({ 'a-coarse.tif': coarse, 'b-fine.tif': fine }, BOX);
    expect(heightAt(100.09, 0.09)).to.equal(10);
    expect(heightAt(100.11, 0.09)).to.equal(20);
    expect(heightAt(100.11, 0.11)).to.equal(500);
  });

  it('carries a projected raster over onto degrees', async () => {
    // UTM zone 47 north, around 100.1 E 25.1 N.
    const utm = proj4('WGS84', '+proj=utm +zone=47 +datum=WGS84 +units=m +no_defs');
    const inland: Heights = (lon, lat) => 1000 + 2000 * (lon - 100) + 500 * (lat - 25);
    const [x, y] = utm.forward([100.1, 25.1]) as [number, number];
    const style = { west: x - 6000, north: y + 6000, step: 30, projected: 32647, rows: 400 };
    const height: Heights = (east, north) => inland(...(utm.inverse([east, north]) as [number, number]));
    const halves = {
      'east.tif': raster({ ...style, west: x, columns: 200 }, height),
      'west.tif': raster({ ...style, columns: 200 }, height),
    };
    const { heightAt, grids } = await model(halves, [100.08, 25.08, 100.12, 25.12]);
    expect(grids).to.have.length(1);
    for (const [lon, lat] of [
      [100.0801, 25.1003],
      [100.1, 25.1],
      [100.10003, 25.09],
      [100.1172, 25.0876],
    ] as const) {
      expect(heightAt(lon, lat)).to.be.closeTo(inland(lon, lat), 0.2);
    }
    expect(Number.isNaN(heightAt(100.2, 25.1))).to.equal(true);
  });

  it('is read beside .hgt tiles, zipped with gzip or not', async () => {
    const tile = Buffer.alloc(2 * 1201 * 1201);
    for (let i = 0; i < 1201 * 1201; i += 1) tile.writeInt16BE(300, 2 * i);
    const file = raster({ ...FRAME, columns: 100 }, () => 40);
    const { heightAt } = await model({ 'N00E100.hgt.gz': gzipSync(tile), 'a.tif': file }, BOX);
    expect(heightAt(100.09, 0.1)).to.equal(300);
    expect((await model({ 'a.tif': file }, BOX)).heightAt(100.09, 0.1)).to.equal(40);
  });
});

describe('elevation that cannot be read', () => {
  const faultOf = (files: Record<string, Buffer>, of = ''): Promise<unknown> =>
    inFolder(async (folder) => {
      for (const [name, bytes] of Object.entries(files)) await writeFile(join(folder, name), bytes);
      const box: Box = [100, 0, 101, 1];
      return tilesFor(join(folder, of), box)
        .then((tiles) => readElevation(tiles, box))
        .catch((error: unknown) => error);
    });

  const expectFault = async (files: Record<string, Buffer>, says: RegExp, of = ''): Promise<void> => {
    const fault = await faultOf(files, of);
    expect(fault).to.include({ name: 'RoadError', code: 'elevation-damaged' });
    expect((fault as Error).message).to.match(says);
  };

  it('is told where a file is no GeoTIFF', () =>
    expectFault({ 'a.tif': Buffer.from('II*\0 but no more') }, /a\.tif: the elevation raster .*gdalwarp/));

  it('is told where a GeoTIFF has no georeference', () => {
    const bytes = raster(FRAME, plane);
    const entries = bytes.readUInt16BE(8);
    for (let at = 10; at < 10 + 12 * entries; at += 12) {
      // ModelPixelScale and GeoKeyDirectory become tags no one knows.
      if ([33550, 34735].includes(bytes.readUInt16BE(at))) bytes.writeUInt16BE(65_000, at);
    }
    return expectFault({ 'a.tif': bytes }, /has no georeference/);
  });

  it('is told where the coordinate system is unknown', () =>
    expectFault({ 'a.tif': raster({ ...FRAME, projected: 12345 }, plane) }, /coordinate system/));

  it('is told where a folder holds nothing known', () =>
    expectFault({ 'readme.txt': Buffer.from('x') }, /holds no file of heights/));

  it('is told where one file is given that is none of heights', () =>
    expectFault({ 'heights.asc': Buffer.from('x') }, /heights\.asc.*by its name/, 'heights.asc'));

  it('is told, or reads fine, wherever a GeoTIFF is cut or changed', async () => {
    const whole = raster({ ...FRAME, columns: 20, rows: 20 }, plane);
    for (let length = 0; length < whole.length; length += 149) {
      const fault = await faultOf({ 'a.tif': whole.subarray(0, length) });
      expect(fault, `${length} bytes`).to.include({ code: 'elevation-damaged' });
    }
    for (let at = 0; at < 900; at += 11) {
      const bytes = Buffer.from(whole);
      bytes[at] = bytes[at]! ^ 0xff;
      const outcome = await faultOf({ 'a.tif': bytes });
      if (outcome instanceof Error) expect(outcome, `byte ${at}`).to.include({ code: 'elevation-damaged' });
    }
  });
});

describe('Porto Alegre with its GeoTIFF', () => {
  const folder = join(process.env['PACKHORSE_TEST_DATA'] ?? '', 'osm');
  const dem = join(folder, 'porto-alegre-elevation.tif');

  before(function () {
    if (existsSync(dem)) return;
    process.stdout.write('    left out: PACKHORSE_TEST_DATA holds no osm/porto-alegre-elevation.tif\n');
    this.skip();
  });

  it('has the lake at its foot and the hills in its east', async () => {
    const box: Box = [-51.25, -30.1, -51.15, -30.0];
    const { heightAt } = await readElevation(await tilesFor(dem, box), box);
    // The quay of Guaíba lake; Morro Santana, the highest of the hills, near its crest.
    expect(heightAt(-51.2405, -30.0265)).to.be.within(0, 12);
    let highest = -Infinity;
    for (let lat = -30.1; lat < -30; lat += 0.0005) {
      for (let lon = -51.25; lon < -51.15; lon += 0.0005) highest = Math.max(highest, heightAt(lon, lat));
    }
    expect(highest).to.be.within(180, 320);
  });

  it('builds a graph that climbs, and opens with the same ground', () =>
    inFolder(async (work) => {
      const out = join(work, 'graph');
      await mkdir(work, { recursive: true });
      const manifest = await buildGraph({
        extract: join(folder, 'porto-alegre.osm.pbf'),
        dem,
        out,
        profiles: builtInProfiles(['van']),
      });
      expect(manifest.elevation.map(({ name }) => name)).to.deep.equal(['porto-alegre-elevation.tif']);
      const roads = await openGraph(out);
      try {
        const [west, south, east, north] = roads.bounds!;
        const points = [0.2, 0.4, 0.6, 0.8].map((share) => ({
          lon: west + (east - west) * share,
          lat: south + (north - south) * share,
        }));
        const { ascents } = await roads.matrix({ profile: 'van', points });
        expect(Math.max(...ascents)).to.be.within(10, 2000);
      } finally {
        await roads.close();
      }
    }));
});
