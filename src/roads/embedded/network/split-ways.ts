import { metresBetween } from '../geo.js';
import { ferrySeconds, type Extract, type ExtractWay } from '../osm/read-extract.js';
import type { Profile } from '../profiles/profile.js';
import { roadKind, type RoadKind } from '../profiles/way-speed.js';

/** A stretch of a way between two places where roads meet, end or are barred. */
export interface Piece {
  /** Index into the extract's ways. */
  readonly way: number;
  readonly kind: number;
  readonly name: number;
  /** Extract nodes in the way's direction, at least two. */
  readonly nodes: Int32Array;
}

export interface Pieces {
  readonly pieces: readonly Piece[];
  readonly kinds: readonly RoadKind[];
  readonly names: readonly string[];
  /** Extract nodes that must stay nodes of the graph: barriers and where the members of restrictions meet. */
  readonly fixed: Uint8Array;
}

/** Cuts ways where they meet, at barriers and where the members of turn restrictions meet. */
export const splitWays = (extract: Extract, profiles: readonly Profile[]): Pieces => {
  const kinds = new Interned<RoadKind>((kind) => JSON.stringify(kind));
  const names = new Interned<string>((name) => name);
  const fixed = fixedNodes(extract);
  const runs = extract.ways.map(locatedRuns);
  const cut = cutNodes(runs, fixed, extract.lon.length);
  const pieces: Piece[] = [];
  extract.ways.forEach((way, index) => {
    const kind = roadKind(way.tags, profiles, ferryKmh(extract, way, runs[index]!));
    if (kind === null) return;
    const name = way.tags.get('name') ?? way.tags.get('ref');
    const shared = { way: index, kind: kinds.of(kind), name: name === undefined ? -1 : names.of(name) };
    for (const run of runs[index]!) {
      let first = 0;
      for (let i = 1; i < run.length; i += 1) {
        if (i < run.length - 1 && cut[run[i]!] === 0) continue;
        pieces.push({ ...shared, nodes: run.subarray(first, i + 1) });
        first = i;
      }
    }
  });
  return { pieces, kinds: kinds.values, names: names.values, fixed };
};

class Interned<T> {
  readonly values: T[] = [];
  private readonly index = new Map<string, number>();

  constructor(private readonly key: (value: T) => string) {}

  of(value: T): number {
    const key = this.key(value);
    const known = this.index.get(key);
    if (known !== undefined) return known;
    this.index.set(key, this.values.length);
    return this.values.push(value) - 1;
  }
}

const fixedNodes = (extract: Extract): Uint8Array => {
  const fixed = Uint8Array.from(extract.stops, (mask) => (mask === 0 ? 0 : 1));
  for (const { joints } of extract.restrictions) for (const node of joints) fixed[node] = 1;
  return fixed;
};

// A way cut at the edge of the extract lacks nodes: what lies between the gaps is kept.
const locatedRuns = (way: ExtractWay): Int32Array[] => {
  const runs: number[][] = [[]];
  for (const node of way.nodes) {
    const run = runs[runs.length - 1]!;
    if (node < 0) runs.push([]);
    else if (run[run.length - 1] !== node) run.push(node);
  }
  return runs.filter((run) => run.length >= 2).map((run) => Int32Array.from(run));
};

const cutNodes = (runs: readonly Int32Array[][], fixed: Uint8Array, nodeCount: number): Uint8Array => {
  const seen = new Uint8Array(nodeCount);
  const cut = Uint8Array.from(fixed);
  for (const run of runs.flat()) {
    for (const node of run) {
      if (seen[node] === 1) cut[node] = 1;
      seen[node] = 1;
    }
    cut[run[0]!] = 1;
    cut[run[run.length - 1]!] = 1;
  }
  return cut;
};

const ferryKmh = (extract: Extract, way: ExtractWay, runs: readonly Int32Array[]): number | null => {
  const seconds = ferrySeconds(way);
  if (seconds === null) return null;
  let metres = 0;
  for (const run of runs) {
    for (let i = 1; i < run.length; i += 1) {
      const [a, b] = [run[i - 1]!, run[i]!];
      metres += metresBetween(extract.lon[a]!, extract.lat[a]!, extract.lon[b]!, extract.lat[b]!);
    }
  }
  return metres > 0 ? Math.round((metres / seconds) * 36) / 10 || 0.1 : null;
};
