import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { buildGraph } from '../../../src/roads/embedded/build-graph.js';
import { openGraph } from '../../../src/roads/embedded/open-graph.js';
import { builtInProfiles } from '../../../src/roads/embedded/profiles/built-in.js';
import type { Profile } from '../../../src/roads/embedded/profiles/profile.js';
import { openGraphHopper } from '../../../src/roads/graphhopper/graphhopper-roads.js';
import { NO_WAY, type Point, type RoadMatrix, type RoadSource } from '../../../src/roads/road-source.js';
import { serverProfileOf } from '../../support/custom-model.js';
import {
  graphHopperJar,
  startGraphHopper,
  type RunningGraphHopper,
} from '../../support/graphhopper-server.js';

const data = process.env['PACKHORSE_TEST_DATA'];
const extract = join(data ?? '', 'osm', 'andorra-2025.osm.pbf');

const van = builtInProfiles(['van'])[0]!;
/** A van that no grade slows; the server has no bends, so ours still has. */
const flat: Profile = {
  ...van,
  name: 'flat_van',
  engine: { ...van.engine!, powerKw: 1e6, downhillKmh: [] },
};
/** Nor any bend, for those bind above 30 km/h. */
const slow: Profile = { ...flat, name: 'slow_van', topKmh: 30 };

const POINTS = 36;
const WHEELED = /^(motorway|trunk|primary|secondary|tertiary|unclassified|residential|service|track)/;

/** Places on roads of all classes, in a fixed order. */
const placesOn = (roads: RoadSource): Point[] => {
  const lines = [...roads.lines!()].filter((line) => WHEELED.test(line.highway));
  let seed = 23;
  const next = (below: number): number => {
    seed = (Math.imul(seed, 1103515245) + 12345) & 0x7fffffff;
    return (seed >> 8) % below;
  };
  return Array.from({ length: POINTS }, () => {
    const { coordinates } = lines[next(lines.length)]!;
    const [lon, lat] = coordinates[next(coordinates.length)]!;
    return { lon, lat };
  });
};

/** How the pairs agree that both answer and that begin and end on the same spots. */
const compare = (ours: RoadMatrix, theirs: RoadMatrix) => {
  const metresApart = (i: number): number => {
    const [a, b] = [ours.snapped[i], theirs.snapped[i]];
    return a && b ? Math.hypot((a.lon - b.lon) * 82_000, (a.lat - b.lat) * 111_195) : Infinity;
  };
  const same = Array.from({ length: POINTS }, (_, i) => i).filter((i) => metresApart(i) < 3);
  let [pairs, oneOnly, time, length] = [0, 0, 0, 0];
  const ratios: number[] = [];
  for (const from of same)
    for (const to of same) {
      if (from === to) continue;
      const at = from * POINTS + to;
      const [a, b] = [ours.durations[at]!, theirs.durations[at]!];
      if ((a === NO_WAY) !== (b === NO_WAY)) oneOnly += 1;
      if (a === NO_WAY || b === NO_WAY) continue;
      pairs += 1;
      ratios.push(a / Math.max(1, b));
      // A second is lost to rounding up on both sides.
      if (Math.abs(a - b) <= 0.01 * b + 1) time += 1;
      if (Math.abs(ours.distances[at]! - theirs.distances[at]!) <= 0.01 * theirs.distances[at]! + 2)
        length += 1;
    }
  ratios.sort((a, b) => a - b);
  return {
    points: same.length,
    pairs,
    oneOnly,
    timeAgrees: time / pairs,
    lengthAgrees: length / pairs,
    median: ratios[ratios.length >> 1]!,
  };
};

describe('the embedded roads of Andorra against a GraphHopper server with the same speeds', () => {
  let folder = '';
  let server: RunningGraphHopper;
  let embedded: RoadSource;
  let graphhopper: RoadSource;
  let points: Point[];

  before(async function () {
    const found = graphHopperJar();
    const why =
      'why' in found
        ? found.why
        : data === undefined
          ? 'PACKHORSE_TEST_DATA is not set'
          : existsSync(extract)
            ? null
            : `${extract} is not there`;
    if (why !== null) {
      process.stdout.write(`    left out: ${why}\n`);
      this.skip();
    }
    folder = await mkdtemp(join(tmpdir(), 'packhorse-cross-check-'));
    await buildGraph({ extract, out: join(folder, 'graph'), profiles: [flat, slow] });
    embedded = await openGraph(join(folder, 'graph'));
    server = await startGraphHopper({ extract, profiles: [serverProfileOf(flat), serverProfileOf(slow)] });
    graphhopper = await openGraphHopper({ url: server.url, climbs: false });
    points = placesOn(embedded);
  });
  after(async () => {
    await graphhopper?.close();
    await embedded?.close();
    await server?.stop();
    if (folder !== '') await rm(folder, { recursive: true, force: true });
  });

  const compared = async (profile: string) =>
    compare(await embedded.matrix({ profile, points }), await graphhopper.matrix({ profile, points }));

  it('agrees in time and length up to 30 km/h, where no bend binds', async () => {
    const found = await compared('slow_van');
    expect(found.points).to.be.at.least(POINTS - 2);
    expect(found.oneOnly).to.equal(0);
    expect(found.timeAgrees).to.be.at.least(0.97);
    expect(found.lengthAgrees).to.be.at.least(0.95);
    expect(found.median).to.be.closeTo(1, 0.001);
  });

  it('agrees at full speed but for sharp bends and unmarked lanes, which make ours slower', async () => {
    const found = await compared('flat_van');
    expect(found.oneOnly).to.equal(0);
    expect(found.timeAgrees).to.be.at.least(0.95);
    expect(found.median).to.be.within(1, 1.01);
  });
});
