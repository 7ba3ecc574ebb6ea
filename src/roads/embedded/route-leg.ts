import type { RouteLeg } from '../road-source.js';
import { isBackward, reverseOf } from './network/network.js';
import type { ProfileState } from './profiles/profile-state.js';
import type { ProfileGraph, RoadGraph } from './road-graph.js';
import { explainer } from './route-parts.js';
import { traceEdge, traceWay, type Trace } from './route-trace.js';
import type { Way, WayFinder } from './search/fastest-way.js';
import { packSeeds } from './search/seeds.js';
import { sourceSeeds, targetSeeds, type Anchor } from './snap/anchor.js';

/**
 * The fastest leg between two anchored points with its line and its explanation; null where there is
 * none. Six arguments: two places, what lies between, how to search it and under which state of the
 * profile, which must be the one that the anchors and the finder were made for.
 */
export const routeLeg = (
  roads: RoadGraph,
  graph: ProfileGraph,
  find: WayFinder,
  from: Anchor,
  to: Anchor,
  state: ProfileState | null = null,
): RouteLeg | null => {
  const starts = sourceSeeds(roads, graph, from);
  const ends = targetSeeds(roads, graph, to);
  const way = find(packSeeds([starts]), 0, packSeeds([ends]), 0);
  const along = alongEdge(from, to);
  if (way === null && along === null) return null;
  const explain = explainer(roads, graph.profile, state);
  if (along !== null && (way === null || along.millis <= way.millis)) {
    const ref = 2 * from.snap.edge + (along.forward ? 0 : 1);
    return legOf(edgeTotals(from, to, along), traceEdge(roads.network, ref, from, to), explain);
  }
  const [first, last] = [starts[way!.sourceSeed]!.ref, ends[way!.targetSeed]!.ref];
  const descent = descentOf(roads, way!, first, last, from, to);
  const trace = traceWay(roads.network, way!.refs, [first, last], from, to);
  return legOf({ ...way!, descent }, trace, explain);
};

interface Totals {
  readonly millis: number;
  readonly decimetres: number;
  /** Decimetres. */
  readonly climb: number;
  readonly descent: number;
}

const legOf = (totals: Totals, trace: Trace, explain: ReturnType<typeof explainer>): RouteLeg => {
  const leg = {
    seconds: Math.ceil(totals.millis / 1000),
    metres: Math.round(totals.decimetres / 10),
    ascentMetres: Math.round(totals.climb / 10),
    descentMetres: Math.round(totals.descent / 10),
    coordinates: trace.line,
  };
  return { ...leg, parts: explain(trace, leg) };
};

/** The way along one edge between two points of it; null where it is not open. */
const alongEdge = (from: Anchor, to: Anchor): { millis: number; forward: boolean } | null => {
  // Between different numbers of closed pieces lies a closed piece.
  if (from.snap.edge !== to.snap.edge || from.block !== to.block) return null;
  const along = to.decimetres - from.decimetres;
  if (along === 0) return { millis: 0, forward: isAhead(from, to) };
  const [start, end] =
    along > 0 ? [from.forwardMillis, to.forwardMillis] : [from.backwardMillis, to.backwardMillis];
  return start < 0 ? null : { millis: Math.max(0, end - start), forward: along > 0 };
};

const isAhead = ({ snap: a }: Anchor, { snap: b }: Anchor): boolean =>
  a.vertex < b.vertex || (a.vertex === b.vertex && a.share <= b.share);

const edgeTotals = (
  from: Anchor,
  to: Anchor,
  { millis, forward }: { millis: number; forward: boolean },
): Totals => {
  const ahead = to.forwardClimb - from.forwardClimb;
  const behind = to.backwardClimb - from.backwardClimb;
  // What one direction climbs the other descends.
  const [climb, descent] = forward ? [ahead, -behind] : [behind, -ahead];
  return {
    millis,
    decimetres: Math.abs(to.decimetres - from.decimetres),
    climb: Math.max(0, climb),
    descent: Math.max(0, descent),
  };
};

// What a way descends is what its reverse climbs.
const descentOf = (
  roads: RoadGraph,
  way: Way,
  first: number,
  last: number,
  from: Anchor,
  to: Anchor,
): number => {
  const { climb } = roads.lengths;
  let descent = 0;
  for (const ref of way.refs) descent += climb[reverseOf(ref)]!;
  if (first >= 0) descent += isBackward(first) ? from.forwardClimb : from.backwardClimb;
  if (last >= 0) {
    const whole = climb[reverseOf(last)]!;
    descent += whole - (isBackward(last) ? to.forwardClimb : to.backwardClimb);
  }
  return descent;
};
