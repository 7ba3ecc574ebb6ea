import { durationSeconds } from '../profiles/way-speed.js';
import type { OsmHeader, Tags } from './osm-block.js';
import type { ExtractRestriction, SkippedRestrictions } from './restrictions.js';

/** Ways some profile may use, as columns: a country has millions, and an object each would fill the memory. */
export interface ExtractWays {
  readonly length: number;
  /** OpenStreetMap ids. */
  readonly ids: Float64Array;
  /** Index into tagSets. */
  readonly tagSet: Int32Array;
  /** What the ways' tags can be, names and numbers aside. */
  readonly tagSets: readonly Tags[];
  /** Index into names, -1 without one. */
  readonly name: Int32Array;
  /** Names, or numbers of ways that have no name. */
  readonly names: readonly string[];
  /** First entry of a way in `nodes`; one entry more than ways. */
  readonly offsets: Int32Array;
  /** Indexes into the extract's nodes, no two alike after another; -1 where the extract lacks the node. */
  readonly nodes: Int32Array;
}

/** What the graph needs of an .osm.pbf. */
export interface Extract {
  readonly header: OsmHeader;
  readonly ways: ExtractWays;
  /** Degrees; NaN where the extract lacks the node. */
  readonly lon: Float64Array;
  readonly lat: Float64Array;
  /** Profiles stopped at the node, a bit each. */
  readonly stops: Uint32Array;
  readonly restrictions: readonly ExtractRestriction[];
  /** Restrictions that cannot be applied. */
  readonly restrictionsSkipped: SkippedRestrictions;
}

/** Nodes of a way. */
export const nodesOfWay = ({ offsets, nodes }: ExtractWays, way: number): Int32Array =>
  nodes.subarray(offsets[way], offsets[way + 1]);

/** Whether tags are those of a bridge, tunnel or ferry, where the ground's height is not the road's. */
export const isAloft = (tags: Tags): boolean => {
  const on = (key: string): boolean => (tags.get(key) ?? 'no') !== 'no';
  return on('bridge') || on('tunnel') || tags.get('route') === 'ferry';
};

/** Seconds a ferry's tags state, null for other ways. */
export const ferrySeconds = (tags: Tags): number | null =>
  tags.get('route') === 'ferry' ? durationSeconds(tags.get('duration')) : null;
