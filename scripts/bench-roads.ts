/**
 * Times the roads: a real map, made-up networks of any size, and peers on the same points in the same run.
 * Run `npm run build:server` first: the built program is what is timed.
 *
 *   node --import tsx scripts/bench-roads.ts [--extract FILE.osm.pbf] [--dem FOLDER] [--points 1000]
 *        [--networks 100000,1000000] [--peers 500] [--profiles all|van]
 */
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { makeNetwork } from './bench-roads/make-network.js';
import type { Measured } from './bench-roads/measure.js';
import { measurePeers } from './bench-roads/peers.js';

const ALL = 'motorbike,trike,van,truck,heavy,foot';
const SEED = 1;
/**
 * Junctions drawn for a network of so many graph nodes: some meet only two roads alike and are joined away.
 */
const DRAWN_PER_NODE = 1.27;

const run = promisify(execFile);

const { values } = parseArgs({
  options: {
    extract: { type: 'string' },
    dem: { type: 'string', default: '' },
    points: { type: 'string', default: '1000' },
    networks: { type: 'string', default: '' },
    profiles: { type: 'string', default: 'all' },
    peers: { type: 'string' },
  },
});

const measure = async (extract: string, dem: string, profiles: string): Promise<Measured> => {
  const script = new URL('./bench-roads/measure.ts', import.meta.url).pathname;
  const args = [
    '--max-old-space-size=4096',
    '--import',
    'tsx',
    script,
    extract,
    dem,
    values.points,
    profiles,
  ];
  const { stdout } = await run(process.execPath, args, { maxBuffer: 1e8 });
  return JSON.parse(stdout) as Measured;
};

const tell = (name: string, profiles: string, measured: Measured): void => {
  const { counts, buildSeconds, openSeconds, matrixSeconds, closedSeconds, peakMegabytes } = measured;
  const times = Object.entries(matrixSeconds).map(([profile, time]) => `${profile} ${time.toFixed(3)}`);
  console.log(`${name}: ${counts.nodes} nodes, ${counts.edges} edges, ${counts.vertices} vertices`);
  console.log(`  build ${buildSeconds.toFixed(2)} s (${profiles.split(',').length} profiles)`);
  console.log(`  open, checked against the extract ${openSeconds.toFixed(3)} s`);
  console.log(`  ${values.points} x ${values.points} durations, distances, climbs: ${times.join(', ')} s`);
  console.log(`  with closures: ${closedSeconds.map((time) => time.toFixed(3)).join(' s, again ')} s`);
  console.log(`  peak ${peakMegabytes} MB`);
};

const profiles = values.profiles === 'all' ? ALL : values.profiles;
console.log(`${cpus().length} x ${cpus()[0]?.model}, Node ${process.version}`);
if (values.extract !== undefined)
  tell(basename(values.extract), profiles, await measure(values.extract, values.dem, profiles));
const made: Measured[] = [];
for (const size of values.networks.split(',').filter(Boolean).map(Number)) {
  const folder = await mkdtemp(join(tmpdir(), 'packhorse-network-'));
  try {
    const network = makeNetwork(size * DRAWN_PER_NODE, folder, SEED);
    for (const named of new Set([profiles, profiles.includes(',') ? 'van' : profiles])) {
      const measured = await measure(network.extract, network.elevation, named);
      tell(`made-up network of ${size}`, named, measured);
      if (!named.includes(',')) made.push(measured);
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
for (const [i, larger] of made.slice(1).entries()) {
  const smaller = made[i]!;
  const ratio = (of: (measured: Measured) => number): string => (of(larger) / of(smaller)).toFixed(2);
  const nodes = ratio(({ counts }) => counts.nodes);
  const matrix = ratio(({ matrixSeconds }) => Object.values(matrixSeconds)[0]!);
  console.log(
    `growth: nodes x ${nodes}, build x ${ratio(({ buildSeconds }) => buildSeconds)}, matrix x ${matrix}, memory x ${ratio(({ peakMegabytes }) => peakMegabytes)}`,
  );
}
if (values.peers !== undefined && values.extract !== undefined)
  await measurePeers(values.extract, values.dem, Number(values.peers));
