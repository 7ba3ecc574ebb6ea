import type { Problem } from '../model/frozen-problem.js';

/** When a task is left that is reached at a moment; Infinity where that is too late. */
export function leaveAfter(problem: Problem, vehicle: number, task: number, arrive: number): number {
  return (
    startAfter(problem, task, arrive) + problem.taskServiceSeconds[problem.vehicleProfile[vehicle]][task]
  );
}

/** Earliest start of service of a task that is reached at a moment; Infinity where all windows have closed. */
export function startAfter(problem: Problem, task: number, arrive: number): number {
  const { taskWindowStart, windowOpenSeconds, windowCloseSeconds } = problem;
  const end = taskWindowStart[task + 1];
  let window = taskWindowStart[task];
  while (window < end && windowCloseSeconds[window] < arrive) window++;
  if (window === end) return Infinity;
  return windowOpenSeconds[window] > arrive ? windowOpenSeconds[window] : arrive;
}

/** Whether a vehicle holds a task's load beside what is aboard at a gap. */
export function fitsAboard(
  problem: Problem,
  vehicle: number,
  task: number,
  aboard: Float64Array,
  gap: number,
): boolean {
  const { dimensionCount, taskLoad, vehicleCapacity } = problem;
  for (let d = 0; d < dimensionCount; d++) {
    const load = aboard[gap * dimensionCount + d] + taskLoad[task * dimensionCount + d];
    if (load > vehicleCapacity[vehicle * dimensionCount + d]) return false;
  }
  return true;
}
