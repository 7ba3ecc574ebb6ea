import { METRES_PER_DEGREE, metresPerLonDegree, UNITS_PER_DEGREE } from '../geo.js';
import { MAX_GRADE } from '../profiles/grade-speed.js';
import { pieceMetres, type Network } from './network.js';

/** A bend is sharp where the circle through it has less than this radius [E] and the road turns at least 45 degrees. */
const SHARP_RADIUS_METRES = 25;

/** Classes too steep for wheels, on which the model's grade is believed. */
const UNCLAMPED = new Set(['path', 'footway', 'steps', 'bridleway']);

/** What does not change from profile to profile, by the vertex each piece begins at. */
export interface PieceShapes {
  readonly metres: Float32Array;
  /** Rise over run along the edge, 0 on pieces without length. */
  readonly grade: Float32Array;
  /** 1 where the road turns sharply at either end of the piece. */
  readonly sharp: Uint8Array;
}

const made = new WeakMap<Network, PieceShapes>();

/** The shapes of a network's pieces, worked out at first use; its heights must be laid by then. */
export const pieceShapes = (network: Network): PieceShapes => {
  const known = made.get(network);
  if (known !== undefined) return known;
  const count = network.lon.length;
  const shapes = {
    metres: new Float32Array(count),
    grade: new Float32Array(count),
    sharp: new Uint8Array(count),
  };
  for (let edge = 0; edge < network.edgeCount; edge += 1) {
    const last = network.edgeStart[edge + 1]! - 1;
    const steepest = steepestOf(network, edge);
    for (let v = network.edgeStart[edge]!; v < last; v += 1) {
      const metres = pieceMetres(network, v);
      shapes.metres[v] = metres;
      const grade = metres > 0 ? (network.height[v + 1]! - network.height[v]!) / metres : 0;
      shapes.grade[v] = Math.max(-steepest, Math.min(steepest, grade));
      if (!isSharp(network, edge, v)) continue;
      shapes.sharp[v] = 1;
      shapes.sharp[v - 1] = 1;
    }
  }
  made.set(network, shapes);
  return shapes;
};

/** Metres risen from a vertex to the next along its edge, clamped to grades a road can have. */
export const pieceRise = (network: Network, edge: number, vertex: number): number => {
  const rise = network.height[vertex + 1]! - network.height[vertex]!;
  const steepest = steepestOf(network, edge);
  if (steepest === Infinity) return rise;
  const most = steepest * pieceMetres(network, vertex);
  return Math.max(-most, Math.min(most, rise));
};

const steepestOf = (network: Network, edge: number): number =>
  UNCLAMPED.has(network.kinds[network.edgeKind[edge]!]!.highway) ? Infinity : MAX_GRADE;

const isSharp = (network: Network, edge: number, vertex: number): boolean => {
  if (vertex <= network.edgeStart[edge]! || vertex >= network.edgeStart[edge + 1]! - 1) return false;
  const east = metresPerLonDegree(network.lat[vertex]! / UNITS_PER_DEGREE) / UNITS_PER_DEGREE;
  const north = METRES_PER_DEGREE / UNITS_PER_DEGREE;
  const inX = (network.lon[vertex]! - network.lon[vertex - 1]!) * east;
  const inY = (network.lat[vertex]! - network.lat[vertex - 1]!) * north;
  const outX = (network.lon[vertex + 1]! - network.lon[vertex]!) * east;
  const outY = (network.lat[vertex + 1]! - network.lat[vertex]!) * north;
  const [cross, dot] = [Math.abs(inX * outY - inY * outX), inX * outX + inY * outY];
  // Nearly every vertex turns by less than 45 degrees, and is told without its angle.
  if (dot > cross) return false;
  const turn = Math.atan2(cross, dot);
  const arm = Math.min(Math.hypot(inX, inY), Math.hypot(outX, outY));
  return arm / 2 / Math.tan(turn / 2) < SHARP_RADIUS_METRES;
};
