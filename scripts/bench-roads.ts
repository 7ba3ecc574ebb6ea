/**
 * Times the embedded road source on a map: build, open, matrices.
 *
 *   node --import tsx scripts/bench-roads.ts EXTRACT.osm.pbf [ELEVATION_FOLDER] [POINTS]
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildGraph, openGraph, type Point, type RoadSource } from '../src/roads/index.js';

const SEED = 20250101;

const main = async (extract: string, dem: string | undefined, count: number): Promise<void> => {
  const folder = await mkdtemp(join(tmpdir(), 'packhorse-bench-'));
  try {
    const out = join(folder, 'graph');
    const manifest = await timed('build, all profiles', () =>
      buildGraph({ extract, out, ...(dem === undefined ? {} : { dem }) }),
    );
    console.log(
      `  ${manifest.counts.edges} edges, ${manifest.counts.nodes} nodes, ${manifest.counts.vertices} vertices`,
    );
    const roads = await timed('open', () => openGraph(out));
    const points = pointsOnRoads(roads, count);
    for (const profile of roads.profiles) {
      await roads.matrix({ profile, points: points.slice(0, 50) });
      await timed(`${count} x ${count} ${profile}`, () => roads.matrix({ profile, points }));
    }
    await roads.close();
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

const timed = async <T>(name: string, work: () => Promise<T>): Promise<T> => {
  const before = performance.now();
  const result = await work();
  const megabytes = Math.round(process.memoryUsage().rss / 2 ** 20);
  console.log(
    `${name.padEnd(24)} ${(performance.now() - before).toFixed(0).padStart(8)} ms   ${megabytes} MB`,
  );
  return result;
};

const pointsOnRoads = (roads: RoadSource, count: number): Point[] => {
  const lines = [...roads.lines!()];
  let state = SEED;
  return Array.from({ length: count }, () => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
    const [lon, lat] = lines[state % lines.length]!.coordinates[0]!;
    return { lon, lat };
  });
};

const [extract, dem, count] = process.argv.slice(2);
if (extract === undefined) {
  console.error(
    'Give an extract: node --import tsx scripts/bench-roads.ts EXTRACT.osm.pbf [ELEVATION_FOLDER] [POINTS]',
  );
  process.exitCode = 2;
} else {
  await main(extract, dem === '' ? undefined : dem, Number(count ?? 1000));
}
