import type { WarmRun } from '../model/solve-options.js';
import type { GeneralState } from './general-state.js';
import type { Inserter } from './inserter.js';

/**
 * Makes an empty state hold given runs. Requests that are not whole in their run, not permitted there or
 * named twice are left out; of a day that cannot be driven the last requests are, until it can.
 */
export function placeWarmRuns(state: GeneralState, inserter: Inserter, runs: readonly WarmRun[]): void {
  const { problem } = state;
  const runsOf = new Int32Array(problem.vehicleCount);
  for (const { vehicle, sink, tasks } of runs) {
    const known = vehicle >= 0 && vehicle < problem.vehicleCount;
    if (!known || !problem.input.vehicles[vehicle].sinks.includes(sink)) continue;
    if (runsOf[vehicle] >= problem.maxRuns[vehicle]) continue;
    const kept = wholeRequests(state, vehicle, tasks);
    if (kept.length === 0) continue;
    runsOf[vehicle]++;
    state.touch(vehicle);
    for (const task of [...kept, state.taskCount + sink]) state.insert(vehicle, state.length[vehicle], task);
    state.number(vehicle);
    for (const task of kept) {
      const request = state.requests.ofTask[task];
      state.serve(state.requests.unitOf[request], request);
    }
    makeDrivable(state, inserter, vehicle);
  }
}

/** Drops requests from the end of a day until the rest can be driven. */
export function makeDrivable(state: GeneralState, inserter: Inserter, vehicle: number): void {
  while (!inserter.refresh(vehicle)) {
    const last = state.tokens[vehicle][state.length[vehicle] - 2];
    state.drop(state.requests.ofTask[last]);
    state.compact(vehicle);
  }
}

/** The tasks of a run whose requests are whole in it and not served yet, each once. */
function wholeRequests(state: GeneralState, vehicle: number, tasks: readonly number[]): number[] {
  const { allowed, taskCount } = state.problem;
  const { start, ofTask, unitOf, servedBy } = { ...state.requests, servedBy: state.servedBy };
  const found = new Map<number, number>();
  const distinct = [...new Set(tasks)].filter(
    (task) =>
      Number.isInteger(task) && task >= 0 && task < taskCount && allowed[vehicle * taskCount + task] === 1,
  );
  for (const task of distinct) found.set(ofTask[task], (found.get(ofTask[task]) ?? 0) + 1);
  const taken = new Map<number, number>();
  return distinct.filter((task) => {
    const request = ofTask[task];
    const unit = unitOf[request];
    if (found.get(request) !== start[request + 1] - start[request]) return false;
    if (servedBy[unit] >= 0 || (taken.get(unit) ?? request) !== request) return false;
    taken.set(unit, request);
    return true;
  });
}
