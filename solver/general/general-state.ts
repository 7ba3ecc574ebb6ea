import type { Problem } from '../model/frozen-problem.js';
import type { WarmRun } from '../model/solve-options.js';
import type { Requests } from './requests.js';

/**
 * A plan under search. A vehicle's day is a list of tokens: a task's index, or taskCount + sink where a run
 * ends. Every day that is not empty ends with a sink and has no run without tasks.
 *
 * Changes are journalled by day: `begin`, change days, then keep them or `rollback`.
 */
export class GeneralState {
  readonly taskCount: number;
  /** By vehicle; only the first `length` tokens count. */
  readonly tokens: Int32Array[];
  readonly length: Int32Array;
  /** By task: its vehicle, -1 where absent, and its place among the day's tokens. */
  readonly vehicleOf: Int32Array;
  readonly position: Int32Array;
  /** By vehicle, cost units; 0 for an empty day. Kept by whoever judges days. */
  readonly dayCost: Float64Array;
  /** By unit: the request that is served, or -1. */
  readonly servedBy: Int32Array;
  /** Units that are not served, in no order: entries [0, absentCount). */
  readonly absent: Int32Array;
  absentCount = 0;
  absentCost = 0;
  /** The part of it that is due to units that may be left out, and the number of those that must not. */
  optionalCost = 0;
  missingCount = 0;
  /** Sum of dayCost. */
  daysCost = 0;
  /** Days changed since `begin`. */
  readonly touched: Int32Array;
  touchedCount = 0;

  private readonly absentAt: Int32Array;
  private readonly isTouched: Uint8Array;
  private readonly savedTokens: Int32Array[];
  private readonly savedLength: Int32Array;
  private readonly savedCost: Float64Array;
  private readonly loggedUnit: number[] = [];
  private readonly loggedRequest: number[] = [];
  private savedDaysCost = 0;
  private readonly dropped: Uint8Array;

  constructor(
    readonly problem: Problem,
    readonly requests: Requests,
  ) {
    const { taskCount, vehicleCount } = problem;
    this.taskCount = taskCount;
    this.tokens = Array.from({ length: vehicleCount }, () => new Int32Array(8));
    this.savedTokens = Array.from({ length: vehicleCount }, () => new Int32Array(8));
    this.length = new Int32Array(vehicleCount);
    this.savedLength = new Int32Array(vehicleCount);
    this.vehicleOf = new Int32Array(taskCount).fill(-1);
    this.position = new Int32Array(taskCount);
    this.dayCost = new Float64Array(vehicleCount);
    this.savedCost = new Float64Array(vehicleCount);
    this.touched = new Int32Array(vehicleCount);
    this.isTouched = new Uint8Array(vehicleCount);
    this.servedBy = new Int32Array(requests.unitCount).fill(-1);
    this.absent = Int32Array.from({ length: requests.unitCount }, (_, unit) => unit);
    this.absentAt = this.absent.slice();
    this.absentCount = requests.unitCount;
    for (let unit = 0; unit < requests.unitCount; unit++) this.countAbsent(unit, 1);
    this.dropped = new Uint8Array(taskCount);
  }

  /** Starts a change that can be rolled back. */
  begin(): void {
    for (let at = 0; at < this.touchedCount; at++) this.isTouched[this.touched[at]] = 0;
    this.touchedCount = 0;
    this.loggedUnit.length = this.loggedRequest.length = 0;
    this.savedDaysCost = this.daysCost;
  }

  /** Takes all changes since `begin` back. The caller refreshes the touched days' bounds. */
  rollback(): void {
    const { tokens, savedTokens, length, savedLength, touched, vehicleOf } = this;
    for (let at = 0; at < this.touchedCount; at++) {
      const vehicle = touched[at];
      for (let k = 0; k < length[vehicle]; k++)
        if (tokens[vehicle][k] < this.taskCount) vehicleOf[tokens[vehicle][k]] = -1;
    }
    for (let at = 0; at < this.touchedCount; at++) {
      const vehicle = touched[at];
      const kept = tokens[vehicle];
      tokens[vehicle] = savedTokens[vehicle];
      savedTokens[vehicle] = kept;
      length[vehicle] = savedLength[vehicle];
      this.dayCost[vehicle] = this.savedCost[vehicle];
      this.number(vehicle);
    }
    for (let at = this.loggedUnit.length - 1; at >= 0; at--)
      this.setServed(this.loggedUnit[at], this.loggedRequest[at]);
    this.daysCost = this.savedDaysCost;
  }

  /** Must be called before a day is changed. */
  touch(vehicle: number): void {
    if (this.isTouched[vehicle] === 1) return;
    this.isTouched[vehicle] = 1;
    this.touched[this.touchedCount++] = vehicle;
    const length = this.length[vehicle];
    if (this.savedTokens[vehicle].length < length)
      this.savedTokens[vehicle] = new Int32Array(this.tokens[vehicle].length);
    const [from, to] = [this.tokens[vehicle], this.savedTokens[vehicle]];
    for (let at = 0; at < length; at++) to[at] = from[at];
    this.savedLength[vehicle] = length;
    this.savedCost[vehicle] = this.dayCost[vehicle];
  }

  setDayCost(vehicle: number, cost: number): void {
    this.daysCost += cost - this.dayCost[vehicle];
    this.dayCost[vehicle] = cost;
  }

  /** Puts a token before the one at `gap`; the day need not be whole in between. */
  insert(vehicle: number, gap: number, token: number): void {
    const length = this.length[vehicle];
    if (this.tokens[vehicle].length <= length) {
      const wider = new Int32Array(2 * length + 2);
      wider.set(this.tokens[vehicle]);
      this.tokens[vehicle] = wider;
    }
    const tokens = this.tokens[vehicle];
    for (let at = length; at > gap; at--) tokens[at] = tokens[at - 1];
    tokens[gap] = token;
    this.length[vehicle] = length + 1;
  }

  /** Puts other tokens in the place of a day's; tasks that were in it and are no more must have been dropped. */
  replace(vehicle: number, tokens: Int32Array, length: number): void {
    if (this.tokens[vehicle].length < length) this.tokens[vehicle] = new Int32Array(2 * length);
    const day = this.tokens[vehicle];
    for (let at = 0; at < length; at++) day[at] = tokens[at];
    this.length[vehicle] = length;
    this.number(vehicle);
  }

  /** Tells every task of a day where it is. */
  number(vehicle: number): void {
    const { taskCount, vehicleOf, position } = this;
    const tokens = this.tokens[vehicle];
    for (let at = 0; at < this.length[vehicle]; at++) {
      const token = tokens[at];
      if (token >= taskCount) continue;
      vehicleOf[token] = vehicle;
      position[token] = at;
    }
  }

  /** Marks a unit as served by a request, or by none (-1). */
  serve(unit: number, request: number): void {
    this.loggedUnit.push(unit);
    this.loggedRequest.push(this.servedBy[unit]);
    this.setServed(unit, request);
  }

  /** Takes a served request out of its day; `compact` must follow for the vehicle returned. */
  drop(request: number): number {
    const { start, tasks, unitOf } = this.requests;
    const vehicle = this.vehicleOf[tasks[start[request]]];
    this.touch(vehicle);
    for (let at = start[request]; at < start[request + 1]; at++) {
      this.dropped[tasks[at]] = 1;
      this.vehicleOf[tasks[at]] = -1;
    }
    this.serve(unitOf[request], -1);
    return vehicle;
  }

  /** Closes the gaps that dropped tasks left in a day, and runs that have no task any more. */
  compact(vehicle: number): void {
    const { taskCount, dropped, position } = this;
    const tokens = this.tokens[vehicle];
    let to = 0;
    for (let at = 0; at < this.length[vehicle]; at++) {
      const token = tokens[at];
      if (token < taskCount) {
        if (dropped[token] === 1) dropped[token] = 0;
        else {
          position[token] = to;
          tokens[to++] = token;
        }
      } else if (to > 0 && tokens[to - 1] < taskCount) tokens[to++] = token;
    }
    this.length[vehicle] = to;
  }

  /** The plan as runs, in the order of vehicles and of their days. */
  runs(): WarmRun[] {
    const runs: WarmRun[] = [];
    for (let vehicle = 0; vehicle < this.problem.vehicleCount; vehicle++) {
      let tasks: number[] = [];
      for (let at = 0; at < this.length[vehicle]; at++) {
        const token = this.tokens[vehicle][at];
        if (token < this.taskCount) tasks.push(token);
        else {
          runs.push({ vehicle, sink: token - this.taskCount, tasks });
          tasks = [];
        }
      }
    }
    return runs;
  }

  private setServed(unit: number, request: number): void {
    const wasAbsent = this.servedBy[unit] < 0;
    this.servedBy[unit] = request;
    if (request >= 0 === !wasAbsent) return;
    const { absent, absentAt } = this;
    this.countAbsent(unit, request < 0 ? 1 : -1);
    if (request < 0) {
      absentAt[unit] = this.absentCount;
      absent[this.absentCount++] = unit;
    } else {
      const last = absent[--this.absentCount];
      absent[absentAt[unit]] = last;
      absentAt[last] = absentAt[unit];
    }
  }

  private countAbsent(unit: number, sign: number): void {
    const { absentCost, mandatory } = this.requests;
    this.absentCost += sign * absentCost[unit];
    if (mandatory[unit] === 1) this.missingCount += sign;
    else this.optionalCost += sign * absentCost[unit];
  }
}
