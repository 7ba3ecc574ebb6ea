import type { DrivenRun } from './driven-run.js';
import { NEVER } from './frozen-problem.js';
import type { Problem } from './frozen-problem.js';
import type { RunToDrive } from './run-scheduler.js';

/** Windows that force deliveries earlier settle in a few rounds. */
const ROUNDS = 100;

/**
 * Latest start of the run that a scheduler has just driven that keeps its end and its cost of lateness,
 * walking back from the sink. Breaks and rests gained by waiting stay where they are, or are not looked
 * at; as they move with the times the caller drives the run again and judges.
 */
export function latestDeparture(
  problem: Problem,
  times: DrivenRun,
  run: RunToDrive,
  keepBreaks: boolean,
  keepRests: boolean,
): number {
  const { lateCostPerSecond, lateAfterSeconds } = problem;
  const { most, startSeconds, order } = times;
  for (let at = 0; at < run.count; at++) {
    const task = run.tasks[run.from + at];
    most[at] = lateCostPerSecond[task] > 0 ? Math.max(startSeconds[at], lateAfterSeconds[task]) : NEVER;
  }
  for (let round = 0; ; round++) {
    const depart = walkBack(problem, times, run, keepBreaks, keepRests);
    if (order.limitedCount === 0 || round === ROUNDS || !lowerDeliveries(problem, times, run)) return depart;
  }
}

/** Lowers `most` of deliveries that would come too long after their pickups. */
function lowerDeliveries(problem: Problem, times: DrivenRun, run: RunToDrive): boolean {
  const { taskPair, pairMaxAboardSeconds, taskServiceSeconds, vehicleProfile } = problem;
  const service = taskServiceSeconds[vehicleProfile[run.vehicle]];
  const { most, latest, order } = times;
  let lowered = false;
  for (let at = 0; at < run.count; at++) {
    const pickup = order.limitedPickup[at];
    if (pickup < 0) continue;
    const task = run.tasks[run.from + at];
    const bound =
      latest[pickup] + service[run.tasks[run.from + pickup]] + pairMaxAboardSeconds[taskPair[task]];
    if (latest[at] <= bound) continue;
    most[at] = bound;
    lowered = true;
  }
  return lowered;
}

/** Fills `latest`; returns the latest departure. */
function walkBack(
  problem: Problem,
  times: DrivenRun,
  run: RunToDrive,
  keepBreaks: boolean,
  keepRests: boolean,
): number {
  const { order, latest } = times;
  const restNeeded = problem.restSeconds[run.vehicle];
  let arrive = times.latestArrival(run, keepRests);
  let openCap = NEVER;
  for (let at = run.count; at > 0; at--) {
    let leave = arrive;
    if (order.sameStop[at] === 0) {
      openCap = NEVER;
      leave -= order.legSeconds[at];
      if (!keepBreaks) leave -= times.restSeconds[at];
      else {
        leave -= times.restAfterBreaks[at];
        for (let b = times.breaksAfter - 1; b >= times.breaksBefore; b--) {
          if (times.breakPlace[b] !== at) continue;
          leave = Math.min(leave - problem.breakSeconds[b], problem.breakCloseSeconds[b]);
          // Arriving later than this, the vehicle would have had to take the break one place before.
          openCap = problem.breakOpenSeconds[b];
        }
        leave -= times.restSeconds[at] - times.restAfterBreaks[at];
      }
    }
    const before = at - 1;
    let start = latestService(problem, times, run, before, leave);
    if (keepRests && times.restedWaitingAt(before))
      start = Math.min(start, times.startSeconds[before] - restNeeded);
    latest[before] = start;
    arrive = start;
    if (order.sameStop[before] === 0) {
      arrive -= problem.taskAccessSeconds[run.tasks[run.from + before]];
      if (openCap < arrive) arrive = openCap;
    }
  }
  return arrive - order.legSeconds[0] - times.restSeconds[0];
}

/** Latest start of service at a position that is left by a moment, inside a window. */
function latestService(
  problem: Problem,
  times: DrivenRun,
  run: RunToDrive,
  at: number,
  leave: number,
): number {
  const { taskWindowStart, windowOpenSeconds, windowCloseSeconds, taskServiceSeconds, vehicleProfile } =
    problem;
  const task = run.tasks[run.from + at];
  const start = Math.min(leave - taskServiceSeconds[vehicleProfile[run.vehicle]][task], times.most[at]);
  let window = taskWindowStart[task + 1] - 1;
  while (window > taskWindowStart[task] && windowOpenSeconds[window] > start) window--;
  return Math.min(start, windowCloseSeconds[window]);
}
