import type { SearchState } from './state.js';

/** Copies a vehicle's runs into the exact scheduler. */
export function loadDay(state: SearchState, vehicle: number): void {
  const { day, next, vehicleRuns, runsMost, taskCount } = state;
  let offset = 0;
  day.runCount = state.vehicleRunCount[vehicle];
  for (let at = 0; at < day.runCount; at++) {
    const run = vehicleRuns[vehicle * runsMost + at];
    const end = taskCount + run;
    day.runStart[at] = offset;
    day.sinks[at] = state.runSink[run];
    for (let task = next[end]; task !== end; task = next[task]) day.tasks[offset++] = task;
  }
  day.runStart[day.runCount] = offset;
}
