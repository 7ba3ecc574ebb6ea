import type { TravelConditions } from '../../road-source.js';
import { clockFactor, readClock } from './clock.js';
import type { Moment } from './conditional-tags.js';
import { loadedEngine } from './load.js';
import type { Engine, Profile, Season } from './profile.js';
import { DRY, seasonOf, surfaceFactor, terrainFactors } from './seasons.js';
import { waySpeeds, type RoadKind, type WaySpeeds } from './way-speed.js';

/** What the day changes on a piece of road, in one direction. */
export interface PieceChange {
  readonly closed: boolean;
  /** Multiplies the speed. */
  readonly factor: number;
  readonly maxKmh: number;
}

/** How a profile drives under given conditions. */
export interface ProfileState {
  /** km/h by 2 * kind + direction under the conditions, 0 closed; open only where the plain graph is. */
  readonly kmh: Float64Array;
  /** Multiplies engine and bend caps too, by kind. */
  readonly factor: Float64Array;
  /** Engine with the mass of the load. */
  readonly engine: Engine | undefined;
  /** Multiplies the speed by terrain: level, hilly, steep; absent where all are 1. */
  readonly terrain?: readonly [number, number, number];
  /** By kind, where the conditions changed it: what held its two speeds, as in RoadKind.bounds. */
  readonly bounds?: ReadonlyMap<number, string>;
  /** Changes of the day, by the vertex a piece begins at; null where there are none. */
  readonly change?: (vertex: number, backward: boolean) => PieceChange | null;
}

/** The part of a query's conditions that binds kinds of road and the vehicle rather than places. */
export type StateConditions = Pick<TravelConditions, 'season' | 'at' | 'load'>;

/** The state of the plain graph: dry, laden, clock-free. */
export const plainState = (kinds: readonly RoadKind[], profile: Profile, index: number): ProfileState => ({
  kmh: Float64Array.from({ length: 2 * kinds.length }, (_, i) => kinds[i >> 1]!.kmh[2 * index + (i & 1)]!),
  factor: new Float64Array(kinds.length).fill(1),
  engine: profile.engine,
});

/**
 * What the conditions make of a profile; null where nothing differs from the dry, laden, clock-free graph.
 * @throws RoadError conditions-invalid: an unknown season, a bad time.
 */
export const profileState = (
  kinds: readonly RoadKind[],
  profile: Profile,
  index: number,
  conditions: StateConditions,
): ProfileState | null => {
  const clock = conditions.at === undefined ? null : readClock(conditions.at);
  const season = seasonOf(profile, conditions.season ?? DRY);
  const moment: Moment = { clock, weather: season.weather ?? [] };
  const engine = loadedEngine(profile.engine, conditions.load);
  const terrain = terrainFactors(season);
  const plain = plainState(kinds, profile, index);
  const kmh = plain.kmh.slice();
  const factor = plain.factor.slice();
  const bounds = new Map<number, string>();
  kinds.forEach((kind, i) => {
    const speeds = speedsAt(kind, profile, index, moment);
    factor[i] = kindFactor(kind, profile, season, moment);
    const letters = ([0, 1] as const).map((direction) => {
      const open = plain.kmh[2 * i + direction]! > 0;
      const [speed, letter] = underFactor(speeds, direction, factor[i]!);
      kmh[2 * i + direction] = open ? speed : 0;
      return letter;
    });
    if (letters.join('') !== plainBounds(kind, index)) bounds.set(i, letters.join(''));
  });
  const same =
    terrain === null &&
    engine === profile.engine &&
    kmh.every((speed, i) => speed === plain.kmh[i]) &&
    factor.every((value) => value === 1);
  return same ? null : { kmh, factor, engine, bounds, ...(terrain === null ? {} : { terrain }) };
};

const plainBounds = (kind: RoadKind, index: number): string => kind.bounds.slice(2 * index, 2 * index + 2);

// Only ways with conditional tags mean something else at another moment.
const speedsAt = (kind: RoadKind, profile: Profile, index: number, moment: Moment): WaySpeeds => {
  if (kind.conditional !== undefined) {
    const { tags, ferryKmh } = kind.conditional;
    return waySpeeds(new Map(Object.entries(tags)), kind.roadClass, profile, ferryKmh, moment);
  }
  const pair = (values: readonly number[]) => [values[2 * index]!, values[2 * index + 1]!] as const;
  const bounds = plainBounds(kind, index);
  const unsigned =
    kind.unsigned === undefined
      ? { kmh: pair(kind.kmh), bounds }
      : { kmh: pair(kind.unsigned.kmh), bounds: kind.unsigned.bounds.slice(2 * index, 2 * index + 2) };
  return { kmh: pair(kind.kmh), bounds, unsigned };
};

// Ferries keep their timetable in every season; they may be closed.
const kindFactor = (kind: RoadKind, profile: Profile, season: Season, moment: Moment): number => {
  const bySurface = surfaceFactor(season, kind);
  const byClock = moment.clock === null ? 1 : clockFactor(profile, kind.roadClass, moment.clock);
  const factor = bySurface * byClock;
  return kind.roadClass === 'ferry' && factor > 0 ? 1 : factor;
};

// A sign's speed stays until the season brings the road's own below it.
const underFactor = (speeds: WaySpeeds, direction: 0 | 1, factor: number): [kmh: number, heldBy: string] => {
  const own = speeds.unsigned.kmh[direction]! * factor;
  const signed = speeds.bounds[direction] === 'g' && speeds.kmh[direction] <= own;
  return signed ? [speeds.kmh[direction], 'g'] : [own, speeds.unsigned.bounds[direction]!];
};
