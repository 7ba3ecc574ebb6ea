import fc from 'fast-check';
import type {
  ProblemInput,
  SinkInput,
  TaskInput,
  TravelMatrix,
  VehicleInput,
  Window,
} from '../../solver/index.js';
import { Draws } from './rich-recipe.js';

/** What may occur in a random plain problem beside capacity in one dimension. */
export const PLAIN_FEATURES = [
  /** Ways there and back differ. */
  'asymmetric',
  /** Seconds are not metres. */
  'ownSeconds',
  /** Legs drawn at random: a way round may be shorter. */
  'rough',
  'windows',
  'releases',
  'manyRuns',
  'duty',
  'shifts',
  'unload',
  'depots',
  'types',
  'restricted',
  'optional',
  'twoLoads',
  'noLoads',
  'sameLocations',
  /** All times and legs are multiples of {@link STEP}: what is just in time comes up often. */
  'coarse',
] as const;
export type PlainFeature = (typeof PLAIN_FEATURES)[number];

export interface PlainRecipe {
  readonly seed: number;
  readonly tasks: number;
  readonly vehicles: number;
  readonly features: readonly PlainFeature[];
}

/** Side of the square that points lie in, metres. */
const SIDE = 1000;
/** Seconds and metres. */
const STEP = 250;
/** A time that no plan of so few tasks reaches. */
const LATE = 100_000;

/** Recipes of problems with up to so many tasks and vehicles; they shrink to few of both and to few features. */
export function plainRecipes(
  tasks: number,
  vehicles: number,
  features: readonly PlainFeature[] = PLAIN_FEATURES,
): fc.Arbitrary<PlainRecipe> {
  return fc.record({
    seed: fc.noShrink(fc.nat()),
    tasks: fc.integer({ min: 1, max: tasks }),
    vehicles: fc.integer({ min: 1, max: vehicles }),
    features: fc.subarray([...features]),
  });
}

/** The problem of a recipe: plain, so that the kernel takes it. */
export function plainInput(recipe: PlainRecipe): ProblemInput {
  const draws = new Draws(recipe.seed);
  const has = (feature: PlainFeature): boolean => recipe.features.includes(feature);
  const depots = has('depots') ? 2 : 1;
  const dimensions = has('noLoads') ? 0 : has('twoLoads') ? 2 : 1;
  const types = has('types') ? 3 : 1;
  const input = {
    travel: [plainTravel(draws.of('travel'), depots + recipe.tasks, has)],
    dimensions,
    classes: 0,
    vehicles: Array.from({ length: recipe.vehicles }, (_, vehicle) => {
      const type = draws.of('vehicle', vehicle).int('type', 0, types - 1);
      return plainVehicle(draws.of('type', type), depots, dimensions, has);
    }),
    sinks: Array.from({ length: depots }, (_, depot) => plainSink(draws.of('sink', depot), depot, has)),
    departures: [],
  };
  const tasks = Array.from({ length: recipe.tasks }, (_, task) =>
    plainTask(draws.of('task', task), { task, depots, dimensions, vehicles: recipe.vehicles }, has),
  );
  return has('coarse') ? coarse({ ...input, tasks }) : { ...input, tasks };
}

function coarse(input: ProblemInput): ProblemInput {
  const round = (value: number): number => STEP * Math.round(value / STEP);
  const window = ([open, close]: Window): Window => [round(open), round(close)];
  return {
    ...input,
    travel: input.travel.map(({ size, durations, distances }) => {
      const metres = distances.map(round);
      return { size, distances: metres, durations: durations === distances ? metres : durations.map(round) };
    }),
    tasks: input.tasks.map((task) => ({
      ...task,
      windows: task.windows.map(window),
      serviceSeconds: round(task.serviceSeconds),
      runReleaseSeconds: round(task.runReleaseSeconds),
    })),
    vehicles: input.vehicles.map((vehicle) => ({
      ...vehicle,
      shift: window(vehicle.shift),
      maxDutySeconds: vehicle.maxDutySeconds === null ? null : round(vehicle.maxDutySeconds),
      turnaroundSeconds: round(vehicle.turnaroundSeconds),
    })),
    sinks: input.sinks.map((sink) => ({
      ...sink,
      window: window(sink.window),
      unloadSeconds: round(sink.unloadSeconds),
    })),
  };
}

type Has = (feature: PlainFeature) => boolean;

function plainTravel(draws: Draws, size: number, has: Has): TravelMatrix {
  const places = Array.from({ length: size }, (_, at) => ({
    x: draws.of(at).int('x', 0, SIDE),
    y: draws.of(at).int('y', 0, SIDE),
  }));
  const legs = (kind: string): Int32Array => {
    const matrix = new Int32Array(size * size);
    places.forEach((a, from) =>
      places.forEach((b, to) => {
        if (from === to) return;
        const [low, high] = has('asymmetric') ? [from, to] : [Math.min(from, to), Math.max(from, to)];
        const own = draws.of(kind, low, high);
        const straight = Math.hypot(a.x - b.x, a.y - b.y);
        const factor = has('asymmetric') || kind === 'seconds' ? 1 + own.int('detour', 0, 30) / 100 : 1;
        matrix[from * size + to] = has('rough') ? own.int('leg', 0, SIDE) : Math.round(straight * factor);
      }),
    );
    return matrix;
  };
  const distances = legs('metres');
  return { size, distances, durations: has('ownSeconds') ? legs('seconds') : distances };
}

interface Around {
  readonly task: number;
  readonly depots: number;
  readonly dimensions: number;
  readonly vehicles: number;
}

function plainTask(draws: Draws, around: Around, has: Has): TaskInput {
  const { task, depots, dimensions, vehicles } = around;
  const open = draws.int('open', 0, 4000);
  const window: Window = [open, open + draws.int('width', 0, 3000)];
  const able = Array.from({ length: vehicles }, (_, vehicle) => vehicle).filter((vehicle) =>
    draws.of(vehicle).chance('able', 60),
  );
  return {
    location: depots + (has('sameLocations') && draws.chance('same', 30) ? Math.max(0, task - 1) : task),
    load: Array.from({ length: dimensions }, (_, dimension) => draws.of(dimension).int('load', 0, 5)),
    ordersByClass: [],
    parcelsByClass: [],
    windows: [has('windows') && draws.chance('timed', 60) ? window : [0, LATE]],
    runReleaseSeconds: has('releases') && draws.chance('released', 60) ? draws.int('release', 0, 4000) : 0,
    accessSeconds: 0,
    serviceSeconds: draws.chance('serviced', 70) ? draws.int('service', 1, 300) : 0,
    dueSeconds: null,
    penalty: has('optional') && draws.chance('optional', 70) ? draws.int('penalty', 0, 3000) : null,
    ...(has('restricted') && draws.chance('restricted', 40) ? { vehicles: able } : {}),
  };
}

function plainVehicle(draws: Draws, depots: number, dimensions: number, has: Has): VehicleInput {
  const depot = draws.int('depot', 0, depots - 1);
  const duty = has('duty') && draws.chance('duty', 70) ? draws.int('most', 1500, 8000) : null;
  const runs = draws.pick('runs', [null, 2, 3, 1]);
  return {
    profile: 0,
    capacity: Array.from({ length: dimensions }, (_, dimension) =>
      draws.of(dimension).int('capacity', has('types') ? 3 : 6, 14),
    ),
    startLocation: depot,
    endLocation: draws.chance('home', 50) ? depot : null,
    sinks: [depot],
    shift: has('shifts') ? [draws.int('begin', 0, 1500), draws.int('end', 4000, 12_000)] : [0, LATE],
    maxDutySeconds: duty,
    maxDrivingSeconds: null,
    maxMetres: null,
    maxRuns: has('manyRuns') && duty === null ? runs : 1,
    turnaroundSeconds: has('unload') ? draws.int('turnaround', 0, 300) : 0,
    rest: null,
    fixedCost: draws.chance('fixed', 60) ? draws.int('fixedCost', 1, 2000) : 0,
    costPerMetre: draws.int('metre', has('types') ? 1 : 2, has('types') ? 3 : 2),
    costPerSecond: 0,
  };
}

function plainSink(draws: Draws, depot: number, has: Has): SinkInput {
  return {
    location: depot,
    window: [0, has('shifts') ? draws.int('closes', 6000, 12_000) : LATE],
    unloadSeconds: has('unload') ? draws.int('unload', 0, 400) : 0,
    unloadMillisecondsPerParcel: 0,
    steps: [],
  };
}
