import { NEVER } from '../model/frozen-problem.js';
import type { Problem } from '../model/frozen-problem.js';

/**
 * Whether the kernel knows every rule of a problem: capacity, one window a task, releases, a mixed
 * fleet with fixed costs and costs by distance, depots, several runs a day, limits of a day's
 * length (for vehicles that make one run), skills, tasks left out at a penalty. One travel profile.
 */
export function isPlain(problem: Problem): boolean {
  const { input, taskCount, vehicleCount } = problem;
  if (taskCount === 0 || vehicleCount === 0) return false;
  const coupled = input.pairs ?? input.alternatives ?? input.sameRun ?? input.precedences ?? input.balance;
  if (coupled !== undefined) return false;
  const profile = problem.vehicleProfile[0];
  return (
    problem.vehicleProfile.every((one) => one === profile) &&
    problem.taskAccessSeconds.every((seconds) => seconds === 0) &&
    problem.taskDueSeconds.every((due) => due === NEVER) &&
    problem.taskClass.length === 0 &&
    input.tasks.every(
      ({ windows, delivered, lateness, preferred }) =>
        windows.length === 1 && delivered !== true && lateness === undefined && preferred === undefined,
    ) &&
    problem.vehicleStart.every((_, vehicle) => isPlainVehicle(problem, vehicle)) &&
    hasAllWays(problem, profile)
  );
}

function isPlainVehicle(problem: Problem, vehicle: number): boolean {
  const { vehicleSinkStart, vehicleSink, vehicleStart, vehicleEnd, sinkLocation } = problem;
  if (vehicleSinkStart[vehicle + 1] - vehicleSinkStart[vehicle] !== 1) return false;
  const sink = vehicleSink[vehicleSinkStart[vehicle]];
  const { breaks, laden, lifo, deliveriesFirst } = problem.input.vehicles[vehicle];
  return (
    breaks === undefined &&
    laden === undefined &&
    lifo !== true &&
    deliveriesFirst !== true &&
    sinkLocation[sink] === vehicleStart[vehicle] &&
    (vehicleEnd[vehicle] < 0 || vehicleEnd[vehicle] === vehicleStart[vehicle]) &&
    problem.sinkOpenSeconds[sink] <= problem.shiftOpenSeconds[vehicle] &&
    problem.costPerSecond[vehicle] === 0 &&
    problem.maxDrivingSeconds[vehicle] === NEVER &&
    problem.maxMetres[vehicle] === NEVER &&
    problem.restDrivingSeconds[vehicle] === NEVER &&
    (problem.maxDutySeconds[vehicle] === NEVER || problem.maxRuns[vehicle] === 1)
  );
}

function hasAllWays({ durations, locationCount }: Problem, profile: number): boolean {
  const matrix = durations[profile];
  for (let at = 0; at < locationCount * locationCount; at++) if (matrix[at] < 0) return false;
  return true;
}
