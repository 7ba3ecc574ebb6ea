import type {
  ProblemInput,
  SinkInput,
  TaskInput,
  TravelMatrix,
  VehicleInput,
  Window,
} from '../../solver/model/problem.js';
import { NO_WAY } from '../../solver/model/problem.js';

/** What may occur in a random problem beside the plain case. */
export interface Spice {
  readonly tasks: number;
  readonly vehicles: number;
  readonly sinks?: number;
  readonly splitWindows?: boolean;
  readonly rests?: boolean;
  readonly duty?: boolean;
  readonly limits?: boolean;
  readonly releases?: boolean;
  readonly dues?: boolean;
  readonly optional?: boolean;
  readonly noWays?: boolean;
  readonly places?: boolean;
  readonly skills?: boolean;
  readonly differentVehicles?: boolean;
  readonly singleRuns?: boolean;
}

/** Everything at once. */
export const ALL_SPICES = {
  sinks: 2,
  splitWindows: true,
  rests: true,
  duty: true,
  limits: true,
  releases: true,
  dues: true,
  optional: true,
  noWays: true,
  skills: true,
  differentVehicles: true,
} as const;

type Draw = (least: number, most: number) => number;

/** A linear congruential generator, so that the solver's own is not trusted to make its tests. */
function drawer(seed: number): Draw {
  let state = (seed * 2654435761 + 12345) % 4294967296;
  return (least, most) => {
    state = (state * 1664525 + 1013904223) % 4294967296;
    return least + Math.floor((state / 4294967296) * (most - least + 1));
  };
}

/** A small problem with times of minutes to hours in seconds rounded to ten; the same seed gives the same one. */
export function randomProblem(seed: number, spice: Spice): ProblemInput {
  const draw = drawer(seed);
  const chance = (percent: number): boolean => draw(1, 100) <= percent;
  const sinkCount = spice.sinks ?? 1;
  const size = spice.tasks + sinkCount;
  const classes = 2;
  const sinks = Array.from({ length: sinkCount }, (_, index) => randomSink(draw, index, classes, spice));
  return {
    travel: Array.from({ length: spice.differentVehicles ? 2 : 1 }, () =>
      randomTravel(draw, size, spice.noWays ?? false),
    ),
    dimensions: 1,
    classes,
    tasks: Array.from({ length: spice.tasks }, (_, index) =>
      randomTask(draw, chance, index, sinkCount, spice),
    ),
    vehicles: Array.from({ length: spice.vehicles }, (_, index) =>
      randomVehicle(draw, chance, index, sinkCount, spice),
    ),
    sinks,
    departures: Array.from({ length: 3 }, () => ({ capacityParcels: spice.places ? draw(4, 12) : null })),
  };
}

function randomTravel(draw: Draw, size: number, noWays: boolean): TravelMatrix {
  const durations = new Int32Array(size * size);
  const distances = new Int32Array(size * size);
  const spots = Array.from({ length: size }, () => [draw(0, 300), draw(0, 300)] as const);
  for (let from = 0; from < size; from++) {
    for (let to = 0; to < size; to++) {
      if (from === to) continue;
      const [a, b] = [spots[from] ?? [0, 0], spots[to] ?? [0, 0]];
      const beeline = Math.hypot(a[0] - b[0], a[1] - b[1]);
      const none = noWays && draw(1, 100) <= 8;
      durations[from * size + to] = none ? NO_WAY : Math.ceil(beeline * 8 * (1 + draw(0, 30) / 100));
      distances[from * size + to] = none ? NO_WAY : Math.ceil(beeline * 60 * (1 + draw(0, 30) / 100));
    }
  }
  return { size, durations, distances };
}

function randomTask(
  draw: Draw,
  chance: (percent: number) => boolean,
  index: number,
  sinkCount: number,
  spice: Spice,
): TaskInput {
  const open = draw(0, 8000);
  const windows: Window[] = [];
  if (spice.splitWindows && chance(40)) windows.push([open, open + 1500], [open + 4000, open + 9000]);
  else windows.push(chance(40) ? [open, open + draw(1500, 9000)] : [0, 40_000]);
  const orders = [draw(0, 3), draw(0, 2)];
  return {
    // Now and then two tasks wait at one place.
    location: sinkCount + (index > 0 && chance(15) ? index - 1 : index),
    load: [draw(1, 4)],
    ordersByClass: orders,
    parcelsByClass: orders.map((count) => count + (count > 0 && chance(30) ? 1 : 0)),
    windows,
    runReleaseSeconds: spice.releases && chance(40) ? draw(0, 9000) : 0,
    accessSeconds: chance(30) ? draw(1, 30) * 10 : 0,
    serviceSeconds: draw(1, 40) * 10,
    dueSeconds: spice.dues && chance(30) ? draw(9000, 24_000) : null,
    penalty: spice.optional && chance(50) ? draw(1000, 60_000) : null,
    ...(spice.skills && chance(25) ? { vehicles: [0] } : {}),
    // The walk from the road's end differs by profile.
    ...(spice.differentVehicles ? { serviceSecondsByProfile: [draw(1, 40) * 10, draw(1, 40) * 10] } : {}),
  };
}

function randomVehicle(
  draw: Draw,
  chance: (percent: number) => boolean,
  index: number,
  sinkCount: number,
  spice: Spice,
): VehicleInput {
  const vary = spice.differentVehicles ?? false;
  return {
    profile: vary ? index % 2 : 0,
    capacity: [vary ? 6 + 3 * (index % 2) : 8],
    startLocation: vary && chance(50) ? sinkCount - 1 : 0,
    endLocation: chance(60) ? 0 : null,
    sinks: Array.from({ length: sinkCount }, (_, sink) => sink),
    shift: [0, 30_000],
    maxDutySeconds: spice.duty ? draw(9000, 18_000) : null,
    maxDrivingSeconds: spice.limits ? draw(6000, 16_000) : null,
    maxMetres: spice.limits && chance(50) ? draw(40_000, 120_000) : null,
    maxRuns: spice.singleRuns ? 1 : chance(30) ? 2 : null,
    turnaroundSeconds: draw(0, 60) * 10,
    rest: spice.rests ? { drivingSeconds: draw(2000, 6000), restSeconds: draw(3, 15) * 100 } : null,
    fixedCost: draw(0, 20) * 1000,
    costPerMetre: vary ? 1 + (index % 2) : 1,
    costPerSecond: 2,
  };
}

function randomSink(draw: Draw, index: number, classes: number, spice: Spice): SinkInput {
  const first = draw(7000, 12_000);
  const cutoffs = [first, first + draw(2000, 6000), spice.dues ? 26_000 : 34_000];
  return {
    location: index,
    window: [draw(0, 3000), 34_000],
    unloadSeconds: draw(0, 60) * 10,
    unloadMillisecondsPerParcel: draw(0, 20) * 1000 + 500,
    steps: Array.from({ length: classes }, (_, c) =>
      c === 1 && index === 0 && !spice.places
        ? []
        : cutoffs.map((cutoffSeconds, step) => ({
            cutoffSeconds,
            costPerOrder: step * draw(1, 1) * 4000 + (step > 0 ? c * 500 : 0),
            departure: spice.places ? step : null,
          })),
    ),
  };
}
