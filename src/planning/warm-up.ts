import type { ProblemInput, SinkInput, TaskInput, TravelMatrix, VehicleInput } from '../../solver/index.js';

const TASKS = 80;
const VEHICLES = 8;
const HOUR = 3600;
const YUAN = 1_000_000;
/** Metres between neighbouring places, about. */
const SPACING = 1500;
/** Turn from one place to the next that spreads them evenly, in radians. */
const GOLDEN_ANGLE = Math.PI * (3 - Math.sqrt(5));

/**
 * A small day with all that makes real ones hard: two sinks, departures with few places, windows, releases, rests,
 * two travel profiles. A new thread solves it while it waits for the real one, so that the engine finds out which
 * code is hot and compiles it; its answer is thrown away.
 */
export function warmUpProblem(): ProblemInput {
  const places = Array.from({ length: TASKS + 2 }, (_, k) => ({
    x: SPACING * Math.sqrt(k) * Math.cos(k * GOLDEN_ANGLE),
    y: SPACING * Math.sqrt(k) * Math.sin(k * GOLDEN_ANGLE),
  }));
  return {
    travel: [matrix(places, 9), matrix(places, 7)],
    dimensions: 2,
    classes: 2,
    tasks: Array.from({ length: TASKS }, (_, k) => task(k)),
    vehicles: Array.from({ length: VEHICLES }, (_, k) => vehicle(k)),
    sinks: [sink(0), sink(1)],
    departures: [{ capacityParcels: TASKS }, { capacityParcels: 2 * TASKS }, { capacityParcels: null }],
  };
}

function matrix(places: readonly { x: number; y: number }[], metresPerSecond: number): TravelMatrix {
  const size = places.length;
  const durations = new Int32Array(size * size);
  const distances = new Int32Array(size * size);
  for (let from = 0; from < size; from++)
    for (let to = 0; to < size; to++) {
      const [a, b] = [places[from]!, places[to]!];
      const metres = 1.3 * Math.hypot(a.x - b.x, a.y - b.y);
      distances[from * size + to] = Math.round(metres);
      // Downhill the other way: real roads are not the same both ways.
      durations[from * size + to] = Math.round((metres / metresPerSecond) * (from < to ? 1.1 : 1));
    }
  return { size, durations, distances };
}

function task(k: number): TaskInput {
  const parcels = 1 + (k % 7);
  const release = [0, 9, 12][k % 3]! * HOUR;
  return {
    location: k + 2,
    load: [parcels * 4500, parcels * 16_000],
    ordersByClass: [parcels, k % 2],
    parcelsByClass: [parcels, k % 2],
    windows: k % 4 === 0 ? [[Math.max(8 * HOUR, release), 15 * HOUR]] : [[7 * HOUR, 19 * HOUR]],
    runReleaseSeconds: release,
    accessSeconds: k % 5 === 0 ? 300 : 0,
    serviceSeconds: 120 + 20 * parcels,
    dueSeconds: k % 9 === 0 ? 20 * HOUR : null,
    penalty: null,
  };
}

const vehicle = (k: number): VehicleInput => ({
  profile: k % 2,
  capacity: k % 2 === 0 ? [600_000, 3_000_000] : [1_600_000, 14_000_000],
  startLocation: k % 4 === 0 ? 1 : 0,
  endLocation: k % 4 === 0 ? 1 : 0,
  sinks: k % 4 === 0 ? [0, 1] : [0],
  shift: [7 * HOUR, 20 * HOUR],
  maxDutySeconds: 11 * HOUR,
  maxDrivingSeconds: 9 * HOUR,
  maxMetres: null,
  maxRuns: 5,
  turnaroundSeconds: 600,
  rest: { drivingSeconds: 4 * HOUR, restSeconds: 1200 },
  fixedCost: 200 * YUAN,
  costPerMetre: 1000,
  costPerSecond: 6000,
});

const sink = (location: number): SinkInput => ({
  location,
  window: [6 * HOUR, 21 * HOUR],
  unloadSeconds: 600,
  unloadMillisecondsPerParcel: 2000,
  steps: [0, 1].map(() =>
    [12, 16, 21].map((hour, departure) => ({
      cutoffSeconds: hour * HOUR,
      costPerOrder: (hour - 12) * 200_000,
      departure,
    })),
  ),
});
