import type { SpeedBound } from '../../road-source.js';
import { gradeSpeed } from '../profiles/grade-speed.js';
import type { Profile } from '../profiles/profile.js';
import { plainState, type ProfileState } from '../profiles/profile-state.js';
import type { Rolling } from '../profiles/speed-caps.js';
import { BOUND_OF, type RoadKind } from '../profiles/way-speed.js';
import type { Network } from './network.js';
import { pieceShapes } from './piece-shapes.js';

/** Legal cap at a sharp bend, km/h [S]. */
const SHARP_BEND_KMH = 30;
/** From these grades on a piece is hilly, and steep [E]. */
const HILLY_GRADE = 0.03;
const STEEP_GRADE = 0.08;

/** The speed on a piece and what held it, by kind, first vertex and direction. */
export interface PieceRule {
  /** Metres a second, 0 where closed. */
  speed(kind: number, vertex: number, backward: boolean): number;
  bound(kind: number, vertex: number, backward: boolean): SpeedBound;
}

/** How a profile drives the pieces of a network under a state; null is dry, laden and clock-free. */
export const pieceRule = (
  network: Network,
  profile: Profile,
  index: number,
  state: ProfileState | null,
): PieceRule => {
  const { kmh, factor, engine, terrain, bounds, change } = state ?? plainState(network.kinds, profile, index);
  const { grade, sharp } = pieceShapes(network);
  const { cap } = gradeSpeed(profile, engine);
  const bend = engine === undefined ? Infinity : (SHARP_BEND_KMH / 3.6) * profile.speedFactor;
  // Columns by kind: to look into each kind's object for every piece would take most of the time.
  const level = Float64Array.from(kmh, (speed) => speed / 3.6);
  const sails = Uint8Array.from(network.kinds, ({ highway }) => (highway === 'ferry' ? 1 : 0));
  const rolling = Uint8Array.from(
    network.kinds,
    (kind) => kind.rolling,
  ) as ArrayLike<number> as ArrayLike<Rolling>;
  const slope = (vertex: number, backward: boolean): number => (backward ? -grade[vertex]! : grade[vertex]!);

  // Runs for every piece of a network: no allocation.
  const mapped = (kind: number, vertex: number, backward: boolean): number => {
    const free = level[2 * kind + (backward ? 1 : 0)]!;
    if (sails[kind] === 1) return free;
    const rise = slope(vertex, backward);
    const most = cap(rolling[kind]!, rise);
    const speed = Math.min(free, (sharp[vertex] === 1 ? Math.min(most, bend) : most) * factor[kind]!);
    return terrain === undefined ? speed : speed * terrain[terrainOf(rise)]!;
  };

  const speed: PieceRule['speed'] = (kind, vertex, backward) => {
    const own = mapped(kind, vertex, backward);
    const changed = change?.(vertex, backward) ?? null;
    if (changed === null) return own;
    return changed.closed ? 0 : Math.min(own * changed.factor, changed.maxKmh / 3.6);
  };

  const bound: PieceRule['bound'] = (kind, vertex, backward) => {
    const own = mapped(kind, vertex, backward);
    if (change !== undefined && speed(kind, vertex, backward) < own) return 'slowdown';
    const { bounds: plain } = network.kinds[kind]!;
    const ofKind = boundOf(bounds?.get(kind) ?? plain.slice(2 * index, 2 * index + 2), backward);
    if (sails[kind] === 1) return ofKind;
    const rise = slope(vertex, backward);
    const steep = cap(rolling[kind]!, rise) * factor[kind]!;
    const turn = sharp[vertex] === 1 ? bend * factor[kind]! : Infinity;
    const free = level[2 * kind + (backward ? 1 : 0)]!;
    if (engine === undefined) return steep <= free ? 'pace' : ofKind;
    if (free <= Math.min(steep, turn)) return ofKind;
    if (turn <= steep) return 'bend';
    return rise >= 0 ? 'climb' : 'descent';
  };

  return { speed, bound };
};

const terrainOf = (rise: number): 0 | 1 | 2 => {
  const grade = Math.abs(rise);
  if (grade < HILLY_GRADE) return 0;
  return grade < STEEP_GRADE ? 1 : 2;
};

const boundOf = (letters: RoadKind['bounds'], backward: boolean): SpeedBound =>
  BOUND_OF[letters[backward ? 1 : 0] as keyof typeof BOUND_OF] ?? 'class';
