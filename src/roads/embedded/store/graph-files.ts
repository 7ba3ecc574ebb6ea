import { join } from 'node:path';
import Flatbush from 'flatbush';
import { elevationModel, type ElevationModel } from '../elevation/elevation-model.js';
import type { HeightGrid } from '../elevation/height-grid.js';
import type { EdgeLengths, Network } from '../network/network.js';
import { leavingRefs } from '../network/turn-bans.js';
import type { Profile } from '../profiles/profile.js';
import type { RoadKind } from '../profiles/way-speed.js';
import type { ProfileGraph, RoadGraph } from '../road-graph.js';
import { departures } from '../search/expand-turns.js';
import { priceArcs } from '../search/search-graph.js';
import { shareArrays } from '../share.js';
import type { SegmentIndex } from '../snap/segment-index.js';
import type { Manifest } from './manifest.js';
import { jsonColumn, readSections, writeSections, type FileSeal } from './sections.js';

/** What all profiles share, as it is stored. */
export type StoredNetwork = Pick<RoadGraph, 'network' | 'lengths' | 'segments' | 'elevation'>;

/** Seals of written files, by name. */
export type FileSeals = Record<string, FileSeal>;

const NETWORK_FILE = 'network.bin';
const GROUND_FILE = 'ground.bin';
const profileFile = (name: string): string => `profile-${name}.bin`;

/** Writes what all profiles share into an existing empty folder. */
export const writeNetworkFiles = async (directory: string, stored: StoredNetwork): Promise<FileSeals> => ({
  [NETWORK_FILE]: await writeNetwork(join(directory, NETWORK_FILE), stored),
  [GROUND_FILE]: await writeGround(join(directory, GROUND_FILE), stored.elevation),
});

/** Writes one profile's graph. */
export const writeProfileFile = async (directory: string, graph: ProfileGraph): Promise<FileSeals> => {
  const name = profileFile(graph.profile.name);
  return { [name]: await writeProfile(join(directory, name), graph) };
};

/** Reads a graph's files. @throws RoadError graph-damaged. */
export const readGraphFiles = async (directory: string, manifest: Manifest): Promise<RoadGraph> => {
  const open = (name: string) =>
    readSections(join(directory, name), manifest.files[name] ?? { bytes: -1, sha256: '' });
  const { network, lengths, segments } = await readNetwork(open);
  const elevation = await readGround(open);
  const profiles: ProfileGraph[] = [];
  for (const profile of manifest.profiles)
    profiles.push(shareArrays(await readProfile(open, profile, lengths)));
  return { network, lengths, leaving: leavingRefs(network), segments, elevation, profiles };
};

type Open = (name: string) => ReturnType<typeof readSections>;

const writeNetwork = (path: string, { network, lengths, segments }: StoredNetwork): Promise<FileSeal> =>
  writeSections(path, {
    counts: Int32Array.of(network.nodeCount, network.edgeCount),
    edgeFrom: network.edgeFrom,
    edgeTo: network.edgeTo,
    edgeKind: network.edgeKind,
    edgeName: network.edgeName,
    edgeStart: network.edgeStart,
    lon: network.lon,
    lat: network.lat,
    height: network.height,
    wayFrom: network.wayFrom,
    wayIds: network.wayIds,
    decimetres: lengths.decimetres,
    climb: lengths.climb,
    boxEdges: segments.edges,
    boxVertices: segments.firstVertices,
    boxTree: new Uint8Array(segments.tree.data),
    kinds: jsonColumn(network.kinds),
    names: jsonColumn(network.names),
  });

const readNetwork = async (open: Open) => {
  const parts = await open(NETWORK_FILE);
  const [nodeCount, edgeCount] = parts.int32('counts') as unknown as [number, number];
  const network: Network = {
    nodeCount,
    edgeCount,
    edgeFrom: parts.int32('edgeFrom'),
    edgeTo: parts.int32('edgeTo'),
    edgeKind: parts.int32('edgeKind'),
    edgeName: parts.int32('edgeName'),
    edgeStart: parts.int32('edgeStart'),
    lon: parts.int32('lon'),
    lat: parts.int32('lat'),
    height: parts.float32('height'),
    wayFrom: parts.int32('wayFrom'),
    wayIds: parts.float64('wayIds'),
    kinds: parts.json('kinds') as RoadKind[],
    names: parts.json('names') as string[],
  };
  const lengths: EdgeLengths = { decimetres: parts.int32('decimetres'), climb: parts.int32('climb') };
  // Flatbush takes a buffer of its own, so the tree alone is copied.
  const tree = Flatbush.from(parts.uint8('boxTree').slice().buffer);
  const segments: SegmentIndex = {
    edges: parts.int32('boxEdges'),
    firstVertices: parts.int32('boxVertices'),
    tree,
  };
  return { network, lengths, segments };
};

const writeGround = (path: string, elevation: ElevationModel): Promise<FileSeal> => {
  const grids = elevation.grids.map(({ heights, ...frame }): StoredGrid => ({
    ...frame,
    whole: heights instanceof Int16Array,
  }));
  const heights = Object.fromEntries(elevation.grids.map((grid, i) => [`heights${i}`, grid.heights]));
  return writeSections(path, { grids: jsonColumn(grids), ...heights });
};

/** A grid's frame, and whether its heights are whole metres. */
type StoredGrid = Omit<HeightGrid, 'heights'> & { readonly whole: boolean };

const readGround = async (open: Open): Promise<ElevationModel> => {
  const parts = await open(GROUND_FILE);
  const grids = (parts.json('grids') as StoredGrid[]).map(({ whole, ...frame }, i) => {
    const name = `heights${i}`;
    return { ...frame, heights: whole ? parts.int16(name) : parts.float32(name) };
  });
  return elevationModel(grids);
};

const writeProfile = (path: string, profile: ProfileGraph): Promise<FileSeal> => {
  const { graph, hierarchy } = profile;
  return writeSections(path, {
    counts: Int32Array.of(graph.nodeCount),
    millis: profile.millis,
    standing: profile.standing,
    arrivals: profile.arrivals,
    graphOffsets: graph.offsets,
    graphHeads: graph.heads,
    graphRefs: graph.refs,
    graphLastResort: graph.lastResort,
    forward: hierarchy.forward,
    backward: hierarchy.backward,
    tops: hierarchy.tops,
    arcMillis: hierarchy.millis,
    arcDecimetres: hierarchy.decimetres,
    arcClimb: hierarchy.climb,
    arcFirst: hierarchy.first,
    arcSecond: hierarchy.second,
  });
};

const readProfile = async (open: Open, profile: Profile, lengths: EdgeLengths): Promise<ProfileGraph> => {
  const parts = await open(profileFile(profile.name));
  const nodeCount = parts.int32('counts')[0]!;
  const millis = parts.int32('millis');
  const arrivals = parts.int32('arrivals');
  const graph = priceArcs(
    {
      nodeCount,
      offsets: parts.int32('graphOffsets'),
      heads: parts.int32('graphHeads'),
      refs: parts.int32('graphRefs'),
      lastResort: parts.uint8('graphLastResort'),
    },
    { millis, ...lengths },
  );
  return {
    profile,
    millis,
    standing: parts.uint8('standing'),
    arrivals,
    departures: departures(graph, arrivals),
    graph,
    hierarchy: {
      nodeCount,
      forward: parts.int32('forward'),
      backward: parts.int32('backward'),
      tops: parts.int32('tops'),
      millis: parts.int32('arcMillis'),
      decimetres: parts.int32('arcDecimetres'),
      climb: parts.int32('arcClimb'),
      first: parts.int32('arcFirst'),
      second: parts.int32('arcSecond'),
    },
  };
};
