import type { SearchGraph } from './search-graph.js';

/** A part other than the largest counts as a network of its own from this size and this share of the largest. */
const OWN_NETWORK_NODES = 500;
const OWN_NETWORK_SHARE = 0.1;

/**
 * Marks the nodes of the largest strongly connected part with 1, and with it those of any part that is
 * no scrap beside it: two valleys joined by no road of the profile are both worth serving.
 */
export const mainParts = (graph: SearchGraph): Uint8Array => {
  const { part, sizes } = strongParts(graph);
  const largest = sizes.reduce((most, size) => Math.max(most, size), 0);
  const enough = Math.min(largest, Math.max(OWN_NETWORK_NODES, OWN_NETWORK_SHARE * largest));
  // Among equals the first alone is the main part, unless each is a network of its own.
  const first = sizes.indexOf(largest);
  const isMain = sizes.map((size, index) => index === first || (size >= enough && size >= OWN_NETWORK_NODES));
  return Uint8Array.from(part, (index) => (isMain[index] ? 1 : 0));
};

/**
 * Numbers the strongly connected parts of a graph. Tarjan's algorithm with a stack of its own, since a
 * mountain road is deeper than the call stack.
 */
export const strongParts = (graph: SearchGraph): { part: Int32Array; sizes: number[] } => {
  const { nodeCount, offsets, heads } = graph;
  const part = new Int32Array(nodeCount).fill(-1);
  const order = new Int32Array(nodeCount).fill(-1);
  const low = new Int32Array(nodeCount);
  const cursor = offsets.slice(0, nodeCount);
  const path = new Int32Array(nodeCount);
  const open = new Int32Array(nodeCount);
  const sizes: number[] = [];
  let [pathSize, openSize, visited] = [0, 0, 0];
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
        const head = heads[cursor[node]!++]!;
        if (order[head]! < 0) enter(head);
        else if (part[head]! < 0) low[node] = Math.min(low[node]!, order[head]!);
        continue;
      }
      pathSize -= 1;
      if (pathSize > 0) low[path[pathSize - 1]!] = Math.min(low[path[pathSize - 1]!]!, low[node]!);
      if (low[node] !== order[node]) continue;
      let size = 0;
      for (let member = -1; member !== node; size += 1) {
        member = open[--openSize]!;
        part[member] = sizes.length;
      }
      sizes.push(size);
    }
  }
  return { part, sizes };
};
