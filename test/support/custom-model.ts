import type { Profile, RoadClass } from '../../src/roads/embedded/profiles/profile.js';
import { smoothnessKmh, surfaceKmh, tracktypeKmh } from '../../src/roads/embedded/profiles/speed-caps.js';
import type { ServerProfile } from './graphhopper-server.js';

/** GraphHopper's words for our classes; what it ignores or we do not give a speed is left out. */
const CLASSES: readonly RoadClass[] = [
  'motorway',
  'trunk',
  'primary',
  'secondary',
  'tertiary',
  'unclassified',
  'residential',
  'living_street',
  'service',
  'road',
  'track',
];

/** Values GraphHopper keeps of each tag, lower case as OpenStreetMap has them. */
const SURFACES = [
  'paving_stones',
  'cobblestone',
  'unpaved',
  'compacted',
  'fine_gravel',
  'gravel',
  'ground',
  'dirt',
  'grass',
  'sand',
  'wood',
];
const TRACKTYPES = ['grade1', 'grade2', 'grade3', 'grade4', 'grade5'];
const SMOOTHNESSES = ['bad', 'very_bad', 'horrible', 'very_horrible', 'impassable'];

/** The server's own rule closes these to cars, ours leaves them slow. */
const ROUGH_TRACK =
  'road_class == TRACK && (track_type == GRADE4 || track_type == GRADE5) && road_access == YES';

interface Statement {
  readonly if?: string;
  readonly else_if?: string;
  readonly else?: '';
  readonly limit_to?: string;
  readonly multiply_by?: string;
}

/**
 * The level speeds of a profile as a GraphHopper profile: classes, surface, tracktype, smoothness, signs
 * and the law on roads of one lane each way, the profile's own top speed. Grades and bends are left out,
 * so the profile must have none to be comparable.
 */
export const serverProfileOf = (profile: Profile): ServerProfile => ({
  name: profile.name,
  // Ours turns round at any junction unless a sign forbids it; the server would never without this.
  turn_costs: { vehicle_types: ['motorcar', 'motor_vehicle'], u_turn_costs: 0 },
  custom_model: {
    distance_influence: 0,
    priority: [{ if: `!car_access && !(${ROUGH_TRACK})`, multiply_by: '0' }],
    speed: [...classSpeeds(profile), ...caps(profile)],
  },
});

const classSpeeds = (profile: Profile): Statement[] => {
  const known = CLASSES.filter((name) => profile.classKmh[name] !== undefined);
  const chain = known.map((name, i): Statement => {
    const condition = `road_class == ${name.toUpperCase()}`;
    const limit_to = String(profile.classKmh[name]);
    return i === 0 ? { if: condition, limit_to } : { else_if: condition, limit_to };
  });
  return [...chain, { else: '', limit_to: '5' }];
};

const caps = (profile: Profile): Statement[] => [
  ...capsOf('surface', 'surface', SURFACES, surfaceKmh),
  ...capsOf('track_type', 'tracktype', TRACKTYPES, tracktypeKmh),
  ...capsOf('smoothness', 'smoothness', SMOOTHNESSES, smoothnessKmh),
  { if: 'true', limit_to: 'max_speed' },
  // One lane each way; where the server knows no lanes it says one.
  { if: 'road_class == TRUNK && backward_car_access && lanes < 3', limit_to: '70' },
  { if: 'true', limit_to: String(profile.topKmh) },
];

const capsOf = (
  value: string,
  tag: string,
  words: readonly string[],
  kmhOf: (tags: ReadonlyMap<string, string>) => number,
): Statement[] =>
  words.flatMap((word) => {
    const kmh = kmhOf(new Map([[tag, word]]));
    const condition = `${value} == ${word.toUpperCase()}`;
    return Number.isFinite(kmh) ? [{ if: condition, limit_to: String(Math.max(1, kmh)) }] : [];
  });
