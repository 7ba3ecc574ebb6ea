import { z } from 'zod';
import { RoadError } from '../../road-error.js';
import { timeOfDay } from './clock.js';
import { climbingMetresPerSecond } from './grade-speed.js';
import type { Engine, Profile } from './profile.js';

/** Classes and ferries a profile may give speeds for. */
export const ROAD_CLASSES = [
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
  'path',
  'footway',
  'pedestrian',
  'steps',
  'bridleway',
  'cycleway',
  'ferry',
] as const;

/** Access keys whose tags the extract's reader keeps. */
const ACCESS_KEYS = [
  'access',
  'vehicle',
  'bicycle',
  'motor_vehicle',
  'motorcycle',
  'motorcar',
  'moped',
  'mofa',
  'goods',
  'hgv',
  'agricultural',
  'foot',
] as const;

const FASTEST_KMH = 200;
const BEST_SEASON = 1.5;
/** A vehicle that crawls more slowly than this on level asphalt does not move, km/h [E]. */
const LEAST_LEVEL_KMH = 1;

const kmh = z
  .number()
  .gt(0, 'a speed must be above 0 km/h; leave a class out to close it')
  .max(FASTEST_KMH, `a speed is at most ${FASTEST_KMH} km/h`);
const above0 = z.number().gt(0, 'must be above 0');
const seasonFactor = z
  .number()
  .gt(0, 'a factor must be above 0; close roads with closedClasses or closedSurfaces')
  .max(BEST_SEASON, `a factor is at most ${BEST_SEASON}`);
const roadClass = z.enum(ROAD_CLASSES);
const time = z.string().refine((text) => timeOfDay(text) !== null, 'must be a time of day, as "19:30"');

const engineSchema = z
  .strictObject({
    massKg: above0,
    emptyKg: above0.exactOptional(),
    powerKw: above0,
    efficiency: above0.max(1, 'no more power can reach the road than the engine gives: at most 1'),
    dragAreaM2: above0,
    rollingResistance: above0.lt(1, 'must be below 1'),
    downhillKmh: z
      .array(z.tuple([above0.max(1, 'a grade is a fraction: 0.08 is 8 %'), kmh]))
      .refine(isAscending, 'grades must ascend, each once'),
  })
  .superRefine((engine, context) => {
    if (engine.emptyKg !== undefined && engine.emptyKg > engine.massKg) {
      context.addIssue({ code: 'custom', path: ['emptyKg'], message: 'is more than massKg, the laden mass' });
    }
    const level = climbingMetresPerSecond(engine as Engine, 0, 0) * 3.6;
    if (level < LEAST_LEVEL_KMH) {
      context.addIssue({
        code: 'custom',
        path: ['powerKw'],
        message: `moves ${engine.massKg} kg at ${level.toFixed(1)} km/h on level asphalt: give the power in kW, or a lower massKg or rollingResistance`,
      });
    }
  });

function isAscending(pairs: readonly (readonly [number, number])[]): boolean {
  return pairs.every(([grade], i) => i === 0 || grade > pairs[i - 1]![0]);
}

const seasonSchema = z.strictObject({
  factor: seasonFactor.exactOptional(),
  byClass: z.partialRecord(roadClass, seasonFactor).exactOptional(),
  byRolling: z.partialRecord(z.enum(['paved', 'loose', 'soft']), seasonFactor).exactOptional(),
  bySurface: z.record(z.string(), seasonFactor).exactOptional(),
  byTerrain: z.partialRecord(z.enum(['level', 'hilly', 'steep']), seasonFactor).exactOptional(),
  closedClasses: z.array(roadClass).exactOptional(),
  closedSurfaces: z.array(z.string()).exactOptional(),
  weather: z.array(z.enum(['wet', 'snow', 'ice', 'winter'])).exactOptional(),
});

const clockRuleSchema = z
  .strictObject({
    from: time,
    until: time,
    classes: z.array(roadClass).min(1, 'names no class; leave it out for all').exactOptional(),
    factor: seasonFactor.exactOptional(),
    closed: z.literal(true, 'is true or left out').exactOptional(),
  })
  .refine((rule) => rule.from !== rule.until, {
    path: ['until'],
    message: 'equals from, so the rule never holds; for the whole day write "00:00" to "23:59"',
  })
  .refine((rule) => (rule.factor === undefined) !== (rule.closed === undefined), {
    message: 'must either close roads ("closed": true) or give a factor',
  });

const NAME = /^[a-z][a-z0-9_-]{0,39}$/;

/** A complete profile; every fault at once, with its path. */
export const profileSchema = z
  .strictObject({
    name: z.string().regex(NAME, 'must be lower-case letters, digits, - and _, at most 40, a letter first'),
    engine: engineSchema.exactOptional(),
    classKmh: z
      .partialRecord(roadClass, kmh)
      .refine((classes) => Object.keys(classes).length > 0, 'names no road class, so every road is closed'),
    topKmh: kmh,
    speedFactor: seasonFactor,
    accessKeys: z.array(z.enum(ACCESS_KEYS)).min(1, 'names no access key; "access" comes first'),
    closedUnlessTagged: z.array(roadClass),
    obeysTraffic: z.boolean(),
    usesMotorroads: z.boolean(),
    grossTonnes: above0,
    widthMetres: above0,
    heightMetres: above0,
    lengthMetres: above0,
    axleTonnes: above0.exactOptional(),
    seasons: z.record(z.string().regex(NAME, 'must be a name as of a profile'), seasonSchema).exactOptional(),
    clockRules: z.array(clockRuleSchema).exactOptional(),
  })
  .superRefine((profile, context) => {
    profile.closedUnlessTagged.forEach((name, i) => {
      if (profile.classKmh[name] !== undefined) return;
      context.addIssue({
        code: 'custom',
        path: ['closedUnlessTagged', i],
        message: `names ${name}, which classKmh gives no speed: give it one, or leave it out here`,
      });
    });
  });

/** A fault of a profile and where it lies, as ["engine", "massKg"]. */
export interface ProfileFault {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

/** A profile that an operator wrote, or its faults. */
export const parseProfile = (value: unknown): { profile: Profile } | { faults: readonly ProfileFault[] } => {
  const parsed = profileSchema.safeParse(value);
  return parsed.success ? { profile: parsed.data as Profile } : { faults: parsed.error.issues };
};

/** Access and standing of edges are kept in 32 bits, one a profile. */
const MAX_PROFILES = 31;

/** Faults of profiles taken together: too few or many, names twice. */
export const faultsTogether = (names: readonly string[]): ProfileFault[] => {
  if (names.length === 0 || names.length > MAX_PROFILES)
    return [{ path: [], message: `holds ${names.length} profiles; a graph takes 1 to ${MAX_PROFILES}` }];
  return names.flatMap((name, i) => {
    const first = names.indexOf(name);
    return first === i ? [] : [{ path: [i, 'name'], message: `"${name}" is also the name of [${first}]` }];
  });
};

/** Checks profiles; every fault at once. @throws RoadError profile-invalid. */
export const checkProfiles = (profiles: readonly Profile[]): void => {
  const faults = profiles.flatMap((profile, i) => {
    const parsed = parseProfile(profile);
    return 'faults' in parsed
      ? parsed.faults.map(({ path, message }) => ({ path: [i, ...path], message }))
      : [];
  });
  const all = [...faults, ...faultsTogether(profiles.map(({ name }) => name))];
  if (all.length > 0) throw profileError('The profiles', all);
};

const MOST_TOLD = 50;

/** One error for all faults, each with its JSON path. */
export const profileError = (place: string, faults: readonly ProfileFault[]): RoadError => {
  const told = faults.slice(0, MOST_TOLD).map(({ path, message }) => `${jsonPath(path)}: ${message}`);
  const rest = faults.length > MOST_TOLD ? `; and ${faults.length - MOST_TOLD} more` : '';
  return new RoadError('profile-invalid', `${place}: ${told.join('; ')}${rest}.`);
};

const jsonPath = (path: readonly PropertyKey[]): string =>
  path.reduce<string>((text, key) => text + (typeof key === 'number' ? `[${key}]` : `.${String(key)}`), '$');
