import { distanceCost, timeCost } from '../model/cost.js';
import { DUTY_ROUNDS } from '../model/day-scheduler.js';
import { homeLeg, homeMetres } from './home-leg.js';
import { loadDay } from './load-day.js';
import {
  RUN_D,
  RUN_DEPART,
  RUN_DRIVING,
  RUN_E,
  RUN_L,
  RUN_METRES,
  RUN_READY,
  RUN_RELEASE,
  RUN_REST,
  RUN_STEP_COST,
  RUN_UNLOADED,
} from './records.js';
import { refreshRun } from './refresh-run.js';
import { drivenAfter, MAY_REST, restsOfDriving } from './rests.js';
import { slotAt } from './slot-at.js';
import { BY_DELAYED_SEGMENTS, BY_SCHEDULER, BY_SEGMENTS, FAR } from './state.js';
import type { SearchState } from './state.js';

/**
 * Brings a vehicle's cached times and costs up to date after its runs changed: drops empty runs,
 * refreshes stale ones and those whose start moved, and schedules the day. False where the day
 * cannot be driven; `state.faultRun` then names the run at fault.
 */
export function refreshDay(state: SearchState, vehicle: number): boolean {
  const { vehicleRuns, runsMost, fromLocation, taskCount, problem } = state;
  const base = vehicle * runsMost;
  let kept = 0;
  for (let at = 0; at < state.vehicleRunCount[vehicle]; at++) {
    const run = vehicleRuns[base + at];
    if (state.runCount[run] === 0) state.runVehicle[run] = -1;
    else vehicleRuns[base + kept++] = run;
  }
  state.vehicleRunCount[vehicle] = kept;
  let here = problem.vehicleStart[vehicle];
  for (let at = 0; at < kept; at++) {
    const run = vehicleRuns[base + at];
    state.runPosition[run] = at;
    if (state.runStale[run] === 1 || fromLocation[taskCount + run] !== here) {
      fromLocation[taskCount + run] = here;
      state.runStale[run] = 1;
      if (!refreshRun(state, run)) {
        state.faultRun = run;
        return false;
      }
      state.runStale[run] = 0;
    }
    here = problem.sinkLocation[state.runSink[run]];
  }
  return scheduleDay(state, vehicle);
}

/** Drops whole runs until the day can be driven; only odd matrices (a removal that lengthens a day) need it. */
export function refreshDayByForce(state: SearchState, vehicle: number): void {
  while (!refreshDay(state, vehicle)) state.emptyRun(state.faultRun);
}

/** Schedules the runs of a vehicle and adds up its cost. */
function scheduleDay(state: SearchState, vehicle: number): boolean {
  const { problem, runsMost, vehicleRuns } = state;
  const count = state.vehicleRunCount[vehicle];
  if (count === 0) {
    setVehicle(state, vehicle, 0, 0, 0, 0, 0);
    state.vehicleSpare[vehicle] = problem.maxDutySeconds[vehicle];
    state.vehicleTiming[vehicle] = BY_SEGMENTS;
    state.vehicleSplitWindows[vehicle] = 0;
    return true;
  }
  let split = 0;
  let driving = 0;
  let metres = 0;
  for (let at = 0; at < count; at++) {
    const run = vehicleRuns[vehicle * runsMost + at];
    split += state.runSplitWindows[run];
    driving += state.run[run * 16 + RUN_DRIVING];
    metres += state.run[run * 16 + RUN_METRES];
  }
  const lastRun = vehicleRuns[vehicle * runsMost + count - 1];
  const home = homeLeg(state, vehicle, state.runSink[lastRun]);
  if (home < 0) {
    state.faultRun = lastRun;
    return false;
  }
  driving += home;
  metres += homeMetres(state, vehicle, state.runSink[lastRun]);
  state.faultRun = lastRun;
  if (driving > problem.maxDrivingSeconds[vehicle] || metres > problem.maxMetres[vehicle]) return false;
  state.vehicleSplitWindows[vehicle] = split;
  if (split === 0) {
    const timed = chainSegments(state, vehicle, home, driving > problem.restDrivingSeconds[vehicle]);
    if (timed === BROKEN) return false;
    if (timed === EXACT) return finishDay(state, vehicle, home, metres, driving);
  }
  if (!driveExactly(state, vehicle)) return false;
  state.vehicleTiming[vehicle] = BY_SCHEDULER;
  return finishDay(state, vehicle, state.day.homeSeconds, metres, driving);
}

/** What segments say of a day: it cannot be driven, or these are its times, or it may need rests. */
const BROKEN = 0;
const EXACT = 1;
const RESTS = 2;

/**
 * Times the day by its runs' segments, as the exact scheduler does where there are no rests and no
 * split windows: too long a duty starts later, as long as waiting absorbs the delay. `mayRest`: the
 * day is so long a drive that rests have to be looked for.
 */
function chainSegments(state: SearchState, vehicle: number, home: number, mayRest: boolean): number {
  const { problem, runsMost, vehicleRuns, run: runs } = state;
  const count = state.vehicleRunCount[vehicle];
  const first = vehicleRuns[vehicle * runsMost] * 16;
  let ready = problem.shiftOpenSeconds[vehicle];
  let lastExcess = FAR;
  state.vehicleTiming[vehicle] = BY_SEGMENTS;
  for (let round = 0; round <= DUTY_ROUNDS; round++) {
    let end = ready;
    let driven = 0;
    for (let at = 0; at < count; at++) {
      const run = vehicleRuns[vehicle * runsMost + at];
      const r = run * 16;
      const depart = Math.max(ready, runs[r + RUN_RELEASE], runs[r + RUN_E]);
      if (depart > runs[r + RUN_L]) return BROKEN;
      if (mayRest && driven !== MAY_REST) driven = drivenAfter(state, vehicle, run, ready, driven);
      end = depart + runs[r + RUN_D];
      runs[r + RUN_READY] = ready;
      runs[r + RUN_DEPART] = depart;
      runs[r + RUN_UNLOADED] = end;
      runs[r + RUN_REST] = 0;
      ready = end + problem.turnaroundSeconds[vehicle];
    }
    if (end + home > problem.shiftCloseSeconds[vehicle]) return BROKEN;
    if (mayRest && (driven === MAY_REST || driven + home > problem.restDrivingSeconds[vehicle])) return RESTS;
    const excess = end + home - runs[first + RUN_DEPART] - problem.maxDutySeconds[vehicle];
    if (excess <= 0) return EXACT;
    if (excess >= lastExcess) return BROKEN;
    lastExcess = excess;
    ready = runs[first + RUN_DEPART] + excess;
    state.vehicleTiming[vehicle] = BY_DELAYED_SEGMENTS;
  }
  return BROKEN;
}

function driveExactly(state: SearchState, vehicle: number): boolean {
  const { day, vehicleRuns, runsMost } = state;
  loadDay(state, vehicle);
  if (!day.schedule(vehicle)) {
    state.faultRun = vehicleRuns[vehicle * runsMost + day.faultRun];
    return false;
  }
  for (let at = 0; at < day.runCount; at++) {
    const run = vehicleRuns[vehicle * runsMost + at];
    state.run[run * 16 + RUN_READY] = day.readySeconds[at];
    state.run[run * 16 + RUN_DEPART] = day.departSeconds[at];
    state.run[run * 16 + RUN_UNLOADED] = day.unloadedSeconds[at];
    const seconds = day.unloadedSeconds[at] - day.departSeconds[at];
    state.run[run * 16 + RUN_REST] = Math.max(0, seconds - state.run[run * 16 + RUN_D]);
  }
  return true;
}

function finishDay(
  state: SearchState,
  vehicle: number,
  homeSeconds: number,
  metres: number,
  driving: number,
): boolean {
  const { problem, runsMost, vehicleRuns, runSlotCost, slotsMost } = state;
  const count = state.vehicleRunCount[vehicle];
  let seconds = homeSeconds;
  let steps = 0;
  let end = 0;
  let busy = homeLeg(state, vehicle, state.runSink[vehicleRuns[vehicle * runsMost + count - 1]]);
  busy += (count - 1) * problem.turnaroundSeconds[vehicle];
  for (let at = 0; at < count; at++) {
    const run = vehicleRuns[vehicle * runsMost + at];
    busy += state.run[run * 16 + RUN_D] + restsOfDriving(state, run);
    end = state.run[run * 16 + RUN_UNLOADED];
    seconds += end - state.run[run * 16 + RUN_DEPART];
    const slot = slotAt(problem.slotCutoffSeconds, problem.sinkSlotStart[state.runSink[run]], end);
    const cost = runSlotCost[run * slotsMost + slot];
    if (cost === Infinity) {
      state.faultRun = run;
      return false;
    }
    state.run[run * 16 + RUN_STEP_COST] = cost;
    steps += cost;
  }
  const travel =
    problem.fixedCost[vehicle] + distanceCost(problem, vehicle, metres) + timeCost(problem, vehicle, seconds);
  state.vehiclePaidSeconds[vehicle] = seconds;
  state.vehicleSpare[vehicle] = problem.maxDutySeconds[vehicle] - busy;
  setVehicle(state, vehicle, travel, steps, metres, driving, end + homeSeconds);
  return true;
}

function setVehicle(
  state: SearchState,
  vehicle: number,
  travel: number,
  steps: number,
  metres: number,
  driving: number,
  returns: number,
): void {
  state.travelCost += travel - state.vehicleTravelCost[vehicle];
  state.stepCost += steps - state.vehicleStepCost[vehicle];
  state.vehicleTravelCost[vehicle] = travel;
  state.vehicleStepCost[vehicle] = steps;
  state.vehicleMetres[vehicle] = metres;
  state.vehicleDriving[vehicle] = driving;
  state.vehicleReturn[vehicle] = returns;
}
