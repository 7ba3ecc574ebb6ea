import type { Problem } from '../model/frozen-problem.js';
import { slotAt } from './slot-at.js';

/**
 * Whether no run at all can serve a task, whatever else it serves. Only what must hold is looked at, so
 * some hopeless tasks are not told; but a task that some run can serve never is: with gaps in the roads
 * it may fit beside others where it does not fit alone. O(vehicles + groups x locations).
 */
export function isHopeless(problem: Problem, task: number): boolean {
  const { vehicleCount, vehicleGroup, allowed, taskCount, maxRuns } = problem;
  let seen = -1;
  for (let vehicle = 0; vehicle < vehicleCount; vehicle++) {
    if (vehicleGroup[vehicle] <= seen) continue;
    seen = vehicleGroup[vehicle];
    const may = allowed[vehicle * taskCount + task] === 1 && maxRuns[vehicle] > 0;
    if (!may || !hasRoom(problem, vehicle, task)) continue;
    // Most tasks can be served straight from a sink; only for others every location is looked at.
    if (endsInTime(problem, vehicle, task, problem.sinkLocation)) return false;
    if (
      endsInTime(
        problem,
        vehicle,
        task,
        Int32Array.from({ length: problem.locationCount }, (_, l) => l),
      )
    )
      return false;
  }
  return true;
}

function hasRoom(
  { dimensionCount, taskLoad, vehicleCapacity }: Problem,
  vehicle: number,
  task: number,
): boolean {
  for (let d = 0; d < dimensionCount; d++) {
    if (taskLoad[task * dimensionCount + d] > vehicleCapacity[vehicle * dimensionCount + d]) return false;
  }
  return true;
}

/** Over the shortest legs from and to some of the given locations, any of them being as good as a sink. */
function endsInTime(problem: Problem, vehicle: number, task: number, locations: Int32Array): boolean {
  const { locationCount, taskLocation, taskWindowStart, windowOpenSeconds, windowCloseSeconds } = problem;
  const profile = problem.vehicleProfile[vehicle];
  const here = taskLocation[task];
  let [legIn, legOut] = [Infinity, Infinity];
  for (const there of locations) {
    const [to, from] = [there * locationCount + here, here * locationCount + there];
    if (problem.durations[profile][to] >= 0) legIn = Math.min(legIn, problem.durations[profile][to]);
    if (problem.durations[profile][from] >= 0) legOut = Math.min(legOut, problem.durations[profile][from]);
  }
  const arrive = Math.max(problem.shiftOpenSeconds[vehicle], problem.taskReleaseSeconds[task]) + legIn;
  const start = Math.max(arrive, windowOpenSeconds[taskWindowStart[task]]);
  if (start > windowCloseSeconds[taskWindowStart[task + 1] - 1]) return false;
  const atSink = start + problem.taskServiceSeconds[profile][task] + legOut;
  for (let at = problem.vehicleSinkStart[vehicle]; at < problem.vehicleSinkStart[vehicle + 1]; at++) {
    if (sinkTakes(problem, problem.vehicleSink[at], task, atSink)) return true;
  }
  return false;
}

function sinkTakes(problem: Problem, sink: number, task: number, arrive: number): boolean {
  const { taskClassStart, taskClass, classCount, slotOrderCost, sinkSlotStart } = problem;
  const end = Math.max(arrive, problem.sinkOpenSeconds[sink]) + problem.unloadSeconds[sink];
  if (end > problem.sinkCloseSeconds[sink] || end > problem.taskDueSeconds[task]) return false;
  const first = sinkSlotStart[sink];
  const slot = first + slotAt(problem.slotCutoffSeconds, first, end);
  for (let at = taskClassStart[task]; at < taskClassStart[task + 1]; at++) {
    if (slotOrderCost[slot * classCount + taskClass[at]] === Infinity) return false;
  }
  return true;
}
