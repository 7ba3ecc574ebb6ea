import type { ProblemInput, SinkInput, TaskInput, TravelMatrix, VehicleInput } from '../solver/index.js';
import { Random } from '../solver/search/random.js';

export interface RandomDayOptions {
  readonly tasks: number;
  readonly vehicles: number;
  readonly seed: number;
  /** Drivers rest 20 minutes after 4 hours of driving. */
  readonly rests: boolean;
  /** Departures have places for four parcels in ten. */
  readonly places: boolean;
}

const HOUR = 3600;
const YUAN = 1_000_000;
const CLASSES = 3;
const DESTINATION_SHARES = [0.5, 0.3, 0.2];
/** Half the side of the square county, metres. */
const REACH = 20_000;

interface Point {
  readonly x: number;
  readonly y: number;
}

/** A made-up county: villages in clusters, a hub in the middle, parcels ready in three waves, three departures. */
export function randomDay(options: RandomDayOptions): ProblemInput {
  const random = new Random(options.seed);
  const hub: Point = { x: 0, y: 0 };
  const points = [hub, ...clusteredPoints(options.tasks, random)];
  const tasks = points.slice(1).map((_, index) => randomTask(index + 1, random));
  const parcels = tasks.reduce((sum, task) => sum + task.parcelsByClass.reduce((a, b) => a + b, 0), 0);
  return {
    travel: [travelMatrix(points, 9, random), travelMatrix(points, 7, random)],
    dimensions: 2,
    classes: CLASSES,
    tasks,
    vehicles: Array.from({ length: options.vehicles }, (_, index) => vehicle(index, options.rests)),
    sinks: [hubSink(options.places)],
    departures: Array.from({ length: 3 }, (_, index) => ({
      capacityParcels: options.places ? Math.round(parcels * [0.3, 0.5, 1][index]) : null,
    })),
  };
}

function clusteredPoints(count: number, random: Random): Point[] {
  const centres = Array.from({ length: Math.max(1, Math.round(count / 30)) }, () => ({
    x: (2 * random.unit() - 1) * REACH,
    y: (2 * random.unit() - 1) * REACH,
  }));
  const near = (): number => (random.unit() + random.unit() + random.unit() - 1.5) * 2500;
  return Array.from({ length: count }, () => {
    const centre = centres[random.below(centres.length)];
    return { x: centre.x + near(), y: centre.y + near() };
  });
}

/** Roads are 1.35 times the beeline; each direction is up to a fifth slower (climbs). */
function travelMatrix(points: readonly Point[], metresPerSecond: number, random: Random): TravelMatrix {
  const size = points.length;
  const durations = new Int32Array(size * size);
  const distances = new Int32Array(size * size);
  for (let from = 0; from < size; from++) {
    for (let to = 0; to < size; to++) {
      if (from === to) continue;
      const metres = 1.35 * Math.hypot(points[from].x - points[to].x, points[from].y - points[to].y) + 50;
      distances[from * size + to] = Math.ceil(metres);
      durations[from * size + to] = Math.ceil((metres / metresPerSecond) * (1 + 0.2 * random.unit()));
    }
  }
  return { size, durations, distances };
}

function randomTask(location: number, random: Random): TaskInput {
  const parcels = 1 + random.below(8);
  const byClass = DESTINATION_SHARES.map((share) => Math.round(parcels * share));
  const total = byClass.reduce((a, b) => a + b, 0);
  const release = [0, 10, 13][random.below(3)] * HOUR;
  const opens = (8 + random.below(5)) * HOUR;
  const narrow = random.unit() < 0.4;
  return {
    location,
    load: [total * 4500, total * 16_000],
    ordersByClass: byClass,
    parcelsByClass: byClass,
    windows: narrow
      ? [[Math.max(opens, release), Math.max(opens, release) + 3 * HOUR]]
      : [[7 * HOUR, 19 * HOUR]],
    runReleaseSeconds: release,
    accessSeconds: random.unit() < 0.2 ? 300 : 0,
    serviceSeconds: 120 + 20 * total,
    dueSeconds: random.unit() < 0.1 ? Math.max(release, 8 * HOUR) + 9 * HOUR : null,
    penalty: null,
  };
}

function vehicle(index: number, rests: boolean): VehicleInput {
  const truck = index % 3 === 0;
  return {
    profile: truck ? 1 : 0,
    capacity: truck ? [1_600_000, 14_000_000] : [600_000, 3_000_000],
    startLocation: 0,
    endLocation: 0,
    sinks: [0],
    shift: [7 * HOUR, 20 * HOUR],
    maxDutySeconds: 10 * HOUR,
    maxDrivingSeconds: 8 * HOUR,
    maxMetres: null,
    maxRuns: 5,
    turnaroundSeconds: 600,
    rest: rests ? { drivingSeconds: 4 * HOUR, restSeconds: 1200 } : null,
    fixedCost: (truck ? 250 : 200) * YUAN,
    costPerMetre: truck ? 2000 : 900,
    costPerSecond: 6000,
  };
}

/** Departures at 12:00, 16:30 and 20:30; 0.2 yuan an order-hour. */
function hubSink(places: boolean): SinkInput {
  const cutoffs = [12, 16.5, 20.5];
  const steps = cutoffs.map((hour, departure) => ({
    cutoffSeconds: hour * HOUR,
    costPerOrder: Math.round((hour - cutoffs[0]) * 0.2 * YUAN),
    departure: places ? departure : null,
  }));
  return {
    location: 0,
    window: [6 * HOUR, 20.5 * HOUR],
    unloadSeconds: 600,
    unloadMillisecondsPerParcel: 2000,
    steps: Array.from({ length: CLASSES }, () => steps),
  };
}
