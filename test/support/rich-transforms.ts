import type {
  PairInput,
  ProblemInput,
  SinkInput,
  TaskInput,
  TravelMatrix,
  VehicleInput,
  WarmRun,
  Window,
} from '../../solver/index.js';
import { at } from './rich-run-rules.js';

/** New index of each old one. */
export interface Relabelling {
  readonly tasks: readonly number[];
  readonly vehicles: readonly number[];
  readonly locations: readonly number[];
}

/** The same problem under other indexes. */
export function relabel(input: ProblemInput, names: Relabelling): ProblemInput {
  const task = (old: number): number => at(names.tasks, old);
  const vehicle = (old: number): number => at(names.vehicles, old);
  const place = (old: number): number => at(names.locations, old);
  const pair = ({ pickup, delivery, ...rest }: PairInput): PairInput => ({
    ...rest,
    pickup: task(pickup),
    delivery: task(delivery),
  });
  const members = <T extends { readonly tasks: readonly number[] }>(group: T): T => ({
    ...group,
    tasks: group.tasks.map(task),
  });
  return {
    ...input,
    travel: input.travel.map((matrix) => relabelTravel(matrix, names.locations)),
    tasks: moved(
      input.tasks.map((old) => ({ ...relabelTask(old, vehicle), location: place(old.location) })),
      names.tasks,
    ),
    vehicles: moved(
      input.vehicles.map((old) => ({
        ...old,
        startLocation: place(old.startLocation),
        endLocation: old.endLocation === null ? null : place(old.endLocation),
      })),
      names.vehicles,
    ),
    sinks: input.sinks.map((sink) => ({ ...sink, location: place(sink.location) })),
    ...(input.pairs ? { pairs: input.pairs.map(pair) } : {}),
    ...(input.alternatives ? { alternatives: input.alternatives.map(members) } : {}),
    ...(input.sameRun ? { sameRun: input.sameRun.map(members) } : {}),
    ...(input.precedences
      ? {
          precedences: input.precedences.map(({ before, after }) => ({
            before: task(before),
            after: task(after),
          })),
        }
      : {}),
  };
}

export function relabelRuns(runs: readonly WarmRun[], names: Relabelling): WarmRun[] {
  return runs.map(({ vehicle, sink, tasks }) => ({
    vehicle: at(names.vehicles, vehicle),
    sink,
    tasks: tasks.map((task) => at(names.tasks, task)),
  }));
}

function moved<T>(list: readonly T[], names: readonly number[]): T[] {
  const result = [...list];
  list.forEach((item, old) => (result[at(names, old)] = item));
  return result;
}

function relabelTask(task: TaskInput, vehicle: (old: number) => number): TaskInput {
  return {
    ...task,
    ...(task.vehicles ? { vehicles: task.vehicles.map(vehicle) } : {}),
    ...(task.preferred
      ? { preferred: { ...task.preferred, vehicles: task.preferred.vehicles.map(vehicle) } }
      : {}),
  };
}

function relabelTravel({ size, durations, distances }: TravelMatrix, names: readonly number[]): TravelMatrix {
  const result = { size, durations: new Int32Array(size * size), distances: new Int32Array(size * size) };
  for (let from = 0; from < size; from++) {
    for (let to = 0; to < size; to++) {
      const pair = at(names, from) * size + at(names, to);
      result.durations[pair] = durations[from * size + to] ?? 0;
      result.distances[pair] = distances[from * size + to] ?? 0;
    }
  }
  return result;
}

/** The same day some seconds later or earlier. */
export function translate(input: ProblemInput, by: number): ProblemInput {
  const window = ([open, close]: Window): Window => [open + by, close + by];
  const task = (old: TaskInput): TaskInput => ({
    ...old,
    windows: old.windows.map(window),
    runReleaseSeconds: old.runReleaseSeconds + by,
    dueSeconds: old.dueSeconds === null ? null : old.dueSeconds + by,
    ...(old.lateness ? { lateness: { ...old.lateness, afterSeconds: old.lateness.afterSeconds + by } } : {}),
  });
  const vehicle = (old: VehicleInput): VehicleInput => ({
    ...old,
    shift: window(old.shift),
    ...(old.breaks ? { breaks: old.breaks.map((meal) => ({ ...meal, window: window(meal.window) })) } : {}),
  });
  const sink = (old: SinkInput): SinkInput => ({
    ...old,
    window: window(old.window),
    steps: old.steps.map((steps) =>
      steps.map((step) => ({ ...step, cutoffSeconds: step.cutoffSeconds + by })),
    ),
  });
  return {
    ...input,
    tasks: input.tasks.map(task),
    vehicles: input.vehicles.map(vehicle),
    sinks: input.sinks.map(sink),
  };
}

/** Everything at so many times the price. */
export function scaleCosts(input: ProblemInput, times: number): ProblemInput {
  const price = (penalty: number | null): number | null => (penalty === null ? null : penalty * times);
  return {
    ...input,
    tasks: input.tasks.map((task) => ({
      ...task,
      penalty: price(task.penalty),
      ...(task.lateness
        ? { lateness: { ...task.lateness, costPerSecond: task.lateness.costPerSecond * times } }
        : {}),
      ...(task.preferred
        ? { preferred: { ...task.preferred, otherwiseCost: task.preferred.otherwiseCost * times } }
        : {}),
    })),
    vehicles: input.vehicles.map((vehicle) => ({
      ...vehicle,
      fixedCost: vehicle.fixedCost * times,
      costPerMetre: vehicle.costPerMetre * times,
      costPerSecond: vehicle.costPerSecond * times,
    })),
    sinks: input.sinks.map((sink) => ({
      ...sink,
      steps: sink.steps.map((steps) =>
        steps.map((step) => ({ ...step, costPerOrder: step.costPerOrder * times })),
      ),
    })),
    ...(input.alternatives
      ? { alternatives: input.alternatives.map((group) => ({ ...group, penalty: price(group.penalty) })) }
      : {}),
    ...(input.balance
      ? {
          balance: {
            longestDayCostPerSecond: input.balance.longestDayCostPerSecond * times,
            spreadCostPerSecond: input.balance.spreadCostPerSecond * times,
          },
        }
      : {}),
  };
}

/** One class more that no load has orders of. */
export function addIdleClass(input: ProblemInput): ProblemInput {
  return {
    ...input,
    classes: input.classes + 1,
    tasks: input.tasks.map((task) => ({
      ...task,
      ordersByClass: [...task.ordersByClass, 0],
      parcelsByClass: [...task.parcelsByClass, 0],
    })),
    sinks: input.sinks.map((sink) => ({ ...sink, steps: [...sink.steps, sink.steps[0] ?? []] })),
  };
}

/** One task more, at a place of its own that no road leads to, worth nothing. */
export function addUnreachableTask(input: ProblemInput): ProblemInput {
  const none = (count: number): number[] => Array.from({ length: count }, () => 0);
  const size = input.travel[0]?.size ?? 0;
  return {
    ...input,
    travel: input.travel.map((matrix) => growTravel(matrix)),
    tasks: [
      ...input.tasks,
      {
        location: size,
        load: none(input.dimensions),
        ordersByClass: none(input.classes),
        parcelsByClass: none(input.classes),
        windows: [[0, 1_000_000]],
        runReleaseSeconds: 0,
        accessSeconds: 0,
        serviceSeconds: 0,
        dueSeconds: null,
        penalty: 0,
        ...(input.travel.length > 1 ? { serviceSecondsByProfile: none(input.travel.length) } : {}),
      },
    ],
  };
}

function growTravel({ size, durations, distances }: TravelMatrix): TravelMatrix {
  const grown = (values: Int32Array): Int32Array =>
    Int32Array.from({ length: (size + 1) * (size + 1) }, (_, pair) => {
      const [from, to] = [Math.floor(pair / (size + 1)), pair % (size + 1)];
      if (from === size || to === size) return from === to ? 0 : -1;
      return values[from * size + to] ?? 0;
    });
  return { size: size + 1, durations: grown(durations), distances: grown(distances) };
}

/** Every window of every task opens earlier and closes later by its own length. */
export function doubleWindows(input: ProblemInput): ProblemInput {
  return {
    ...input,
    tasks: input.tasks.map((task) => ({ ...task, windows: merged(task.windows.map(widened)) })),
  };
}

const widened = ([open, close]: Window): Window => [open - (close - open) / 2, close + (close - open) / 2];

function merged(windows: readonly Window[]): Window[] {
  const result: Window[] = [];
  for (const [open, close] of windows.map(([from, to]): Window => [Math.floor(from), Math.ceil(to)])) {
    const last = result.at(-1);
    if (last && last[1] >= open) result[result.length - 1] = [last[0], Math.max(last[1], close)];
    else result.push([open, close]);
  }
  return result;
}
