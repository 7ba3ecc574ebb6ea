import type { DrivenRun } from './driven-run.js';
import type { Problem } from './frozen-problem.js';
import type { RunToDrive } from './run-scheduler.js';

/** A delivery that comes too long after its pickup. */
export interface TooLongAboard {
  /** Position of the delivery. */
  readonly at: number;
  /** Even without any waiting the way between the two takes too long. */
  readonly hopeless: boolean;
}

/**
 * Raises the earliest start of pickups whose load is aboard too long in a run just driven, by what it is
 * too long; the run is to be driven again. Null where nothing is.
 */
export function putPickupsOff(problem: Problem, times: DrivenRun, run: RunToDrive): TooLongAboard | null {
  const { taskPair, pairMaxAboardSeconds } = problem;
  const { tasks, from, count } = run;
  const { order, least, startSeconds, leaveSeconds } = times;
  let first: TooLongAboard | null = null;
  for (let at = count - 1; at >= 0; at--) {
    const pickup = order.limitedPickup[at];
    if (pickup < 0) continue;
    const most = pairMaxAboardSeconds[taskPair[tasks[from + at]]];
    const excess = startSeconds[at] - leaveSeconds[pickup] - most;
    if (excess <= 0) continue;
    if (shortestBetween(problem, times, run, pickup, at) > most) return { at, hopeless: true };
    least[pickup] = startSeconds[pickup] + excess;
    first = { at, hopeless: false };
  }
  return first;
}

/** From the end of one service to the start of another without any waiting. */
function shortestBetween(
  { taskAccessSeconds, taskServiceSeconds, vehicleProfile }: Problem,
  { order }: DrivenRun,
  { vehicle, tasks, from }: RunToDrive,
  first: number,
  last: number,
): number {
  const service = taskServiceSeconds[vehicleProfile[vehicle]];
  let seconds = 0;
  for (let at = first + 1; at <= last; at++) {
    const task = tasks[from + at];
    if (order.sameStop[at] === 0) seconds += order.legSeconds[at] + taskAccessSeconds[task];
    if (at < last) seconds += service[task];
  }
  return seconds;
}
