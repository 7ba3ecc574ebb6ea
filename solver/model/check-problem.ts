import { checkRules } from './check-rules.js';
import { FaultList, LARGEST, LARGEST_COST, LARGEST_LOAD } from './fault-list.js';
import type { ProblemFault } from './fault-list.js';
import { freezeProblem } from './freeze-problem.js';
import type { Problem } from './frozen-problem.js';
import { NO_WAY } from './problem.js';
import type { ProblemInput, SinkInput, TaskInput, TravelMatrix, VehicleInput } from './problem.js';

/** A matrix is reported by its first faulty entries only. */
const MATRIX_FAULTS_SHOWN = 3;

export type { ProblemFault } from './fault-list.js';

export type CheckedProblem =
  | { readonly ok: true; readonly problem: Problem }
  | { readonly ok: false; readonly faults: readonly ProblemFault[] };

/**
 * Checks a problem once and freezes it for the solver. Every fault is reported at once.
 * A problem without tasks or vehicles is fine; what cannot be served is not a fault.
 */
export function checkProblem(input: ProblemInput): CheckedProblem {
  const faults = new FaultList();
  faults.whole('dimensions', input.dimensions, 0, 64);
  faults.whole('classes', input.classes, 0, 100_000);
  const size = checkTravel(input, faults);
  input.tasks.forEach((task, index) => checkTask(input, task, `tasks[${index}]`, size, faults));
  input.vehicles.forEach((vehicle, index) =>
    checkVehicle(input, vehicle, `vehicles[${index}]`, size, faults),
  );
  input.sinks.forEach((sink, index) => checkSink(input, sink, `sinks[${index}]`, size, faults));
  input.departures.forEach(({ capacityParcels }, index) => {
    if (capacityParcels !== null) faults.whole(`departures[${index}].capacityParcels`, capacityParcels, 0);
  });
  checkRules(input, faults);
  return faults.list.length > 0
    ? { ok: false, faults: faults.list }
    : { ok: true, problem: freezeProblem(input) };
}

/** Returns the number of locations. */
function checkTravel(input: ProblemInput, faults: FaultList): number {
  const size = input.travel[0]?.size ?? 0;
  if (input.travel.length === 0 && (input.tasks.length > 0 || input.vehicles.length > 0)) {
    faults.add('travel', 'is empty; a matrix for each speed profile is expected');
  }
  input.travel.forEach((matrix, index) => checkMatrix(matrix, `travel[${index}]`, size, faults));
  return size;
}

function checkMatrix(matrix: TravelMatrix, path: string, size: number, faults: FaultList): void {
  faults.whole(`${path}.size`, matrix.size, 0, 40_000);
  if (matrix.size !== size)
    faults.add(`${path}.size`, `is ${matrix.size}; all matrices share ${size} locations`);
  if (matrix.plane) {
    checkPlane(matrix, `${path}.plane`, faults);
    return;
  }
  for (const name of ['durations', 'distances'] as const) {
    const values = matrix[name];
    if (!faults.length(`${path}.${name}`, values.length, matrix.size * matrix.size, 'pairs of locations'))
      continue;
    let shown = 0;
    for (let at = 0; at < values.length && shown < MATRIX_FAULTS_SHOWN; at++) {
      const onDiagonal = at % (matrix.size + 1) === 0;
      const value = values[at];
      if (value < NO_WAY || value > LARGEST || (onDiagonal && value > 0)) {
        faults.add(
          `${path}.${name}[${at}]`,
          `is ${value}; expected ${NO_WAY} or ${onDiagonal ? '0' : `up to ${LARGEST}`}`,
        );
        shown++;
      } else if ((value === NO_WAY) !== (matrix.durations[at] === NO_WAY)) {
        faults.add(`${path}.${name}[${at}]`, 'says otherwise than the durations whether there is a way');
        shown++;
      }
    }
  }
}

function checkPlane(
  { size, plane, durations, distances }: TravelMatrix,
  path: string,
  faults: FaultList,
): void {
  const { x, y, scale } = plane!;
  if (durations.length + distances.length > 0)
    faults.add(path, 'stands beside matrices that are not empty; leave either out');
  if (!(scale > 0 && scale <= LARGEST))
    faults.add(`${path}.scale`, `is ${scale}; a number above 0 is expected`);
  for (const [name, values] of [
    ['x', x],
    ['y', y],
  ] as const) {
    if (!faults.length(`${path}.${name}`, values.length, size, 'locations')) continue;
    const wrong = values.findIndex((value) => !(Math.abs(value) * scale * 3 <= LARGEST));
    if (wrong >= 0)
      faults.add(
        `${path}.${name}[${wrong}]`,
        `is ${values[wrong]}; times the scale it is too large for a leg`,
      );
  }
}

function checkTask(
  input: ProblemInput,
  task: TaskInput,
  path: string,
  size: number,
  faults: FaultList,
): void {
  faults.index(`${path}.location`, task.location, size, 'locations');
  faults.length(`${path}.load`, task.load.length, input.dimensions, 'capacity dimensions');
  faults.length(`${path}.ordersByClass`, task.ordersByClass.length, input.classes, 'classes');
  faults.length(`${path}.parcelsByClass`, task.parcelsByClass.length, input.classes, 'classes');
  task.load.forEach((amount, index) => faults.whole(`${path}.load[${index}]`, amount, 0, LARGEST_LOAD));
  task.ordersByClass.forEach((count, index) => faults.whole(`${path}.ordersByClass[${index}]`, count, 0));
  task.parcelsByClass.forEach((count, index) => faults.whole(`${path}.parcelsByClass[${index}]`, count, 0));
  checkTaskTimes(input, task, path, faults);
  if (task.penalty !== null) faults.whole(`${path}.penalty`, task.penalty, 0, LARGEST_COST);
  task.vehicles?.forEach((vehicle, index) =>
    faults.index(`${path}.vehicles[${index}]`, vehicle, input.vehicles.length, 'vehicles'),
  );
}

function checkTaskTimes(input: ProblemInput, task: TaskInput, path: string, faults: FaultList): void {
  if (task.windows.length === 0) faults.add(`${path}.windows`, 'is empty; at least one window is expected');
  task.windows.forEach((window, index) => {
    faults.window(`${path}.windows[${index}]`, window);
    const before = task.windows[index - 1];
    if (before && before[1] >= window[0]) {
      faults.add(
        `${path}.windows[${index}]`,
        `opens at ${window[0]}, not after the one before closes at ${before[1]}`,
      );
    }
  });
  faults.whole(`${path}.runReleaseSeconds`, task.runReleaseSeconds, -LARGEST);
  faults.whole(`${path}.accessSeconds`, task.accessSeconds, 0);
  faults.whole(`${path}.serviceSeconds`, task.serviceSeconds, 0);
  const byProfile = task.serviceSecondsByProfile;
  if (byProfile !== undefined) {
    if (byProfile.length !== input.travel.length)
      faults.add(
        `${path}.serviceSecondsByProfile`,
        `has ${byProfile.length} entries for ${input.travel.length} profiles`,
      );
    byProfile.forEach((seconds, k) => faults.whole(`${path}.serviceSecondsByProfile[${k}]`, seconds, 0));
  }
  if (task.dueSeconds !== null) faults.whole(`${path}.dueSeconds`, task.dueSeconds, -LARGEST);
}

function checkVehicle(
  input: ProblemInput,
  vehicle: VehicleInput,
  path: string,
  size: number,
  faults: FaultList,
): void {
  faults.index(`${path}.profile`, vehicle.profile, input.travel.length, 'travel matrices');
  faults.length(`${path}.capacity`, vehicle.capacity.length, input.dimensions, 'capacity dimensions');
  vehicle.capacity.forEach((amount, index) =>
    faults.whole(`${path}.capacity[${index}]`, amount, 0, LARGEST_LOAD),
  );
  faults.index(`${path}.startLocation`, vehicle.startLocation, size, 'locations');
  if (vehicle.endLocation !== null)
    faults.index(`${path}.endLocation`, vehicle.endLocation, size, 'locations');
  vehicle.sinks.forEach((sink, index) =>
    faults.index(`${path}.sinks[${index}]`, sink, input.sinks.length, 'sinks'),
  );
  faults.window(`${path}.shift`, vehicle.shift);
  for (const name of ['maxDutySeconds', 'maxDrivingSeconds', 'maxMetres', 'maxRuns'] as const) {
    const limit = vehicle[name];
    if (limit !== null) faults.whole(`${path}.${name}`, limit, 0);
  }
  faults.whole(`${path}.turnaroundSeconds`, vehicle.turnaroundSeconds, 0);
  if (vehicle.rest) {
    faults.whole(`${path}.rest.drivingSeconds`, vehicle.rest.drivingSeconds, 1);
    faults.whole(`${path}.rest.restSeconds`, vehicle.rest.restSeconds, 0);
  }
  faults.whole(`${path}.fixedCost`, vehicle.fixedCost, 0, LARGEST_COST);
  faults.whole(`${path}.costPerMetre`, vehicle.costPerMetre, 0);
  faults.whole(`${path}.costPerSecond`, vehicle.costPerSecond, 0);
}

function checkSink(
  input: ProblemInput,
  sink: SinkInput,
  path: string,
  size: number,
  faults: FaultList,
): void {
  faults.index(`${path}.location`, sink.location, size, 'locations');
  faults.window(`${path}.window`, sink.window);
  faults.whole(`${path}.unloadSeconds`, sink.unloadSeconds, 0);
  faults.whole(`${path}.unloadMillisecondsPerParcel`, sink.unloadMillisecondsPerParcel, 0);
  if (!faults.length(`${path}.steps`, sink.steps.length, input.classes, 'classes')) return;
  sink.steps.forEach((steps, classIndex) => {
    steps.forEach((step, index) => {
      const at = `${path}.steps[${classIndex}][${index}]`;
      const before = steps[index - 1];
      faults.whole(`${at}.cutoffSeconds`, step.cutoffSeconds, -LARGEST);
      faults.whole(`${at}.costPerOrder`, step.costPerOrder, 0, LARGEST_COST);
      if (step.departure !== null)
        faults.index(`${at}.departure`, step.departure, input.departures.length, 'departures');
      if (before && before.cutoffSeconds > step.cutoffSeconds) {
        faults.add(
          `${at}.cutoffSeconds`,
          `is ${step.cutoffSeconds}, before the one above (${before.cutoffSeconds})`,
        );
      }
      if (before && before.costPerOrder > step.costPerOrder) {
        faults.add(
          `${at}.costPerOrder`,
          `is ${step.costPerOrder}, less than an earlier departure's ${before.costPerOrder}`,
        );
      }
    });
  });
}
