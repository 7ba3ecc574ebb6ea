import type { Problem } from '../model/frozen-problem.js';
import { LEG_SECONDS, RUN_DRIVING, RUN_E, RUN_RELEASE, RUN_REST } from './records.js';
import type { SearchState } from './state.js';

/** Stands for a run that the exact scheduler must time: it may rest on the way. */
export const MAY_REST = -1;

/**
 * Driving since the last rest when a run is unloaded, at most, where its segment tells its times
 * exactly because no rest falls into it: all its driving fits before the rest is due, or the vehicle
 * stands idle long enough beforehand, waiting for the load or at the first stop. Else MAY_REST.
 *
 * `ready`: when the vehicle is free; `before`: its driving since the last rest then, at most;
 * `earliest`: of departures that end the run no earlier than any later one (E of its segment);
 * `firstOpen`: window opening of the first task, less its access; `firstLeg`: seconds to it.
 */
export function drivenAfterRun(
  problem: Problem,
  vehicle: number,
  ready: number,
  before: number,
  driving: number,
  release: number,
  earliest: number,
  firstLeg: number,
  firstOpen: number,
): number {
  const limit = problem.restDrivingSeconds[vehicle];
  const rest = problem.restSeconds[vehicle];
  if (before + driving <= limit) {
    const idle = Math.max(release, earliest) - ready;
    return idle >= rest ? driving : before + driving;
  }
  if (driving > limit) return MAY_REST;
  const released = Math.max(ready, release);
  if (released - ready >= rest) return driving;
  // A rest that is due before the first leg is taken off duty, and the run leaves no later for it.
  if (before + firstLeg > limit) return earliest - ready >= rest ? driving : MAY_REST;
  return firstOpen - (released + firstLeg) >= rest ? driving : MAY_REST;
}

/** The same for a run as it stands in the plan. */
export function drivenAfter(
  state: SearchState,
  vehicle: number,
  run: number,
  ready: number,
  before: number,
): number {
  const first = state.next[state.taskCount + run];
  const r = run * 16;
  return drivenAfterRun(
    state.problem,
    vehicle,
    ready,
    before,
    state.run[r + RUN_DRIVING],
    state.run[r + RUN_RELEASE],
    state.run[r + RUN_E],
    state.node[first * 8 + LEG_SECONDS],
    state.windowOpen[first] - state.access[first],
  );
}

/** Of the rests of a run as scheduled, those that its driving alone makes needed; waiting comes with others. */
export function restsOfDriving({ problem, runVehicle, run: runs }: SearchState, run: number): number {
  const rest = runs[run * 16 + RUN_REST];
  if (rest === 0) return 0;
  const vehicle = runVehicle[run];
  const rests = Math.floor((runs[run * 16 + RUN_DRIVING] - 1) / problem.restDrivingSeconds[vehicle]);
  return Math.min(rest, rests * problem.restSeconds[vehicle]);
}
