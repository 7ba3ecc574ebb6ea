import { gradeClass } from '../grade-class.js';
import type { RoadStretch } from '../road-source.js';
import { UNITS_PER_DEGREE } from './geo.js';
import { pieceTimer, type PieceTimer } from './network/edge-costs.js';
import type { Network } from './network/network.js';
import { pieceShapes, type PieceShapes } from './network/piece-shapes.js';
import type { ProfileGraph, RoadGraph } from './road-graph.js';

/** Shorter stretches are told with a neighbour: too short to see on a map, and within what elevation errs. */
const SHORTEST_METRES = 100;

/** Pieces of an edge that are drawn as one: from a vertex to a vertex. */
interface Run {
  readonly from: number;
  readonly to: number;
  readonly metres: number;
  /** Metres risen and fallen along it, added up. */
  readonly upAndDown: number;
}

/** Every road cut where its grade class changes, with a profile's mean speeds in dry weather, laden. */
export function* roadStretches(
  roads: Pick<RoadGraph, 'network' | 'elevation' | 'profiles'>,
  profileIndex: number,
): Iterable<RoadStretch> {
  const { network } = roads;
  const graph = roads.profiles[profileIndex]!;
  const shapes = pieceShapes(network);
  const timer = pieceTimer(network, graph.profile, profileIndex);
  const level = roads.elevation.grids.length === 0;
  for (let edge = 0; edge < network.edgeCount; edge += 1) {
    const kind = network.kinds[network.edgeKind[edge]!]!;
    const name = network.edgeName[edge]!;
    for (const run of runsOf(network, shapes, edge)) {
      yield {
        coordinates: lineOf(network, run),
        highway: kind.highway,
        name: name < 0 ? null : network.names[name]!,
        surface: kind.surface,
        gradePercent: level ? null : Math.round(gradeOf(run)),
        kmhAlong: meanKmh(graph, timer, edge, run, false),
        kmhAgainst: meanKmh(graph, timer, edge, run, true),
      };
    }
  }
}

const gradeOf = ({ metres, upAndDown }: Run): number => (metres === 0 ? 0 : (100 * upAndDown) / metres);
/** Of the grade as it is told, so that a stretch and its number never disagree. */
const classOf = (run: Run): number => gradeClass(Math.round(gradeOf(run)));

function runsOf(network: Network, shapes: PieceShapes, edge: number): Run[] {
  const pieces: Run[] = [];
  const last = network.edgeStart[edge + 1]! - 1;
  for (let v = network.edgeStart[edge]!; v < last; v += 1) {
    const metres = shapes.metres[v]!;
    pieces.push({ from: v, to: v + 1, metres, upAndDown: Math.abs(shapes.grade[v]!) * metres });
  }
  return withoutShort(joinAlike(pieces));
}

/** Neighbours of one class become one run. */
function joinAlike(runs: readonly Run[]): Run[] {
  const joined: Run[] = [];
  for (const run of runs) {
    const before = joined.at(-1);
    if (before !== undefined && classOf(before) === classOf(run))
      joined[joined.length - 1] = oneRun(before, run);
    else joined.push(run);
  }
  return joined;
}

/** The shortest run joins the neighbour whose grade is nearest until none is too short or one is left. */
function withoutShort(runs: readonly Run[]): Run[] {
  let left = [...runs];
  while (left.length > 1) {
    const shortest = left.reduce((at, run, index) => (run.metres < left[at]!.metres ? index : at), 0);
    const run = left[shortest]!;
    if (run.metres >= SHORTEST_METRES) break;
    const [before, after] = [left[shortest - 1], left[shortest + 1]];
    const apart = (other: Run | undefined): number =>
      other === undefined ? Infinity : Math.abs(gradeOf(other) - gradeOf(run));
    const first = apart(before) <= apart(after) ? shortest - 1 : shortest;
    left.splice(first, 2, oneRun(left[first]!, left[first + 1]!));
    left = joinAlike(left);
  }
  return left;
}

const oneRun = (a: Run, b: Run): Run => ({
  from: a.from,
  to: b.to,
  metres: a.metres + b.metres,
  upAndDown: a.upAndDown + b.upAndDown,
});

function lineOf({ lon, lat }: Network, { from, to }: Run): (readonly [number, number])[] {
  const line: (readonly [number, number])[] = [];
  for (let v = from; v <= to; v += 1) line.push([lon[v]! / UNITS_PER_DEGREE, lat[v]! / UNITS_PER_DEGREE]);
  return line;
}

/** Five arguments: what is driven, by whom, and which way. */
function meanKmh(
  { millis }: ProfileGraph,
  timer: PieceTimer,
  edge: number,
  { from, to, metres }: Run,
  backward: boolean,
): number | null {
  if (millis[2 * edge + (backward ? 1 : 0)]! < 0) return null;
  let seconds = 0;
  for (let v = from; v < to; v += 1) seconds += timer(edge, v, backward);
  if (!Number.isFinite(seconds) || seconds === 0) return null;
  return Math.round((metres / seconds) * 36) / 10;
}
