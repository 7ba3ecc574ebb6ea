import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureGraph } from '../../../src/roads/embedded/open-graph.js';
import type { RoadSource } from '../../../src/roads/road-source.js';
import { osmPbf } from '../../support/osm-pbf.js';
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
