import { distanceCost, timeCost } from '../model/cost.js';
import { DUTY_ROUNDS } from '../model/day-scheduler.js';
import { NEVER } from '../model/frozen-problem.js';
import { drivenAfter, MAY_REST } from './rests.js';
import {
  BY_DELAYED_SEGMENTS,
  BY_SCHEDULER,
  BY_SEGMENTS,
  FAR,
  LEG_METRES,
  LEG_SECONDS,
  PREF_D,
  PREF_E,
  PREF_L,
  SUF_D,
  SUF_E,
  SUF_L,
  RUN_D,
  RUN_DEPART,
  RUN_DRIVING,
  RUN_DUE,
  RUN_E,
  RUN_L,
  RUN_METRES,
  RUN_PARCELS,
  RUN_READY,
  RUN_RELEASE,
  RUN_REST,
  RUN_STEP_COST,
  RUN_UNLOADED,
  RUN_WAIT,
} from './state.js';
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

/** Recomputes a run's segments and sums; false where a leg is missing or its windows cannot be met. */
function refreshRun(state: SearchState, run: number): boolean {
  priceSlots(state, run);
  return refreshPrefixes(state, run) && refreshSuffixes(state, run);
}

/** Departure cost of a run for every slot of its sink, at the prices of now. */
export function priceSlots(state: SearchState, run: number): void {
  const { problem, prices, runOrders, runParcelsByClass, runSlotCost, slotsMost } = state;
  const { classCount, sinkSlotStart } = problem;
  const sink = state.runSink[run];
  const first = sinkSlotStart[sink];
  for (let slot = first; slot < sinkSlotStart[sink + 1]; slot++) {
    let cost = 0;
    for (let c = 0; c < classCount; c++) {
      const orders = runOrders[run * classCount + c];
      const parcels = runParcelsByClass[run * classCount + c];
      if (orders > 0 || parcels > 0) cost += prices.slotCost(slot, c, orders, parcels);
    }
    runSlotCost[run * slotsMost + slot - first] = cost;
  }
}

function refreshPrefixes(state: SearchState, run: number): boolean {
  const { problem, next, node: nodes, fromLocation, toLocation, access, windowOpen, windowClose } = state;
  const { locationCount, taskReleaseSeconds, taskDueSeconds } = problem;
  const profile = problem.vehicleProfile[state.runVehicle[run]];
  const durations = problem.durations[profile];
  const distances = problem.distances[profile];
  const taskServiceSeconds = problem.taskServiceSeconds[profile];
  const end = state.taskCount + run;
  let [d, e, l] = [0, -FAR, FAR];
  nodes[end * 8 + PREF_D] = 0;
  nodes[end * 8 + PREF_E] = -FAR;
  nodes[end * 8 + PREF_L] = FAR;
  let metres = 0;
  let driving = 0;
  let waits = 0;
  let release = -FAR;
  let due: number = NEVER;
  let here = end;
  do {
    const there = next[here];
    const from = fromLocation[here];
    const to = toLocation[there];
    if (from === to && here < state.taskCount && there < state.taskCount) {
      nodes[there * 8 + LEG_SECONDS] = nodes[there * 8 + LEG_METRES] = 0;
    } else {
      const leg = durations[from * locationCount + to];
      if (leg < 0) return false;
      const length = distances[from * locationCount + to];
      nodes[there * 8 + LEG_SECONDS] = leg;
      nodes[there * 8 + LEG_METRES] = length;
      driving += leg;
      metres += length;
      d += leg + access[there];
    }
    if (there === end) break;
    const open = windowOpen[there];
    const close = windowClose[there];
    if (e + d > close) return false;
    const wait = open - d - l > 0 ? open - d - l : 0;
    e = (open - d > e ? open - d : e) - wait;
    l = close - d < l ? close - d : l;
    waits += wait;
    if (taskReleaseSeconds[there] > release) release = taskReleaseSeconds[there];
    if (taskDueSeconds[there] < due) due = taskDueSeconds[there];
    d += wait + taskServiceSeconds[there];
    nodes[there * 8 + PREF_D] = d;
    nodes[there * 8 + PREF_E] = e;
    nodes[there * 8 + PREF_L] = l;
    here = there;
  } while (here !== end);
  state.run[run * 16 + RUN_METRES] = metres;
  state.run[run * 16 + RUN_DRIVING] = driving;
  state.run[run * 16 + RUN_RELEASE] = release;
  state.run[run * 16 + RUN_DUE] = due;
  state.run[run * 16 + RUN_WAIT] = waits;
  return closeRun(state, run, d, e, l);
}

/** Adds unloading to a run's segment. */
function closeRun(state: SearchState, run: number, d: number, e: number, l: number): boolean {
  const { problem } = state;
  const sink = state.runSink[run];
  const handling = Math.ceil(
    (state.run[run * 16 + RUN_PARCELS] * problem.unloadMillisecondsPerParcel[sink]) / 1000,
  );
  const unload = problem.unloadSeconds[sink] + handling;
  const open = problem.sinkOpenSeconds[sink];
  const close = Math.min(problem.sinkCloseSeconds[sink], state.run[run * 16 + RUN_DUE]) - unload;
  if (e + d > close) return false;
  const wait = Math.max(0, open - d - l);
  state.run[run * 16 + RUN_WAIT] += wait;
  state.run[run * 16 + RUN_E] = Math.max(open - d, e) - wait;
  state.run[run * 16 + RUN_L] = Math.min(close - d, l);
  state.run[run * 16 + RUN_D] = d + wait + unload;
  return true;
}

function refreshSuffixes(state: SearchState, run: number): boolean {
  const { problem, prev, next, node: nodes, toLocation, fromLocation, access } = state;
  const { windowOpen, windowClose, taskCount } = state;
  const taskServiceSeconds = problem.taskServiceSeconds[problem.vehicleProfile[state.runVehicle[run]]];
  const end = taskCount + run;
  let [d, e, l] = [0, -FAR, FAR];
  nodes[end * 8 + SUF_D] = 0;
  nodes[end * 8 + SUF_E] = -FAR;
  nodes[end * 8 + SUF_L] = FAR;
  for (let node = prev[end]; node !== end; node = prev[node]) {
    const after = next[node];
    const sameStop = after < taskCount && fromLocation[node] === toLocation[after];
    const gap = taskServiceSeconds[node] + (sameStop ? 0 : nodes[after * 8 + LEG_SECONDS] + access[after]);
    const open = windowOpen[node];
    const close = windowClose[node];
    if (open + gap > l) return false;
    const wait = e - gap - close > 0 ? e - gap - close : 0;
    e = (e - gap > open ? e - gap : open) - wait;
    l = l - gap < close ? l - gap : close;
    d += gap + wait;
    nodes[node * 8 + SUF_D] = d;
    nodes[node * 8 + SUF_E] = e;
    nodes[node * 8 + SUF_L] = l;
  }
  return true;
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

/** Seconds from a sink to where the vehicle's day ends; 0 where it may stay, NO_WAY where there is none. */
export function homeLeg({ problem }: SearchState, vehicle: number, sink: number): number {
  const end = problem.vehicleEnd[vehicle];
  if (end < 0) return 0;
  return problem.durations[problem.vehicleProfile[vehicle]][
    problem.sinkLocation[sink] * problem.locationCount + end
  ];
}

/** Metres of the same way. */
export function homeMetres({ problem }: SearchState, vehicle: number, sink: number): number {
  const end = problem.vehicleEnd[vehicle];
  if (end < 0) return 0;
  return problem.distances[problem.vehicleProfile[vehicle]][
    problem.sinkLocation[sink] * problem.locationCount + end
  ];
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

/** Index of the slot, within its sink, of a load unloaded at a moment. */
export function slotAt(slotCutoffSeconds: Int32Array, first: number, unloaded: number): number {
  let slot = first;
  while (slotCutoffSeconds[slot] < unloaded) slot++;
  return slot - first;
}

/** Of the rests of a run as scheduled, those that its driving alone makes needed; waiting comes with others. */
export function restsOfDriving({ problem, runVehicle, run: runs }: SearchState, run: number): number {
  const rest = runs[run * 16 + RUN_REST];
  if (rest === 0) return 0;
  const vehicle = runVehicle[run];
  const rests = Math.floor((runs[run * 16 + RUN_DRIVING] - 1) / problem.restDrivingSeconds[vehicle]);
  return Math.min(rest, rests * problem.restSeconds[vehicle]);
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
