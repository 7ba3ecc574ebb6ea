/**
 * What is searched: a directed graph whose arcs cost milliseconds. `ref` ties an arc to the edge and
 * direction it stands for; decimetres and climb are summed along the fastest way.
 */
export interface SearchGraph {
  readonly nodeCount: number;
  /** First arc leaving a node; one entry more than nodes. */
  readonly offsets: Int32Array;
  readonly heads: Int32Array;
  readonly refs: Int32Array;
  readonly millis: Int32Array;
  readonly decimetres: Int32Array;
  /** Decimetres climbed. */
  readonly climb: Int32Array;
  /** By arc: 1 where it turns round at a node of banned turns, which is open only where no other arc is. */
  readonly lastResort: Uint8Array;
}

/** A way that takes longer, 24.8 days, is none: times are kept as 32-bit numbers. */
export const MAX_MILLIS = 2 ** 31 - 1;

/** An arc as it is listed before the graph is packed. */
export interface ArcList {
  readonly tails: readonly number[] | Int32Array;
  readonly heads: readonly number[] | Int32Array;
  readonly refs: readonly number[] | Int32Array;
  readonly lastResort?: readonly number[] | Int32Array | Uint8Array;
}

/** What a ref costs. */
export interface RefCosts {
  readonly millis: Int32Array;
  /** By edge. */
  readonly decimetres: Int32Array;
  readonly climb: Int32Array;
}

/** Packs arcs by their tails and looks up what their refs cost. */
export const packSearchGraph = (nodeCount: number, arcs: ArcList, costs: RefCosts): SearchGraph => {
  const count = arcs.tails.length;
  const offsets = new Int32Array(nodeCount + 1);
  for (let i = 0; i < count; i += 1) offsets[arcs.tails[i]! + 1]! += 1;
  for (let node = 0; node < nodeCount; node += 1) offsets[node + 1]! += offsets[node]!;
  const heads = new Int32Array(count);
  const refs = new Int32Array(count);
  const lastResort = new Uint8Array(count);
  const next = offsets.slice();
  for (let i = 0; i < count; i += 1) {
    const at = next[arcs.tails[i]!]!++;
    heads[at] = arcs.heads[i]!;
    refs[at] = arcs.refs[i]!;
    lastResort[at] = arcs.lastResort?.[i] ?? 0;
  }
  return priceArcs({ nodeCount, offsets, heads, refs, lastResort }, costs);
};

/** Looks up the costs of a graph's arcs by their refs; -1 where one is closed. */
export const priceArcs = (
  graph: Pick<SearchGraph, 'nodeCount' | 'offsets' | 'heads' | 'refs' | 'lastResort'>,
  costs: RefCosts,
): SearchGraph => {
  const millis = graph.refs.map((ref) => costs.millis[ref]!);
  closeNeedlessTurns(graph, millis);
  return {
    ...graph,
    millis,
    decimetres: graph.refs.map((ref) => costs.decimetres[ref >> 1]!),
    climb: graph.refs.map((ref) => costs.climb[ref]!),
  };
};

// A closure can make a dead end of a place where turning round is banned otherwise.
const closeNeedlessTurns = (
  { nodeCount, offsets, lastResort }: Pick<SearchGraph, 'nodeCount' | 'offsets' | 'lastResort'>,
  millis: Int32Array,
): void => {
  for (let node = 0; node < nodeCount; node += 1) {
    const [first, end] = [offsets[node]!, offsets[node + 1]!];
    let onward = false;
    let turn = -1;
    for (let arc = first; arc < end; arc += 1) {
      if (lastResort[arc] === 1) turn = arc;
      else if (millis[arc]! >= 0) onward = true;
    }
    if (turn >= 0 && onward) millis[turn] = -1;
  }
};

/** The same graph with its nodes renumbered: node v becomes place[v]. */
export const renumber = (graph: SearchGraph, place: Int32Array, costs: RefCosts): SearchGraph => {
  const tails = new Int32Array(graph.heads.length);
  for (let node = 0; node < graph.nodeCount; node += 1) {
    tails.fill(place[node]!, graph.offsets[node], graph.offsets[node + 1]);
  }
  const heads = graph.heads.map((head) => place[head]!);
  const { refs, lastResort } = graph;
  return packSearchGraph(graph.nodeCount, { tails, heads, refs, lastResort }, costs);
};
