import { RoadError } from '../../road-error.js';
import type { ClockRule, Profile, Season } from './profile.js';
import type { RoadKind } from './way-speed.js';

/** The season of a graph that is asked nothing else. */
export const DRY = 'dry';

/** Names of the seasons some profile knows, "dry" first. */
export const seasonsOf = (profiles: readonly Profile[]): string[] => [
  ...new Set([DRY, ...profiles.flatMap((profile) => Object.keys(profile.seasons ?? {}))]),
];

/** A profile's season. @throws RoadError conditions-invalid, naming those it knows. */
export const seasonOf = (profile: Profile, name: string): Season => {
  const known = profile.seasons ?? {};
  if (Object.hasOwn(known, name)) return known[name]!;
  if (name === DRY) return {};
  throw new RoadError(
    'conditions-invalid',
    `The profile "${profile.name}" has no season "${name}". It knows ${seasonsOf([profile]).join(', ')}: use one of them or write the season into the profile.`,
  );
};

const ROLLING_NAMES = ['paved', 'loose', 'soft'] as const;

/** What a season leaves of the speed on a kind of road, terrain apart: 0 is closed. */
export const surfaceFactor = (
  season: Season,
  kind: Pick<RoadKind, 'roadClass' | 'rolling' | 'surface'>,
): number => {
  if (season.closedClasses?.includes(kind.roadClass)) return 0;
  const surfaces = kind.surface === null ? [] : kind.surface.split(';').map((name) => name.trim());
  if (surfaces.some((name) => season.closedSurfaces?.includes(name))) return 0;
  // Of a list of surfaces the worst decides, as it does for speeds.
  const bySurface = surfaces.map((name) => season.bySurface?.[name] ?? 1);
  return (
    (season.factor ?? 1) *
    (season.byClass?.[kind.roadClass] ?? 1) *
    (season.byRolling?.[ROLLING_NAMES[kind.rolling]] ?? 1) *
    (surfaces.length === 0 ? 1 : Math.min(...bySurface))
  );
};

/** Factors of level, hilly and steep pieces; null where all are 1. */
export const terrainFactors = ({ byTerrain = {} }: Season): [number, number, number] | null => {
  const { level = 1, hilly = 1, steep = 1 } = byTerrain;
  return level === 1 && hilly === 1 && steep === 1 ? null : [level, hilly, steep];
};

/**
 * Built-in seasons of everything on wheels. Where a source gives arterial roads only, village roads and
 * tracks are ours.
 *
 * - wet: arterials lose 10 to 25 % in rain (FHWA, Road Weather Management) [D]: 0.88 of the speed on
 *   asphalt, the milder half, since effective speeds are well below free flow; gravel 0.85, bare ground
 *   0.65 of dry [E].
 * - rainy: a season of rain, 0.8 on asphalt [E, Guigang Jun-Sep]; gravel 0.76, bare ground 0.56 [E].
 * - winter: cold, with ice and snow now and then, 0.6 [E, Weinan and Tianshui Dec-Feb]; frozen ground rolls
 *   no worse than gravel.
 * - snow: on the ground; arterials lose 30 to 40 % (FHWA) [D]: 0.65; 0.9 of that on village roads, 0.75 on
 *   tracks, which are not cleared, and steep pieces a further 0.8 [E].
 */
export const WHEEL_SEASONS: Readonly<Record<string, Season>> = {
  dry: {},
  wet: { factor: 0.88, byRolling: { loose: 0.97, soft: 0.74 }, weather: ['wet'] },
  rainy: { factor: 0.8, byRolling: { loose: 0.95, soft: 0.7 }, weather: ['wet'] },
  winter: { factor: 0.6, weather: ['winter'] },
  snow: {
    factor: 0.65,
    byClass: {
      unclassified: 0.9,
      residential: 0.9,
      living_street: 0.9,
      service: 0.9,
      road: 0.9,
      track: 0.75,
      path: 0.75,
    },
    byTerrain: { steep: 0.8 },
    weather: ['snow', 'winter'],
  },
};

/** Walkers lose less [E]: mud and wet paths 0.85 of the pace on bare ground, snow 0.75, and less where it is cleared. */
export const FOOT_SEASONS: Readonly<Record<string, Season>> = {
  dry: {},
  wet: { factor: 0.97, byRolling: { soft: 0.88 }, weather: ['wet'] },
  rainy: { factor: 0.95, byRolling: { soft: 0.85 }, weather: ['wet'] },
  winter: { factor: 0.9, weather: ['winter'] },
  snow: {
    factor: 0.75,
    byClass: { path: 0.85, track: 0.9, steps: 0.85 },
    byTerrain: { steep: 0.9 },
    weather: ['snow', 'winter'],
  },
};

/** Tracks are barred to wheels at night, 19:30 to 06:00 [E]: unlit, without a fence, and far from help. */
export const NIGHT_RULES: readonly ClockRule[] = [
  { from: '19:30', until: '06:00', classes: ['track'], closed: true },
];
