import { RoadError } from '../../road-error.js';
import { barrierStops } from '../profiles/access.js';
import type { Profile } from '../profiles/profile.js';
import { WayCollector } from './collect-ways.js';
import { nodesOfWay, type Extract, type ExtractWays } from './extract.js';
import { IdFinder, sortedIds } from './node-ids.js';
import { decodeData, decodeHeader, type OsmHeader, type OsmRelation, type OsmVisitor } from './osm-block.js';
import { pbfBlocks } from './pbf-blocks.js';
import { readRestrictions } from './restrictions.js';

export type { Extract } from './extract.js';

const KNOWN_FEATURES = new Set(['OsmSchema-V0.6', 'DenseNodes']);

/**
 * Reads ways and turn restrictions in a first pass and the nodes they need in a second, so that
 * memory grows with the roads and not with the extract.
 * @throws RoadError extract-*.
 */
export const readExtract = async (path: string, profiles: readonly Profile[]): Promise<Extract> => {
  const collector = new WayCollector(profiles);
  const relations: OsmRelation[] = [];
  const header = await visit(path, {
    way: collector.add,
    sharesTag: collector.sharesTag,
    relation: (relation) => {
      if (relation.tags.get('type') === 'restriction') relations.push(relation);
    },
  });
  if (collector.length === 0) {
    throw new RoadError(
      'extract-without-roads',
      `${path}: no way in it can be used by ${profiles.map((profile) => profile.name).join(', ')}. Give an extract that holds roads.`,
    );
  }
  const refs = collector.nodeIds();
  const ids = sortedIds(refs);
  const nodes = await readNodes(path, ids, profiles);
  const finder = new IdFinder(ids);
  const ways = collector.finish(refs, finder, nodes.lon);
  if (!hasRoad(ways)) {
    throw new RoadError(
      'extract-without-roads',
      `${path}: none of the nodes that its roads run through is in it. Cut the extract so that ways keep their nodes, for example with "osmium extract --strategy=complete_ways".`,
    );
  }
  const { restrictions, skipped } = readRestrictions(
    relations,
    profiles,
    (id) => {
      const index = finder.find(id);
      return nodes.lon[index]! >= -180 ? index : -1;
    },
    memberNodes(relations, ways),
  );
  return { header, ways, ...nodes, restrictions, restrictionsSkipped: skipped };
};

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

const readNodes = async (path: string, ids: Float64Array, profiles: readonly Profile[]) => {
  const lon = new Float64Array(ids.length).fill(NaN);
  const lat = new Float64Array(ids.length).fill(NaN);
  const stops = new Uint32Array(ids.length);
  const finder = new IdFinder(ids);
  await visit(path, {
    node: (id, nodeLon, nodeLat, tags) => {
      const index = finder.find(id);
      if (index < 0 || !(Math.abs(nodeLon) <= 180 && Math.abs(nodeLat) <= 90)) return;
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

/** Whether any two nodes that follow each other along a way are known. */
const hasRoad = ({ length, offsets, nodes }: ExtractWays): boolean => {
  for (let way = 0; way < length; way += 1) {
    for (let at = offsets[way]! + 1; at < offsets[way + 1]!; at += 1) {
      if (nodes[at - 1]! >= 0 && nodes[at]! >= 0) return true;
    }
  }
  return false;
};

const memberNodes = (
  relations: readonly OsmRelation[],
  ways: ExtractWays,
): ((id: number) => Int32Array | undefined) => {
  const wanted = new Set(relations.flatMap(({ members }) => members.map((member) => member.id)));
  const nodes = new Map<number, Int32Array>();
  if (wanted.size > 0) {
    ways.ids.forEach((id, way) => wanted.has(id) && nodes.set(id, nodesOfWay(ways, way)));
  }
  return (id) => nodes.get(id);
};
