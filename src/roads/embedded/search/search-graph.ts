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
}

/** An arc as it is listed before the graph is packed. */
export interface ArcList {
  readonly tails: readonly number[] | Int32Array;
  readonly heads: readonly number[] | Int32Array;
  readonly refs: readonly number[] | Int32Array;
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
  const next = offsets.slice();
  for (let i = 0; i < count; i += 1) {
    const at = next[arcs.tails[i]!]!++;
    heads[at] = arcs.heads[i]!;
    refs[at] = arcs.refs[i]!;
  }
  return priceArcs({ nodeCount, offsets, heads, refs }, costs);
};

/** Looks up the costs of a graph's arcs by their refs. */
export const priceArcs = (
  graph: Pick<SearchGraph, 'nodeCount' | 'offsets' | 'heads' | 'refs'>,
  costs: RefCosts,
): SearchGraph => ({
  ...graph,
  millis: graph.refs.map((ref) => costs.millis[ref]!),
  decimetres: graph.refs.map((ref) => costs.decimetres[ref >> 1]!),
  climb: graph.refs.map((ref) => costs.climb[ref]!),
});

/** The same graph with its nodes renumbered: node v becomes place[v]. */
export const renumber = (graph: SearchGraph, place: Int32Array, costs: RefCosts): SearchGraph => {
  const tails = new Int32Array(graph.heads.length);
  for (let node = 0; node < graph.nodeCount; node += 1) {
    tails.fill(place[node]!, graph.offsets[node], graph.offsets[node + 1]);
  }
  const heads = graph.heads.map((head) => place[head]!);
  return packSearchGraph(graph.nodeCount, { tails, heads, refs: graph.refs }, costs);
};
