import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { nodesOfWay, type Extract } from '../../../src/roads/embedded/osm/extract.js';
import { readExtract } from '../../../src/roads/embedded/osm/read-extract.js';
import { builtInProfiles } from '../../../src/roads/embedded/profiles/built-in.js';
import type { RoadErrorCode } from '../../../src/roads/road-error.js';
import { osmPbf, type PbfStyle } from '../../support/osm-pbf.js';
import { inFolder, withRoads } from '../graph-of.js';
import { sketch } from '../sketch.js';

const { map } = sketch('a--b--c', {
  places: { b: { barrier: 'bollard' } },
  turns: [['no_u_turn', 'ab', 'b', 'bc']],
});
const profiles = builtInProfiles(['van', 'foot']);

const read = (bytes: Uint8Array) =>
  inFolder(async (folder) => {
    const path = join(folder, 'map.osm.pbf');
    await writeFile(path, bytes);
    return readExtract(path, profiles);
  });

const waysOf = ({ ways }: Extract): number[][] =>
  Array.from({ length: ways.length }, (_, way) => [...nodesOfWay(ways, way)]);

const faultOf = (bytes: Uint8Array): Promise<unknown> => read(bytes).catch((fault: unknown) => fault);

const expectFault = async (bytes: Uint8Array, code: RoadErrorCode, says: RegExp): Promise<void> => {
  const fault = await faultOf(bytes);
  expect(fault).to.include({ name: 'RoadError', code });
  expect((fault as Error).message)
    .to.match(says)
    .and.to.include('map.osm.pbf');
};

describe('reading an .osm.pbf', () => {
  const styles: Record<string, PbfStyle> = {
    'dense nodes and zlib': {},
    'plain nodes': { dense: false },
    'raw blobs': { zlib: false },
    'a coarser granularity': { granularity: 1000 },
  };
  for (const [name, style] of Object.entries(styles)) {
    it(`finds ways, places, barriers and restrictions in a file with ${name}`, async () => {
      const extract = await read(osmPbf(map, style));
      expect(waysOf(extract)).to.deep.equal([
        [0, 1],
        [1, 2],
      ]);
      expect(extract.lon[0]).to.be.closeTo(100, 1e-6);
      expect(extract.lat[0]).to.be.closeTo(0.5, 1e-6);
      expect([...extract.stops]).to.deep.equal([0, 1, 0]);
      expect(extract.restrictions).to.deep.equal([
        { kind: 'no_u_turn', only: false, from: [1], via: [], joints: [1], to: [2], mask: 1 },
      ]);
    });
  }

  it('keeps ids beyond 32 bits apart', async () => {
    const far = 12_345_678_901;
    const shifted = {
      nodes: map.nodes.map((node) => ({ ...node, id: node.id + far })),
      ways: map.ways.map((way) => ({ ...way, refs: way.refs.map((ref) => ref + far) })),
    };
    const extract = await read(osmPbf(shifted));
    expect(waysOf(extract)).to.deep.equal([
      [0, 1],
      [1, 2],
    ]);
  });

  it('keeps what the extract holds of a way cut at its border', async () => {
    const cut = {
      ...map,
      nodes: map.nodes.slice(0, 2),
      ways: [{ id: 1, refs: [97, 98, 99, 777], tags: { highway: 'primary' } }],
    };
    const extract = await read(osmPbf(cut));
    expect(waysOf(extract)).to.deep.equal([[0, 1, -1]]);
  });

  it('shares tags between ways alike in all but name, over blocks of any size', async () => {
    const ways = Array.from({ length: 6 }, (_, i) => ({
      id: i + 1,
      refs: [97, 98],
      tags: { [i % 2 === 0 ? 'name' : 'ref']: `Road ${i}`, highway: i < 3 ? 'primary' : 'track' },
    }));
    const extract = await read(osmPbf({ ...map, ways }));
    expect(extract.ways.tagSets.map((tags) => [...tags])).to.deep.equal([
      [['highway', 'primary']],
      [['highway', 'track']],
    ]);
    expect([...extract.ways.tagSet]).to.deep.equal([0, 0, 0, 1, 1, 1]);
    expect(Array.from(extract.ways.name, (name) => extract.ways.names[name])).to.deep.equal(
      ways.map((_, i) => `Road ${i}`),
    );
  });

  it('finds nodes in whatever order the file lists them', async () => {
    const shuffled = { ...map, nodes: [...map.nodes].reverse() };
    const [one, other] = [await read(osmPbf(map)), await read(osmPbf(shuffled))];
    expect([...other.lon]).to.deep.equal([...one.lon]);
    expect([...other.stops]).to.deep.equal([...one.stops]);
  });

  it('tells a file that is missing', async () => {
    const fault: unknown = await readExtract('/nowhere/map.osm.pbf', profiles).catch(
      (error: unknown) => error,
    );
    expect(fault).to.include({ code: 'extract-missing' });
    expect((fault as Error).message).to.include('/nowhere/map.osm.pbf');
  });

  it('tells an empty file', () => expectFault(Buffer.alloc(0), 'extract-empty', /empty/));

  it('tells a file of something else', () =>
    expectFault(Buffer.from('<?xml version="1.0"?><osm></osm>'), 'extract-damaged', /not an \.osm\.pbf/));

  it('tells a file cut short anywhere', async () => {
    const whole = osmPbf(map);
    for (let length = 1; length < whole.length; length += 7) {
      const fault = await faultOf(whole.subarray(0, length));
      expect(fault, `${length} bytes`)
        .to.have.property('code')
        .that.matches(/^extract-(damaged|without-roads)$/);
    }
  });

  it('tells a block whose bytes were changed', async () => {
    const bytes = osmPbf(map);
    bytes.fill(0xff, bytes.length - 60, bytes.length - 30);
    await expectFault(bytes, 'extract-damaged', /block 3/);
  });

  it('never crashes on noise in raw blocks', async () => {
    const whole = osmPbf(map, { zlib: false });
    for (let at = 60; at < whole.length; at += 1) {
      const bytes = Buffer.from(whole);
      bytes[at] = bytes[at]! ^ 0xff;
      const outcome = await faultOf(bytes);
      if (outcome instanceof Error) expect(outcome, `byte ${at}`).to.include({ name: 'RoadError' });
    }
  });

  it('tells a feature it does not read', () =>
    expectFault(
      osmPbf(map, { requiredFeatures: ['OsmSchema-V0.6', 'HistoricalInformation'] }),
      'extract-unsupported',
      /HistoricalInformation/,
    ));

  it('tells an extract without roads', () =>
    expectFault(
      osmPbf({ nodes: map.nodes, ways: [{ id: 1, refs: [97, 98], tags: { waterway: 'river' } }] }),
      'extract-without-roads',
      /van, foot/,
    ));
});

describe('an extract whose roads lack their nodes', () => {
  it('is told as one without roads', () =>
    expectFault(
      osmPbf({ ...map, nodes: map.nodes.slice(0, 1) }),
      'extract-without-roads',
      /none of the nodes/,
    ));
});

describe('an extract of fixtures', () => {
  it('is told as synthetic by the program that wrote it', () =>
    withRoads(
      map,
      async (roads) => {
        expect(roads.synthetic).to.equal(true);
        expect(roads.attribution)
          .to.match(/synthetic/i)
          .and.not.to.include('OpenStreetMap');
        await Promise.resolve();
      },
      { style: { writingProgram: 'packhorse-fixtures synthetic' } },
    ));
});

describe('a folder that is no graph', () => {
  it('is never overwritten', () =>
    inFolder(async (folder) => {
      const { buildGraph } = await import('../../../src/roads/embedded/build-graph.js');
      const extract = join(folder, 'map.osm.pbf');
      await writeFile(extract, osmPbf(map));
      const out = join(folder, 'papers');
      await mkdir(out);
      await writeFile(join(out, 'letter.txt'), 'Dear');
      const fault: unknown = await buildGraph({ extract, out, profiles }).catch((error: unknown) => error);
      expect(fault).to.include({ code: 'graph-unwritable' });
      expect(await readdir(out)).to.deep.equal(['letter.txt']);
    }));
});
