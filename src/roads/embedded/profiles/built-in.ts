import { RoadError } from '../../road-error.js';
import type { Engine, Profile, RoadClass } from './profile.js';
import { FOOT_SEASONS, NIGHT_RULES, WHEEL_SEASONS } from './seasons.js';

/**
 * Effective speeds on level road, km/h [E], bends and traffic included: track 12, village road 20,
 * township road 30, county road 38, provincial road 48, trunk 80. OpenStreetMap's classes in China
 * follow that ladder: unclassified and residential are village roads, tertiary township, secondary
 * county, primary provincial. Living street and service [E]; ferry 10 [E] where no duration is tagged.
 */
const EFFECTIVE_KMH: Readonly<Partial<Record<RoadClass, number>>> = {
  motorway: 80,
  trunk: 80,
  primary: 48,
  secondary: 38,
  tertiary: 30,
  unclassified: 20,
  residential: 20,
  road: 20,
  living_street: 12,
  service: 15,
  track: 12,
  ferry: 10,
};

/** A 12 t truck takes a track more slowly than others, 10 km/h [E]. */
const HEAVY_KMH: Readonly<Partial<Record<RoadClass, number>>> = { ...EFFECTIVE_KMH, track: 10 };

const without = (classes: Readonly<Partial<Record<RoadClass, number>>>, ...barred: RoadClass[]) =>
  Object.fromEntries(Object.entries(classes).filter(([name]) => !barred.includes(name as RoadClass)));

/** Walking on every class but those closed to walkers; Tobler's function gives the pace, so 6 km/h only caps. */
const WALKED: readonly RoadClass[] = [
  'trunk',
  'primary',
  'secondary',
  'tertiary',
  'unclassified',
  'residential',
  'road',
  'living_street',
  'service',
  'track',
  'path',
  'footway',
  'pedestrian',
  'steps',
  'bridleway',
  'cycleway',
];

/** Safe downhill for a laden 12 t truck: 6 % 50, 8 % 40, 10 % 30, 12 % 25, 20 % 17 km/h [E]. */
const LADEN_DOWNHILL: Engine['downhillKmh'] = [
  [0.06, 50],
  [0.08, 40],
  [0.1, 30],
  [0.12, 25],
  [0.2, 17],
];

/**
 * Up to 4.5 t the engine and the brakes hold 1.8 times that [E]: little faster than the truck climbs the
 * same grade, so that bends and the road's class decide downhill.
 */
const LIGHT_DOWNHILL: Engine['downhillKmh'] = LADEN_DOWNHILL.map(([grade, kmh]) => [grade, kmh * 1.8]);

const MOTOR = ['access', 'vehicle', 'motor_vehicle'];

/** What seasons and nights do to everything on wheels. */
const WHEEL_RULES = { seasons: WHEEL_SEASONS, clockRules: NIGHT_RULES };

/** 250 kg with rider and load, 200 kg with the rider [E], 8 kW [E]; no motorway [E]. */
const motorbike: Profile = {
  name: 'motorbike',
  engine: {
    massKg: 250,
    emptyKg: 200,
    powerKw: 8,
    efficiency: 0.88,
    dragAreaM2: 0.7,
    rollingResistance: 0.015,
    downhillKmh: LIGHT_DOWNHILL,
  },
  classKmh: { ...without(EFFECTIVE_KMH, 'motorway'), path: 10 },
  topKmh: 70,
  speedFactor: 1,
  accessKeys: [...MOTOR, 'motorcycle'],
  closedUnlessTagged: ['path'],
  obeysTraffic: true,
  usesMotorroads: true,
  grossTonnes: 0.3,
  widthMetres: 0.9,
  heightMetres: 1.6,
  lengthMetres: 2.2,
  ...WHEEL_RULES,
};

/** E-trike: 0.6 t laden, 0.3 t with its driver [E], 3 kW, 15 km/h [E]; no motorway, no trunk road built as one [E]. */
const trike: Profile = {
  name: 'trike',
  engine: {
    massKg: 600,
    emptyKg: 300,
    powerKw: 3,
    efficiency: 0.9,
    dragAreaM2: 1.7,
    rollingResistance: 0.012,
    downhillKmh: LADEN_DOWNHILL,
  },
  classKmh: without(EFFECTIVE_KMH, 'motorway'),
  topKmh: 15,
  speedFactor: 1,
  accessKeys: MOTOR,
  closedUnlessTagged: [],
  obeysTraffic: true,
  usesMotorroads: false,
  grossTonnes: 0.6,
  widthMetres: 1.2,
  heightMetres: 1.8,
  lengthMetres: 3,
  ...WHEEL_RULES,
};

/** Minivan: 2.0 t laden, 1.2 t empty, 60 kW [E]. */
const van: Profile = {
  name: 'van',
  engine: {
    massKg: 2000,
    emptyKg: 1200,
    powerKw: 60,
    efficiency: 0.85,
    dragAreaM2: 2,
    rollingResistance: 0.01,
    downhillKmh: LIGHT_DOWNHILL,
  },
  classKmh: EFFECTIVE_KMH,
  topKmh: 100,
  speedFactor: 1,
  accessKeys: [...MOTOR, 'motorcar'],
  closedUnlessTagged: [],
  obeysTraffic: true,
  usesMotorroads: true,
  grossTonnes: 2,
  widthMetres: 1.7,
  heightMetres: 2,
  lengthMetres: 4.5,
  ...WHEEL_RULES,
};

/** 4.2 m truck: 4.5 t laden, 2.5 t empty, 85 kW [E]. */
const truck: Profile = {
  name: 'truck',
  engine: {
    massKg: 4500,
    emptyKg: 2500,
    powerKw: 85,
    efficiency: 0.85,
    dragAreaM2: 4.1,
    rollingResistance: 0.01,
    downhillKmh: LIGHT_DOWNHILL,
  },
  classKmh: EFFECTIVE_KMH,
  topKmh: 90,
  speedFactor: 1,
  accessKeys: [...MOTOR, 'goods'],
  closedUnlessTagged: [],
  obeysTraffic: true,
  usesMotorroads: true,
  grossTonnes: 4.5,
  widthMetres: 2.1,
  heightMetres: 2.8,
  lengthMetres: 6,
  ...WHEEL_RULES,
};

/** 12 t truck: 5.5 t empty [E], 125 kW [D: from 16 km/h at 20 %]; 2.5 m wide, 3.8 m high, 9 m long [E]. */
const heavy: Profile = {
  name: 'heavy',
  engine: {
    massKg: 12000,
    emptyKg: 5500,
    powerKw: 125,
    efficiency: 0.85,
    dragAreaM2: 5.5,
    rollingResistance: 0.008,
    downhillKmh: LADEN_DOWNHILL,
  },
  classKmh: HEAVY_KMH,
  topKmh: 80,
  speedFactor: 1,
  accessKeys: [...MOTOR, 'goods', 'hgv'],
  closedUnlessTagged: [],
  obeysTraffic: true,
  usesMotorroads: true,
  grossTonnes: 12,
  widthMetres: 2.5,
  heightMetres: 3.8,
  lengthMetres: 9,
  ...WHEEL_RULES,
};

/** On foot: Tobler's hiking function, 6 exp(-3.5 |slope + 0.05|) km/h; ferries as passenger. */
const foot: Profile = {
  name: 'foot',
  classKmh: { ...Object.fromEntries(WALKED.map((roadClass) => [roadClass, 6])), ferry: 10 },
  topKmh: 10,
  speedFactor: 1,
  accessKeys: ['access', 'foot'],
  closedUnlessTagged: [],
  obeysTraffic: false,
  usesMotorroads: false,
  grossTonnes: 0.1,
  widthMetres: 0.6,
  heightMetres: 1.9,
  lengthMetres: 0.5,
  seasons: FOOT_SEASONS,
};

/** The profiles every graph is built for unless others are named. */
export const BUILT_IN_PROFILES: readonly Profile[] = [motorbike, trike, van, truck, heavy, foot];

/** Built-in profiles by name, in the order asked for. @throws RoadError profile-unknown. */
export const builtInProfiles = (names: readonly string[]): Profile[] =>
  names.map((name) => {
    const profile = BUILT_IN_PROFILES.find((known) => known.name === name);
    if (profile) return profile;
    throw new RoadError(
      'profile-unknown',
      `There is no built-in profile "${name}". Use one of ${BUILT_IN_PROFILES.map((known) => known.name).join(', ')}.`,
    );
  });
