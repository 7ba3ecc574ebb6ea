/**
 * A contraction hierarchy (Geisberger, Sanders, Schultes, Delling 2008). Nodes are numbered from the
 * most important, 0, downwards. Every arc joins a node to a more important one and is stored at
 * the lesser: `forward` arcs leave it, `backward` arcs arrive at it.
 */
export interface Hierarchy {
  readonly nodeCount: number;
  /** Arcs leaving node v towards lower numbers: forward[v] to forward[v + 1]. */
  readonly forward: Int32Array;
  /** Arcs arriving at v from lower numbers: backward[v] to backward[v + 1]; they follow the forward ones. */
  readonly backward: Int32Array;
  /** The more important node of an arc. */
  readonly tops: Int32Array;
  readonly millis: Int32Array;
  readonly decimetres: Int32Array;
  readonly climb: Int32Array;
  /** First half of a shortcut, an arc; -1 where the arc is a ref of the network. */
  readonly first: Int32Array;
  /** Second half of a shortcut, or the ref. */
  readonly second: Int32Array;
}

/** Appends the refs of the network that an arc stands for, in order of travel. */
export const unpackArc = (hierarchy: Hierarchy, arc: number, refs: number[]): void => {
  const stack = [arc];
  for (let top = stack.pop(); top !== undefined; top = stack.pop()) {
    const first = hierarchy.first[top]!;
    const second = hierarchy.second[top]!;
    if (first < 0) refs.push(second);
    else stack.push(second, first);
  }
};
