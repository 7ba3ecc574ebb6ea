import type { ExtractRestriction } from '../osm/restrictions.js';
import type { NetworkDraft } from './build-network.js';
import { headOf, reverseOf, type Network } from './network.js';

/** Refs that profiles may not take one after another: the turn onto the last is banned to who came by the others. */
export interface TurnBan {
  /** At least two, each beginning where the one before ends. */
  readonly refs: readonly number[];
  /** Profiles bound, a bit each. */
  readonly mask: number;
}

/** Refs leaving each node, as offsets and values. */
export interface Leaving {
  readonly offsets: Int32Array;
  readonly refs: Int32Array;
}

/** Lists the refs that leave each node, open or closed. */
export const leavingRefs = (network: Network): Leaving => {
  const offsets = new Int32Array(network.nodeCount + 1);
  for (let edge = 0; edge < network.edgeCount; edge += 1) {
    offsets[network.edgeFrom[edge]! + 1]! += 1;
    offsets[network.edgeTo[edge]! + 1]! += 1;
  }
  for (let node = 0; node < network.nodeCount; node += 1) offsets[node + 1]! += offsets[node]!;
  const refs = new Int32Array(2 * network.edgeCount);
  const next = offsets.slice();
  for (let edge = 0; edge < network.edgeCount; edge += 1) {
    const from = network.edgeFrom[edge]!;
    const to = network.edgeTo[edge]!;
    refs[next[from]!] = 2 * edge;
    next[from]! += 1;
    refs[next[to]!] = 2 * edge + 1;
    next[to]! += 1;
  }
  return { offsets, refs };
};

/** The bans of restrictions, and those restrictions whose ways have no pieces in the network. */
export interface TurnBans {
  readonly bans: TurnBan[];
  readonly unplaced: ExtractRestriction[];
}

/** Turns the extract's restrictions into banned turns; an only_* bans every other way on. */
export const turnBans = (
  restrictions: readonly ExtractRestriction[],
  draft: NetworkDraft,
  leaving: Leaving,
): TurnBans => {
  const bans: TurnBan[] = [];
  const unplaced: ExtractRestriction[] = [];
  for (const restriction of restrictions) {
    const found = bansOf(restriction, draft, leaving);
    if (found === null) unplaced.push(restriction);
    else bans.push(...found.map((refs) => ({ refs, mask: restriction.mask })));
  }
  return { bans, unplaced };
};

const bansOf = (
  { only, from, via, joints, to }: ExtractRestriction,
  draft: NetworkDraft,
  leaving: Leaving,
): number[][] | null => {
  const nodes = joints.map((node) => draft.nodeOf[node]!);
  const [first, last] = [nodes[0]!, nodes[nodes.length - 1]!];
  if (first < 0 || last < 0) return null;
  const between = via.map((way, i) => refsAlong(draft, way, nodes[i]!, nodes[i + 1]!));
  if (between.includes(null)) return null;
  const arriving = from.flatMap((way) => arrivingAt(draft, way, first));
  const wanted = new Set(to.flatMap((way) => leavingFrom(draft, way, last)));
  if (wanted.size === 0 || arriving.length === 0) return null;
  const onwards = only ? [...refsFrom(leaving, last)].filter((ref) => !wanted.has(ref)) : [...wanted];
  // Within one way that runs on through its via node, only the turn back is meant.
  const backOnly = !only && via.length === 0 && from.some((way) => to.includes(way));
  return arriving.flatMap((start) =>
    onwards
      .filter((ref) => !backOnly || ref === reverseOf(start))
      .map((ref) => [start, ...(between as number[][]).flat(), ref]),
  );
};

/** Refs of a whole way from one of its ends to the other; null where it does not run between them. */
const refsAlong = (draft: NetworkDraft, way: number, start: number, end: number): number[] | null => {
  const { network } = draft;
  const refs: number[] = [];
  for (const { ref } of draft.placesOf.get(way) ?? []) if (refs[refs.length - 1] !== ref) refs.push(ref);
  if (refs.length === 0) return null;
  const tail = headOf(network, reverseOf(refs[0]!));
  const head = headOf(network, refs[refs.length - 1]!);
  if (tail === start && head === end) return refs;
  return tail === end && head === start ? refs.reverse().map(reverseOf) : null;
};

const refsFrom = ({ offsets, refs }: Leaving, node: number): Int32Array =>
  refs.subarray(offsets[node], offsets[node + 1]);

const arrivingAt = (draft: NetworkDraft, way: number, node: number): number[] =>
  (draft.placesOf.get(way) ?? []).flatMap((place) => [
    ...(place.to === node ? [place.ref] : []),
    ...(place.from === node ? [reverseOf(place.ref)] : []),
  ]);

const leavingFrom = (draft: NetworkDraft, way: number, node: number): number[] =>
  (draft.placesOf.get(way) ?? []).flatMap((place) => [
    ...(place.from === node ? [place.ref] : []),
    ...(place.to === node ? [reverseOf(place.ref)] : []),
  ]);
