import { unpackArc, type Hierarchy } from './hierarchy.js';
import { MAX_MILLIS } from './search-graph.js';
import type { Seeds } from './seeds.js';
import { UpwardSearch } from './upward-search.js';

/** A fastest way: what it costs, the seeds at its ends and the refs between them. */
export interface Way {
  readonly millis: number;
  readonly decimetres: number;
  readonly climb: number;
  /** Index into the sources' seeds. */
  readonly sourceSeed: number;
  readonly targetSeed: number;
  readonly refs: readonly number[];
}

/** Finds fastest ways one at a time; made once for a hierarchy, since its searches hold an entry a node. */
export type WayFinder = (sources: Seeds, source: number, targets: Seeds, target: number) => Way | null;

/** A finder over a hierarchy; it answers null where there is no way. */
export const wayFinder = (hierarchy: Hierarchy): WayFinder => {
  const ahead = new UpwardSearch(hierarchy, false);
  const behind = new UpwardSearch(hierarchy, true);
  return (sources, source, targets, target) => {
    ahead.run(sources, source);
    behind.run(targets, target);
    return joinSearches(hierarchy, ahead, behind);
  };
};

const joinSearches = (hierarchy: Hierarchy, ahead: UpwardSearch, behind: UpwardSearch): Way | null => {
  const meeting = meetingNode(ahead, behind);
  if (meeting < 0) return null;
  const outward = trace(hierarchy, ahead, meeting, hierarchy.forward);
  const homeward = trace(hierarchy, behind, meeting, hierarchy.backward);
  const refs: number[] = [];
  for (const arc of outward.arcs.reverse()) unpackArc(hierarchy, arc, refs);
  for (const arc of homeward.arcs) unpackArc(hierarchy, arc, refs);
  return {
    millis: ahead.millis[meeting]! + behind.millis[meeting]!,
    decimetres: ahead.decimetres[meeting]! + behind.decimetres[meeting]!,
    climb: ahead.climb[meeting]! + behind.climb[meeting]!,
    sourceSeed: outward.seed,
    targetSeed: homeward.seed,
    refs,
  };
};

const meetingNode = (ahead: UpwardSearch, behind: UpwardSearch): number => {
  let best = MAX_MILLIS + 1;
  let meeting = -1;
  for (let i = 0; i < ahead.settledCount; i += 1) {
    const node = ahead.settled[i]!;
    if (!behind.reached(node)) continue;
    const millis = ahead.millis[node]! + behind.millis[node]!;
    if (millis < best) {
      best = millis;
      meeting = node;
    }
  }
  return meeting;
};

/** Arcs from a node back down to its seed. */
const trace = (
  hierarchy: Hierarchy,
  search: UpwardSearch,
  from: number,
  offsets: Int32Array,
): { arcs: number[]; seed: number } => {
  const arcs: number[] = [];
  let node = from;
  for (let parent = search.parents[node]!; parent >= 0; parent = search.parents[node]!) {
    arcs.push(parent);
    node = lowerEnd(offsets, parent, hierarchy.nodeCount);
  }
  return { arcs, seed: -1 - search.parents[node]! };
};

// The node an arc is stored at: the last whose offset is not beyond it.
const lowerEnd = (offsets: Int32Array, arc: number, nodeCount: number): number => {
  let low = 0;
  let high = nodeCount - 1;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if (offsets[middle]! <= arc) low = middle;
    else high = middle - 1;
  }
  return low;
};
