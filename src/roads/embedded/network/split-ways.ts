import { metresBetween } from '../geo.js';
import { ferrySeconds, nodesOfWay, type Extract, type ExtractWays } from '../osm/extract.js';
import type { Profile } from '../profiles/profile.js';
import { roadKind, type RoadKind } from '../profiles/way-speed.js';
import { IntList } from '../search/int-list.js';

/**
 * Stretches of ways between two places where roads meet, end or are barred, as columns in the order of
 * the ways.
 */
export interface Pieces {
  readonly count: number;
  /** Index into the extract's ways. */
  readonly way: Int32Array;
  /** Entries of the piece's first and last node in the ways' nodes. */
  readonly first: Int32Array;
  readonly last: Int32Array;
  readonly kind: Int32Array;
  readonly kinds: readonly RoadKind[];
  /** Extract nodes that must stay nodes of the graph: barriers and where the members of restrictions meet. */
  readonly fixed: Uint8Array;
}

/** Cuts ways where they meet, at barriers and where the members of turn restrictions meet. */
export const splitWays = (extract: Extract, profiles: readonly Profile[]): Pieces => {
  const { ways } = extract;
  const fixed = fixedNodes(extract);
  const cut = cutNodes(ways, fixed, extract.lon.length);
  const kindOf = kindsOfWays(extract, profiles);
  const [way, first, last, kind] = [new IntList(), new IntList(), new IntList(), new IntList()];
  for (let index = 0; index < ways.length; index += 1) {
    const own = kindOf.of(index);
    if (own < 0) continue;
    eachPiece(ways, index, cut, (from, to) => {
      way.push(index);
      first.push(from);
      last.push(to);
      kind.push(own);
    });
  }
  return {
    count: way.length,
    way: way.done(),
    first: first.done(),
    last: last.done(),
    kind: kind.done(),
    kinds: kindOf.kinds,
    fixed,
  };
};

// A way cut at the edge of the extract lacks nodes: what lies between the gaps is kept.
const eachPiece = (
  { offsets, nodes }: ExtractWays,
  way: number,
  cut: Uint8Array,
  tell: (first: number, last: number) => void,
): void => {
  const end = offsets[way + 1]!;
  let first = -1;
  for (let at = offsets[way]!; at < end; at += 1) {
    const node = nodes[at]!;
    if (node < 0) {
      first = -1;
      continue;
    }
    const ends = at + 1 === end || nodes[at + 1]! < 0;
    if (first >= 0 && (ends || cut[node] === 1)) {
      tell(first, at);
      first = at;
    } else if (first < 0) first = at;
  }
};

const fixedNodes = (extract: Extract): Uint8Array => {
  const fixed = Uint8Array.from(extract.stops, (mask) => (mask === 0 ? 0 : 1));
  for (const { joints } of extract.restrictions) for (const node of joints) fixed[node] = 1;
  return fixed;
};

/** Marks nodes where ways meet, end or must be cut. */
const cutNodes = (ways: ExtractWays, fixed: Uint8Array, nodeCount: number): Uint8Array => {
  const seen = new Uint8Array(nodeCount);
  const cut = fixed.slice();
  for (let way = 0; way < ways.length; way += 1) {
    const [start, end] = [ways.offsets[way]!, ways.offsets[way + 1]!];
    for (let at = start; at < end; at += 1) {
      const node = ways.nodes[at]!;
      if (node < 0) continue;
      const [before, after] = [
        at === start || ways.nodes[at - 1]! < 0,
        at + 1 === end || ways.nodes[at + 1]! < 0,
      ];
      // A node alone between gaps is no road.
      if (before && after) continue;
      if (before || after || seen[node] === 1) cut[node] = 1;
      seen[node] = 1;
    }
  }
  return cut;
};

/** The kind of each way, -1 for none, worked out once for all ways of the same tags. */
const kindsOfWays = (extract: Extract, profiles: readonly Profile[]) => {
  const { ways } = extract;
  const kinds: RoadKind[] = [];
  const indexOf = new Map<string, number>();
  const intern = (kind: RoadKind | null): number => {
    if (kind === null) return -1;
    const key = JSON.stringify(kind);
    let index = indexOf.get(key);
    if (index === undefined) {
      index = kinds.push(kind) - 1;
      indexOf.set(key, index);
    }
    return index;
  };
  const bySet = ways.tagSets.map((tags) =>
    ferrySeconds(tags) === null ? intern(roadKind(tags, profiles, null)) : null,
  );
  const of = (way: number): number => {
    const set = ways.tagSet[way]!;
    return bySet[set] ?? intern(roadKind(ways.tagSets[set]!, profiles, ferryKmh(extract, way)));
  };
  return { kinds, of };
};

/** Speed of a ferry with a stated duration, from its length. */
const ferryKmh = ({ ways, lon, lat }: Extract, way: number): number | null => {
  const seconds = ferrySeconds(ways.tagSets[ways.tagSet[way]!]!);
  if (seconds === null) return null;
  const nodes = nodesOfWay(ways, way);
  let metres = 0;
  for (let i = 1; i < nodes.length; i += 1) {
    const [a, b] = [nodes[i - 1]!, nodes[i]!];
    if (a >= 0 && b >= 0) metres += metresBetween(lon[a]!, lat[a]!, lon[b]!, lat[b]!);
  }
  return metres > 0 ? Math.round((metres / seconds) * 36) / 10 || 0.1 : null;
};
