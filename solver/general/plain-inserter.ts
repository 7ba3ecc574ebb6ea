import { preferenceCost } from '../model/cost.js';
import type { Problem } from '../model/frozen-problem.js';
import type { Random } from '../search/random.js';
import type { DayBounds } from './day-bounds.js';
import type { GeneralState } from './general-state.js';
import type { Inserter } from './inserter.js';
import type { Legs } from './legs.js';
import type { OpenVehicles } from './open-vehicles.js';

/** Chance that a place is overlooked (Christiaens and Vanden Berghe 2020, table 3). */
const BLINK_CHANCE = 0.01;
const NO_BLINK = 1e9;

/**
 * Insertion into plain days (plain-days.ts): windows in O(1) by earliest and latest times, loads by what is
 * aboard on each leg. A pair costs O(n²) places a day at worst; places of the delivery are only
 * tried where the two detours together could beat the best so far.
 */
export class PlainInserter implements Inserter {
  private bestCost = Infinity;
  private bestVehicle = 0;
  private bestRequest = -1;
  private bestFirst = 0;
  private bestSecond = 0;
  private untilBlink = NO_BLINK;
  /** By gap: detour of the delivery there, and the least of these from the gap on. */
  private detours = new Float64Array(64);
  private leastDetours = new Float64Array(64);

  constructor(
    private readonly problem: Problem,
    private readonly state: GeneralState,
    private readonly bounds: DayBounds,
    private readonly legs: Legs,
    private readonly vehicles: OpenVehicles,
    private readonly random: Random,
  ) {}

  find(unit: number, limit: number, blink: boolean): number {
    const { unitStart, unitRequests, start, tasks } = this.state.requests;
    const { hasPreferences } = this.problem;
    this.bestCost = limit;
    this.bestRequest = -1;
    this.untilBlink = blink ? this.drawBlink() : NO_BLINK;
    for (let at = unitStart[unit]; at < unitStart[unit + 1]; at++) {
      const request = unitRequests[at];
      const first = tasks[start[request]];
      const second = start[request + 1] - start[request] > 1 ? tasks[start[request] + 1] : -1;
      for (let k = 0; k < this.vehicles.count; k++) {
        const vehicle = this.vehicles.candidates[k];
        if (!this.mayServe(vehicle, first, second)) continue;
        const extra = hasPreferences ? this.preferencesOf(vehicle, first, second) : 0;
        const before = this.bestCost;
        this.bestCost = before - extra;
        if (!this.tryVehicle(vehicle, first, second)) this.bestCost = before;
        else {
          this.bestCost += extra;
          this.bestRequest = request;
          this.bestVehicle = vehicle;
        }
      }
    }
    return this.bestRequest < 0 ? Infinity : this.bestCost;
  }

  apply(): void {
    const { state, problem, bestVehicle: vehicle, bestRequest: request } = this;
    const { start, tasks, unitOf } = state.requests;
    state.touch(vehicle);
    const isNew = state.length[vehicle] === 0;
    if (isNew)
      state.insert(vehicle, 0, state.taskCount + problem.vehicleSink[problem.vehicleSinkStart[vehicle]]);
    if (start[request + 1] - start[request] > 1)
      state.insert(vehicle, this.bestSecond, tasks[start[request] + 1]);
    state.insert(vehicle, this.bestFirst, tasks[start[request]]);
    state.number(vehicle);
    state.serve(unitOf[request], request);
    this.bounds.refresh(vehicle);
    state.setDayCost(vehicle, state.dayCost[vehicle] + this.bestCost);
    if (isNew) this.vehicles.list();
  }

  refresh(vehicle: number): boolean {
    this.state.setDayCost(vehicle, this.costOf(vehicle));
    return this.bounds.refresh(vehicle);
  }

  restore(vehicle: number): void {
    this.bounds.refresh(vehicle);
  }

  /** Whether something better than bestCost was found. */
  private tryVehicle(vehicle: number, first: number, second: number): boolean {
    this.bounds.work += this.state.length[vehicle] + 2;
    if (this.state.length[vehicle] === 0) return this.tryEmpty(vehicle, first, second);
    return second < 0 ? this.trySingle(vehicle, first) : this.tryPair(vehicle, first, second);
  }

  private mayServe(vehicle: number, first: number, second: number): boolean {
    const { allowed, taskCount, taskLoad, vehicleCapacity, dimensionCount } = this.problem;
    if (allowed[vehicle * taskCount + first] === 0) return false;
    if (second >= 0 && allowed[vehicle * taskCount + second] === 0) return false;
    for (let d = 0; d < dimensionCount; d++)
      if (taskLoad[first * dimensionCount + d] > vehicleCapacity[vehicle * dimensionCount + d]) return false;
    return true;
  }

  private preferencesOf(vehicle: number, first: number, second: number): number {
    const cost = preferenceCost(this.problem, vehicle, first);
    return second < 0 ? cost : cost + preferenceCost(this.problem, vehicle, second);
  }

  private tryEmpty(vehicle: number, first: number, second: number): boolean {
    const { problem } = this;
    const { taskLocation, vehicleStart, vehicleEnd, sinkLocation, locationCount } = problem;
    const seconds = this.legs.seconds[vehicle];
    const metres = this.legs.metres[vehicle];
    const sink = problem.vehicleSink[problem.vehicleSinkStart[vehicle]];
    let time = problem.shiftOpenSeconds[vehicle];
    let here = vehicleStart[vehicle];
    let length = 0;
    for (let task = first; task >= 0; task = task === second ? -1 : second) {
      const leg = here * locationCount + taskLocation[task];
      time = this.leaveAfter(vehicle, task, time + seconds[leg]);
      if (time === Infinity) return false;
      length += metres[leg];
      here = taskLocation[task];
    }
    const last = here * locationCount + sinkLocation[sink];
    time = Math.max(time + seconds[last], problem.sinkOpenSeconds[sink]) + problem.unloadSeconds[sink];
    if (time > problem.sinkCloseSeconds[sink]) return false;
    length += metres[last];
    if (vehicleEnd[vehicle] >= 0) {
      const home = sinkLocation[sink] * locationCount + vehicleEnd[vehicle];
      time += seconds[home];
      length += metres[home];
    }
    if (time > problem.shiftCloseSeconds[vehicle]) return false;
    const cost = problem.fixedCost[vehicle] + problem.costPerMetre[vehicle] * length;
    if (cost >= this.bestCost) return false;
    this.bestCost = cost;
    this.bestFirst = this.bestSecond = 0;
    return true;
  }

  /** When a task is left that is reached at a moment; Infinity where that is too late. */
  private leaveAfter(vehicle: number, task: number, arrive: number): number {
    const { taskWindowStart, windowOpenSeconds, windowCloseSeconds, taskServiceSeconds } = this.problem;
    const end = taskWindowStart[task + 1];
    let window = taskWindowStart[task];
    while (window < end && windowCloseSeconds[window] < arrive) window++;
    if (window === end) return Infinity;
    const start = windowOpenSeconds[window] > arrive ? windowOpenSeconds[window] : arrive;
    return start + taskServiceSeconds[this.problem.vehicleProfile[vehicle]][task];
  }

  private trySingle(vehicle: number, task: number): boolean {
    const { problem, state } = this;
    const { taskLocation, sinkLocation, locationCount, taskCount, windowCloseSeconds } = problem;
    const seconds = this.legs.seconds[vehicle];
    const metres = this.legs.metres[vehicle];
    const tokens = state.tokens[vehicle];
    const [leave, latest] = [this.bounds.leave[vehicle], this.bounds.latest[vehicle]];
    const most = problem.taskDelivered[task] === 1 ? this.bounds.mostBefore : this.bounds.mostAfter;
    const rate = problem.costPerMetre[vehicle];
    const close = windowCloseSeconds[problem.taskWindowStart[task + 1] - 1];
    const place = taskLocation[task];
    const length = state.length[vehicle];
    let time = problem.shiftOpenSeconds[vehicle];
    let here = problem.vehicleStart[vehicle];
    let found = false;
    for (let gap = 0; gap < length; gap++) {
      if (time > close) break;
      const token = tokens[gap];
      const next = token < taskCount ? taskLocation[token] : sinkLocation[token - taskCount];
      const to = here * locationCount + place;
      const from = place * locationCount + next;
      const cost = rate * (metres[to] + metres[from] - metres[here * locationCount + next]);
      if (cost < this.bestCost && this.blinkedNot()) {
        const left = this.leaveAfter(vehicle, task, time + seconds[to]);
        if (left + seconds[from] <= latest[gap] && this.fits(vehicle, task, most[vehicle], gap)) {
          this.bestCost = cost;
          this.bestFirst = gap;
          found = true;
        }
      }
      time = leave[gap];
      here = next;
    }
    return found;
  }

  private fits(vehicle: number, task: number, aboard: Float64Array, gap: number): boolean {
    const { dimensionCount, taskLoad, vehicleCapacity } = this.problem;
    for (let d = 0; d < dimensionCount; d++) {
      const load = aboard[gap * dimensionCount + d] + taskLoad[task * dimensionCount + d];
      if (load > vehicleCapacity[vehicle * dimensionCount + d]) return false;
    }
    return true;
  }

  /** What the delivery would add in each gap, Infinity where its window or the rest of the day forbids it. */
  private measureDetours(vehicle: number, task: number): void {
    const { problem, state } = this;
    const { taskLocation, sinkLocation, locationCount, taskCount } = problem;
    const length = state.length[vehicle];
    if (this.detours.length <= length) {
      this.detours = new Float64Array(2 * length);
      this.leastDetours = new Float64Array(2 * length);
    }
    const { detours, leastDetours } = this;
    const seconds = this.legs.seconds[vehicle];
    const metres = this.legs.metres[vehicle];
    const tokens = state.tokens[vehicle];
    const [leave, latest] = [this.bounds.leave[vehicle], this.bounds.latest[vehicle]];
    const rate = problem.costPerMetre[vehicle];
    const open = problem.windowOpenSeconds[problem.taskWindowStart[task]];
    const close = problem.windowCloseSeconds[problem.taskWindowStart[task + 1] - 1];
    const service = problem.taskServiceSeconds[problem.vehicleProfile[vehicle]][task];
    const place = taskLocation[task];
    let least = Infinity;
    let next = sinkLocation[tokens[length - 1] - taskCount];
    for (let gap = length - 1; gap >= 0; gap--) {
      const before = gap > 0 ? taskLocation[tokens[gap - 1]] : problem.vehicleStart[vehicle];
      const to = before * locationCount + place;
      const from = place * locationCount + next;
      const time = (gap > 0 ? leave[gap - 1] : problem.shiftOpenSeconds[vehicle]) + seconds[to];
      const fits = time <= close && (time > open ? time : open) + service + seconds[from] <= latest[gap];
      const detour = fits
        ? rate * (metres[to] + metres[from] - metres[before * locationCount + next])
        : Infinity;
      detours[gap] = detour;
      if (detour < least) least = detour;
      leastDetours[gap] = least;
      next = before;
    }
    leastDetours[length] = Infinity;
  }

  /** Long because it is the inner loop of every problem of pickups and deliveries. */
  private tryPair(vehicle: number, pickup: number, delivery: number): boolean {
    this.measureDetours(vehicle, delivery);
    const { problem, state, detours, leastDetours } = this;
    const { taskLocation, sinkLocation, locationCount, taskCount } = problem;
    const { taskWindowStart, windowOpenSeconds, windowCloseSeconds } = problem;
    const service = problem.taskServiceSeconds[problem.vehicleProfile[vehicle]];
    const seconds = this.legs.seconds[vehicle];
    const metres = this.legs.metres[vehicle];
    const tokens = state.tokens[vehicle];
    const [leave, latest] = [this.bounds.leave[vehicle], this.bounds.latest[vehicle]];
    const aboard = this.bounds.aboard[vehicle];
    const rate = problem.costPerMetre[vehicle];
    const closePickup = windowCloseSeconds[taskWindowStart[pickup + 1] - 1];
    const closeDelivery = windowCloseSeconds[taskWindowStart[delivery + 1] - 1];
    const [from, to] = [taskLocation[pickup], taskLocation[delivery]];
    const across = from * locationCount + to;
    const length = state.length[vehicle];
    let time = problem.shiftOpenSeconds[vehicle];
    let here = problem.vehicleStart[vehicle];
    let found = false;
    for (let gap = 0; gap < length; gap++) {
      // A delivery beside its pickup costs its own detour at least, where no way round is shorter.
      if (time > closePickup || leastDetours[gap] >= this.bestCost) break;
      const token = tokens[gap];
      const next = token < taskCount ? taskLocation[token] : sinkLocation[token - taskCount];
      const toPickup = here * locationCount + from;
      const direct = metres[here * locationCount + next];
      const onward = from * locationCount + next;
      const detour = rate * (metres[toPickup] + metres[onward] - direct);
      const adjacent =
        rate * (metres[toPickup] + metres[across] + metres[to * locationCount + next] - direct);
      if (
        (adjacent < this.bestCost || detour + leastDetours[gap + 1] < this.bestCost) &&
        this.blinkedNot() &&
        this.fits(vehicle, pickup, aboard, gap)
      ) {
        let left = this.leaveAfter(vehicle, pickup, time + seconds[toPickup]);
        if (adjacent < this.bestCost) {
          const end = this.leaveAfter(vehicle, delivery, left + seconds[across]);
          if (end + seconds[to * locationCount + next] <= latest[gap]) {
            this.bestCost = adjacent;
            this.bestFirst = this.bestSecond = gap;
            found = true;
          }
        }
        let at = next;
        left += seconds[onward];
        for (let later = gap + 1; later < length; later++) {
          // Past the token before `later`, with the pickup's load still aboard.
          if (detour + leastDetours[later] >= this.bestCost || left > latest[later - 1]) break;
          const passed = tokens[later - 1];
          let window = taskWindowStart[passed];
          while (windowCloseSeconds[window] < left) window++;
          if (windowOpenSeconds[window] > left) left = windowOpenSeconds[window];
          left += service[passed];
          if (left > closeDelivery || !this.fits(vehicle, pickup, aboard, later)) break;
          const ahead = tokens[later];
          const beyond = ahead < taskCount ? taskLocation[ahead] : sinkLocation[ahead - taskCount];
          if (detour + detours[later] < this.bestCost) {
            const end = this.leaveAfter(vehicle, delivery, left + seconds[at * locationCount + to]);
            if (end + seconds[to * locationCount + beyond] <= latest[later]) {
              this.bestCost = detour + detours[later];
              this.bestFirst = gap;
              this.bestSecond = later;
              found = true;
            }
          }
          left += seconds[at * locationCount + beyond];
          at = beyond;
        }
        this.bounds.work += 4;
      }
      time = leave[gap];
      here = next;
    }
    return found;
  }

  private blinkedNot(): boolean {
    if (--this.untilBlink !== 0) return true;
    this.untilBlink = this.drawBlink();
    return false;
  }

  /** Places until one is overlooked; drawn at once, which is cheaper than a draw a place. */
  private drawBlink(): number {
    return 1 + Math.floor(Math.log(1 - this.random.unit()) / Math.log(1 - BLINK_CHANCE));
  }

  private costOf(vehicle: number): number {
    const { problem, state } = this;
    const { taskLocation, sinkLocation, locationCount, vehicleEnd } = problem;
    const length = state.length[vehicle];
    if (length === 0) return 0;
    const metres = this.legs.metres[vehicle];
    const tokens = state.tokens[vehicle];
    let here = problem.vehicleStart[vehicle];
    let sum = 0;
    let extra = 0;
    for (let at = 0; at < length; at++) {
      const token = tokens[at];
      const there = token < state.taskCount ? taskLocation[token] : sinkLocation[token - state.taskCount];
      sum += metres[here * locationCount + there];
      here = there;
      if (problem.hasPreferences && token < state.taskCount) extra += preferenceCost(problem, vehicle, token);
    }
    if (vehicleEnd[vehicle] >= 0) sum += metres[here * locationCount + vehicleEnd[vehicle]];
    return problem.fixedCost[vehicle] + problem.costPerMetre[vehicle] * sum + extra;
  }
}
