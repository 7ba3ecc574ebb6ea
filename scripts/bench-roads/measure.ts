/**
 * Times one network in a process of its own, so that its peak memory is its own, and prints JSON:
 *
 *   node --import tsx scripts/bench-roads/measure.ts EXTRACT [ELEVATION] POINTS PROFILE,... OUT
 *
 * What is timed is the built program in dist/, not this file's sources.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { tmpdir } from 'node:os';
import type * as Roads from '../../src/roads/index.js';
import { pointsOnRoads } from './points.js';

const { buildGraph, builtInProfiles, ensureGraph } = (await import(
  new URL('../../dist/src/roads/index.js', import.meta.url).href
)) as typeof Roads;

/** Runs of a matrix; the median is told. */
const ROUNDS = 5;

export interface Measured {
  readonly counts: { readonly nodes: number; readonly edges: number; readonly vertices: number };
  readonly buildSeconds: number;
  readonly openSeconds: number;
  /** Median seconds of durations, distances and climbs between the points, snapping included. */
  readonly matrixSeconds: Readonly<Record<string, number>>;
  /** The same under a closure of every hundredth road: first asked, and asked again. */
  readonly closedSeconds: readonly [first: number, again: number];
  readonly peakMegabytes: number;
}

const seconds = async <T>(work: () => Promise<T>): Promise<readonly [number, T]> => {
  const before = performance.now();
  const result = await work();
  return [(performance.now() - before) / 1000, result];
};

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!;

const measure = async (
  extract: string,
  dem: string | undefined,
  count: number,
  profiles: readonly string[],
): Promise<Measured> => {
  const folder = await mkdtemp(join(tmpdir(), 'packhorse-bench-'));
  const options = {
    extract,
    out: join(folder, 'graph'),
    profiles: builtInProfiles(profiles),
    ...(dem === undefined ? {} : { dem }),
  };
  try {
    const [buildSeconds, { counts }] = await seconds(() => buildGraph(options));
    const [openSeconds, roads] = await seconds(() => ensureGraph(options));
    const points = pointsOnRoads(roads, count);
    const matrixSeconds: Record<string, number> = {};
    for (const profile of profiles) {
      const times: number[] = [];
      for (let round = 0; round < ROUNDS; round += 1)
        times.push((await seconds(() => roads.matrix({ profile, points })))[0]);
      matrixSeconds[profile] = median(times);
    }
    const conditions = { changes: closuresOn(roads) };
    const ask = { profile: profiles[0]!, points, conditions };
    const [first] = await seconds(() => roads.matrix(ask));
    const [again] = await seconds(() => roads.matrix(ask));
    await roads.close();
    const { nodes, edges, vertices } = counts;
    return {
      counts: { nodes, edges, vertices },
      buildSeconds,
      openSeconds,
      matrixSeconds,
      closedSeconds: [first, again],
      peakMegabytes: Math.round(process.resourceUsage().maxRSS / 1024),
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

const closuresOn = (roads: Roads.RoadSource): Roads.RoadChange[] =>
  [...roads.lines!()]
    .filter((_, i) => i % 100 === 0)
    .slice(0, 200)
    .map(({ coordinates }, i) => ({
      id: `closure ${i}`,
      geometry: { type: 'Point', coordinates: coordinates[Math.floor(coordinates.length / 2)]! },
      effect: 'closed',
    }));

const [extract, dem, count, profiles] = process.argv.slice(2);
const answer = await measure(extract!, dem === '' ? undefined : dem, Number(count), profiles!.split(','));
console.log(JSON.stringify(answer));
