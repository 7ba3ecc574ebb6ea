import { gradeSpeed, MAX_GRADE } from '../profiles/grade-speed.js';
import type { Profile } from '../profiles/profile.js';
import { METRES_PER_DEGREE, metresPerLonDegree, UNITS_PER_DEGREE } from '../geo.js';
import { pieceMetres, type EdgeLengths, type Network } from './network.js';

/** Legal cap at a sharp bend, km/h [S]. */
const SHARP_BEND_KMH = 30;
/** A bend is sharp where the circle through it has less than this radius [E] and the road turns at least 45 degrees. */
const SHARP_RADIUS_METRES = 25;
const SHARP_TURN_RADIANS = Math.PI / 4;

/** Classes too steep for wheels, on which the model's grade is believed. */
const UNCLAMPED = new Set(['path', 'footway', 'steps', 'bridleway']);

/** Metres risen from a vertex to the next along its edge, clamped to grades a road can have. */
export const pieceRise = (network: Network, edge: number, vertex: number): number => {
  const rise = network.height[vertex + 1]! - network.height[vertex]!;
  if (UNCLAMPED.has(network.kinds[network.edgeKind[edge]!]!.highway)) return rise;
  const most = MAX_GRADE * pieceMetres(network, vertex);
  return Math.max(-most, Math.min(most, rise));
};

/** Length and climb of every edge. */
export const edgeLengths = (network: Network): EdgeLengths => {
  const decimetres = new Int32Array(network.edgeCount);
  const climb = new Int32Array(2 * network.edgeCount);
  for (let edge = 0; edge < network.edgeCount; edge += 1) {
    let metres = 0;
    let up = 0;
    let down = 0;
    for (let v = network.edgeStart[edge]!; v < network.edgeStart[edge + 1]! - 1; v += 1) {
      metres += pieceMetres(network, v);
      const rise = pieceRise(network, edge, v);
      if (rise > 0) up += rise;
      else down -= rise;
    }
    decimetres[edge] = Math.round(metres * 10);
    climb[2 * edge] = Math.round(up * 10);
    climb[2 * edge + 1] = Math.round(down * 10);
  }
  return { decimetres, climb };
};

/** Seconds a profile takes over the piece of an edge from a vertex to the next, in one direction. */
export type PieceTimer = (edge: number, vertex: number, backward: boolean) => number;

/** The timer of a profile, by its index in the kinds' speeds. */
export const pieceTimer = (network: Network, profile: Profile, index: number): PieceTimer => {
  const rule = gradeSpeed(profile);
  const bendKmh = profile.engine === undefined ? Infinity : SHARP_BEND_KMH * profile.speedFactor;
  return (edge, vertex, backward) => {
    const kind = network.kinds[network.edgeKind[edge]!]!;
    const kmh = kind.kmh[2 * index + (backward ? 1 : 0)]!;
    const metres = pieceMetres(network, vertex);
    if (metres === 0) return 0;
    if (kind.highway === 'ferry') return (metres / kmh) * 3.6;
    const rise = pieceRise(network, edge, vertex);
    const slow = kmh > bendKmh && (isSharp(network, edge, vertex) || isSharp(network, edge, vertex + 1));
    const speed = rule.metresPerSecond(
      slow ? bendKmh : kmh,
      kind.rolling,
      (backward ? -rise : rise) / metres,
    );
    return metres / speed;
  };
};

/** Milliseconds by ref for a profile, at least 1; -1 where the ref is closed to it. */
export const edgeMillis = (network: Network, profile: Profile, index: number): Int32Array => {
  const timer = pieceTimer(network, profile, index);
  const millis = new Int32Array(2 * network.edgeCount).fill(-1);
  for (let edge = 0; edge < network.edgeCount; edge += 1) {
    const { kmh } = network.kinds[network.edgeKind[edge]!]!;
    for (const direction of [0, 1]) {
      if (kmh[2 * index + direction] === 0) continue;
      let seconds = 0;
      for (let v = network.edgeStart[edge]!; v < network.edgeStart[edge + 1]! - 1; v += 1) {
        seconds += timer(edge, v, direction === 1);
      }
      millis[2 * edge + direction] = Math.max(1, Math.round(seconds * 1000));
    }
  }
  return millis;
};

const isSharp = (network: Network, edge: number, vertex: number): boolean => {
  if (vertex <= network.edgeStart[edge]! || vertex >= network.edgeStart[edge + 1]! - 1) return false;
  const east = metresPerLonDegree(network.lat[vertex]! / UNITS_PER_DEGREE) / UNITS_PER_DEGREE;
  const north = METRES_PER_DEGREE / UNITS_PER_DEGREE;
  const inX = (network.lon[vertex]! - network.lon[vertex - 1]!) * east;
  const inY = (network.lat[vertex]! - network.lat[vertex - 1]!) * north;
  const outX = (network.lon[vertex + 1]! - network.lon[vertex]!) * east;
  const outY = (network.lat[vertex + 1]! - network.lat[vertex]!) * north;
  const turn = Math.abs(Math.atan2(inX * outY - inY * outX, inX * outX + inY * outY));
  if (turn < SHARP_TURN_RADIANS) return false;
  const arm = Math.min(Math.hypot(inX, inY), Math.hypot(outX, outY));
  return arm / 2 / Math.tan(turn / 2) < SHARP_RADIUS_METRES;
};
