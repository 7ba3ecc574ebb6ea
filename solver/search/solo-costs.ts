import { distanceCost, timeCost } from '../model/cost.js';
import type { Problem } from '../model/frozen-problem.js';
import { slotAt } from './refresh.js';
import { FAR } from './state.js';

/** The least that a run for one task alone can cost, its departures included: [group * taskCount + task]. */
export function soloCosts(problem: Problem): Float64Array {
  const { taskCount, groupCount, vehicleGroup, vehicleCount } = problem;
  const solo = new Float64Array(groupCount * taskCount);
  for (let vehicle = vehicleCount - 1; vehicle >= 0; vehicle--) {
    const group = vehicleGroup[vehicle];
    if (vehicle > 0 && vehicleGroup[vehicle - 1] === group) continue;
    const sinks = problem.vehicleSink.subarray(
      problem.vehicleSinkStart[vehicle],
      problem.vehicleSinkStart[vehicle + 1],
    );
    const ends = [...sinks].map((sink) => problem.sinkLocation[sink]);
    const starts = new Set([problem.vehicleStart[vehicle], ...ends]);
    for (let task = 0; task < taskCount; task++) {
      const location = problem.taskLocation[task];
      const service = timeCost(
        problem,
        vehicle,
        problem.taskAccessSeconds[task] + problem.taskServiceSeconds[problem.vehicleProfile[vehicle]][task],
      );
      let out = Infinity;
      let back = Infinity;
      for (const start of starts) out = Math.min(out, legCost(problem, vehicle, start, location));
      for (const end of new Set(ends)) back = Math.min(back, legCost(problem, vehicle, location, end));
      solo[group * taskCount + task] = out + service + back + leastHours(problem, vehicle, task, starts);
    }
  }
  return solo;
}

/** Departure costs of a task on the quickest run to any sink. */
function leastHours(problem: Problem, vehicle: number, task: number, starts: ReadonlySet<number>): number {
  const durations = problem.durations[problem.vehicleProfile[vehicle]];
  const location = problem.taskLocation[task];
  let out = FAR;
  for (const start of starts) {
    const leg = durations[start * problem.locationCount + location];
    if (leg >= 0 && leg < out) out = leg;
  }
  const depart = Math.max(problem.shiftOpenSeconds[vehicle], problem.taskReleaseSeconds[task]);
  const open = problem.windowOpenSeconds[problem.taskWindowStart[task]];
  const served =
    Math.max(open, depart + out + problem.taskAccessSeconds[task]) +
    problem.taskServiceSeconds[problem.vehicleProfile[vehicle]][task];
  let least = Infinity;
  for (let at = problem.vehicleSinkStart[vehicle]; at < problem.vehicleSinkStart[vehicle + 1]; at++) {
    const sink = problem.vehicleSink[at];
    const back = durations[location * problem.locationCount + problem.sinkLocation[sink]];
    if (back < 0) continue;
    const firstSlot = problem.sinkSlotStart[sink];
    const end = served + back + problem.unloadSeconds[sink];
    const slot = firstSlot + slotAt(problem.slotCutoffSeconds, firstSlot, end);
    let cost = 0;
    for (let c = problem.taskClassStart[task]; c < problem.taskClassStart[task + 1]; c++) {
      const own = problem.slotOrderCost[slot * problem.classCount + problem.taskClass[c]];
      cost += own === Infinity ? Infinity : own * problem.taskClassOrders[c];
    }
    if (cost < least) least = cost;
  }
  return least;
}

function legCost(problem: Problem, vehicle: number, from: number, to: number): number {
  const profile = problem.vehicleProfile[vehicle];
  const seconds = problem.durations[profile][from * problem.locationCount + to];
  if (seconds < 0) return Infinity;
  const metres = problem.distances[profile][from * problem.locationCount + to];
  return distanceCost(problem, vehicle, metres) + timeCost(problem, vehicle, seconds);
}
