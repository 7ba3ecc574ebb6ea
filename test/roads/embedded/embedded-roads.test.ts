import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { ensureGraph } from '../../../src/roads/embedded/open-graph.js';
import type { RoadSource } from '../../../src/roads/road-source.js';
import { osmPbf } from '../../support/osm-pbf.js';
import { withRoads } from '../graph-of.js';
import { roadSourceContract } from '../road-source.contract.js';
import { sketch } from '../sketch.js';

const drawn = sketch(`
a------b
|      |
|      |
|      |
|      |
|      |
d------c------e`);

describe('a drawn map', () => {
  let folder = '';
  let roads: RoadSource;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'packhorse-drawn-'));
    const extract = join(folder, 'map.osm.pbf');
    await writeFile(extract, osmPbf(drawn.map));
    roads = await ensureGraph({ extract, out: join(folder, 'graph') });
  });
  after(async () => {
    await roads.close();
    await rm(folder, { recursive: true, force: true });
  });

  const { lon, lat } = drawn.at('e');
  roadSourceContract('its embedded graph', () => ({
    roads,
    profile: 'truck',
    points: ['a', 'c', 'e', 'b'].map((letter) => drawn.at(letter)),
    offRoad: { lon: lon + 0.005, lat: lat - 0.002 },
    far: { lon: lon + 0.05, lat },
  }));
});

describe('a route of many legs', () => {
  it('ends a long route that is no longer wanted', async () => {
    const { map, at } = sketch('a---b');
    await withRoads(map, async (roads) => {
      const points = Array.from({ length: 60 }, (_, i) => at('a', 'b', i / 60));
      const control = new AbortController();
      setImmediate(() => control.abort(new Error('not wanted any more')));
      const fault = await roads.route({ profile: 'van', points, signal: control.signal }).then(
        () => null,
        (error: unknown) => error as Error,
      );
      expect(fault?.message).to.equal('not wanted any more');
    });
  });
});
