import { randomBytes } from 'node:crypto';
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { RoadError } from '../road-error.js';
import {
  elevationModel,
  readElevation,
  tilesFor,
  type ElevationModel,
  type TileFile,
} from './elevation/elevation-model.js';
import { buildNetwork, type NetworkDraft } from './network/build-network.js';
import { edgeLengths } from './network/edge-costs.js';
import { layHeights } from './network/lay-heights.js';
import { networkBounds } from './network/network.js';
import { leavingRefs, turnBans } from './network/turn-bans.js';
import { countRestrictions } from './osm/count-restrictions.js';
import { readExtract, type Extract } from './osm/read-extract.js';
import { buildProfileGraph } from './profile-graph.js';
import { BUILT_IN_PROFILES } from './profiles/built-in.js';
import { checkProfile, type Profile } from './profiles/profile.js';
import { MAIN, type ProfileGraph } from './road-graph.js';
import { indexSegments } from './snap/segment-index.js';
import { writeGraphFiles, type StoredGraph } from './store/graph-files.js';
import { hashFile, MANIFEST_NAME, manifestOf, type GraphCounts, type Manifest } from './store/manifest.js';

/** What a graph is built from and where it goes. */
export interface BuildOptions {
  /** Path of an .osm.pbf. */
  readonly extract: string;
  /** Folder of .hgt or .hgt.zip tiles; without it all roads are level. */
  readonly dem?: string;
  /** Folder the graph is written to; an older graph there is replaced when the new one is whole. */
  readonly out: string;
  /** Default: the built-in profiles. At most 31. */
  readonly profiles?: readonly Profile[];
  /** Told in words what is being done, with warnings. */
  readonly onProgress?: (message: string) => void;
}

const MAX_PROFILES = 31;
const MAX_REPLACE_ATTEMPTS = 5;
const OSM_CREDIT = '© OpenStreetMap contributors (ODbL)';
const SYNTHETIC_MARK = 'packhorse-fixtures';
const SYNTHETIC_CREDIT = 'Synthetic roads made for demonstration: not a real map';

/**
 * Builds a road graph from a map extract and elevation and writes it whole or not at all.
 * @throws RoadError extract-*, elevation-*, profile-invalid, graph-unwritable.
 */
export const buildGraph = async (options: BuildOptions): Promise<Manifest> => {
  const profiles = options.profiles ?? BUILT_IN_PROFILES;
  checkProfiles(profiles);
  const out = resolve(options.out);
  await refuseForeignFolder(out);
  const tell = options.onProgress ?? (() => undefined);
  tell(`Reading ${options.extract}`);
  const sha256 = await hashOrNull(options.extract);
  const extract = await readExtract(options.extract, profiles);
  const made = await makeGraph(extract, profiles, options.dem, tell);
  const synthetic = [extract.header.writingProgram, extract.header.source].some((text) =>
    text.includes(SYNTHETIC_MARK),
  );
  const describe = (files: Manifest['files']): Manifest =>
    manifestOf({
      extract: { name: basename(options.extract), sha256: sha256! },
      elevation: made.elevation,
      profiles,
      bounds: networkBounds(made.graph.network),
      attribution: synthetic ? SYNTHETIC_CREDIT : OSM_CREDIT,
      synthetic,
      counts: made.counts,
      warnings: made.warnings,
      files,
    });
  tell(`Writing ${out}`);
  return writeWhole(out, async (folder) => describe(await writeGraphFiles(folder, made.graph)));
};

const checkProfiles = (profiles: readonly Profile[]): void => {
  profiles.forEach(checkProfile);
  const names = new Set(profiles.map((profile) => profile.name));
  if (profiles.length === 0 || profiles.length > MAX_PROFILES || names.size !== profiles.length) {
    throw new RoadError(
      'profile-invalid',
      `A graph holds 1 to ${MAX_PROFILES} profiles of different names; ${profiles.length} were given.`,
    );
  }
};

// A missing extract is told by the reader, with its own message.
const hashOrNull = (path: string): Promise<string | null> => hashFile(path).catch(() => null);

interface Made {
  readonly graph: StoredGraph;
  readonly elevation: Manifest['elevation'];
  readonly warnings: string[];
  readonly counts: GraphCounts;
}

const makeGraph = async (
  extract: Extract,
  profiles: readonly Profile[],
  dem: string | undefined,
  tell: (message: string) => void,
): Promise<Made> => {
  const draft = buildNetwork(extract, profiles, dem !== undefined);
  const { network } = draft;
  tell(`${extract.ways.length} ways make ${network.edgeCount} edges between ${network.nodeCount} nodes`);
  const ground = await raise(draft, dem, tell);
  const lengths = edgeLengths(network);
  const leaving = leavingRefs(network);
  const { bans, unplaced } = turnBans(extract.restrictions, draft, leaving);
  const restrictions = countRestrictions(extract, unplaced);
  const segments = indexSegments(network);
  const made: ProfileGraph[] = [];
  for (const [index, profile] of profiles.entries()) {
    // Lets signals and timers run between the long stretches.
    await nextTurn();
    const graph = buildProfileGraph({ network, lengths, leaving, bans, stops: draft.stops }, profile, index);
    tell(
      `${profile.name}: ${graph.graph.nodeCount} nodes, ${graph.hierarchy.tops.length} arcs in the hierarchy`,
    );
    made.push(graph);
  }
  return {
    graph: { network, lengths, segments, elevation: ground.model, profiles: made },
    elevation: ground.files,
    warnings: [...ground.warnings, ...restrictions.warnings],
    counts: { ...countAll(extract, draft, made), ...restrictions.counts },
  };
};

const raise = async (draft: NetworkDraft, dem: string | undefined, tell: (message: string) => void) => {
  const warnings: string[] = [];
  const warn = (text: string): void => {
    warnings.push(text);
    tell(`Warning: ${text}`);
  };
  const box = networkBounds(draft.network);
  const tiles: TileFile[] = dem === undefined ? [] : await tilesFor(dem, box);
  if (tiles.length === 0) {
    const where = dem === undefined ? 'No elevation was given' : `${dem} holds no tile of the extract's area`;
    warn(`${where}: all roads are taken as level, so climbs are missing and mountain times too short.`);
    return { model: elevationModel([]) as ElevationModel, files: [], warnings };
  }
  tell(`Reading ${tiles.length} elevation tile${tiles.length === 1 ? '' : 's'}`);
  const model = await readElevation(tiles, box);
  const unknown = layHeights(draft, model);
  if (unknown > 0) {
    warn(
      `The elevation tiles leave ${(100 * unknown).toFixed(1)} % of the road points without a height; heights there follow their neighbours.`,
    );
  }
  const files = await Promise.all(
    tiles.map(async (tile) => ({ name: tile.name, sha256: await hashFile(tile.path) })),
  );
  return { model, files, warnings };
};

const countAll = (
  extract: Extract,
  { network }: NetworkDraft,
  profiles: readonly ProfileGraph[],
): Omit<GraphCounts, 'restrictions' | 'restrictionsSkipped'> => ({
  ways: extract.ways.length,
  nodes: network.nodeCount,
  edges: network.edgeCount,
  vertices: network.lon.length,
  profiles: Object.fromEntries(
    profiles.map(({ profile, standing, hierarchy }) => [
      profile.name,
      {
        edges: standing.reduce((sum, value) => sum + (value > 0 ? 1 : 0), 0),
        mainEdges: standing.reduce((sum, value) => sum + (value === MAIN ? 1 : 0), 0),
        hierarchyArcs: hierarchy.tops.length,
      },
    ]),
  ),
});

const GRAPH_FILE = /^(manifest\.json|[a-z0-9_-]+\.bin)$/;

// Replacing a graph removes the folder, so a folder that holds anything else is never touched.
const refuseForeignFolder = async (out: string): Promise<void> => {
  const names = await readdir(out).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT') return [];
    throw unwritable(out, `cannot be used (${cause.code ?? 'unknown fault'})`, cause);
  });
  const foreign = names.find((name) => !GRAPH_FILE.test(name));
  if (foreign !== undefined) throw unwritable(out, `holds "${foreign}", which is no part of a road graph`);
};

const unwritable = (out: string, fault: string, cause?: unknown): RoadError =>
  new RoadError(
    'graph-unwritable',
    `${out}: the folder for the road graph ${fault}. Give a new or empty folder that can be written.`,
    { cause },
  );

const writeWhole = async (out: string, write: (folder: string) => Promise<Manifest>): Promise<Manifest> => {
  const mark = randomBytes(4).toString('hex');
  const [fresh, old] = [`${out}.new-${mark}`, `${out}.old-${mark}`];
  try {
    await mkdir(dirname(out), { recursive: true });
    await mkdir(fresh);
    const manifest = await write(fresh);
    await writeFile(join(fresh, MANIFEST_NAME), `${JSON.stringify(manifest, null, 2)}\n`, {
      flush: true,
    } as object);
    await replace(out, fresh, old);
    return manifest;
  } catch (cause) {
    if (cause instanceof RoadError) throw cause;
    throw unwritable(
      out,
      `cannot be written (${(cause as NodeJS.ErrnoException).code ?? String(cause)})`,
      cause,
    );
  } finally {
    await rm(fresh, { recursive: true, force: true });
  }
};

// Another process may put its own graph in place between the two renames; the last one stays.
const replace = async (out: string, fresh: string, old: string): Promise<void> => {
  for (let attempt = 0; ; attempt += 1) {
    await rename(out, `${old}-${attempt}`).catch(ignoreMissing);
    try {
      await rename(fresh, out);
      return;
    } catch (cause) {
      const { code } = cause as NodeJS.ErrnoException;
      if (attempt === MAX_REPLACE_ATTEMPTS || (code !== 'ENOTEMPTY' && code !== 'EEXIST')) throw cause;
    } finally {
      await rm(`${old}-${attempt}`, { recursive: true, force: true });
    }
  }
};

const ignoreMissing = (cause: NodeJS.ErrnoException): void => {
  if (cause.code !== 'ENOENT') throw cause;
};
