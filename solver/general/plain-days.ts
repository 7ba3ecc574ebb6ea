import type { Problem } from '../model/frozen-problem.js';
import { NEVER } from '../model/frozen-problem.js';

/**
 * Whether every day of a problem is simple enough for the bounds of day-bounds.ts to be exact: one run to the
 * vehicle's one sink, paid by distance alone, bound by capacity and windows and tied by pairs and
 * alternatives only. Then an insertion is judged without driving the day.
 */
export function hasPlainDays(problem: Problem): boolean {
  const { input } = problem;
  const plainTasks = input.tasks.every(
    (task) =>
      task.accessSeconds === 0 &&
      task.dueSeconds === null &&
      (task.lateness === undefined || task.lateness.costPerSecond === 0),
  );
  const coupledByPairs =
    (input.sameRun ?? []).length === 0 &&
    (input.precedences ?? []).length === 0 &&
    (input.pairs ?? []).every(({ maxAboardSeconds }) => maxAboardSeconds === null);
  const plainSinks = input.sinks.every(
    (sink) => sink.unloadMillisecondsPerParcel === 0 && sink.steps.every((steps) => steps.length === 0),
  );
  return (
    plainTasks && coupledByPairs && plainSinks && input.balance === undefined && hasPlainVehicles(problem)
  );
}

function hasPlainVehicles(problem: Problem): boolean {
  const lastRelease = problem.taskReleaseSeconds.reduce((most, one) => Math.max(most, one), -NEVER);
  return problem.input.vehicles.every(
    (vehicle) =>
      vehicle.maxRuns === 1 &&
      vehicle.sinks.length === 1 &&
      vehicle.costPerSecond === 0 &&
      vehicle.maxDutySeconds === null &&
      vehicle.maxDrivingSeconds === null &&
      vehicle.maxMetres === null &&
      vehicle.rest === null &&
      (vehicle.breaks ?? []).length === 0 &&
      vehicle.laden === undefined &&
      vehicle.lifo !== true &&
      vehicle.deliveriesFirst !== true &&
      vehicle.shift[0] >= lastRelease,
  );
}
