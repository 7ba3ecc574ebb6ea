import { NEVER } from '../model/frozen-problem.js';
import type { Problem } from '../model/frozen-problem.js';
import { isPlain } from './is-plain.js';
import { Legs } from './legs.js';

/**
 * A plain problem in the form the kernel's inner loops read: tasks are nodes 0 to n - 1, depots the
 * matrix rows behind them, identical vehicles one type. Seconds and metres as in the problem.
 */
export interface PlainProblem {
  readonly problem: Problem;
  readonly n: number;
  /** Between rows: tasks, then depots. */
  readonly legs: Legs;
  /** Whether any window, shift or duty limit may bind. */
  readonly timed: boolean;
  /** Whether runs must wait for their loads. */
  readonly released: boolean;
  /** Whether a day's length is limited; then each vehicle makes one run. */
  readonly dutyLimited: boolean;
  readonly manyRuns: boolean;
  /** Whether some type may not serve some task. */
  readonly restricted: boolean;
  readonly dimensions: number;
  /** [task * dimensions + dimension] */
  readonly demand: Float64Array;
  readonly open: Float64Array;
  readonly close: Float64Array;
  readonly service: Float64Array;
  readonly release: Float64Array;
  /** Cost of leaving out; Infinity where the task must be served. */
  readonly penalty: Float64Array;
  readonly types: readonly VehicleType[];
  /** [type * n + task] */
  readonly allowed: Uint8Array;
}

export interface VehicleType {
  readonly vehicles: readonly number[];
  /** Matrix row. */
  readonly depot: number;
  readonly sink: number;
  readonly capacity: Float64Array;
  readonly fixedCost: number;
  readonly costPerMetre: number;
  readonly shiftOpen: number;
  /** Latest arrival at the sink on the last run. */
  readonly latestArrival: number;
  readonly maxDuty: number;
  readonly maxRuns: number;
  readonly unload: number;
  /** From arrival at the sink to the start of the next run. */
  readonly reload: number;
}

/** Rewrites a problem for the kernel; null where it has a rule that the kernel does not know. */
export function plainProblem(problem: Problem): PlainProblem | null {
  if (!isPlain(problem)) return null;
  const { taskCount: n, dimensionCount, taskMandatory, taskPenalty, windowOpenSeconds } = problem;
  const types = vehicleTypes(problem);
  const profile = problem.vehicleProfile[0];
  const rowOf = [...problem.taskLocation, ...new Set(types.map(({ location }) => location))];
  const depotRow = new Map(rowOf.slice(n).map((location, index) => [location, n + index]));
  const legs = legsOf(problem, profile, rowOf);
  const windowAt = (task: number): number => problem.taskWindowStart[task];
  const byTask = (value: (task: number) => number): Float64Array =>
    Float64Array.from({ length: n }, (_, task) => value(task));
  const close = byTask((task) => problem.windowCloseSeconds[windowAt(task)]);
  const service = problem.taskServiceSeconds[profile];
  return {
    problem,
    n,
    legs,
    timed: mayBind(problem, legs, types, close),
    released: problem.taskReleaseSeconds.some((at) => types.some(({ shiftOpen }) => at > shiftOpen)),
    dutyLimited: types.some(({ maxDuty }) => maxDuty < NEVER),
    manyRuns: types.some(({ maxRuns }) => maxRuns > 1),
    restricted: problem.vehicleGroup.some((_, vehicle) =>
      service.some((__, task) => problem.allowed[vehicle * n + task] === 0),
    ),
    dimensions: dimensionCount,
    demand: problem.taskLoad,
    open: byTask((task) => windowOpenSeconds[windowAt(task)]),
    close,
    service: Float64Array.from(service),
    release: Float64Array.from(problem.taskReleaseSeconds),
    penalty: byTask((task) => (taskMandatory[task] === 1 ? Infinity : taskPenalty[task])),
    types: types.map(({ location, ...type }) => ({ ...type, depot: depotRow.get(location)! })),
    allowed: permissions(problem, types),
  };
}

function vehicleTypes(problem: Problem): (Omit<VehicleType, 'depot'> & { location: number })[] {
  const members = new Map<number, number[]>();
  problem.vehicleGroup.forEach((group, vehicle) => {
    const list = members.get(group);
    if (list) list.push(vehicle);
    else members.set(group, [vehicle]);
  });
  return [...members.values()].map((vehicles) => {
    const one = vehicles[0];
    const sink = problem.vehicleSink[problem.vehicleSinkStart[one]];
    const unload = problem.unloadSeconds[sink];
    const from = one * problem.dimensionCount;
    return {
      vehicles,
      location: problem.vehicleStart[one],
      sink,
      capacity: problem.vehicleCapacity.slice(from, from + problem.dimensionCount),
      fixedCost: problem.fixedCost[one],
      costPerMetre: problem.costPerMetre[one],
      shiftOpen: problem.shiftOpenSeconds[one],
      latestArrival: Math.min(problem.shiftCloseSeconds[one], problem.sinkCloseSeconds[sink]) - unload,
      maxDuty: problem.maxDutySeconds[one],
      maxRuns: problem.maxRuns[one],
      unload,
      reload: unload + problem.turnaroundSeconds[one],
    };
  });
}

function permissions(
  problem: Problem,
  types: readonly { readonly vehicles: readonly number[] }[],
): Uint8Array {
  const n = problem.taskCount;
  const allowed = new Uint8Array(types.length * n);
  types.forEach(({ vehicles }, type) => {
    allowed.set(problem.allowed.subarray(vehicles[0] * n, (vehicles[0] + 1) * n), type * n);
  });
  return allowed;
}

function legsOf(problem: Problem, profile: number, rowOf: readonly number[]): Legs {
  const plane = problem.input.travel[profile].plane;
  if (plane) {
    const at = (values: Float64Array): Float64Array =>
      Float64Array.from(rowOf, (location) => values[location]);
    const none = new Int32Array(0);
    return new Legs(rowOf.length, none, none, { ...plane, x: at(plane.x), y: at(plane.y) });
  }
  const { durations, distances, locationCount } = problem;
  const metres = gather(distances[profile], locationCount, rowOf);
  const same = distances[profile] === durations[profile];
  const seconds = same ? metres : gather(durations[profile], locationCount, rowOf);
  return new Legs(rowOf.length, metres, seconds, null);
}

function gather(matrix: Int32Array, size: number, rowOf: readonly number[]): Int32Array {
  const rows = rowOf.length;
  const gathered = new Int32Array(rows * rows);
  for (let a = 0; a < rows; a++) {
    const from = rowOf[a] * size;
    for (let b = 0; b < rows; b++) gathered[a * rows + b] = matrix[from + rowOf[b]];
  }
  return gathered;
}

/** False only where no window, shift or limit can be missed however the tasks are driven. */
function mayBind(
  problem: Problem,
  legs: Legs,
  types: readonly Omit<VehicleType, 'depot'>[],
  close: Float64Array,
): boolean {
  const reload = types.reduce((most, type) => Math.max(most, type.reload), 0);
  let longest = 2 * legs.rows * longestLeg(legs) + problem.taskCount * reload;
  longest += problem.taskServiceSeconds[problem.vehicleProfile[0]].reduce((sum, one) => sum + one, 0);
  const opens = problem.windowOpenSeconds.reduce((most, one) => Math.max(most, one), 0);
  const released = problem.taskReleaseSeconds.reduce((most, one) => Math.max(most, one), opens);
  const last = types.reduce((most, { shiftOpen }) => Math.max(most, shiftOpen), released) + longest;
  return (
    types.some(({ maxDuty, latestArrival }) => maxDuty < last || latestArrival < last) ||
    close.some((at) => at < last)
  );
}

/** The longest leg, or in a plane no less: via the first row. */
export function longestLeg(legs: Legs): number {
  let longest = 0;
  if (legs.isPlane) {
    for (let row = 1; row < legs.rows; row++) longest = Math.max(longest, legs.seconds(0, row));
    return 2 * longest + 2;
  }
  for (let a = 0; a < legs.rows; a++)
    for (let b = 0; b < legs.rows; b++) longest = Math.max(longest, legs.seconds(a, b), legs.metres(a, b));
  return longest;
}
