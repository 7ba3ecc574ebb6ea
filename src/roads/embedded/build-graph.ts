import { randomBytes } from 'node:crypto';
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { RoadError } from '../road-error.js';
import { buildProfiles } from './build/build-profiles.js';
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
import { leavingRefs, turnBans, type TurnBan } from './network/turn-bans.js';
import { countRestrictions } from './osm/count-restrictions.js';
import { readExtract, type Extract } from './osm/read-extract.js';
import { BUILT_IN_PROFILES } from './profiles/built-in.js';
import { conditionWarnings } from './profiles/condition-warnings.js';
import type { Profile } from './profiles/profile.js';
import { checkProfiles } from './profiles/profile-schema.js';
import { CLOSED, MAIN, type ProfileGraph } from './road-graph.js';
import { indexSegments } from './snap/segment-index.js';
import { writeNetworkFiles, writeProfileFile, type FileSeals } from './store/graph-files.js';
import { hashFile, MANIFEST_NAME, manifestOf, type GraphCounts, type Manifest } from './store/manifest.js';

/** What a graph is built from and where it goes. */
export interface BuildOptions {
  /** Path of an .osm.pbf. */
  readonly extract: string;
  /** Folder of .hgt tiles (plain, .zip, .gz) and GeoTIFFs, or one such file; without it all roads are level. */
  readonly dem?: string;
  /** Folder the graph is written to; an older graph there is replaced when the new one is whole. */
  readonly out: string;
  /** Default: the built-in profiles. At most 31. */
  readonly profiles?: readonly Profile[];
  /** Told in words what is being done, with warnings. */
  readonly onProgress?: (message: string) => void;
  /** Told how much of the whole build is done, 0..1. */
  readonly onShare?: (share: number) => void;
}

/** Shares of a build's time, by which its progress is told [E: measured on mountain networks]. */
const READ_SHARE = 0.35;
const CONTRACT_SHARE = 0.6;

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
  const synthetic = [extract.header.writingProgram, extract.header.source].some((text) =>
    text.includes(SYNTHETIC_MARK),
  );
  const ground = await layGround(extract, profiles, options.dem, tell);
  options.onShare?.(READ_SHARE);
  const manifest = await writeWhole(out, async (folder) => {
    const made = await makeFiles(folder, ground, profiles, options);
    return manifestOf({
      extract: { name: basename(options.extract), sha256: sha256! },
      elevation: ground.files,
      profiles,
      bounds: networkBounds(ground.draft.network),
      attribution: synthetic ? SYNTHETIC_CREDIT : OSM_CREDIT,
      synthetic,
      counts: { ...ground.counts, profiles: made.profiles },
      warnings: [...ground.warnings, ...made.warnings],
      files: made.seals,
    });
  });
  options.onShare?.(1);
  return manifest;
};

// A missing extract is told by the reader, with its own message.
const hashOrNull = (path: string): Promise<string | null> => hashFile(path).catch(() => null);

/** The network with its heights: all that the profiles share. */
interface Ground {
  readonly draft: NetworkDraft;
  readonly bans: readonly TurnBan[];
  readonly model: ElevationModel;
  readonly files: Manifest['elevation'];
  readonly warnings: readonly string[];
  readonly counts: Omit<GraphCounts, 'profiles'>;
}

const layGround = async (
  extract: Extract,
  profiles: readonly Profile[],
  dem: string | undefined,
  tell: (message: string) => void,
): Promise<Ground> => {
  const draft = buildNetwork(extract, profiles, dem !== undefined);
  const { network } = draft;
  tell(`${extract.ways.length} ways make ${network.edgeCount} edges between ${network.nodeCount} nodes`);
  const { model, files, warnings } = await raise(draft, dem, tell);
  const { bans, unplaced } = turnBans(extract.restrictions, draft, leavingRefs(network));
  const restrictions = countRestrictions(extract, unplaced);
  return {
    draft,
    bans,
    model,
    files,
    warnings: [...warnings, ...restrictions.warnings, ...conditionWarnings(extract.ways, profiles)],
    counts: {
      ways: extract.ways.length,
      nodes: network.nodeCount,
      edges: network.edgeCount,
      vertices: network.lon.length,
      ...restrictions.counts,
    },
  };
};

interface MadeFiles {
  readonly seals: FileSeals;
  readonly profiles: GraphCounts['profiles'];
  readonly warnings: readonly string[];
}

// Each profile is written as soon as it is contracted, so that no more of them are held than threads work.
const makeFiles = async (
  folder: string,
  { draft, bans, model }: Ground,
  profiles: readonly Profile[],
  options: BuildOptions,
): Promise<MadeFiles> => {
  const tell = options.onProgress ?? (() => undefined);
  const { network, stops } = draft;
  const lengths = edgeLengths(network);
  const shared = { network, lengths, segments: indexSegments(network), elevation: model };
  const seals: FileSeals = { ...(await writeNetworkFiles(folder, shared)) };
  const counts = new Map<string, GraphCounts['profiles'][string]>();
  const warnings: string[] = [];
  const source = { network, lengths, leaving: leavingRefs(network), bans, stops };
  await buildProfiles(source, profiles, {
    onShare: (share) => options.onShare?.(READ_SHARE + CONTRACT_SHARE * share),
    onBuilt: async (index, { graph }) => {
      const { name } = profiles[index]!;
      const { nodeCount } = graph.graph;
      tell(`${name}: ${nodeCount} nodes, ${graph.hierarchy.tops.length} arcs in the hierarchy`);
      counts.set(name, countProfile(graph));
      if (nodeCount === 0) {
        warnings.push(`No road of the extract is open to "${name}": it has no way between any two places.`);
        tell(`Warning: ${warnings[warnings.length - 1]}`);
      }
      Object.assign(seals, await writeProfileFile(folder, graph));
    },
  });
  // Threads finish in any order; the manifest lists profiles in the operator's.
  const ordered = profiles.map(({ name }) => [name, counts.get(name)!] as const);
  return { seals, profiles: Object.fromEntries(ordered), warnings };
};

const countProfile = ({ standing, hierarchy }: ProfileGraph): GraphCounts['profiles'][string] => {
  let [edges, mainEdges] = [0, 0];
  for (const one of standing) {
    if (one !== CLOSED) edges += 1;
    if (one === MAIN) mainEdges += 1;
  }
  return { edges, mainEdges, hierarchyArcs: hierarchy.tops.length };
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
    if (cause instanceof RoadError || typeof (cause as NodeJS.ErrnoException).syscall !== 'string')
      throw cause;
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
