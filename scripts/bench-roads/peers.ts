import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type * as Roads from '../../src/roads/index.js';
import * as graphhopper from './peers/graphhopper.js';
import { secondsOf, type Measure, type PeerMap, type PeerResult } from './peers/peer.js';
import * as valhalla from './peers/valhalla.js';
import { pointsOnRoads } from './points.js';

const { ensureGraph, builtInProfiles } = (await import(
  new URL('../../dist/src/roads/index.js', import.meta.url).href
)) as typeof Roads;

const PROFILE = 'van';

/** Measures the embedded roads and every peer that runs here on the same matrix, and prints a table. */
export const measurePeers = async (extract: string, dem: string, count: number): Promise<void> => {
  const folder = await mkdtemp(join(tmpdir(), 'packhorse-peers-'));
  const map: PeerMap = { extract, ...(dem === '' ? {} : { elevation: dem }) };
  const roads = await ensureGraph({
    extract,
    out: join(folder, 'graph'),
    profiles: builtInProfiles([PROFILE]),
    ...(dem === '' ? {} : { dem }),
  });
  try {
    const points = pointsOnRoads(roads, count);
    const embedded: Measure = async () => {
      await roads.matrix({ profile: PROFILE, points });
      const seconds = await secondsOf(() => roads.matrix({ profile: PROFILE, points }));
      return { name: 'packhorse embedded', seconds, cells: count ** 2, note: 'durations, distances, climbs' };
    };
    const results: PeerResult[] = [];
    for (const measure of [embedded, valhalla.measure, graphhopper.measureWalks, graphhopper.measure]) {
      try {
        results.push(await measure(points, PROFILE, map));
      } catch (fault) {
        console.log(`a peer did not run: ${(fault as Error).message.split('\n')[0]}`);
      }
    }
    const own = results[0]!.seconds;
    for (const { name, seconds, cells, note } of results)
      console.log(
        `${name}: ${count} x ${count} in ${seconds.toFixed(3)} s, ${Math.round(cells / seconds)} a second, x ${(seconds / own).toFixed(1)} (${note})`,
      );
  } finally {
    await roads.close();
    await rm(folder, { recursive: true, force: true });
  }
};
