import type { SearchGraph } from './search-graph.js';

/**
 * A part other than the largest counts as a network of its own from 100 km of road driven one way and a
 * tenth of the largest [E].
 */
const OWN_NETWORK_DECIMETRES = 1_000_000;
const OWN_NETWORK_SHARE = 0.1;

/**
 * Marks the nodes of the strongly connected part with the most road with 1, and with it those of any
 * part that is no scrap beside it: two valleys joined by no road of the profile are both worth serving.
 */
export const mainParts = (graph: SearchGraph): Uint8Array => {
  const { part, count } = strongParts(graph);
  const lengths = partLengths(graph, part, count);
  const longest = lengths.reduce((most, length) => Math.max(most, length), 0);
  const enough = Math.max(OWN_NETWORK_DECIMETRES, OWN_NETWORK_SHARE * longest);
  const first = lengths.indexOf(longest);
  return Uint8Array.from(part, (index) => (index === first || lengths[index]! >= enough ? 1 : 0));
};

const partLengths = (graph: SearchGraph, part: Int32Array, count: number): Float64Array => {
  const lengths = new Float64Array(count);
  for (let node = 0; node < graph.nodeCount; node += 1) {
    for (let arc = graph.offsets[node]!; arc < graph.offsets[node + 1]!; arc += 1) {
      if (graph.millis[arc]! < 0) continue;
      if (part[graph.heads[arc]!] === part[node]) lengths[part[node]!]! += graph.decimetres[arc]!;
    }
  }
  return lengths;
};

/**
 * Numbers the strongly connected parts of a graph. Tarjan's algorithm with a stack of its own, since a
 * mountain road is deeper than the call stack.
 */
export const strongParts = (graph: SearchGraph): { part: Int32Array; count: number } => {
  const { nodeCount, offsets, heads, millis } = graph;
  const part = new Int32Array(nodeCount).fill(-1);
  const order = new Int32Array(nodeCount).fill(-1);
  const low = new Int32Array(nodeCount);
  const cursor = offsets.slice(0, nodeCount);
  const path = new Int32Array(nodeCount);
  const open = new Int32Array(nodeCount);
  let [pathSize, openSize, visited, count] = [0, 0, 0, 0];
  const enter = (node: number): void => {
    order[node] = visited;
    low[node] = visited;
    visited += 1;
    path[pathSize++] = node;
    open[openSize++] = node;
  };
  for (let root = 0; root < nodeCount; root += 1) {
    if (order[root]! >= 0) continue;
    enter(root);
    while (pathSize > 0) {
      const node = path[pathSize - 1]!;
      if (cursor[node]! < offsets[node + 1]!) {
        const arc = cursor[node]!++;
        if (millis[arc]! < 0) continue;
        const head = heads[arc]!;
        if (order[head]! < 0) enter(head);
        else if (part[head]! < 0) low[node] = Math.min(low[node]!, order[head]!);
        continue;
      }
      pathSize -= 1;
      if (pathSize > 0) low[path[pathSize - 1]!] = Math.min(low[path[pathSize - 1]!]!, low[node]!);
      if (low[node] !== order[node]) continue;
      for (let member = -1; member !== node;) {
        member = open[--openSize]!;
        part[member] = count;
      }
      count += 1;
    }
  }
  return { part, count };
};
