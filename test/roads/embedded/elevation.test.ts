import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import fc from 'fast-check';
import { zipSync } from 'fflate';
import { buildGraph } from '../../../src/roads/embedded/build-graph.js';
import { readElevation, tilesFor, type Box } from '../../../src/roads/embedded/elevation/elevation-model.js';
import { fillVoids, VOID } from '../../../src/roads/embedded/elevation/height-grid.js';
import { decodeTile, tileCorner } from '../../../src/roads/embedded/elevation/hgt-tile.js';
import { smoothHeights } from '../../../src/roads/embedded/elevation/smooth-heights.js';
import { openGraph } from '../../../src/roads/embedded/open-graph.js';
import { builtInProfiles } from '../../../src/roads/embedded/profiles/built-in.js';
import type { RoadSource } from '../../../src/roads/road-source.js';
import { osmPbf } from '../../support/osm-pbf.js';
import { inFolder } from '../graph-of.js';
import { sketch, type Sketch } from '../sketch.js';

/** A tile whose height follows a rule of the row (from the north) and column. */
const tile = (side: number, height: (row: number, column: number) => number): Buffer => {
  const bytes = Buffer.alloc(2 * side * side);
  for (let row = 0; row < side; row += 1) {
    for (let column = 0; column < side; column += 1)
      bytes.writeInt16BE(height(row, column), 2 * (row * side + column));
  }
  return bytes;
};

const model = (files: Record<string, Buffer>, box: Box) =>
  inFolder(async (folder) => {
    for (const [name, bytes] of Object.entries(files)) await writeFile(join(folder, name), bytes);
    return readElevation(await tilesFor(folder, box), box);
  });

describe('elevation tiles', () => {
  it('are named for their south-west corners', () => {
    expect(['N42E001.hgt', 'S01W072.hgt.zip', 'n05e100.HGT', 'readme.txt'].map(tileCorner)).to.deep.equal([
      { lat: 42, lon: 1 },
      { lat: -1, lon: -72 },
      { lat: 5, lon: 100 },
      null,
    ]);
  });

  for (const side of [1201, 3601]) {
    it(`of ${side} a side give heights between their posts`, async () => {
      const slope = tile(
        side,
        (row, column) => Math.round((100 * row) / (side - 1)) * 10 + (column === 0 ? 0 : 7),
      );
      const heights = await model({ 'N00E100.hgt': slope }, [100.4, 0.4, 100.6, 0.6]);
      expect(heights.heightAt(100.5, 0.5)).to.be.closeTo(507, 6);
      expect(heights.heightAt(100.5, 0.6)).to.be.closeTo(407, 6);
      expect(Number.isNaN(heights.heightAt(102, 0.5))).to.equal(true);
    });
  }

  it('are read zipped as they are plain, and meet at their seams', async () => {
    const west = tile(1201, (_, column) => column);
    const east = tile(1201, (_, column) => 1200 + column);
    const zipped = Buffer.from(zipSync({ 'N00E101.hgt': east }));
    const heights = await model({ 'N00E100.hgt': west, 'N00E101.hgt.zip': zipped }, [100.9, 0.4, 101.1, 0.6]);
    for (const lon of [100.95, 100.9999, 101, 101.0001, 101.05]) {
      expect(heights.heightAt(lon, 0.5)).to.be.closeTo((lon - 100) * 1200, 0.01);
    }
  });

  it('have their voids filled from the rim', () => {
    const grid = decodeTile(
      'x',
      'N00E100.hgt',
      tile(1201, (row, column) => (row > 500 && row < 510 && column > 500 && column < 510 ? VOID : 800)),
    );
    expect(fillVoids(grid)).to.equal(81);
    expect(grid.heights.every((height) => height === 800)).to.equal(true);
  });

  it('that are void but for a corner are filled without delay', () => {
    const grid = decodeTile(
      'x',
      'N00E100.hgt',
      tile(1201, (row, column) => (row + column < 4 ? 900 : VOID)),
    );
    expect(fillVoids(grid)).to.equal(1201 * 1201 - 10);
    expect(grid.heights.every((height) => height === 900)).to.equal(true);
  });

  it('that are damaged are told by name', () => {
    expect(() => decodeTile('/dem/N00E100.hgt', 'N00E100.hgt', Buffer.alloc(1000)))
      .to.throw(/\/dem\/N00E100\.hgt.*1000 bytes/)
      .with.property('code', 'elevation-damaged');
    expect(() => decodeTile('/dem/N00E100.hgt.zip', 'N00E100.hgt.zip', Buffer.from('no zip'))).to.throw(
      /cannot be unzipped/,
    );
  });

  it('in a folder that is not there are told', async () => {
    const fault: unknown = await tilesFor('/nowhere', [0, 0, 1, 1]).catch((error: unknown) => error);
    expect(fault).to.include({ code: 'elevation-missing' });
  });
});

describe('smoothing heights along roads', () => {
  /** A road of so many pieces of 50 m. */
  const road = (count: number, aloft: (piece: number) => boolean = () => false) => ({
    from: Int32Array.from({ length: count }, (_, i) => i),
    to: Int32Array.from({ length: count }, (_, i) => i + 1),
    metres: new Float64Array(count).fill(50),
    aloft: Uint8Array.from({ length: count }, (_, i) => (aloft(i) ? 1 : 0)),
  });

  it('keeps an even slope', () => {
    const ground = Float64Array.from({ length: 101 }, (_, i) => 1000 + 4 * i);
    const smooth = smoothHeights(ground, road(100));
    for (let i = 10; i <= 90; i += 1) expect(smooth[i]).to.be.closeTo(ground[i]!, 0.1);
  });

  it('takes noise away and keeps the whole climb', () => {
    const ground = Float64Array.from({ length: 201 }, (_, i) => 1000 + 3 * i + (i % 2 === 0 ? 6 : -6));
    const smooth = smoothHeights(ground, road(200));
    let up = 0;
    for (let i = 1; i < smooth.length; i += 1) up += Math.max(0, smooth[i]! - smooth[i - 1]!);
    expect(smooth[200]! - smooth[0]!).to.be.closeTo(600, 12);
    expect(up).to.be.below(625);
  });

  it('carries a bridge straight from end to end over its gorge', () => {
    const onBridge = (piece: number): boolean => piece >= 40 && piece < 60;
    const ground = Float64Array.from({ length: 101 }, (_, i) => (i > 40 && i < 60 ? 700 : 1000));
    const smooth = smoothHeights(ground, road(100, onBridge));
    expect([...smooth].every((height) => Math.abs(height - 1000) < 0.5)).to.equal(true);
  });

  it('follows the neighbours where the ground is unknown, and is level where all of it is', () => {
    const ground = Float64Array.from({ length: 101 }, (_, i) => (i > 40 && i < 60 ? NaN : 500));
    expect([...smoothHeights(ground, road(100))].every((height) => Math.abs(height - 500) < 0.5)).to.equal(
      true,
    );
    expect([...smoothHeights(new Float64Array(11).fill(NaN), road(10))]).to.deep.equal(new Array(11).fill(0));
  });
});

describe('smoothed heights of a network', () => {
  /** Junctions joined by chains of vertices, rings and doubled roads among them. */
  const network = fc.record({
    junctions: fc.integer({ min: 1, max: 8 }),
    roads: fc.array(
      fc.record({
        from: fc.nat(7),
        to: fc.nat(7),
        metres: fc.array(fc.integer({ min: 2, max: 90 }), { minLength: 1, maxLength: 9 }),
        aloft: fc.boolean(),
      }),
      { minLength: 1, maxLength: 14 },
    ),
    heights: fc.array(fc.option(fc.integer({ min: 0, max: 400 }), { freq: 9 }), {
      minLength: 20,
      maxLength: 40,
    }),
  });

  it('are those at which every vertex is in balance between its ground and its neighbours', () => {
    fc.assert(
      fc.property(network, ({ junctions, roads, heights }) => {
        let count = junctions;
        const list: { from: number; to: number; metres: number; aloft: number }[] = [];
        for (const road of roads) {
          let before = road.from % junctions;
          road.metres.forEach((metres, i) => {
            const last = i === road.metres.length - 1;
            const next = last ? road.to % junctions : count++;
            // A piece from a vertex to itself is no road.
            if (next !== before) list.push({ from: before, to: next, metres, aloft: road.aloft ? 1 : 0 });
            before = next;
          });
        }
        const pieces = {
          from: Int32Array.from(list, ({ from }) => from),
          to: Int32Array.from(list, ({ to }) => to),
          metres: Float64Array.from(list, ({ metres }) => metres),
          aloft: Uint8Array.from(list, ({ aloft }) => aloft),
        };
        const ground = Float64Array.from({ length: count }, (_, i) => heights[i % heights.length] ?? NaN);
        const smooth = smoothHeights(ground, pieces);
        const pull = new Float64Array(count);
        const scale = new Float64Array(count);
        for (const { from, to, metres, aloft } of list) {
          const stiffness = 60 ** 2 / metres;
          const force = stiffness * (smooth[from]! - smooth[to]!);
          pull[from]! += force;
          pull[to]! -= force;
          for (const vertex of [from, to]) {
            scale[vertex]! += stiffness;
            if (aloft === 1 || Number.isNaN(ground[vertex]!)) continue;
            pull[vertex]! += (metres / 2) * (smooth[vertex]! - ground[vertex]!);
            scale[vertex]! += metres / 2;
          }
        }
        pull.forEach((force, vertex) => expect(Math.abs(force)).to.be.at.most(0.01 * scale[vertex]!));
      }),
      { numRuns: 300 },
    );
  });
});

describe('a graph with elevation', () => {
  const drawn = sketch('a----b----c');
  // One tile covers the sketch; it rises 8 m every 100 m to the east.
  const east = (column: number): number => Math.round((column * (111195 / 1200) * 8) / 100);

  const withSlope = (work: (roads: RoadSource, at: Sketch['at']) => Promise<void>): Promise<void> =>
    inFolder(async (folder) => {
      const [extract, dem, out] = ['map.osm.pbf', 'dem', 'graph'].map((name) => join(folder, name)) as [
        string,
        string,
        string,
      ];
      await writeFile(extract, osmPbf(drawn.map));
      await mkdir(dem);
      await writeFile(
        join(dem, 'N00E100.hgt'),
        tile(1201, (_, column) => east(column)),
      );
      await buildGraph({ extract, dem, out, profiles: builtInProfiles(['heavy', 'foot']) });
      const roads = await openGraph(out);
      try {
        await work(roads, drawn.at);
      } finally {
        await roads.close();
      }
    });

  it('climbs eastward, descends westward and takes longer up', () =>
    withSlope(async (roads, at) => {
      const { ascents, durations } = await roads.matrix({ profile: 'heavy', points: [at('a'), at('c')] });
      expect(ascents[1]).to.be.within(70, 82);
      expect(ascents[2]).to.equal(0);
      expect(durations[1]).to.be.above(durations[2]!);
    }));

  it('shares the climb of an edge out where points lie within it', () =>
    withSlope(async (roads, at) => {
      const points = [at('a'), at('a', 'c', 0.25), at('a', 'c', 0.75), at('c')];
      const { ascents, distances } = await roads.matrix({ profile: 'heavy', points });
      expect(ascents[1]! + ascents[6]! + ascents[11]!).to.be.closeTo(ascents[3]!, 2);
      expect(ascents[6]).to.be.closeTo(40, 3);
      expect(distances[6]).to.equal(500);
    }));

  it('tells climb and descent of a route, and the reverse of them back', () =>
    withSlope(async (roads, at) => {
      const { legs } = await roads.route({
        profile: 'heavy',
        points: [at('a', 'c', 0.1), at('a', 'c', 0.9), at('a', 'c', 0.1)],
      });
      const [there, back] = legs;
      expect(there!.ascentMetres).to.be.within(55, 70);
      expect([back!.ascentMetres, back!.descentMetres]).to.deep.equal([
        there!.descentMetres,
        there!.ascentMetres,
      ]);
    }));

  it('walks off the road by the ground, slower up', () =>
    withSlope(async (roads, at) => {
      const from = at('a');
      const to = { lon: from.lon + 0.005, lat: from.lat + 0.002 };
      const walk = roads.walk(from, to);
      expect(walk.ascentMetres).to.be.closeTo(44, 5);
      expect(walk.outSeconds).to.be.above(walk.backSeconds);
      await Promise.resolve();
    }));
});
