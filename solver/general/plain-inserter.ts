import { Blinks } from './blinks.js';
import { PlainPairs } from './plain-pairs.js';
import { fitsAboard, leaveAfter } from './stops.js';
import { preferenceCost } from '../model/cost.js';
import type { Problem } from '../model/frozen-problem.js';
import type { Random } from '../search/random.js';
import type { DayBounds } from './day-bounds.js';
import type { GeneralState } from './general-state.js';
import type { Inserter } from './inserter.js';
import type { Legs } from './legs.js';
import type { OpenVehicles } from './open-vehicles.js';
import type { Pace } from './pace.js';

/**
 * Insertion into plain days (plain-days.ts): windows in O(1) by earliest and latest times, loads by what is
 * aboard on each leg.
 */
export class PlainInserter implements Inserter {
  private bestCost = Infinity;
  private bestVehicle = 0;
  private bestRequest = -1;
  private bestFirst = 0;
  private bestSecond = 0;
  private readonly blinks: Blinks;
  private readonly pairs: PlainPairs;

  constructor(
    private readonly problem: Problem,
    private readonly state: GeneralState,
    private readonly bounds: DayBounds,
    private readonly legs: Legs,
    private readonly vehicles: OpenVehicles,
    private readonly pace: Pace,
    random: Random,
  ) {
    this.blinks = new Blinks(random);
    this.pairs = new PlainPairs(problem, state, bounds, legs, this.blinks, pace);
  }

  find(unit: number, limit: number, blink: boolean): number {
    const { unitStart, unitRequests, start, tasks } = this.state.requests;
    const { hasPreferences } = this.problem;
    this.bestCost = limit;
    this.bestRequest = -1;
    this.blinks.start(blink);
    for (let at = unitStart[unit]; at < unitStart[unit + 1]; at++) {
      const request = unitRequests[at];
      const first = tasks[start[request]];
      const second = start[request + 1] - start[request] > 1 ? tasks[start[request] + 1] : -1;
      for (let k = 0; k < this.vehicles.count; k++) {
        const vehicle = this.vehicles.candidates[k];
        this.pace.work++;
        if (this.pace.stops()) return Infinity;
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
    this.pace.work += this.state.length[vehicle] + 1;
    if (this.state.length[vehicle] === 0) return this.tryEmpty(vehicle, first, second);
    if (second < 0) return this.trySingle(vehicle, first);
    const cost = this.pairs.find(vehicle, first, second, this.bestCost);
    if (cost === Infinity) return false;
    this.bestCost = cost;
    this.bestFirst = this.pairs.first;
    this.bestSecond = this.pairs.second;
    return true;
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
      time = leaveAfter(problem, vehicle, task, time + seconds[leg]);
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
      if (cost < this.bestCost && this.blinks.looks()) {
        const left = leaveAfter(problem, vehicle, task, time + seconds[to]);
        if (left + seconds[from] <= latest[gap] && fitsAboard(problem, vehicle, task, most[vehicle], gap)) {
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
