import type { WarmRun } from '../model/solve-options.js';
import { refreshDay } from './refresh.js';
import type { SearchState } from './state.js';

/** A copy of a whole plan: runs in the order of vehicles and of their days. */
export class Snapshot {
  private readonly data: Int32Array;
  private length = 0;

  constructor(private readonly state: SearchState) {
    this.data = new Int32Array(4 * state.taskCount + 4);
  }

  /** Copies the plan that the state holds. */
  take(): void {
    const { vehicleRunCount, vehicleRuns, runsMost, runSink, runCount, next, taskCount, problem } =
      this.state;
    const { data } = this;
    let length = 0;
    for (let vehicle = 0; vehicle < problem.vehicleCount; vehicle++) {
      for (let at = 0; at < vehicleRunCount[vehicle]; at++) {
        const run = vehicleRuns[vehicle * runsMost + at];
        data[length++] = vehicle;
        data[length++] = runSink[run];
        data[length++] = runCount[run];
        const end = taskCount + run;
        for (let task = next[end]; task !== end; task = next[task]) data[length++] = task;
      }
    }
    this.length = length;
  }

  /** The plan that was copied. */
  runs(): WarmRun[] {
    const runs: WarmRun[] = [];
    for (let at = 0; at < this.length;) {
      const [vehicle, sink, count] = [this.data[at], this.data[at + 1], this.data[at + 2]];
      runs.push({ vehicle, sink, tasks: [...this.data.subarray(at + 3, at + 3 + count)] });
      at += 3 + count;
    }
    return runs;
  }

  /** Makes the state hold the plan that was copied. */
  restore(): void {
    replacePlan(this.state, this.runs());
  }
}

/**
 * Makes the state hold given runs. What cannot be driven is left out: a whole run where its day
 * breaks or its vehicle or sink is unknown or not permitted, and a task that is unknown, named twice,
 * barred from the vehicle or too large, alone.
 */
export function replacePlan(state: SearchState, runs: readonly WarmRun[]): void {
  const { problem } = state;
  for (let vehicle = 0; vehicle < problem.vehicleCount; vehicle++) {
    for (let at = 0; at < state.vehicleRunCount[vehicle]; at++)
      state.emptyRun(state.vehicleRuns[vehicle * state.runsMost + at]);
    state.forgetRuns(vehicle);
    refreshDay(state, vehicle);
  }
  for (const { vehicle, sink, tasks } of runs) {
    const permitted = problem.input.vehicles[vehicle]?.sinks.includes(sink) ?? false;
    if (!permitted) continue;
    const position = state.vehicleRunCount[vehicle];
    if (position >= Math.min(problem.maxRuns[vehicle], state.runsMost)) continue;
    const loads = loadable(state, vehicle, tasks);
    // There is a run slot for every task and no more: an empty run may find none free.
    if (loads.length === 0) continue;
    const run = state.openRun(vehicle, position, sink);
    let node = state.taskCount + run;
    for (const task of loads) {
      state.link(task, node);
      node = task;
    }
    if (refreshDay(state, vehicle)) continue;
    state.emptyRun(run);
    refreshDay(state, vehicle);
  }
}

function loadable(state: SearchState, vehicle: number, tasks: readonly number[]): number[] {
  const { dimensionCount, taskCount, taskLoad, vehicleCapacity, allowed } = state.problem;
  const load = new Float64Array(dimensionCount);
  return [...new Set(tasks)].filter((task) => {
    if (state.runOf[task] !== -1 || allowed[vehicle * taskCount + task] === 0) return false;
    const fits = load.every(
      (sum, d) => sum + taskLoad[task * dimensionCount + d] <= vehicleCapacity[vehicle * dimensionCount + d],
    );
    if (fits) for (let d = 0; d < dimensionCount; d++) load[d] += taskLoad[task * dimensionCount + d];
    return fits;
  });
}
