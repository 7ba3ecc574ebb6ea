import { distanceCost, timeCost } from '../model/cost.js';
import type { Problem } from '../model/frozen-problem.js';
import { slotAt } from './slot-at.js';
import { FAR } from './state.js';

/** What a run for one task alone takes at least, by group of vehicles: [group * taskCount + task]. */
export interface SoloCosts {
  /** Distance, time and departures; Infinity where there is no way. */
  readonly cost: Float64Array;
  /** Distance and time. */
  readonly travel: Float64Array;
  /** Seconds from the start to the end of unloading; large where there is no way. */
  readonly seconds: Float64Array;
  /** Of these, the seconds from the start of service on. */
  readonly secondsFromService: Float64Array;
}

/** Looks at every group, task, start and sink once. */
export function soloCosts(problem: Problem): SoloCosts {
  const { taskCount, groupCount, vehicleGroup, vehicleCount } = problem;
  const doubles = (): Float64Array => new Float64Array(groupCount * taskCount);
  const solo = { cost: doubles(), travel: doubles(), seconds: doubles(), secondsFromService: doubles() };
  for (let vehicle = vehicleCount - 1; vehicle >= 0; vehicle--) {
    const group = vehicleGroup[vehicle];
    if (vehicle > 0 && vehicleGroup[vehicle - 1] === group) continue;
    const sinks = problem.vehicleSink.subarray(
      problem.vehicleSinkStart[vehicle],
      problem.vehicleSinkStart[vehicle + 1],
    );
    const ends = [...sinks].map((sink) => problem.sinkLocation[sink]);
    const starts = [...new Set([problem.vehicleStart[vehicle], ...ends])];
    for (let task = 0; task < taskCount; task++) {
      fillSolo(problem, solo, group * taskCount + task, vehicle, task, starts, sinks);
    }
  }
  return solo;
}

function fillSolo(
  problem: Problem,
  solo: SoloCosts,
  at: number,
  vehicle: number,
  task: number,
  starts: readonly number[],
  sinks: Int32Array,
): void {
  const { taskAccessSeconds, taskServiceSeconds, vehicleProfile, taskLocation, locationCount } = problem;
  const { sinkLocation, unloadSeconds, unloadMillisecondsPerParcel, taskParcels } = problem;
  const durations = problem.durations[vehicleProfile[vehicle]];
  const distances = problem.distances[vehicleProfile[vehicle]];
  const location = taskLocation[task];
  const service = taskServiceSeconds[vehicleProfile[vehicle]][task];
  const out = { cost: Infinity, seconds: FAR };
  for (const start of starts) {
    const pair = start * locationCount + location;
    if (durations[pair] < 0) continue;
    out.cost = Math.min(out.cost, legCost(problem, vehicle, durations[pair], distances[pair]));
    out.seconds = Math.min(out.seconds, durations[pair]);
  }
  const back = { cost: Infinity, seconds: FAR };
  for (const sink of sinks) {
    const pair = location * locationCount + sinkLocation[sink];
    if (durations[pair] < 0) continue;
    const handling = Math.ceil((taskParcels[task] * unloadMillisecondsPerParcel[sink]) / 1000);
    const unload = unloadSeconds[sink] + handling;
    const cost = legCost(problem, vehicle, durations[pair] + unload, distances[pair]);
    back.cost = Math.min(back.cost, cost);
    back.seconds = Math.min(back.seconds, durations[pair] + unload);
  }
  const handling = timeCost(problem, vehicle, taskAccessSeconds[task] + service);
  solo.travel[at] = out.cost + handling + back.cost;
  solo.secondsFromService[at] = service + back.seconds;
  solo.seconds[at] = out.seconds + taskAccessSeconds[task] + service + back.seconds;
  solo.cost[at] = solo.travel[at] + leastHours(problem, vehicle, task, out.seconds);
}

/** Departure costs of a task on the quickest run to any sink. */
function leastHours(problem: Problem, vehicle: number, task: number, out: number): number {
  const durations = problem.durations[problem.vehicleProfile[vehicle]];
  const location = problem.taskLocation[task];
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

function legCost(problem: Problem, vehicle: number, seconds: number, metres: number): number {
  return distanceCost(problem, vehicle, metres) + timeCost(problem, vehicle, seconds);
}
