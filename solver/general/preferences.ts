import type { Problem } from '../model/frozen-problem.js';

/** What it costs that a vehicle serves a task that prefers others. */
export function preferenceOf(problem: Problem, vehicle: number, task: number): number {
  if (!problem.hasPreferences || problem.vehicleKnows[vehicle * problem.taskCount + task] === 1) return 0;
  return problem.otherwiseCost[task];
}
