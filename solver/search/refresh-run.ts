import { NEVER } from '../model/frozen-problem.js';
import {
  LEG_METRES,
  LEG_SECONDS,
  PREF_D,
  PREF_E,
  PREF_L,
  RUN_D,
  RUN_DRIVING,
  RUN_DUE,
  RUN_E,
  RUN_L,
  RUN_METRES,
  RUN_PARCELS,
  RUN_RELEASE,
  RUN_WAIT,
  SUF_D,
  SUF_E,
  SUF_L,
} from './records.js';
import { FAR } from './state.js';
import type { SearchState } from './state.js';

/** Recomputes a run's segments and sums; false where a leg is missing or its windows cannot be met. */
export function refreshRun(state: SearchState, run: number): boolean {
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
