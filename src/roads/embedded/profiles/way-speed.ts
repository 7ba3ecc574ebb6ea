import type { Tags } from '../osm/osm-block.js';
import { directions, mayUse } from './access.js';
import type { Profile, RoadClass } from './profile.js';

/** How hard the surface is to roll on: 0 asphalt, 1 gravel, 2 soft ground. */
export type Rolling = 0 | 1 | 2;

/** What a way means to every profile: ways alike in all of it share one. */
export interface RoadKind {
  /** OpenStreetMap highway value, or "ferry". */
  readonly highway: string;
  readonly rolling: Rolling;
  /** Speed on level road in km/h: forward and backward of profile 0, of profile 1, ...; 0 is closed. */
  readonly kmh: readonly number[];
}

const CLASS_OF: Readonly<Record<string, RoadClass>> = {
  motorway: 'motorway',
  motorway_link: 'motorway',
  trunk: 'trunk',
  trunk_link: 'trunk',
  primary: 'primary',
  primary_link: 'primary',
  secondary: 'secondary',
  secondary_link: 'secondary',
  tertiary: 'tertiary',
  tertiary_link: 'tertiary',
  unclassified: 'unclassified',
  residential: 'residential',
  living_street: 'living_street',
  service: 'service',
  road: 'road',
  track: 'track',
  path: 'path',
  footway: 'footway',
  pedestrian: 'pedestrian',
  steps: 'steps',
  bridleway: 'bridleway',
  cycleway: 'cycleway',
};

/** Highest speed by surface, km/h [D: published truck and car tables; E: chosen among them]. */
const SURFACE_KMH: Readonly<Record<string, number>> = {
  paving_stones: 40,
  sett: 30,
  cobblestone: 25,
  unhewn_cobblestone: 20,
  'concrete:lanes': 30,
  'concrete:plates': 40,
  wood: 20,
  metal: 40,
  compacted: 40,
  fine_gravel: 30,
  gravel: 30,
  pebblestone: 30,
  unpaved: 30,
  dirt: 30,
  grass_paver: 20,
  ground: 20,
  earth: 15,
  grass: 15,
  sand: 15,
  rock: 10,
  mud: 10,
  ice: 20,
  snow: 30,
};
const SOFT = new Set(['ground', 'earth', 'grass', 'sand', 'mud', 'snow', 'dirt']);
const LOOSE = new Set(['compacted', 'fine_gravel', 'gravel', 'pebblestone', 'unpaved', 'rock', 'ice']);

/** Highest speed by track grade, km/h [D]. */
const TRACKTYPE_KMH: Readonly<Record<string, number>> = {
  grade1: 40,
  grade2: 30,
  grade3: 20,
  grade4: 15,
  grade5: 10,
};

/** Highest speed by smoothness, km/h [D]. */
const SMOOTHNESS_KMH: Readonly<Record<string, number>> = {
  bad: 40,
  very_bad: 20,
  horrible: 10,
  very_horrible: 5,
  impassable: 0,
};

/** Legal cap without a centre line, km/h [S]. */
const NO_CENTRE_LINE_KMH = 40;
/** Legal cap with one lane each way, km/h [S]. */
const ONE_LANE_EACH_WAY_KMH = 70;

const VILLAGE: ReadonlySet<RoadClass> = new Set([
  'unclassified',
  'residential',
  'service',
  'road',
  'living_street',
  'track',
]);

/** The class of a way, null where it is no road for anyone. */
export const roadClassOf = (tags: Tags): RoadClass | null => {
  if (tags.get('route') === 'ferry') return 'ferry';
  const highway = tags.get('highway');
  if (highway === undefined || tags.get('area') === 'yes') return null;
  return CLASS_OF[highway] ?? null;
};

/**
 * What a way means to each profile; null where none may use it.
 * @param ferryKmh speed of a ferry with a tagged duration, from its length.
 */
export const roadKind = (
  tags: Tags,
  profiles: readonly Profile[],
  ferryKmh: number | null,
): RoadKind | null => {
  const roadClass = roadClassOf(tags);
  if (roadClass === null) return null;
  const kmh = profiles.flatMap((profile) => speeds(tags, roadClass, profile, ferryKmh));
  if (kmh.every((speed) => speed === 0)) return null;
  return {
    highway: roadClass === 'ferry' ? 'ferry' : tags.get('highway')!,
    rolling: rollingOf(tags, roadClass),
    kmh,
  };
};

const speeds = (tags: Tags, roadClass: RoadClass, profile: Profile, ferryKmh: number | null): number[] => {
  if (!mayUse(tags, roadClass, profile)) return [0, 0];
  const [forward, backward] = directions(tags, profile);
  const level =
    roadClass === 'ferry' ? (ferryKmh ?? profile.classKmh.ferry!) : levelKmh(tags, roadClass, profile);
  if (roadClass === 'ferry' || profile.engine === undefined)
    return [forward ? level : 0, backward ? level : 0];
  return [
    forward ? Math.min(level, signedKmh(tags, 'forward', profile)) : 0,
    backward ? Math.min(level, signedKmh(tags, 'backward', profile)) : 0,
  ];
};

const levelKmh = (tags: Tags, roadClass: RoadClass, profile: Profile): number => {
  const own = Math.min(profile.classKmh[roadClass]!, profile.topKmh);
  if (profile.engine === undefined) return own * profile.speedFactor;
  const caps = [
    own,
    surfaceKmh(tags),
    TRACKTYPE_KMH[tags.get('tracktype') ?? ''] ?? Infinity,
    SMOOTHNESS_KMH[tags.get('smoothness') ?? ''] ?? Infinity,
    legalKmh(tags, roadClass),
  ];
  return Math.min(...caps) * profile.speedFactor;
};

// A surface may be a list ("asphalt;gravel"): the worst of it decides.
const surfaceKmh = (tags: Tags): number =>
  Math.min(
    ...(tags.get('surface') ?? '').split(';').map((surface) => SURFACE_KMH[surface.trim()] ?? Infinity),
  );

const legalKmh = (tags: Tags, roadClass: RoadClass): number => {
  const oneway = tags.get('oneway');
  if (roadClass === 'motorway' || oneway === 'yes' || oneway === '-1') return Infinity;
  const lanes = Number(tags.get('lanes') ?? NaN);
  if (VILLAGE.has(roadClass) || lanes === 1 || tags.get('lane_markings') === 'no') return NO_CENTRE_LINE_KMH;
  return lanes >= 3 ? Infinity : ONE_LANE_EACH_WAY_KMH;
};

const signedKmh = (tags: Tags, direction: string, profile: Profile): number => {
  const keys = ['', ...profile.accessKeys.slice(1).map((key) => `:${key}`)];
  let limit = Infinity;
  for (const key of keys) {
    const value = tags.get(`maxspeed${key}:${direction}`) ?? tags.get(`maxspeed${key}`);
    limit = speedOf(value) ?? limit;
  }
  return limit;
};

/** km/h from "60", "35 mph", "walk", "none"; null where the tag names no number ("CN:urban"). */
export const speedOf = (value: string | undefined): number | null => {
  if (value === undefined) return null;
  if (value === 'none') return Infinity;
  if (value === 'walk') return 6;
  const match = /^(\d+(?:\.\d+)?)\s*(mph|km\/h|kmh|knots)?$/.exec(value.trim());
  if (!match || Number(match[1]) === 0) return null;
  const scale = match[2] === 'mph' ? 1.609344 : match[2] === 'knots' ? 1.852 : 1;
  return Number(match[1]) * scale;
};

const rollingOf = (tags: Tags, roadClass: RoadClass): Rolling => {
  const surfaces = (tags.get('surface') ?? '').split(';').map((surface) => surface.trim());
  if (surfaces.some((surface) => SOFT.has(surface))) return 2;
  if (surfaces.some((surface) => LOOSE.has(surface))) return 1;
  return roadClass === 'track' && surfaces[0] === '' && tags.get('tracktype') !== 'grade1' ? 1 : 0;
};

/** Seconds from an OpenStreetMap duration, "25", "00:25" or "01:05:00"; null where it is none. */
export const durationSeconds = (value: string | undefined): number | null => {
  if (value === undefined || !/^\d+(:\d{1,2}){0,2}$/.test(value)) return null;
  const parts = value.split(':').map(Number);
  const [hours, minutes, seconds] =
    parts.length === 1 ? [0, parts[0]!, 0] : [parts[0]!, parts[1]!, parts[2] ?? 0];
  const total = hours * 3600 + minutes * 60 + seconds;
  return total > 0 ? total : null;
};
