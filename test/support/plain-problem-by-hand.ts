import type { ProblemInput, SinkInput, TaskInput, VehicleInput } from '../../solver/index.js';

/**
 * Small plain problems by hand: the depot is location 0, task i lies at location i + 1, all on a straight
 * road and `leg` metres, and seconds, apart. Every task has load 1 and must be served, a vehicle holds 5.
 */
export interface PlainByHand {
  readonly tasks: readonly Partial<TaskInput>[];
  readonly vehicles?: readonly Partial<VehicleInput>[];
  readonly sink?: Partial<SinkInput>;
  readonly leg?: number;
}

const LATE = 1_000_000;

export function plainByHand({ tasks, vehicles = [{}], sink = {}, leg = 10 }: PlainByHand): ProblemInput {
  const size = tasks.length + 1;
  const legs = Int32Array.from(
    { length: size * size },
    (_, pair) => leg * Math.abs(Math.floor(pair / size) - (pair % size)),
  );
  return {
    travel: [{ size, durations: legs, distances: legs }],
    dimensions: 1,
    classes: 0,
    tasks: tasks.map((task, index) => ({
      location: index + 1,
      load: [1],
      ordersByClass: [],
      parcelsByClass: [],
      windows: [[0, LATE]],
      runReleaseSeconds: 0,
      accessSeconds: 0,
      serviceSeconds: 0,
      dueSeconds: null,
      penalty: null,
      ...task,
    })),
    vehicles: vehicles.map((vehicle) => ({
      profile: 0,
      capacity: [5],
      startLocation: 0,
      endLocation: 0,
      sinks: [0],
      shift: [0, LATE],
      maxDutySeconds: null,
      maxDrivingSeconds: null,
      maxMetres: null,
      maxRuns: 1,
      turnaroundSeconds: 0,
      rest: null,
      fixedCost: 0,
      costPerMetre: 1,
      costPerSecond: 0,
      ...vehicle,
    })),
    sinks: [
      {
        location: 0,
        window: [0, LATE],
        unloadSeconds: 0,
        unloadMillisecondsPerParcel: 0,
        steps: [],
        ...sink,
      },
    ],
    departures: [],
  };
}
