import type { SpeedBound } from '../../road-source.js';
import type { Profile } from '../profiles/profile.js';
import { plainState, type ProfileState } from '../profiles/profile-state.js';
import { pieceMetres, type EdgeLengths, type Network } from './network.js';
import { pieceRule } from './piece-rule.js';
import { pieceRise, pieceShapes } from './piece-shapes.js';

export { pieceRise } from './piece-shapes.js';

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

/** Seconds a profile takes over the piece of an edge from a vertex to the next, in one direction; Infinity where it is closed. */
export type PieceTimer = (edge: number, vertex: number, backward: boolean) => number;

/** What held the speed on a piece, which must be open. */
export type PieceBound = (edge: number, vertex: number, backward: boolean) => SpeedBound;

/** The timer of a profile, by its index in the kinds' speeds, under the conditions of a state. */
export const pieceTimer = (
  network: Network,
  profile: Profile,
  index: number,
  state: ProfileState | null = null,
): PieceTimer => {
  const { speed } = pieceRule(network, profile, index, state);
  const { metres } = pieceShapes(network);
  return (edge, vertex, backward) => {
    const metresPerSecond = speed(network.edgeKind[edge]!, vertex, backward);
    // A closed piece of no length is closed too.
    if (metresPerSecond === 0) return Infinity;
    return metres[vertex]! / metresPerSecond;
  };
};

/** What held the speed that the timer of the same arguments gives. */
export const pieceBound = (
  network: Network,
  profile: Profile,
  index: number,
  state: ProfileState | null = null,
): PieceBound => {
  const { bound } = pieceRule(network, profile, index, state);
  return (edge, vertex, backward) => bound(network.edgeKind[edge]!, vertex, backward);
};

/** Milliseconds by ref for a profile, at least 1; -1 where the ref, or some piece of it, is closed to it. */
export const edgeMillis = (
  network: Network,
  profile: Profile,
  index: number,
  state: ProfileState | null = null,
): Int32Array => {
  const timer = pieceTimer(network, profile, index, state);
  const millis = new Int32Array(2 * network.edgeCount).fill(-1);
  const { kmh } = state ?? plainState(network.kinds, profile, index);
  for (let ref = 0; ref < millis.length; ref += 1) {
    const edge = ref >> 1;
    if (kmh[2 * network.edgeKind[edge]! + (ref & 1)] === 0) continue;
    let seconds = 0;
    const last = network.edgeStart[edge + 1]! - 1;
    for (let v = network.edgeStart[edge]!; v < last; v += 1) seconds += timer(edge, v, (ref & 1) === 1);
    millis[ref] = wholeMillis(seconds);
  }
  return millis;
};

/** An edge that takes longer than a week is as good as closed, and its time would not fit. */
const MOST_SECONDS = 7 * 86400;

/** Milliseconds of an edge, at least 1; -1 where it is closed. */
export const wholeMillis = (seconds: number): number =>
  seconds < MOST_SECONDS ? Math.max(1, Math.round(seconds * 1000)) : -1;
