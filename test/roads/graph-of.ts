import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildGraph } from '../../src/roads/embedded/build-graph.js';
import { openGraph } from '../../src/roads/embedded/open-graph.js';
import { builtInProfiles } from '../../src/roads/embedded/profiles/built-in.js';
import type { RoadSource } from '../../src/roads/road-source.js';
import { osmPbf, type OsmMap, type PbfStyle } from '../support/osm-pbf.js';

/** Runs with a fresh folder that is removed afterwards. */
export const inFolder = async <T>(work: (folder: string) => Promise<T>): Promise<T> => {
  const folder = await mkdtemp(join(tmpdir(), 'packhorse-roads-'));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

/** Builds a small map's graph, opens it and runs with it. */
export const withRoads = (
  map: OsmMap,
  work: (roads: RoadSource) => Promise<void>,
  options: { profiles?: readonly string[]; style?: PbfStyle } = {},
): Promise<void> =>
  inFolder(async (folder) => {
    const extract = join(folder, 'map.osm.pbf');
    await writeFile(extract, osmPbf(map, options.style));
    const out = join(folder, 'graph');
    await buildGraph({ extract, out, profiles: builtInProfiles(options.profiles ?? ['van']) });
    const roads = await openGraph(out);
    try {
      await work(roads);
    } finally {
      await roads.close();
    }
  });
