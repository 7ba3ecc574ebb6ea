import { RoadError } from '../../road-error.js';
import { barrierStops } from '../profiles/access.js';
import type { Profile } from '../profiles/profile.js';
import { durationSeconds, roadClassOf, roadKind } from '../profiles/way-speed.js';
import {
  decodeData,
  decodeHeader,
  type OsmHeader,
  type OsmRelation,
  type OsmVisitor,
  type OsmWay,
  type Tags,
} from './osm-block.js';
import { pbfBlocks } from './pbf-blocks.js';
import { readRestrictions, type ExtractRestriction, type SkippedRestrictions } from './restrictions.js';

/** A way some profile may use. */
export interface ExtractWay {
  readonly id: number;
  readonly tags: Tags;
  /** Node ids, later indexes into the extract's nodes; -1 where the extract lacks the node. */
  readonly nodes: Int32Array;
  readonly aloft: boolean;
}

/** What the graph needs of an .osm.pbf. */
export interface Extract {
  readonly header: OsmHeader;
  readonly ways: readonly ExtractWay[];
  /** Degrees; NaN where the extract lacks the node. */
  readonly lon: Float64Array;
  readonly lat: Float64Array;
  /** Profiles stopped at the node, a bit each. */
  readonly stops: Uint32Array;
  readonly restrictions: readonly ExtractRestriction[];
  /** Restrictions that cannot be applied. */
  readonly restrictionsSkipped: SkippedRestrictions;
}

const KNOWN_FEATURES = new Set(['OsmSchema-V0.6', 'DenseNodes']);
const KEPT_TAGS =
  /^(highway|route|area|junction|oneway|access|vehicle|motor|foot|goods|hgv|surface|tracktype|smoothness|maxspeed|maxweight|maxwidth|maxheight|maxlength|width|lanes|lane_markings|bridge|tunnel|duration|name|ref)/;

/**
 * Reads ways and turn restrictions in a first pass and the nodes they need in a second, so that
 * memory grows with the roads and not with the extract.
 * @throws RoadError extract-*.
 */
export const readExtract = async (path: string, profiles: readonly Profile[]): Promise<Extract> => {
  const first = await readWays(path, profiles);
  if (first.ways.length === 0) {
    throw new RoadError(
      'extract-without-roads',
      `${path}: no way in it can be used by ${profiles.map((profile) => profile.name).join(', ')}. Give an extract that holds roads.`,
    );
  }
  const ids = nodeIds(first.ways);
  const nodes = await readNodes(path, ids, profiles);
  const ways = first.ways.map((way) => indexWay(way, ids, nodes.lon));
  const nodesOf = memberNodes(first.relations, ways);
  const { restrictions, skipped } = readRestrictions(
    first.relations,
    profiles,
    (id) => located(indexOf(ids, id), nodes.lon),
    (id) => nodesOf.get(id),
  );
  return { header: first.header, ways, ...nodes, restrictions, restrictionsSkipped: skipped };
};

interface FirstPass {
  readonly header: OsmHeader;
  readonly ways: readonly OsmWay[];
  readonly relations: readonly OsmRelation[];
}

const readWays = async (path: string, profiles: readonly Profile[]): Promise<FirstPass> => {
  const ways: OsmWay[] = [];
  const relations: OsmRelation[] = [];
  const way = (candidate: OsmWay): void => {
    if (candidate.refs.length < 2 || roadClassOf(candidate.tags) === null) return;
    if (roadKind(candidate.tags, profiles, null) === null) return;
    ways.push({ ...candidate, tags: keptTags(candidate.tags) });
  };
  const relation = (candidate: OsmRelation): void => {
    if (candidate.tags.get('type') === 'restriction') relations.push(candidate);
  };
  const header = await visit(path, { way, relation });
  return { header, ways, relations };
};

const keptTags = (tags: Tags): Tags => new Map([...tags].filter(([key]) => KEPT_TAGS.test(key)));

const visit = async (path: string, visitor: OsmVisitor): Promise<OsmHeader> => {
  let header: OsmHeader | null = null;
  for await (const block of pbfBlocks(path)) {
    try {
      if (block.type === 'OSMHeader') {
        header = decodeHeader(block.data);
        refuseUnknownFeatures(path, header);
      } else if (block.type === 'OSMData') {
        if (header !== null) decodeData(block.data, visitor);
      }
    } catch (cause) {
      if (cause instanceof RoadError) throw cause;
      throw new RoadError(
        'extract-damaged',
        `${path}: block ${block.number} cannot be decoded (${(cause as Error).message}). The file is damaged: download it again.`,
        { cause },
      );
    }
    if (header === null) {
      throw new RoadError(
        'extract-damaged',
        `${path}: the file does not begin with an OSMHeader block. Give an .osm.pbf file.`,
      );
    }
  }
  return header!;
};

const refuseUnknownFeatures = (path: string, header: OsmHeader): void => {
  const unknown = header.requiredFeatures.filter((feature) => !KNOWN_FEATURES.has(feature));
  if (unknown.length === 0) return;
  throw new RoadError(
    'extract-unsupported',
    `${path}: the file requires ${unknown.join(', ')}, which this reader lacks. Rewrite it as a plain extract, for example with "osmium cat".`,
  );
};

const nodeIds = (ways: readonly OsmWay[]): Float64Array => {
  let total = 0;
  for (const way of ways) total += way.refs.length;
  const all = new Float64Array(total);
  let at = 0;
  for (const way of ways) {
    all.set(way.refs, at);
    at += way.refs.length;
  }
  all.sort();
  let unique = 0;
  for (let i = 0; i < total; i += 1) {
    if (i === 0 || all[i] !== all[i - 1]) {
      all[unique] = all[i]!;
      unique += 1;
    }
  }
  return all.slice(0, unique);
};

const indexOf = (ids: Float64Array, id: number): number => {
  let low = 0;
  let high = ids.length - 1;
  while (low <= high) {
    const middle = (low + high) >>> 1;
    const found = ids[middle]!;
    if (found === id) return middle;
    if (found < id) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
};

const readNodes = async (path: string, ids: Float64Array, profiles: readonly Profile[]) => {
  const lon = new Float64Array(ids.length).fill(NaN);
  const lat = new Float64Array(ids.length).fill(NaN);
  const stops = new Uint32Array(ids.length);
  await visit(path, {
    node: (id, nodeLon, nodeLat, tags) => {
      const index = indexOf(ids, id);
      if (index < 0 || Math.abs(nodeLon) > 180 || Math.abs(nodeLat) > 90) return;
      lon[index] = nodeLon;
      lat[index] = nodeLat;
      const nodeTags = tags();
      if (nodeTags.size === 0) return;
      profiles.forEach((profile, bit) => {
        if (barrierStops(nodeTags, profile)) stops[index]! |= 1 << bit;
      });
    },
  });
  return { lon, lat, stops };
};

const indexWay = (way: OsmWay, ids: Float64Array, lon: Float64Array): ExtractWay => {
  const nodes = Int32Array.from(way.refs, (ref) => located(indexOf(ids, ref), lon));
  const on = (key: string): boolean => (way.tags.get(key) ?? 'no') !== 'no';
  const aloft = on('bridge') || on('tunnel') || way.tags.get('route') === 'ferry';
  return { id: way.id, tags: way.tags, nodes, aloft };
};

// An index without a place is as good as none.
const located = (index: number, lon: Float64Array): number => (lon[index]! >= -180 ? index : -1);

const memberNodes = (
  relations: readonly OsmRelation[],
  ways: readonly ExtractWay[],
): Map<number, Int32Array> => {
  const wanted = new Set(relations.flatMap(({ members }) => members.map((member) => member.id)));
  return new Map(ways.filter(({ id }) => wanted.has(id)).map(({ id, nodes }) => [id, nodes]));
};

/** Seconds a ferry way states, null for other ways. */
export const ferrySeconds = (way: ExtractWay): number | null =>
  way.tags.get('route') === 'ferry' ? durationSeconds(way.tags.get('duration')) : null;
