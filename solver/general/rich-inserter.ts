import type { Problem } from '../model/frozen-problem.js';
import { preferenceCost } from '../model/cost.js';
import type { Random } from '../search/random.js';
import type { DayBounds } from './day-bounds.js';
import type { DayJudge } from './day-judge.js';
import type { GeneralState } from './general-state.js';
import { GroupBeam } from './group-beam.js';
import type { Inserter } from './inserter.js';
import type { Legs } from './legs.js';
import type { OpenVehicles } from './open-vehicles.js';
import type { Pace } from './pace.js';
import { Placements } from './placements.js';
import type { SharedCosts } from './shared-costs.js';
import { Shortlist } from './shortlist.js';
import type { Placement } from './shortlist.js';

/** Chance that a place is overlooked (Christiaens and Vanden Berghe 2020, table 3). */
const BLINK_CHANCE = 0.01;
/** Days driven for one unit: at most so many once a way is found, and so many before. */
const DRIVEN_AFTER_FOUND = 16;
const DRIVEN_AT_MOST = 64;

/**
 * Insertion into any days: places that pass cheap conditions (placements.ts) are driven exactly, the most
 * promising first, until no other can be cheaper.
 */
export class RichInserter implements Inserter {
  private readonly list = new Shortlist();
  private readonly placements: Placements;
  private readonly beam: GroupBeam;
  private bestCost = Infinity;
  private bestVehicle = -1;
  private bestRequest = -1;
  private bestTokens = new Int32Array(16);
  private bestLength = 0;
  private trial = new Int32Array(16);

  constructor(
    private readonly problem: Problem,
    private readonly state: GeneralState,
    private readonly bounds: DayBounds,
    legs: Legs,
    private readonly vehicles: OpenVehicles,
    private readonly judge: DayJudge,
    private readonly shared: SharedCosts,
    private readonly pace: Pace,
    private readonly random: Random,
  ) {
    this.placements = new Placements(problem, state, bounds, legs, this.list, pace);
    this.beam = new GroupBeam(problem, state, judge, legs, pace);
  }

  find(unit: number, limit: number, blink: boolean): number {
    const { unitStart, unitRequests, start } = this.state.requests;
    this.bestCost = limit;
    this.bestVehicle = -1;
    this.list.clear();
    for (let at = unitStart[unit]; at < unitStart[unit + 1]; at++) {
      const request = unitRequests[at];
      for (let k = 0; k < this.vehicles.count; k++) {
        const vehicle = this.vehicles.candidates[k];
        this.pace.work++;
        if (this.pace.stops()) return Infinity;
        if (!this.mayServe(vehicle, request)) continue;
        this.list.nextVehicle();
        if (start[request + 1] - start[request] <= 2) this.placements.find(vehicle, request);
        else if (this.beam.find(vehicle, request))
          this.keepIfBest(vehicle, request, this.beam.tokens, this.beam.length);
      }
    }
    this.driveShortlist(blink);
    return this.bestVehicle < 0 ? Infinity : this.bestCost;
  }

  apply(): void {
    const { state, bestVehicle: vehicle, bestRequest: request } = this;
    state.touch(vehicle);
    const isNew = state.length[vehicle] === 0;
    state.replace(vehicle, this.bestTokens, this.bestLength);
    state.serve(state.requests.unitOf[request], request);
    if (!this.refresh(vehicle)) throw new Error('A day that was driven cannot be driven again.');
    if (isNew) this.vehicles.list();
  }

  refresh(vehicle: number): boolean {
    const { state, judge, shared } = this;
    const drivable =
      this.bounds.refresh(vehicle) && judge.judge(vehicle, state.tokens[vehicle], state.length[vehicle]);
    if (!drivable) return false;
    state.setDayCost(vehicle, judge.cost);
    shared.note(vehicle, judge);
    return true;
  }

  restore(vehicle: number): void {
    if (this.shared.any) this.refresh(vehicle);
    else this.bounds.refresh(vehicle);
  }

  private mayServe(vehicle: number, request: number): boolean {
    const { allowed, taskCount } = this.problem;
    const { start, tasks } = this.state.requests;
    for (let at = start[request]; at < start[request + 1]; at++)
      if (allowed[vehicle * taskCount + tasks[at]] === 0) return false;
    return true;
  }

  private driveShortlist(blink: boolean): void {
    let driven = 0;
    // Serving a unit may make the lengths of days more alike, which no estimate knows.
    const mayGain = this.shared.balance(-1, 0);
    for (const placement of this.list.sorted()) {
      const { vehicle, request } = placement;
      if (placement.bound + this.preferences(vehicle, request) - mayGain >= this.bestCost) continue;
      if (blink && this.random.unit() < BLINK_CHANCE) continue;
      const length = this.build(placement);
      this.keepIfBest(vehicle, request, this.trial, length);
      driven++;
      if (driven >= (this.bestVehicle < 0 ? DRIVEN_AT_MOST : DRIVEN_AFTER_FOUND)) break;
    }
  }

  private preferences(vehicle: number, request: number): number {
    if (!this.problem.hasPreferences) return 0;
    const { start, tasks } = this.state.requests;
    let sum = 0;
    for (let at = start[request]; at < start[request + 1]; at++)
      sum += preferenceCost(this.problem, vehicle, tasks[at]);
    return sum;
  }

  /** Writes the day with a placement into `trial`; returns its length. */
  private build({ vehicle, request, first, second, swapped, sink }: Placement): number {
    const { state } = this;
    const { start, tasks } = state.requests;
    const size = start[request + 1] - start[request];
    const [a, b] = swapped
      ? [tasks[start[request] + 1], tasks[start[request]]]
      : [tasks[start[request]], size > 1 ? tasks[start[request] + 1] : -1];
    const length = state.length[vehicle];
    if (this.trial.length < length + 3) this.trial = new Int32Array(2 * length + 6);
    const { trial } = this;
    const tokens = state.tokens[vehicle];
    let to = 0;
    for (let at = 0; at <= length; at++) {
      if (at === first) trial[to++] = a;
      if (at === second && b >= 0) trial[to++] = b;
      if (at === first && sink >= 0) trial[to++] = state.taskCount + sink;
      if (at < length) trial[to++] = tokens[at];
    }
    return to;
  }

  private keepIfBest(vehicle: number, request: number, tokens: Int32Array, length: number): void {
    const { judge, state, shared } = this;
    if (!judge.judge(vehicle, tokens, length)) return;
    let cost = judge.cost + judge.steer - state.dayCost[vehicle] - shared.steer[vehicle];
    if (this.problem.hasBalance) cost += shared.balance(vehicle, judge.daySeconds) - shared.balance(-1, 0);
    if (cost >= this.bestCost) return;
    this.bestCost = cost;
    this.bestVehicle = vehicle;
    this.bestRequest = request;
    if (this.bestTokens.length < length) this.bestTokens = new Int32Array(2 * length);
    for (let at = 0; at < length; at++) this.bestTokens[at] = tokens[at];
    this.bestLength = length;
  }
}
