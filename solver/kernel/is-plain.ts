import { NEVER } from '../model/frozen-problem.js';
import type { Problem } from '../model/frozen-problem.js';

/**
 * Whether the kernel knows every rule of a problem: capacity, one window a task, releases, a mixed
 * fleet with fixed costs and costs by distance, depots, several runs a day, limits of a day's
 * length (for vehicles that make one run), skills, tasks left out at a penalty. One travel profile.
 */
export function isPlain(problem: Problem): boolean {
  const { input, taskCount, vehicleCount } = problem;
  if (taskCount === 0 || vehicleCount === 0 || !problem.plainTasks) return false;
  const profile = problem.vehicleProfile[0];
  return (
    problem.vehicleProfile.every((one) => one === profile) &&
    problem.taskAccessSeconds.every((seconds) => seconds === 0) &&
    problem.taskDueSeconds.every((due) => due === NEVER) &&
    problem.taskClass.length === 0 &&
    input.tasks.every(({ windows }) => windows.length === 1) &&
    problem.vehicleStart.every((_, vehicle) => isPlainVehicle(problem, vehicle)) &&
    hasAllWays(problem, profile)
  );
}

function isPlainVehicle(problem: Problem, vehicle: number): boolean {
  const { vehicleSinkStart, vehicleSink, vehicleStart, vehicleEnd, sinkLocation } = problem;
  if (vehicleSinkStart[vehicle + 1] - vehicleSinkStart[vehicle] !== 1) return false;
  const sink = vehicleSink[vehicleSinkStart[vehicle]];
  return (
    sinkLocation[sink] === vehicleStart[vehicle] &&
    (vehicleEnd[vehicle] < 0 || vehicleEnd[vehicle] === vehicleStart[vehicle]) &&
    problem.maxRuns[vehicle] > 0 &&
    problem.sinkOpenSeconds[sink] <= problem.shiftOpenSeconds[vehicle] &&
    problem.costPerSecond[vehicle] === 0 &&
    problem.maxDrivingSeconds[vehicle] === NEVER &&
    problem.maxMetres[vehicle] === NEVER &&
    problem.restDrivingSeconds[vehicle] === NEVER &&
    (problem.maxDutySeconds[vehicle] === NEVER || problem.maxRuns[vehicle] === 1)
  );
}

function hasAllWays({ input, durations, locationCount }: Problem, profile: number): boolean {
  if (input.travel[profile].plane) return true;
  const matrix = durations[profile];
  for (let at = 0; at < locationCount * locationCount; at++) if (matrix[at] < 0) return false;
  return true;
}
