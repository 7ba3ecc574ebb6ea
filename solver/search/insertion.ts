import { distanceCost } from '../model/cost.js';
import { BestPlace } from './best-place.js';
import type { Neighbours } from './neighbours.js';
import { NewRuns } from './new-runs.js';
import type { Random } from './random.js';
import {
  LEG_METRES,
  LEG_SECONDS,
  PREF_D,
  PREF_E,
  PREF_L,
  RUN_COST_PER_METRE,
  RUN_COST_PER_SECOND,
  RUN_D,
  RUN_DEPART,
  RUN_DRIVING,
  RUN_DUE,
  RUN_PARCELS,
  RUN_READY,
  RUN_RELEASE,
  RUN_STEP_COST,
  RUN_UNLOADED,
  SUF_D,
  SUF_E,
  SUF_L,
} from './records.js';
import { refreshDay } from './refresh.js';
import { restsOfDriving } from './rests.js';
import { RunFits } from './run-fits.js';
import { slotAt } from './slot-at.js';
import type { SearchState } from './state.js';
import { TaskPrices } from './task-prices.js';

/** So many of the nearest are also tried as followers of the task; farther ones only as the first of a run. */
const NEIGHBOURS_FOLLOWED = 10;

/**
 * Finds the cheapest place for a task: between two tasks of a run, or in a new run at any gap of a
 * vehicle's day. The cost is exact: distance, paid time, the departures caught by the run and by
 * the runs that it delays, fixed cost. Segments give a lower bound in constant time and prune; what
 * they cannot tell (rests, split windows, duty) is scheduled exactly before it may win.
 *
 * The loops hoist arrays and inline the segment algebra: they are where the search spends its time.
 */
export class Insertion {
  private readonly best: BestPlace;
  private readonly prices: TaskPrices;
  private readonly fits: RunFits;
  private readonly newRuns: NewRuns;
  private task = 0;
  private stamp = 0;
  private readonly placeStamp: Int32Array;

  constructor(
    private readonly state: SearchState,
    private readonly neighbours: Neighbours,
    private readonly random: Random,
  ) {
    this.prices = new TaskPrices(state);
    this.best = new BestPlace(state, this.prices);
    this.fits = new RunFits(state, this.prices);
    this.newRuns = new NewRuns(state, this.best, this.prices, random);
    this.placeStamp = new Int32Array(state.next.length);
  }

  /** Cost of the place found. */
  get cost(): number {
    return this.best.cost;
  }

  /** Node that the task would stand behind; -1 in a new run. */
  get after(): number {
    return this.best.after;
  }

  /** Vehicle whose day the place is in. */
  get vehicle(): number {
    return this.best.vehicle;
  }

  /**
   * True where a place was found. Every place is skipped with the chance `blink`. Only a thorough
   * look goes beyond the task's neighbours and new runs to every place there is.
   */
  find(task: number, blink: number, thorough: boolean): boolean {
    const { best } = this;
    this.stamp++;
    this.task = task;
    best.begin(task);
    this.prices.begin(task);
    this.fits.begin(task);
    this.tryNeighbours(task, blink);
    this.newRuns.find(task, blink);
    best.settle();
    if (thorough && best.cost === Infinity) {
      this.tryEverywhere(task);
      best.settle();
    }
    return best.cost < Infinity;
  }

  /** Carries out the place found. False (and nothing changed) where the day turns out not to be drivable. */
  apply(): boolean {
    const { state, task } = this;
    const { vehicle, position, sink } = this.best;
    let { after } = this.best;
    if (after < 0) after = state.taskCount + state.openRun(vehicle, position, sink);
    state.link(task, after);
    if (refreshDay(state, vehicle)) return true;
    state.unlink(task);
    refreshDay(state, vehicle);
    return false;
  }

  private tryNeighbours(task: number, blink: number): void {
    const { next, prev, runOf, runVehicle, taskCount, problem, node, run: runs } = this.state;
    const { list, count, insertCount, legsTo } = this.neighbours;
    const { placeStamp, stamp, random, fits, best } = this;
    for (let at = 0; at < insertCount; at++) {
      const near = list[task * count + at];
      const run = runOf[near];
      if (run < 0) continue;
      const base = fits.leastCost(run);
      if (base >= best.cost) continue;
      const perMetre = runs[run * 16 + RUN_COST_PER_METRE];
      const perSecond = runs[run * 16 + RUN_COST_PER_SECOND];
      const legs = legsTo[problem.vehicleProfile[runVehicle[run]]];
      const leg = (task * insertCount + at) * 2;
      // Where roads are symmetric a detour is at least twice what the leg there exceeds the leg
      // replaced; that spares a look into the matrix, the slowest step, and misses next to nothing
      // where they are nearly so.
      const room = (best.cost - base) / 2 - perMetre * legs[leg + 1] - perSecond * legs[leg];
      const after = next[near];
      const replaced = perMetre * node[after * 8 + LEG_METRES] + perSecond * node[after * 8 + LEG_SECONDS];
      if (room + replaced > 0 && placeStamp[near] !== stamp) {
        placeStamp[near] = stamp;
        if (random.unit() >= blink) this.tryPlace(task, run, near, after, legs[leg], legs[leg + 1]);
      }
      const before = prev[near];
      if (before < taskCount && at >= NEIGHBOURS_FOLLOWED) continue;
      const entered = perMetre * node[near * 8 + LEG_METRES] + perSecond * node[near * 8 + LEG_SECONDS];
      if (room + entered > 0 && placeStamp[before] !== stamp) {
        placeStamp[before] = stamp;
        if (random.unit() >= blink) this.tryPlaceAfter(task, run, before);
      }
    }
  }

  /** Looks up the leg to the task, then tries the place. */
  private tryPlaceAfter(task: number, run: number, after: number): void {
    const { problem, fromLocation, runVehicle, next } = this.state;
    const profile = problem.vehicleProfile[runVehicle[run]];
    const pair = fromLocation[after] * problem.locationCount + problem.taskLocation[task];
    this.tryPlace(
      task,
      run,
      after,
      next[after],
      problem.durations[profile][pair],
      problem.distances[profile][pair],
    );
  }

  private tryEverywhere(task: number): void {
    const { state } = this;
    for (let run = 0; run < state.runVehicle.length; run++) {
      if (state.runVehicle[run] < 0 || this.fits.leastCost(run) === Infinity) continue;
      const end = state.taskCount + run;
      let node = end;
      do {
        if (this.placeStamp[node] !== this.stamp) this.tryPlaceAfter(task, run, node);
        node = state.next[node];
      } while (node !== end);
    }
  }

  /**
   * Between two neighbouring nodes of a run; the leg is the one from `after` to the task. In one piece:
   * most calls end after a few lines, and handing the segment on would cost as much as they do.
   */
  private tryPlace(
    task: number,
    run: number,
    after: number,
    before: number,
    legSeconds: number,
    legMetres: number,
  ): void {
    const { state, best } = this;
    const { change } = best;
    const { problem, node, taskCount, run: runs } = state;
    const { locationCount, taskLocation } = problem;
    const vehicle = state.runVehicle[run];
    const profile = problem.vehicleProfile[vehicle];
    const here = taskLocation[task];
    const a = after * 8;
    const b = before * 8;
    const r = run * 16;

    // The detour first: most places fall here, before any time is looked at.
    const perMetre = runs[r + RUN_COST_PER_METRE];
    const perSecond = runs[r + RUN_COST_PER_SECOND];
    const base = this.fits.leastCost(run);
    let approach = 0;
    let leaving = 0;
    let driving = -node[b + LEG_SECONDS];
    let metres = -node[b + LEG_METRES];
    if (after >= taskCount || taskLocation[after] !== here) {
      if (legSeconds < 0) return;
      driving += legSeconds;
      metres += legMetres;
      approach = legSeconds + state.access[task];
    }
    const there = state.toLocation[before];
    if (before >= taskCount || there !== here) {
      const pair = here * locationCount + there;
      const leg = problem.durations[profile][pair];
      if (leg < 0) return;
      driving += leg;
      metres += problem.distances[profile][pair];
      leaving = leg + state.access[before];
    }
    if (base + perMetre * metres + perSecond * driving >= best.cost) return;

    let d = node[a + PREF_D] + approach;
    let e = node[a + PREF_E];
    let l = node[a + PREF_L];
    const open = state.windowOpen[task];
    const close = state.windowClose[task];
    if (e + d > close) return;
    let wait = open - d - l;
    if (wait < 0) wait = 0;
    if (open - d > e) e = open - d;
    e -= wait;
    if (close - d < l) l = close - d;
    d += wait + problem.taskServiceSeconds[profile][task] + leaving;
    if (e + d > node[b + SUF_L]) return;
    wait = node[b + SUF_E] - d - l;
    if (wait < 0) wait = 0;
    if (node[b + SUF_E] - d > e) e = node[b + SUF_E] - d;
    e -= wait;
    if (node[b + SUF_L] - d < l) l = node[b + SUF_L] - d;
    d += wait + node[b + SUF_D];

    const sink = state.runSink[run];
    const parcels = runs[r + RUN_PARCELS] + problem.taskParcels[task];
    const unload =
      problem.unloadSeconds[sink] + Math.ceil((parcels * problem.unloadMillisecondsPerParcel[sink]) / 1000);
    const due =
      Math.min(problem.sinkCloseSeconds[sink], runs[r + RUN_DUE], problem.taskDueSeconds[task]) - unload;
    const opens = problem.sinkOpenSeconds[sink];
    if (e + d > due) return;
    wait = opens - d - l;
    if (wait < 0) wait = 0;
    if (opens - d > e) e = opens - d;
    e -= wait;
    if (due - d < l) l = due - d;
    d += wait + unload;

    // Rests taken now will most likely be needed still: a guess, and only where the day is driven before it wins.
    const rests = restsOfDriving(state, run);
    if (d - runs[r + RUN_D] > state.vehicleSpare[vehicle]) return;
    d += rests;
    const depart = Math.max(runs[r + RUN_READY], runs[r + RUN_RELEASE], problem.taskReleaseSeconds[task], e);
    if (depart > l) return;
    const end = depart + d;
    const seconds = d - (runs[r + RUN_UNLOADED] - runs[r + RUN_DEPART]);
    const firstSlot = problem.sinkSlotStart[sink];
    const slot = slotAt(problem.slotCutoffSeconds, firstSlot, end);
    const slotCost = state.runSlotCost[run * state.slotsMost + slot];
    const slotPrice = this.prices.at(firstSlot + slot);
    let cost =
      distanceCost(problem, vehicle, metres) + state.worthOf(vehicle, seconds) - runs[r + RUN_STEP_COST];
    cost += slotCost + slotPrice;
    if (cost >= best.cost) return;
    if (state.vehicleMetres[vehicle] + metres > problem.maxMetres[vehicle]) return;
    const drivingOfDay = state.vehicleDriving[vehicle] + driving;
    if (drivingOfDay > problem.maxDrivingSeconds[vehicle]) return;
    const release = Math.max(runs[r + RUN_RELEASE], problem.taskReleaseSeconds[task]);
    change.stand(vehicle, state.runPosition[run], run, after, sink);
    change.segment(d, e, l, release);
    change.depart = depart;
    change.end = end;
    const mayRest = drivingOfDay > problem.restDrivingSeconds[vehicle];
    if (mayRest) {
      const first = after >= taskCount ? task : state.next[taskCount + run];
      const firstLeg = first === task ? legSeconds : node[first * 8 + LEG_SECONDS];
      change.setDriving(state, first, firstLeg, runs[r + RUN_DRIVING] + driving);
    }
    best.offer(cost, cost - slotPrice - slotCost + runs[r + RUN_STEP_COST], mayRest);
  }
}
