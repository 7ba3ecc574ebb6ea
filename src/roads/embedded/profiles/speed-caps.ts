import type { Tags } from '../osm/osm-block.js';
import type { Profile, RoadClass } from './profile.js';

/** How hard the surface is to roll on: 0 asphalt, 1 gravel, 2 soft ground. */
export type Rolling = 0 | 1 | 2;

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

/** Highest speed of the surface, km/h; Infinity where the tag sets none. A list ("asphalt;gravel") is as bad as its worst. */
export const surfaceKmh = (tags: Tags): number =>
  Math.min(
    ...(tags.get('surface') ?? '').split(';').map((surface) => SURFACE_KMH[surface.trim()] ?? Infinity),
  );

/** Legal cap of a road without a sign, km/h. */
export const legalKmh = (tags: Tags, roadClass: RoadClass): number => {
  const oneway = tags.get('oneway');
  if (roadClass === 'motorway' || oneway === 'yes' || oneway === '-1') return Infinity;
  const lanes = Number(tags.get('lanes') ?? NaN);
  if (VILLAGE.has(roadClass) || lanes === 1 || tags.get('lane_markings') === 'no') return NO_CENTRE_LINE_KMH;
  return lanes >= 3 ? Infinity : ONE_LANE_EACH_WAY_KMH;
};

/** Highest speed of the track's grade, km/h; Infinity where the tag sets none. */
export const tracktypeKmh = (tags: Tags): number => TRACKTYPE_KMH[tags.get('tracktype') ?? ''] ?? Infinity;

/** Highest speed of the road's evenness, km/h; Infinity where the tag sets none. */
export const smoothnessKmh = (tags: Tags): number => SMOOTHNESS_KMH[tags.get('smoothness') ?? ''] ?? Infinity;

/** Speed signed for a profile in a direction ("forward" or "backward"), km/h; Infinity without a sign. */
export const signedKmh = (tags: Tags, direction: string, profile: Profile): number => {
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

/** How the road rolls: by its surface, else by its class. */
export const rollingOf = (tags: Tags, roadClass: RoadClass): Rolling => {
  const surfaces = (tags.get('surface') ?? '').split(';').map((surface) => surface.trim());
  if (surfaces.some((surface) => SOFT.has(surface))) return 2;
  if (surfaces.some((surface) => LOOSE.has(surface))) return 1;
  return roadClass === 'track' && surfaces[0] === '' && tags.get('tracktype') !== 'grade1' ? 1 : 0;
};
