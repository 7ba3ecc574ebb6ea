import { resolve } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { RoadError } from '../road-error.js';
import type { RoadSource } from '../road-source.js';
import { buildGraph, type BuildOptions } from './build-graph.js';
import { EmbeddedRoads } from './embedded-roads.js';
import { tilesFor } from './elevation/elevation-model.js';
import { BUILT_IN_PROFILES } from './profiles/built-in.js';
import { readGraphFiles } from './store/graph-files.js';
import { hashFile, readManifest, type Manifest } from './store/manifest.js';

/** Opens a graph built before. @throws RoadError graph-missing, graph-damaged, graph-outdated. */
export const openGraph = async (directory: string): Promise<RoadSource> => {
  const manifest = await readManifest(resolve(directory));
  return new EmbeddedRoads(await readGraphFiles(resolve(directory), manifest), manifest);
};

/**
 * Opens the graph in `out` where it was built from this extract, elevation and profiles and is whole;
 * builds it first where it was not. Damage is told and mended, never trusted.
 */
export const ensureGraph = async (options: BuildOptions): Promise<RoadSource> => {
  const tell = options.onProgress ?? (() => undefined);
  try {
    const manifest = await readManifest(resolve(options.out));
    const change = await changeSince(manifest, options, tell);
    if (change === null) return await openGraph(options.out);
    tell(`The road graph in ${options.out} is out of date: ${change}. Building it again.`);
  } catch (fault) {
    if (!(fault instanceof RoadError) || !REBUILT.has(fault.code)) throw fault;
    const missing = fault.code === 'graph-missing';
    tell(missing ? `Building the road graph in ${options.out}.` : `${fault.message} Building it again now.`);
  }
  await buildGraph(options);
  return openGraph(options.out);
};

const REBUILT = new Set<string>(['graph-missing', 'graph-damaged', 'graph-outdated']);

/** What differs between a graph and what it would be built from now; null where nothing does. */
const changeSince = async (
  manifest: Manifest,
  options: BuildOptions,
  tell: (message: string) => void,
): Promise<string | null> => {
  const sha256 = await hashFile(options.extract).catch(() => null);
  if (sha256 === null) {
    tell(`${options.extract} cannot be read: the road graph built from it is used as it is.`);
    return null;
  }
  if (sha256 !== manifest.extract.sha256) return 'the map extract has changed';
  const profiles = options.profiles ?? BUILT_IN_PROFILES;
  if (!isDeepStrictEqual(JSON.parse(JSON.stringify(profiles)), manifest.profiles))
    return 'the profiles have changed';
  return isDeepStrictEqual(await elevationFiles(manifest, options.dem), manifest.elevation)
    ? null
    : 'the elevation tiles have changed';
};

const elevationFiles = async (
  manifest: Manifest,
  dem: string | undefined,
): Promise<Manifest['elevation']> => {
  if (dem === undefined) return [];
  const tiles = await tilesFor(dem, manifest.bounds);
  return Promise.all(tiles.map(async (tile) => ({ name: tile.name, sha256: await hashFile(tile.path) })));
};
