import type { Problem } from '../model/frozen-problem.js';

/**
 * What the search puts in or takes out as a whole. A request is a bundle of tasks that one run serves, all or
 * none: a single task, a pair, tasks of a same-run rule, or all that such rules tie together; it has the
 * bundle's index. A unit is one request, or the alternatives of which one is served at most.
 */
export interface Requests {
  readonly count: number;
  /** Tasks of request r: `tasks[start[r] .. start[r + 1])`, no task before one that must precede it. */
  readonly start: Int32Array;
  readonly tasks: Int32Array;
  readonly ofTask: Int32Array;
  readonly unitCount: number;
  readonly unitStart: Int32Array;
  readonly unitRequests: Int32Array;
  readonly unitOf: Int32Array;
  /** By unit: cost units where it is not served; for one that must be, far more than serving it can cost. */
  readonly absentCost: Float64Array;
  /** By unit: 1 where it must be served. */
  readonly mandatory: Uint8Array;
}

/**
 * Finds the requests and units of a problem.
 * @param mandatoryCharge what a task that must be served and is not counts for
 */
export function findRequests(problem: Problem, mandatoryCharge: number): Requests {
  const { bundleCount, bundleStart, bundleTask, taskBundle } = problem;
  const rank = topologicalRanks(problem);
  const tasks = bundleTask.slice();
  for (let request = 0; request < bundleCount; request++)
    tasks.subarray(bundleStart[request], bundleStart[request + 1]).sort((a, b) => rank[a] - rank[b]);
  return {
    count: bundleCount,
    start: bundleStart,
    tasks,
    ofTask: taskBundle,
    ...unitsOf(problem, tasks, mandatoryCharge),
  };
}

/** By task: its rank in an order that obeys all that says which of two tasks is first. */
function topologicalRanks({ taskCount, earlierStart, laterStart, laterTask }: Problem): Int32Array {
  const waiting = Int32Array.from(
    { length: taskCount },
    (_, task) => earlierStart[task + 1] - earlierStart[task],
  );
  const order: number[] = [];
  waiting.forEach((count, task) => {
    if (count === 0) order.push(task);
  });
  for (const task of order) {
    for (let at = laterStart[task]; at < laterStart[task + 1]; at++)
      if (--waiting[laterTask[at]] === 0) order.push(laterTask[at]);
  }
  const rank = new Int32Array(taskCount);
  order.forEach((task, at) => (rank[task] = at));
  return rank;
}

function unitsOf(problem: Problem, tasks: Int32Array, mandatoryCharge: number) {
  const { alternativeCount, alternativeStart, alternativeTask, bundleCount, bundleStart } = problem;
  const unitOf = new Int32Array(bundleCount).fill(-1);
  const units: number[][] = [];
  const absentCost: number[] = [];
  const mandatory: number[] = [];
  const add = (requests: readonly number[], cost: number, must: boolean): void => {
    for (const request of requests) unitOf[request] = units.length;
    units.push([...requests]);
    absentCost.push(cost);
    mandatory.push(must ? 1 : 0);
  };
  for (let group = 0; group < alternativeCount; group++) {
    const members = alternativeTask.subarray(alternativeStart[group], alternativeStart[group + 1]);
    const must = problem.alternativeMandatory[group] === 1;
    const requests = [...new Set(Array.from(members, (task) => problem.taskBundle[task]))];
    add(requests, must ? mandatoryCharge : problem.alternativePenalty[group], must);
  }
  for (let request = 0; request < bundleCount; request++) {
    if (unitOf[request] >= 0) continue;
    let cost = 0;
    let must = false;
    for (let at = bundleStart[request]; at < bundleStart[request + 1]; at++) {
      const owed = problem.taskMandatory[tasks[at]] === 1;
      must ||= owed;
      cost += owed ? mandatoryCharge : problem.taskPenalty[tasks[at]];
    }
    add([request], cost, must);
  }
  const unitStart = new Int32Array(units.length + 1);
  units.forEach((requests, unit) => (unitStart[unit + 1] = unitStart[unit] + requests.length));
  return {
    unitCount: units.length,
    unitStart,
    unitRequests: Int32Array.from(units.flat()),
    unitOf,
    absentCost: Float64Array.from(absentCost),
    mandatory: Uint8Array.from(mandatory),
  };
}
