import { distanceCost, timeCost } from '../model/cost.js';
import { DUTY_ROUNDS } from '../model/day-scheduler.js';
import type { Neighbours } from './neighbours.js';
import type { Random } from './random.js';
import { SoloGroups } from './solo-groups.js';
import { soloCosts } from './solo-costs.js';
import type { SoloCosts } from './solo-costs.js';
import { DoubtfulPlaces } from './doubtful-places.js';
import { drivenAfter, drivenAfterRun, MAY_REST, restsOfDriving } from './rests.js';
import { homeLeg, homeMetres } from './home-leg.js';
import { loadDay } from './load-day.js';
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
  RUN_E,
  RUN_L,
  RUN_PARCELS,
  RUN_READY,
  RUN_RELEASE,
  RUN_REST,
  RUN_STEP_COST,
  RUN_UNLOADED,
  RUN_WAIT,
  SUF_D,
  SUF_E,
  SUF_L,
} from './records.js';
import { refreshDay } from './refresh.js';
import { slotAt } from './slot-at.js';
import { BY_DELAYED_SEGMENTS, BY_SCHEDULER, FAR } from './state.js';
import type { SearchState } from './state.js';

/** Stands for a time that stays as it is; no time of a problem is so early. */
const UNCHANGED = -FAR;

/** Stands for the cost of a day that segments cannot tell; no cost is so low. */
const DOUBTFUL = -FAR;

/** So many of the nearest are also tried as followers of the task; farther ones only as the first of a run. */
const NEIGHBOURS_FOLLOWED = 10;

/** A sink is overlooked so many times as often as a place. */
const CHOICE_BLINKS = 10;

/**
 * Finds the cheapest place for a task: between two tasks of a run, or in a new run at any gap of a
 * vehicle's day. The cost is exact: distance, paid time, the departures caught by the run and by
 * the runs that it delays, fixed cost. Segments give a lower bound in constant time and prune; what
 * they cannot tell (rests, split windows, duty) is scheduled exactly before it may win.
 *
 * The loops hoist arrays and inline the segment algebra: they are where the search spends its time.
 */
export class Insertion {
  /** The best place found: a node to stand behind, or a new run (`after` -1) at a position of a vehicle. */
  cost = Infinity;
  after = -1;
  vehicle = -1;
  position = -1;
  sink = -1;

  private stamp = 0;
  private readonly placeStamp: Int32Array;
  private readonly runStamp: Int32Array;
  private readonly runFits: Uint8Array;
  private readonly runBase: Float64Array;
  private readonly slotStamp: Int32Array;
  private readonly slotCost: Float64Array;
  private readonly solo: SoloCosts;
  private readonly groups: SoloGroups;
  private task = 0;
  private readonly doubtful = new DoubtfulPlaces();

  constructor(
    private readonly state: SearchState,
    private readonly neighbours: Neighbours,
    private readonly random: Random,
  ) {
    const { problem } = state;
    this.placeStamp = new Int32Array(state.next.length);
    this.runStamp = new Int32Array(state.runVehicle.length);
    this.runFits = new Uint8Array(state.runVehicle.length);
    this.runBase = new Float64Array(state.runVehicle.length);
    this.slotStamp = new Int32Array(problem.slotCutoffSeconds.length);
    this.slotCost = new Float64Array(problem.slotCutoffSeconds.length);
    this.solo = soloCosts(problem);
    this.groups = new SoloGroups(problem, this.solo.cost);
  }

  /**
   * True where a place was found. Every place is skipped with the chance `blink`. Only a thorough
   * look goes beyond the task's neighbours and new runs to every place there is.
   */
  find(task: number, blink: number, thorough: boolean): boolean {
    this.stamp++;
    this.task = task;
    this.cost = Infinity;
    this.doubtful.count = 0;
    this.tryNeighbours(task, blink);
    this.tryNewRuns(task, blink);
    this.settleDoubtful();
    if (thorough && this.cost === Infinity) {
      this.tryEverywhere(task);
      this.settleDoubtful();
    }
    return this.cost < Infinity;
  }

  /** Drives the places that segments cannot price, those that promise most first, until none can win. */
  private settleDoubtful(): void {
    const { doubtful, state, task } = this;
    for (let at = 0; at < doubtful.count && doubtful.bound[at] < this.cost; at++) {
      const [vehicle, position, after, sink] = doubtful.places.subarray(4 * at, 4 * at + 4);
      const cost =
        after >= 0
          ? this.exactPlaceCost(task, state.runOf[after], after)
          : this.exactNewRunCost(task, vehicle, position, sink);
      if (cost >= this.cost) continue;
      this.cost = cost;
      this.after = after;
      this.vehicle = vehicle;
      this.position = position;
      this.sink = sink;
    }
    doubtful.count = 0;
  }

  /** Carries out the place found. False (and nothing changed) where the day turns out not to be drivable. */
  apply(): boolean {
    const { state, task } = this;
    let after = this.after;
    if (after < 0) after = state.taskCount + state.openRun(this.vehicle, this.position, this.sink);
    state.link(task, after);
    if (refreshDay(state, this.vehicle)) return true;
    state.unlink(task);
    refreshDay(state, this.vehicle);
    return false;
  }

  private tryNeighbours(task: number, blink: number): void {
    const { next, prev, runOf, runVehicle, taskCount, problem, node, run: runs } = this.state;
    const { list, count, insertCount, legsTo } = this.neighbours;
    const { placeStamp, stamp, random, runStamp, runFits, runBase } = this;
    for (let at = 0; at < insertCount; at++) {
      const near = list[task * count + at];
      const run = runOf[near];
      if (run < 0) continue;
      if (runStamp[run] !== stamp) this.fits(task, run);
      const base = runBase[run];
      if (runFits[run] === 0 || base >= this.cost) continue;
      const perMetre = runs[run * 16 + RUN_COST_PER_METRE];
      const perSecond = runs[run * 16 + RUN_COST_PER_SECOND];
      const legs = legsTo[problem.vehicleProfile[runVehicle[run]]];
      const leg = (task * insertCount + at) * 2;
      // Where roads are symmetric a detour is at least twice what the leg there exceeds the leg
      // replaced; that spares a look into the matrix, the slowest step, and misses next to nothing
      // where they are nearly so.
      const room = (this.cost - base) / 2 - perMetre * legs[leg + 1] - perSecond * legs[leg];
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
      if (state.runVehicle[run] < 0 || !this.fits(task, run)) continue;
      const end = state.taskCount + run;
      let node = end;
      do {
        if (this.placeStamp[node] !== this.stamp) this.tryPlaceAfter(task, run, node);
        node = state.next[node];
      } while (node !== end);
    }
  }

  /**
   * Whether a run could take the task at all: permission, room, and a start late enough. Looked up
   * once a run and task, together with the least that any place in the run costs beside the detour.
   */
  private fits(task: number, run: number): boolean {
    if (this.runStamp[run] === this.stamp) return this.runFits[run] === 1;
    this.runStamp[run] = this.stamp;
    this.runFits[run] = 0;
    const { runLoad, runVehicle, problem, run: runs } = this.state;
    const { dimensionCount, taskLoad, vehicleCapacity, allowed, taskCount } = problem;
    const vehicle = runVehicle[run];
    if (allowed[vehicle * taskCount + task] === 0) return false;
    for (let d = 0; d < dimensionCount; d++) {
      const load = runLoad[run * dimensionCount + d] + taskLoad[task * dimensionCount + d];
      if (load > vehicleCapacity[vehicle * dimensionCount + d]) return false;
    }
    const r = run * 16;
    const release = problem.taskReleaseSeconds[task];
    if (release > runs[r + RUN_L]) return false;
    const delay = Math.max(0, release - runs[r + RUN_DEPART]);
    const sink = this.state.runSink[run];
    const firstSlot = problem.sinkSlotStart[sink];
    const slot = slotAt(problem.slotCutoffSeconds, firstSlot, runs[r + RUN_UNLOADED] + delay);
    const seconds = problem.taskServiceSeconds[problem.vehicleProfile[vehicle]][task] - runs[r + RUN_WAIT];
    if (seconds > this.state.vehicleSpare[vehicle]) return false;
    this.runBase[run] = this.priceOf(firstSlot + slot) + runs[r + RUN_COST_PER_SECOND] * seconds;
    this.runFits[run] = 1;
    return true;
  }

  /** Departure cost of the task alone in a slot (index over all sinks), looked up once a slot. */
  private priceOf(slot: number): number {
    if (this.slotStamp[slot] === this.stamp) return this.slotCost[slot];
    const { problem, prices } = this.state;
    const { taskClassStart, taskClass, taskClassOrders, taskClassParcels } = problem;
    let cost = 0;
    for (let at = taskClassStart[this.task]; at < taskClassStart[this.task + 1]; at++)
      cost += prices.slotCost(slot, taskClass[at], taskClassOrders[at], taskClassParcels[at]);
    this.slotStamp[slot] = this.stamp;
    this.slotCost[slot] = cost;
    return cost;
  }

  /** Between two neighbouring nodes of a run; the leg is the one from `after` to the task. */
  private tryPlace(
    task: number,
    run: number,
    after: number,
    before: number,
    legSeconds: number,
    legMetres: number,
  ): void {
    const { state } = this;
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
    const base = this.runBase[run];
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
    if (base + perMetre * metres + perSecond * driving >= this.cost) return;

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
    let cost =
      distanceCost(problem, vehicle, metres) + this.worthOf(vehicle, seconds) - runs[r + RUN_STEP_COST];
    const firstSlot = problem.sinkSlotStart[sink];
    const slot = slotAt(problem.slotCutoffSeconds, firstSlot, end);
    cost += state.runSlotCost[run * state.slotsMost + slot] + this.priceOf(firstSlot + slot);
    if (cost >= this.cost) return;
    if (state.vehicleMetres[vehicle] + metres > problem.maxMetres[vehicle]) return;
    const drivingOfDay = state.vehicleDriving[vehicle] + driving;
    if (drivingOfDay > problem.maxDrivingSeconds[vehicle]) return;
    // Without rests the chain is a lower bound: a day it cannot hold needs no exact look.
    const position = state.runPosition[run];
    const travel = cost - this.priceOf(firstSlot + slot) - state.runSlotCost[run * state.slotsMost + slot];
    cost += this.chain(vehicle, position + 1, end, position === 0 ? depart : UNCHANGED);
    if (cost >= this.cost) return;
    const mayRest = drivingOfDay > problem.restDrivingSeconds[vehicle];
    if (!this.isSimple(vehicle, task)) return this.doubtful.offer(cost, vehicle, position, after, sink);
    if (this.dutyTooLong || mayRest) {
      const release = Math.max(runs[r + RUN_RELEASE], problem.taskReleaseSeconds[task]);
      const first = after >= taskCount ? task : state.next[taskCount + run];
      if (mayRest)
        this.setFirst(
          first,
          first === task ? legSeconds : node[first * 8 + LEG_SECONDS],
          runs[r + RUN_DRIVING] + driving,
        );
      const steps = this.retimedDay(vehicle, position, run, sink, d, e, l, release, mayRest);
      if (steps === DOUBTFUL) return this.doubtful.offer(cost, vehicle, position, after, sink);
      cost = travel + runs[r + RUN_STEP_COST] + steps;
    }
    if (cost >= this.cost) return;
    this.cost = cost;
    this.after = after;
    this.vehicle = vehicle;
  }

  /** Whether segments may tell the day's times exactly once the task is in it. */
  private isSimple(vehicle: number, task: number): boolean {
    const { taskWindowStart } = this.state.problem;
    return (
      this.state.vehicleTiming[vehicle] !== BY_SCHEDULER &&
      taskWindowStart[task + 1] - taskWindowStart[task] === 1
    );
  }

  /** Of the run changed or new: seconds of the leg to its first task, when that opens less access, and all driving. */
  private firstLeg = 0;
  private firstOpen = 0;
  private runDriving = 0;

  private setFirst(first: number, leg: number, driving: number): void {
    this.firstLeg = leg;
    this.firstOpen = this.state.windowOpen[first] - this.state.access[first];
    this.runDriving = driving;
  }

  private dutyTooLong = false;

  /**
   * What runs from a position on cost more when the run before them ends at `end`. Infinity where
   * the day breaks; `dutyTooLong` where only the duty limit breaks or has delayed the day before:
   * then the whole day is to be timed anew.
   * `firstDepart`: the day's first departure where it changes, else UNCHANGED.
   */
  private chain(vehicle: number, position: number, end: number, firstDepart: number): number {
    const { state } = this;
    const { problem, vehicleRuns, runsMost, run: runs, slotsMost } = state;
    const base = vehicle * runsMost;
    const count = state.vehicleRunCount[vehicle];
    this.dutyTooLong = state.vehicleTiming[vehicle] === BY_DELAYED_SEGMENTS;
    if (this.dutyTooLong) return 0;
    let cost = 0;
    let returns = UNCHANGED;
    for (let at = position; at < count; at++) {
      const run = vehicleRuns[base + at];
      const r = run * 16;
      const ready = end + problem.turnaroundSeconds[vehicle];
      const depart = Math.max(ready, runs[r + RUN_RELEASE], runs[r + RUN_E]);
      if (depart === runs[r + RUN_DEPART]) {
        returns = state.vehicleReturn[vehicle];
        break;
      }
      // Rests taken now will most likely be needed still: a guess that spares exact looks.
      if (depart > runs[r + RUN_L] - runs[r + RUN_REST]) return Infinity;
      end = depart + runs[r + RUN_D] + runs[r + RUN_REST];
      const slot = slotAt(problem.slotCutoffSeconds, problem.sinkSlotStart[state.runSink[run]], end);
      cost += state.runSlotCost[run * slotsMost + slot] - runs[r + RUN_STEP_COST];
    }
    if (returns === UNCHANGED) returns = end + homeLeg(state, vehicle, this.lastSink(vehicle, position));
    if (returns > problem.shiftCloseSeconds[vehicle]) return Infinity;
    const first = firstDepart !== UNCHANGED ? firstDepart : runs[vehicleRuns[base] * 16 + RUN_DEPART];
    if (returns - first > problem.maxDutySeconds[vehicle]) this.dutyTooLong = true;
    return cost;
  }

  /**
   * Departure costs of a whole day against the present ones, where its start must be delayed for
   * duty or its driving is long. The run at `position` (a new one where `run` is -1) has the segment
   * given; its departure costs are those of `run` and of the task together. DOUBTFUL where the day
   * may need rests; only looked at if `mayRest`.
   */
  private retimedDay(
    vehicle: number,
    position: number,
    run: number,
    sink: number,
    d: number,
    e: number,
    l: number,
    release: number,
    mayRest: boolean,
  ): number {
    const { state } = this;
    const { problem, vehicleRuns, runsMost, run: runs, slotsMost } = state;
    const base = vehicle * runsMost;
    const isNew = run < 0 ? 1 : 0;
    const count = state.vehicleRunCount[vehicle] + isNew;
    const lastSink = position === count - 1 ? sink : state.runSink[vehicleRuns[base + count - 1 - isNew]];
    const home = homeLeg(state, vehicle, lastSink);
    let ready = problem.shiftOpenSeconds[vehicle];
    let lastExcess = FAR;
    for (let round = 0; round <= DUTY_ROUNDS; round++) {
      let cost = -state.vehicleStepCost[vehicle];
      let first = 0;
      let end = ready;
      let driven = 0;
      for (let at = 0; at < count; at++) {
        const changed = at === position;
        const other = vehicleRuns[base + (at > position ? at - isNew : at)];
        const r = other * 16;
        const depart = changed
          ? Math.max(ready, release, e)
          : Math.max(ready, runs[r + RUN_RELEASE], runs[r + RUN_E]);
        if (depart > (changed ? l : runs[r + RUN_L])) return Infinity;
        if (mayRest && driven !== MAY_REST)
          driven = changed
            ? drivenAfterRun(
                problem,
                vehicle,
                ready,
                driven,
                this.runDriving,
                release,
                e,
                this.firstLeg,
                this.firstOpen,
              )
            : drivenAfter(state, vehicle, other, ready, driven);
        if (at === 0) first = depart;
        end = depart + (changed ? d : runs[r + RUN_D]);
        const firstSlot = problem.sinkSlotStart[changed ? sink : state.runSink[other]];
        const slot = slotAt(problem.slotCutoffSeconds, firstSlot, end);
        if (changed) cost += this.priceOf(firstSlot + slot);
        if (!changed || isNew === 0) cost += state.runSlotCost[other * slotsMost + slot];
        ready = end + problem.turnaroundSeconds[vehicle];
      }
      if (end + home > problem.shiftCloseSeconds[vehicle]) return Infinity;
      if (mayRest && (driven === MAY_REST || driven + home > problem.restDrivingSeconds[vehicle]))
        return DOUBTFUL;
      const excess = end + home - first - problem.maxDutySeconds[vehicle];
      if (excess <= 0) return cost;
      if (excess >= lastExcess) return Infinity;
      lastExcess = excess;
      ready = first + excess;
    }
    return Infinity;
  }

  /** Sink of the day's last run; a run that would come last itself is told by `chainSink`. */
  private lastSink(vehicle: number, position: number): number {
    const { state } = this;
    const count = state.vehicleRunCount[vehicle];
    if (this.chainSink >= 0 && position >= count) return this.chainSink;
    return state.runSink[state.vehicleRuns[vehicle * state.runsMost + count - 1]];
  }

  private chainSink = -1;

  private exactPlaceCost(task: number, run: number, after: number): number {
    const { state } = this;
    const vehicle = state.runVehicle[run];
    loadDay(state, vehicle);
    const { day } = state;
    const at = state.runPosition[run];
    let place = day.runStart[at];
    if (after < state.taskCount) while (day.tasks[place++] !== after);
    day.tasks.copyWithin(place + 1, place, day.runStart[day.runCount]);
    day.tasks[place] = task;
    for (let later = at + 1; later <= day.runCount; later++) day.runStart[later]++;
    return this.exactDayCost(vehicle, at, -1);
  }

  /** Cost of the day loaded into the scheduler against the vehicle's present one. */
  private exactDayCost(vehicle: number, changed: number, newRunAt: number): number {
    const { state } = this;
    const { problem, day, vehicleRuns, runsMost } = state;
    if (!day.schedule(vehicle)) return Infinity;
    let seconds = day.homeSeconds;
    let steps = 0;
    for (let at = 0; at < day.runCount; at++) {
      seconds += day.unloadedSeconds[at] - day.departSeconds[at];
      const firstSlot = problem.sinkSlotStart[day.sinks[at]];
      const slot = slotAt(problem.slotCutoffSeconds, firstSlot, day.unloadedSeconds[at]);
      if (at === changed) steps += this.priceOf(firstSlot + slot);
      if (at === newRunAt) continue;
      const existing = vehicleRuns[vehicle * runsMost + (newRunAt >= 0 && at > newRunAt ? at - 1 : at)];
      steps += state.runSlotCost[existing * state.slotsMost + slot];
    }
    const travel =
      distanceCost(problem, vehicle, day.metres) +
      timeCost(problem, vehicle, seconds) +
      state.secondWorth * (seconds - state.vehiclePaidSeconds[vehicle]);
    const before = state.vehicleTravelCost[vehicle] + state.vehicleStepCost[vehicle];
    return problem.fixedCost[vehicle] + travel + steps - before;
  }

  /** As a run of its own: at every gap of used vehicles, and in one empty vehicle of each group; cheap groups first. */
  private tryNewRuns(task: number, blink: number): void {
    const { state, groups } = this;
    const { vehicleRunCount, runsMost, problem } = state;
    const { taskCount, maxRuns, fixedCost, groupCount } = problem;
    const soloCost = this.solo.cost;
    groups.rank(task);
    for (let at = task * groupCount; at < (task + 1) * groupCount; at++) {
      const group = groups.ranked[at];
      if (group < 0) return;
      const least = soloCost[group * taskCount + task];
      if (least >= this.cost) return;
      let emptySeen = false;
      for (let of = groups.start[group]; of < groups.start[group + 1]; of++) {
        const vehicle = groups.vehicles[of];
        const count = vehicleRunCount[vehicle];
        if (count === 0) {
          if (emptySeen || least + fixedCost[vehicle] >= this.cost) continue;
          emptySeen = true;
        }
        if (count >= maxRuns[vehicle] || count >= runsMost) continue;
        this.tryGaps(task, vehicle, count, blink);
      }
    }
  }

  /** Leaves out the gaps that are too short for the task, or from which it comes too late, by what it takes at least. */
  private tryGaps(task: number, vehicle: number, count: number, blink: number): void {
    const { state, solo } = this;
    const { problem, vehicleRuns, runsMost, run: runs } = state;
    const base = vehicle * runsMost;
    const at = problem.vehicleGroup[vehicle] * problem.taskCount + task;
    const turnaround = problem.turnaroundSeconds[vehicle];
    const seconds = solo.seconds[at];
    const release = problem.taskReleaseSeconds[task];
    const servedBy = state.windowOpen[task] + solo.secondsFromService[at];
    const fixed = count === 0 ? problem.fixedCost[vehicle] : 0;
    const travel = fixed + solo.travel[at] + state.secondWorth * seconds;
    const close = problem.shiftCloseSeconds[vehicle];
    // Another sink may bring the day's end nearer to home.
    const spare = count === 0 ? FAR : state.vehicleSpare[vehicle] - turnaround;
    if (seconds > spare + (count === 0 ? 0 : homeLeg(state, vehicle, this.sinkOfLast(vehicle)))) return;
    let ready = problem.shiftOpenSeconds[vehicle];
    for (let position = 0; position <= count; position++) {
      let end = (ready > release ? ready : release) + seconds;
      if (servedBy > end) end = servedBy;
      let latest = close;
      if (position < count) {
        const r = vehicleRuns[base + position] * 16;
        latest = runs[r + RUN_L] - runs[r + RUN_REST] - turnaround;
        ready = runs[r + RUN_UNLOADED] + turnaround;
      }
      if (end > close) return;
      if (end <= latest) this.tryNewRunAt(task, vehicle, position, blink, travel, end);
    }
  }

  /** `travel` and `end`: what distance and time cost at least, and the earliest end. */
  private tryNewRunAt(
    task: number,
    vehicle: number,
    position: number,
    blink: number,
    travel: number,
    end: number,
  ): void {
    const { state } = this;
    const { vehicleSinkStart, vehicleSink, vehicleStart, sinkLocation, sinkSlotStart, slotCutoffSeconds } =
      state.problem;
    const base = vehicle * state.runsMost;
    const start =
      position === 0
        ? vehicleStart[vehicle]
        : sinkLocation[state.runSink[state.vehicleRuns[base + position - 1]]];
    const sinks = vehicleSinkStart[vehicle + 1] - vehicleSinkStart[vehicle];
    // Where a run ends is settled by its first task alone: with a choice of sinks, look away more often.
    const chance = sinks > 1 ? Math.min(0.5, blink * CHOICE_BLINKS) : blink;
    for (let at = vehicleSinkStart[vehicle]; at < vehicleSinkStart[vehicle + 1]; at++) {
      const sink = vehicleSink[at];
      const firstSlot = sinkSlotStart[sink];
      const least = travel + this.priceOf(firstSlot + slotAt(slotCutoffSeconds, firstSlot, end));
      if (least < this.cost && this.random.unit() >= chance)
        this.tryNewRun(task, vehicle, position, start, sink);
    }
  }

  private tryNewRun(task: number, vehicle: number, position: number, start: number, sink: number): void {
    const { state } = this;
    const { problem, windowOpen, windowClose } = state;
    const { locationCount, taskLocation, sinkLocation } = problem;
    const profile = problem.vehicleProfile[vehicle];
    const durations = problem.durations[profile];
    const distances = problem.distances[profile];
    const out = start * locationCount + taskLocation[task];
    const back = taskLocation[task] * locationCount + sinkLocation[sink];
    if (durations[out] < 0 || durations[back] < 0) return;
    let metres = distances[out] + distances[back];
    const last = position === state.vehicleRunCount[vehicle];
    const restart = !last && sinkLocation[sink] !== start;
    if (last) metres += this.homeMetresChange(vehicle, sink);

    const approach = durations[out] + state.access[task];
    const unload =
      problem.unloadSeconds[sink] +
      Math.ceil((problem.taskParcels[task] * problem.unloadMillisecondsPerParcel[sink]) / 1000);
    const service = problem.taskServiceSeconds[profile][task] + durations[back];
    const due = Math.min(problem.sinkCloseSeconds[sink], problem.taskDueSeconds[task]) - unload;
    const opens = problem.sinkOpenSeconds[sink];
    const e = windowOpen[task];
    const l = Math.min(windowClose[task], due - service);
    if (e > l) return;
    const wait = Math.max(0, opens - service - l);
    const d = approach + service + wait + unload;
    const earliest = Math.max(e, opens - service) - wait - approach;
    const depart = Math.max(this.readyAt(vehicle, position), problem.taskReleaseSeconds[task], earliest);
    if (depart > l - approach) return;
    const end = depart + d;
    const fixed = state.vehicleRunCount[vehicle] === 0 ? problem.fixedCost[vehicle] : 0;
    let cost = fixed + distanceCost(problem, vehicle, metres) + this.worthOf(vehicle, d);
    if (cost >= this.cost && !restart) return;
    const firstSlot = problem.sinkSlotStart[sink];
    const slot = slotAt(problem.slotCutoffSeconds, firstSlot, end);
    cost += this.priceOf(firstSlot + slot);
    if (cost >= this.cost && !restart) return;
    if (state.vehicleMetres[vehicle] + metres > problem.maxMetres[vehicle] && !restart) return;
    const driving = state.vehicleDriving[vehicle] + durations[out] + durations[back];
    const homeBefore = last && !this.isEmpty(vehicle) ? homeLeg(state, vehicle, this.sinkOfLast(vehicle)) : 0;
    const homeAfter = last ? homeLeg(state, vehicle, sink) : 0;
    if (homeAfter < 0) return;
    const drivingOfDay = driving + homeAfter - homeBefore;
    if (restart) {
      if (this.breaksNext(vehicle, position, end, sink)) return;
      const bound = cost + this.detourOfNext(vehicle, position, sink);
      if (bound < this.cost) this.doubtful.offer(bound, vehicle, position, -1, sink);
      return;
    }
    if (drivingOfDay > problem.maxDrivingSeconds[vehicle]) return;
    cost += this.worthOf(vehicle, homeAfter - homeBefore);
    const travel = cost - this.priceOf(firstSlot + slot);
    this.chainSink = sink;
    cost += this.chain(vehicle, position, end, position === 0 ? depart : UNCHANGED);
    this.chainSink = -1;
    if (cost >= this.cost) return;
    if (!this.isSimple(vehicle, task)) return this.doubtful.offer(cost, vehicle, position, -1, sink);
    const mayRest = drivingOfDay > problem.restDrivingSeconds[vehicle];
    if (this.dutyTooLong || mayRest) {
      const release = problem.taskReleaseSeconds[task];
      if (mayRest) this.setFirst(task, durations[out], durations[out] + durations[back]);
      const latest = l - approach;
      const steps = this.retimedDay(vehicle, position, -1, sink, d, earliest, latest, release, mayRest);
      if (steps === DOUBTFUL) return this.doubtful.offer(cost, vehicle, position, -1, sink);
      cost = travel + steps;
    }
    if (cost >= this.cost) return;
    this.cost = cost;
    this.after = -1;
    this.vehicle = vehicle;
    this.position = position;
    this.sink = sink;
  }

  /** About what the run at a position costs more when it starts at another sink; waiting may make it less. */
  private detourOfNext(vehicle: number, position: number, sink: number): number {
    const { state } = this;
    const { problem, vehicleRuns, runsMost, next, node, run: runs, taskCount } = state;
    const run = vehicleRuns[vehicle * runsMost + position];
    const first = next[taskCount + run];
    const profile = problem.vehicleProfile[vehicle];
    const pair = problem.sinkLocation[sink] * problem.locationCount + problem.taskLocation[first];
    const metres = problem.distances[profile][pair] - node[first * 8 + LEG_METRES];
    const seconds = problem.durations[profile][pair] - node[first * 8 + LEG_SECONDS];
    return (
      distanceCost(problem, vehicle, metres) + this.worthOf(vehicle, seconds - runs[run * 16 + RUN_WAIT])
    );
  }

  /** Whether the run at a position would start too late once the run before it ends elsewhere, at `sink`. */
  private breaksNext(vehicle: number, position: number, end: number, sink: number): boolean {
    const { problem, vehicleRuns, runsMost, next, node, run: runs, taskCount } = this.state;
    const run = vehicleRuns[vehicle * runsMost + position];
    const first = next[taskCount + run];
    const leg =
      problem.durations[problem.vehicleProfile[vehicle]][
        problem.sinkLocation[sink] * problem.locationCount + problem.taskLocation[first]
      ];
    if (leg < 0) return true;
    const latest = runs[run * 16 + RUN_L] - runs[run * 16 + RUN_REST] + node[first * 8 + LEG_SECONDS] - leg;
    return end + problem.turnaroundSeconds[vehicle] > latest;
  }

  /** Paid seconds at their price and at what they are worth to absent tasks. */
  private worthOf(vehicle: number, seconds: number): number {
    return timeCost(this.state.problem, vehicle, seconds) + this.state.secondWorth * seconds;
  }

  private isEmpty(vehicle: number): boolean {
    return this.state.vehicleRunCount[vehicle] === 0;
  }

  private sinkOfLast(vehicle: number): number {
    const { state } = this;
    return state.runSink[state.vehicleRuns[vehicle * state.runsMost + state.vehicleRunCount[vehicle] - 1]];
  }

  private homeMetresChange(vehicle: number, sink: number): number {
    const before = this.isEmpty(vehicle) ? 0 : homeMetres(this.state, vehicle, this.sinkOfLast(vehicle));
    return homeMetres(this.state, vehicle, sink) - before;
  }

  private readyAt(vehicle: number, position: number): number {
    const { state } = this;
    const { shiftOpenSeconds, turnaroundSeconds } = state.problem;
    if (position === 0) return shiftOpenSeconds[vehicle];
    const before = state.vehicleRuns[vehicle * state.runsMost + position - 1];
    return state.run[before * 16 + RUN_UNLOADED] + turnaroundSeconds[vehicle];
  }

  private exactNewRunCost(task: number, vehicle: number, position: number, sink: number): number {
    const { state } = this;
    loadDay(state, vehicle);
    const { day } = state;
    const place = day.runStart[position];
    day.tasks.copyWithin(place + 1, place, day.runStart[day.runCount]);
    day.tasks[place] = task;
    for (let at = day.runCount + 1; at > position; at--) {
      day.runStart[at] = day.runStart[at - 1] + 1;
      day.sinks[at] = day.sinks[at - 1];
    }
    day.runStart[position] = place;
    day.sinks[position] = sink;
    day.runCount++;
    return this.exactDayCost(vehicle, position, position);
  }
}
