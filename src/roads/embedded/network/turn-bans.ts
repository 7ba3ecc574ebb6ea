import type { ExtractRestriction } from '../osm/read-extract.js';
import type { NetworkDraft } from './build-network.js';
import { reverseOf, type Network } from './network.js';

/** Turns that profiles may not make: from the ref that arrives to the ref that leaves. */
export interface TurnBan {
  readonly from: number;
  readonly to: number;
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

/** Turns the extract's restrictions into banned turns; an only_* bans every other way on. */
export const turnBans = (
  restrictions: readonly ExtractRestriction[],
  draft: NetworkDraft,
  leaving: Leaving,
): TurnBan[] => {
  const bans: TurnBan[] = [];
  for (const restriction of restrictions) {
    const via = draft.nodeOf[restriction.via]!;
    if (via < 0) continue;
    const arriving = restriction.from.flatMap((way) => arrivingAt(draft, way, via));
    const wanted = new Set(restriction.to.flatMap((way) => leavingFrom(draft, way, via)));
    if (wanted.size === 0) continue;
    const sameWay = restriction.from.some((way) => restriction.to.includes(way));
    for (const from of arriving) {
      for (const to of restriction.only ? refsFrom(leaving, via) : wanted) {
        const banned = restriction.only ? !wanted.has(to) : !sameWay || to === reverseOf(from);
        if (banned) bans.push({ from, to, mask: restriction.mask });
      }
    }
  }
  return bans;
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
