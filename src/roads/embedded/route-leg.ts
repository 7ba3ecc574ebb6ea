import type { RouteLeg } from '../road-source.js';
import { UNITS_PER_DEGREE } from './geo.js';
import { isBackward, reverseOf } from './network/network.js';
import type { ProfileGraph, RoadGraph } from './road-graph.js';
import type { Way, WayFinder } from './search/fastest-way.js';
import { packSeeds } from './search/seeds.js';
import { sourceSeeds, targetSeeds, type Anchor } from './snap/anchor.js';
import type { EdgeSnap } from './snap/segment-index.js';

type Position = readonly [number, number];

/** The fastest leg between two anchored points with its line; null where there is none. Five arguments: two places, what lies between, and how to search it. */
export const routeLeg = (
  roads: RoadGraph,
  graph: ProfileGraph,
  find: WayFinder,
  from: Anchor,
  to: Anchor,
): RouteLeg | null => {
  const starts = sourceSeeds(roads, graph, from);
  const ends = targetSeeds(roads, graph, to);
  const way = find(packSeeds([starts]), 0, packSeeds([ends]), 0);
  const along = alongEdge(roads, from, to);
  if (way === null && along === null) return null;
  if (along !== null && (way === null || along.millis <= way.millis)) return along.leg;
  const first = starts[way!.sourceSeed]!.ref;
  const last = ends[way!.targetSeed]!.ref;
  return {
    seconds: Math.ceil(way!.millis / 1000),
    metres: Math.round(way!.decimetres / 10),
    ascentMetres: Math.round(way!.climb / 10),
    descentMetres: Math.round(descentOf(roads, way!, first, last, from, to) / 10),
    coordinates: lineOf(roads, way!.refs, first, last, from, to),
    parts: [],
  };
};

const alongEdge = (roads: RoadGraph, from: Anchor, to: Anchor): { millis: number; leg: RouteLeg } | null => {
  if (from.snap.edge !== to.snap.edge) return null;
  const along = to.decimetres - from.decimetres;
  const forward =
    along >= 0 && from.forwardMillis >= 0 ? Math.max(0, to.forwardMillis - from.forwardMillis) : Infinity;
  const backward =
    along <= 0 && from.backwardMillis >= 0 ? Math.max(0, to.backwardMillis - from.backwardMillis) : Infinity;
  const millis = Math.min(forward, backward);
  if (along === 0) return { millis: 0, leg: edgeLeg(roads, from, to, 0, true) };
  return millis === Infinity ? null : { millis, leg: edgeLeg(roads, from, to, millis, forward <= backward) };
};

const edgeLeg = (roads: RoadGraph, from: Anchor, to: Anchor, millis: number, forward: boolean): RouteLeg => {
  const ahead = Math.max(0, to.forwardClimb - from.forwardClimb);
  const behind = Math.max(0, from.backwardClimb - to.backwardClimb);
  const [up, down] = forward
    ? [ahead, behind]
    : [Math.max(0, to.backwardClimb - from.backwardClimb), Math.max(0, from.forwardClimb - to.forwardClimb)];
  const { lon, lat } = roads.network;
  const between: Position[] = [];
  const [a, b] = forward ? [from.snap, to.snap] : [to.snap, from.snap];
  for (let vertex = a.vertex + 1; vertex <= b.vertex; vertex += 1)
    between.push(position(lon[vertex]!, lat[vertex]!));
  if (!forward) between.reverse();
  return {
    seconds: Math.ceil(millis / 1000),
    metres: Math.round(Math.abs(to.decimetres - from.decimetres) / 10),
    ascentMetres: Math.round(up / 10),
    descentMetres: Math.round(down / 10),
    coordinates: withoutRepeats([placeOf(from.snap), ...between, placeOf(to.snap)]),
    parts: [],
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

const lineOf = (
  roads: RoadGraph,
  refs: readonly number[],
  first: number,
  last: number,
  from: Anchor,
  to: Anchor,
): Position[] => {
  const line: Position[] = [placeOf(from.snap)];
  if (first >= 0) line.push(...afterPlace(roads, first, from.snap));
  for (const ref of refs) line.push(...edgeLine(roads, ref));
  if (last >= 0) line.push(...beforePlace(roads, last, to.snap));
  line.push(placeOf(to.snap));
  return withoutRepeats(line);
};

const edgeLine = ({ network }: RoadGraph, ref: number): Position[] =>
  vertices(network, network.edgeStart[ref >> 1]!, network.edgeStart[(ref >> 1) + 1]! - 1, isBackward(ref));

const afterPlace = ({ network }: RoadGraph, ref: number, { edge, vertex }: EdgeSnap): Position[] =>
  isBackward(ref)
    ? vertices(network, network.edgeStart[edge]!, vertex, true)
    : vertices(network, vertex + 1, network.edgeStart[edge + 1]! - 1, false);

const beforePlace = ({ network }: RoadGraph, ref: number, { edge, vertex }: EdgeSnap): Position[] =>
  isBackward(ref)
    ? vertices(network, vertex + 1, network.edgeStart[edge + 1]! - 1, true)
    : vertices(network, network.edgeStart[edge]!, vertex, false);

const vertices = (
  network: RoadGraph['network'],
  first: number,
  last: number,
  backward: boolean,
): Position[] => {
  const line: Position[] = [];
  for (let vertex = first; vertex <= last; vertex += 1)
    line.push(position(network.lon[vertex]!, network.lat[vertex]!));
  return backward ? line.reverse() : line;
};

const position = (lon: number, lat: number): Position => [lon / UNITS_PER_DEGREE, lat / UNITS_PER_DEGREE];

const placeOf = (snap: EdgeSnap): Position =>
  position(Math.round(snap.lon * UNITS_PER_DEGREE), Math.round(snap.lat * UNITS_PER_DEGREE));

// A line needs two positions, so a leg to the same place repeats its own.
const withoutRepeats = (line: readonly Position[]): Position[] => {
  const kept = line.filter(
    (here, i) => i === 0 || here[0] !== line[i - 1]![0] || here[1] !== line[i - 1]![1],
  );
  return kept.length === 1 ? [kept[0]!, kept[0]!] : kept;
};
