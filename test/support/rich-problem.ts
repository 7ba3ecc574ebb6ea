import type fc from 'fast-check';
import { NO_WAY } from '../../solver/model/problem.js';
import type {
  PairInput,
  ProblemInput,
  SinkInput,
  TaskInput,
  TravelMatrix,
  VehicleInput,
  Window,
} from '../../solver/model/problem.js';
import { couplings } from './rich-couplings.js';
import { Draws, recipes } from './rich-recipe.js';
import type { Feature, Recipe, RecipeSize } from './rich-recipe.js';

const CLASSES = 2;
const PROFILES = 2;
/** A day: nothing useful happens after it. */
const DAY_SECONDS = 40_000;

/** Random problems with any mix of the features. */
export function richProblems(
  size: RecipeSize,
  features?: readonly Feature[],
): fc.Arbitrary<{ readonly recipe: Recipe; readonly input: ProblemInput }> {
  return recipes(size, features).map((recipe) => ({ recipe, input: richProblem(recipe) }));
}

/** The problem of a recipe: minutes and hours in seconds, legs of up to an hour, a few vehicles and sinks. */
export function richProblem(recipe: Recipe): ProblemInput {
  const draws = new Draws(recipe.seed);
  const has = (feature: Feature): boolean => recipe.features.includes(feature);
  const make: Making = { recipe, draws, has, sinkCount: has('sinks') ? 2 : 1 };
  const profileCount = has('profiles') || has('laden') ? PROFILES : 1;
  const rules = couplings(make);
  return {
    travel: Array.from({ length: profileCount }, (_, profile) => travel(make, profile)),
    dimensions: has('dimensions') ? 2 : 1,
    classes: CLASSES,
    tasks: recipe.tasks.map((key, index) => asOfPair(task(make, key, index), index, rules.pairs ?? [])),
    vehicles: recipe.vehicles.map((key) => vehicle(make, key)),
    sinks: Array.from({ length: make.sinkCount }, (_, index) => sink(make, index)),
    departures: [0, 1, 2].map((index) => ({
      capacityParcels: has('places') ? draws.of('departure', index).int('places', 2, 14) : null,
    })),
    ...rules,
  };
}

export interface Making {
  readonly recipe: Recipe;
  readonly draws: Draws;
  readonly has: (feature: Feature) => boolean;
  readonly sinkCount: number;
}

/** The sinks lie first, then the tasks, each by its own key so that dropping one moves no other. */
function travel({ recipe, draws, has, sinkCount }: Making, profile: number): TravelMatrix {
  const names = [...Array.from({ length: sinkCount }, (_, index) => `sink ${index}`), ...recipe.tasks];
  const spots = names.map((name) => {
    const spot = draws.of('spot', name);
    return [spot.int('x', 0, 12) * 25, spot.int('y', 0, 12) * 25] as const;
  });
  const size = names.length;
  const durations = new Int32Array(size * size);
  const distances = new Int32Array(size * size);
  spots.forEach((a, from) => {
    spots.forEach((b, to) => {
      if (from === to) return;
      const leg = draws.of('leg', names[from] ?? '', names[to] ?? '');
      const beeline = Math.hypot(a[0] - b[0], a[1] - b[1]);
      const none = has('noWays') && leg.of(profile).chance('no way', 6);
      const detour = has('brokenTriangle') && leg.chance('detour', 20) ? leg.int('times', 2, 4) : 1;
      const slower = profile === 0 ? 1 : leg.int('slower', 8, 15) / 10;
      const factor = detour * slower * (1 + leg.int('wind', 0, 30) / 100);
      durations[from * size + to] = none ? NO_WAY : Math.ceil(beeline * 8 * factor);
      distances[from * size + to] = none
        ? NO_WAY
        : Math.ceil(beeline * 60 * (1 + leg.int('bend', 0, 30) / 100));
    });
  });
  return { size, durations, distances };
}

function task(make: Making, key: number, index: number): TaskInput {
  const { draws, has, sinkCount, recipe } = make;
  const own = draws.of('task', key);
  const some = has('classical') ? 0 : 1;
  const orders = has('steps') || has('places') ? [own.int('orders', 0, 3), own.int('more', 0, 2)] : [some, 0];
  const shared = has('sharedPlaces') && index > 0 && own.chance('shared place', 40);
  const everyone = recipe.vehicles.map((_, vehicle) => vehicle);
  const vehicles = (name: string): number[] =>
    everyone.filter((vehicle) => own.of(recipe.vehicles[vehicle] ?? 0).chance(name, 50));
  return {
    location: sinkCount + (shared ? index - 1 : index),
    load: Array.from({ length: has('dimensions') ? 2 : 1 }, (_, d) =>
      own.of(d).int('load', d === 0 ? 1 : 0, 4),
    ),
    ordersByClass: orders,
    parcelsByClass: orders.map((count, c) => count + (count > 0 && own.of(c).chance('parcel', 30) ? 1 : 0)),
    windows: windows(make, own),
    runReleaseSeconds: has('releases') && own.chance('release', 40) ? own.int('released', 0, 9000) : 0,
    accessSeconds: has('sharedPlaces') && own.chance('access', 50) ? own.int('walk', 1, 30) * 10 : 0,
    serviceSeconds: own.int('service', 0, 40) * 10,
    dueSeconds: has('dues') && own.chance('due', 30) ? own.int('due at', 9000, 24_000) : null,
    penalty: has('optional') && own.chance('optional', 50) ? own.int('penalty', 0, 60_000) : null,
    ...(has('skills') && own.chance('skill', 30) ? { vehicles: vehicles('may') } : {}),
    ...(has('profiles')
      ? {
          serviceSecondsByProfile: Array.from(
            { length: PROFILES },
            (_, p) => own.of(p).int('walk', 0, 40) * 10,
          ),
        }
      : {}),
    ...(has('delivered') && own.chance('delivered', 40) ? { delivered: true } : {}),
    ...(has('lateness') && own.chance('late', 60)
      ? {
          lateness: {
            afterSeconds: own.int('late from', 0, 12_000),
            costPerSecond: own.int('late cost', 0, 5),
          },
        }
      : {}),
    ...(has('preferred') && own.chance('known', 60)
      ? { preferred: { vehicles: vehicles('knows'), otherwiseCost: own.int('unknown cost', 0, 9000) } }
      : {}),
  };
}

/** What reaches no sink has no orders, parcels or due moment there; a pair's load is named at its pickup. */
function asOfPair(made: TaskInput, index: number, pairs: readonly PairInput[]): TaskInput {
  const { delivered, ...rest } = made;
  const paired = pairs.some(({ pickup, delivery }) => pickup === index || delivery === index);
  if (!paired && !delivered) return made;
  const none = rest.ordersByClass.map(() => 0);
  const lands = pairs.some(({ delivery }) => delivery === index);
  return {
    ...rest,
    load: lands ? rest.load.map(() => 0) : rest.load,
    ordersByClass: none,
    parcelsByClass: none,
    dueSeconds: null,
    ...(paired ? {} : { delivered: true }),
  };
}

function windows({ has }: Making, own: Draws): Window[] {
  const open = own.int('open', 0, 8000);
  if (has('splitWindows') && own.chance('split', 50))
    return [
      [open, open + 1500],
      [open + 4000, open + 9000],
    ];
  if (has('tightWindows') && own.chance('tight', 70)) return [[open, open + own.int('width', 0, 5000)]];
  return [[0, DAY_SECONDS]];
}

function vehicle(make: Making, key: number): VehicleInput {
  const { draws, has, sinkCount } = make;
  const own = draws.of('vehicle', key);
  const fleet = has('fleet') ? own : draws.of('vehicle', 'all');
  const sinks = Array.from({ length: sinkCount }, (_, index) => index);
  const place = (name: string): number => fleet.int(name, 0, sinkCount - 1);
  const dimensions = Array.from({ length: has('dimensions') ? 2 : 1 }, (_, d) => d);
  const needed = (d: number): number => (has('laden') ? fleet.of(d).int('laden from', 1, 8) : 0);
  return {
    profile: has('profiles') ? fleet.int('profile', 0, PROFILES - 1) : 0,
    capacity: dimensions.map((d) => fleet.of(d).int('capacity', 5, 12)),
    startLocation: has('sinks') ? place('start') : 0,
    endLocation: fleet.chance('goes home', 60) ? place('home') : null,
    sinks: has('fleet') && fleet.chance('one sink', 30) ? [place('only sink')] : sinks,
    shift: [0, DAY_SECONDS - 8000],
    maxDutySeconds: has('duty') ? fleet.int('duty', 6000, 18_000) : null,
    maxDrivingSeconds: has('limits') ? fleet.int('driving', 5000, 16_000) : null,
    maxMetres: has('limits') && fleet.chance('range', 50) ? fleet.int('metres', 30_000, 120_000) : null,
    maxRuns: has('maxRuns') ? (fleet.chance('no run', 4) ? 0 : fleet.int('runs', 1, 2)) : null,
    turnaroundSeconds: fleet.int('turnaround', 0, 60) * 10,
    rest: has('rests')
      ? { drivingSeconds: fleet.int('until rest', 1500, 6000), restSeconds: fleet.int('rest', 2, 15) * 100 }
      : null,
    fixedCost: fleet.int('fixed', 0, 20) * 1000,
    costPerMetre: fleet.int('metre', 0, 2),
    costPerSecond: has('classical') ? 0 : fleet.int('second', 0, 3),
    ...(has('breaks') ? { breaks: breaks(fleet.of('breaks')) } : {}),
    ...(has('laden') ? { laden: { profile: 1, fromLoad: dimensions.map(needed) } } : {}),
    ...(has('lifo') ? { lifo: fleet.chance('lifo', 70) } : {}),
    ...(has('deliveriesFirst') ? { deliveriesFirst: fleet.chance('deliveries first', 70) } : {}),
  };
}

function breaks(own: Draws): NonNullable<VehicleInput['breaks']> {
  const noon = own.int('noon', 1000, 7000);
  const evening = noon + own.int('until evening', 5000, 9000);
  const meal = (name: string, from: number): { window: Window; seconds: number } => ({
    window: [from, from + own.int(`${name} width`, 0, 4500)],
    seconds: own.int(name, 1, 18) * 100,
  });
  return own.chance('two meals', 40) ? [meal('lunch', noon), meal('supper', evening)] : [meal('lunch', noon)];
}

function sink({ draws, has }: Making, index: number): SinkInput {
  const own = draws.of('sink', index);
  const first = own.int('first cut-off', 5000, 12_000);
  const cutoffs = [first, first + own.int('next', 2000, 6000), has('dues') ? 26_000 : 34_000];
  const costly = has('steps') || has('places');
  return {
    location: index,
    window: [has('classical') ? 0 : own.int('opens', 0, 3000), 34_000],
    unloadSeconds: own.int('unload', 0, 60) * 10,
    unloadMillisecondsPerParcel: own.int('parcel', 0, 20) * 1000 + 500,
    steps: Array.from({ length: CLASSES }, (_, c) =>
      !costly || (c === 1 && index === 0 && own.chance('free class', 50))
        ? []
        : cutoffs.map((cutoffSeconds, step) => ({
            cutoffSeconds,
            costPerOrder: step * 4000 + (step > 0 ? c * 500 : 0),
            departure: has('places') ? step : null,
          })),
    ),
  };
}
