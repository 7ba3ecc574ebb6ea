import { NEVER } from '../model/frozen-problem.js';
import { DayTimes } from './day-times.js';
import { Members } from './members.js';
import { BACK, HEAD, LEG, NEXT, PREV, ROW } from './node-record.js';
import type { PlainProblem } from './plain-problem.js';

/**
 * A plan under change: each vehicle's day is a ring of nodes that begins at the vehicle's own node and
 * may pass through reloads. Nodes: tasks 0 to n - 1, vehicles n to n + slots - 1, reloads behind them.
 * A run hangs on the node it begins at (its head). Vehicles are anonymous places of a type; which
 * vehicle of the type drives is settled when the plan is read.
 */
export class Routes {
  readonly n: number;
  readonly slots: number;
  /** Number of nodes. */
  readonly size: number;
  /** [node * 8 + HEAD, NEXT ...]: eight numbers a node, so that one look at a node is one cache line. */
  readonly nodes: Int32Array;
  /** By head: its vehicle's slot. */
  readonly slotOf: Int32Array;
  /** By head, then dimension: what its run may still load. */
  readonly room: Float64Array;
  /** By head: cost of a metre. */
  readonly metreCost: Float64Array;

  /** When vehicles leave, and must; kept for problems with times. */
  readonly times: DayTimes;

  /** By slot. */
  readonly typeOf: Int32Array;
  readonly tasksOf: Int32Array;
  readonly runsOf: Int32Array;
  readonly metresOf: Float64Array;
  readonly costOf: Float64Array;
  /** By type: vehicles in use. */
  readonly used: Int32Array;
  /** Slots in use. */
  private readonly inUse: Members;
  /** Cost of all vehicles in use. */
  travelCost = 0;

  /** Tasks in no run. */
  private readonly absents: Members;
  /** What it costs to leave a task out, for the search: high where it must be served. */
  readonly absentCharge: Float64Array;
  /** Sum over absent tasks. */
  absentCost = 0;

  private readonly freeReloads: Members;

  constructor(readonly plain: PlainProblem) {
    const { n, types, dimensions } = plain;
    this.n = n;
    this.slots = types.reduce((sum, type) => sum + Math.min(type.vehicles.length, n), 0);
    const reloads = plain.manyRuns ? n : 0;
    const size = n + this.slots + reloads;
    this.size = size;
    this.nodes = new Int32Array(size * 8);
    this.times = new DayTimes(plain, this.nodes);
    this.slotOf = new Int32Array(size).fill(-1);
    this.room = new Float64Array(size * dimensions);
    this.metreCost = new Float64Array(size);
    this.typeOf = new Int32Array(this.slots);
    this.tasksOf = new Int32Array(this.slots);
    this.runsOf = new Int32Array(this.slots);
    this.metresOf = new Float64Array(this.slots);
    this.costOf = new Float64Array(this.slots);
    this.used = new Int32Array(types.length);
    this.inUse = new Members(0, this.slots, false);
    this.absents = new Members(0, n, true);
    this.freeReloads = new Members(n + this.slots, reloads, true);
    this.absentCharge = new Float64Array(n);
    for (let node = 0; node < size; node++) {
      this.nodes[node * 8 + HEAD] = -1;
      this.nodes[node * 8 + ROW] = node;
    }
    for (let slot = 0; slot < this.slots; slot++) {
      const start = n + slot;
      this.nodes[start * 8 + NEXT] = this.nodes[start * 8 + PREV] = start;
      this.nodes[start * 8 + HEAD] = start;
      this.slotOf[start] = slot;
    }
  }

  /** Slots in use first, then free ones. */
  get slotList(): Int32Array {
    return this.inUse.list;
  }

  get usedSlots(): number {
    return this.inUse.count;
  }

  /** Tasks in no run first, in no particular order. */
  get absent(): Int32Array {
    return this.absents.list;
  }

  get absentCount(): number {
    return this.absents.count;
  }

  /** Sets what leaving out costs; all tasks must be absent. */
  setAbsentCharge(charge: (task: number) => number): void {
    this.absentCost = 0;
    for (let task = 0; task < this.n; task++) this.absentCost += this.absentCharge[task] = charge(task);
  }

  /** Takes a free vehicle of a type into use and returns its slot. The caller gives it a task before all else. */
  openVehicle(type: number): number {
    const slot = this.slotList[this.usedSlots];
    this.reopenVehicle(slot, type);
    return slot;
  }

  /** Takes a certain free slot into use. */
  reopenVehicle(slot: number, type: number): void {
    this.inUse.add(slot);
    this.setType(slot, type);
    this.used[type]++;
  }

  /** Changes the type of a vehicle in use. Its day is to be refreshed. */
  retype(slot: number, type: number): void {
    this.used[this.typeOf[slot]]--;
    this.used[type]++;
    this.setType(slot, type);
  }

  private setType(slot: number, type: number): void {
    this.typeOf[slot] = type;
    this.nodes[(this.n + slot) * 8 + ROW] = this.plain.types[type].depot;
  }

  private closeVehicle(slot: number): void {
    this.used[this.typeOf[slot]]--;
    this.inUse.remove(slot);
  }

  /** Puts an absent task behind a node; its day is to be refreshed, or `settle` to be called. */
  link(task: number, after: number): void {
    this.putBehind(after, task);
    this.nodes[task * 8 + HEAD] = this.nodes[after * 8 + HEAD];
    this.makePresent(task);
  }

  private putBehind(after: number, node: number): void {
    const { nodes } = this;
    const then = nodes[after * 8 + NEXT];
    nodes[after * 8 + NEXT] = node;
    nodes[node * 8 + PREV] = after;
    nodes[node * 8 + NEXT] = then;
    nodes[then * 8 + PREV] = node;
  }

  private takeOut(node: number): void {
    const { nodes } = this;
    const [before, then] = [nodes[node * 8 + PREV], nodes[node * 8 + NEXT]];
    nodes[before * 8 + NEXT] = then;
    nodes[then * 8 + PREV] = before;
  }

  /** Takes a task from the list of absent ones; the caller gives it its place. */
  makePresent(task: number): void {
    this.absentCost -= this.absentCharge[task];
    this.absents.remove(task);
  }

  /** Puts a task that the caller has taken out of its run on the list of absent ones. */
  makeAbsent(task: number): void {
    this.nodes[task * 8 + HEAD] = -1;
    this.absentCost += this.absentCharge[task];
    this.absents.add(task);
  }

  /** Takes a task out; its day is to be refreshed. */
  unlink(task: number): void {
    this.takeOut(task);
    this.makeAbsent(task);
  }

  /**
   * Takes a task out and sets all that changes: for plans without times, whose days need no refresh then. A
   * vehicle left without tasks is given back.
   */
  pull(task: number): void {
    const { nodes, room, plain } = this;
    const { legs, demand, dimensions } = plain;
    const before = nodes[task * 8 + PREV];
    const then = nodes[task * 8 + NEXT];
    const head = nodes[task * 8 + HEAD];
    const slot = this.slotOf[head];
    const ahead = legs.metres(nodes[before * 8 + ROW], nodes[then * 8 + ROW]);
    const change = ahead - nodes[before * 8 + LEG] - nodes[task * 8 + LEG];
    this.unlink(task);
    nodes[before * 8 + LEG] = ahead;
    nodes[then * 8 + BACK] = ahead;
    for (let d = 0; d < dimensions; d++) room[head * dimensions + d] += demand[task * dimensions + d];
    if (--this.tasksOf[slot] === 0) this.retire(slot);
    else this.setMetres(slot, this.metresOf[slot] + change);
  }

  /** Begins a new run behind a node; returns the new head. The run's tasks up to the next head are its own after a refresh. */
  linkReload(after: number, slot: number): number {
    const reload = this.freeReloads.list[this.freeReloads.count - 1];
    this.takeReload(reload, slot);
    this.putBehind(after, reload);
    this.nodes[reload * 8 + HEAD] = reload;
    this.nodes[reload * 8 + ROW] = this.nodes[(this.n + slot) * 8 + ROW];
    return reload;
  }

  private unlinkReload(reload: number): void {
    this.takeOut(reload);
    this.freeReload(reload);
  }

  /** Gives back a reload that the caller has taken out of its day. */
  freeReload(reload: number): void {
    this.nodes[reload * 8 + HEAD] = -1;
    this.slotOf[reload] = -1;
    this.freeReloads.add(reload);
  }

  /** Takes a certain free reload for a day; the caller gives it its place. */
  takeReload(reload: number, slot: number): void {
    this.freeReloads.remove(reload);
    this.slotOf[reload] = slot;
  }

  /** Sets what a vehicle is and costs, as it was once. */
  setDay(slot: number, inUse: boolean, type: number, metres: number, cost: number): void {
    if (this.isInUse(slot)) {
      if (inUse) this.retype(slot, type);
      else this.closeVehicle(slot);
    } else if (inUse) this.reopenVehicle(slot, type);
    this.travelCost += cost - this.costOf[slot];
    this.costOf[slot] = cost;
    this.metresOf[slot] = metres;
  }

  /** Takes all tasks and reloads out of a day and leaves the vehicle unused. */
  clear(slot: number): void {
    const start = this.n + slot;
    for (let node = this.nodes[start * 8 + NEXT]; node !== start;) {
      const then = this.nodes[node * 8 + NEXT];
      if (node < this.n) this.unlink(node);
      else this.unlinkReload(node);
      node = then;
    }
    this.refresh(slot);
  }

  /**
   * Reckons a day anew: runs without tasks are dropped, loads, metres, cost and times set. A vehicle
   * left without tasks is given back. False where times cannot be kept (loads are not looked at).
   */
  refresh(slot: number): boolean {
    const start = this.n + slot;
    if (this.nodes[start * 8 + NEXT] === start || this.dropEmptyRuns(start) === 0) {
      this.retire(slot);
      return true;
    }
    this.measure(slot, start);
    return !this.plain.timed || this.times.refresh(start, this.typeOf[slot]);
  }

  /** Refreshes a day and looks at all its limits: times, room, runs and who may serve what. */
  isDrivable(slot: number): boolean {
    const { nodes, n, room, plain, typeOf } = this;
    if (!this.refresh(slot)) return false;
    const start = n + slot;
    if (nodes[start * 8 + NEXT] === start) return true;
    const { dimensions, restricted, allowed, types } = plain;
    const type = typeOf[slot];
    if (this.runsOf[slot] > types[type].maxRuns) return false;
    let node = start;
    do {
      if (node >= n) {
        for (let d = 0; d < dimensions; d++) if (room[node * dimensions + d] < 0) return false;
      } else if (restricted && allowed[type * n + node] === 0) return false;
      node = nodes[node * 8 + NEXT];
    } while (node !== start);
    return true;
  }

  isInUse(slot: number): boolean {
    return this.inUse.has(slot);
  }

  /** Gives a vehicle without tasks back, where it is in use. */
  private retire(slot: number): void {
    if (!this.isInUse(slot)) return;
    this.travelCost -= this.costOf[slot];
    this.costOf[slot] = this.metresOf[slot] = 0;
    this.tasksOf[slot] = this.runsOf[slot] = 0;
    this.closeVehicle(slot);
  }

  /** Returns the number of tasks. */
  private dropEmptyRuns(start: number): number {
    const { nodes, n } = this;
    let tasks = 0;
    for (let node = nodes[start * 8 + NEXT]; node !== start;) {
      const then = nodes[node * 8 + NEXT];
      if (node < n) tasks++;
      else if (then >= n) this.unlinkReload(node);
      node = then;
    }
    const first = nodes[start * 8 + NEXT];
    if (first >= n && first !== start) this.unlinkReload(first);
    return tasks;
  }

  private measure(slot: number, start: number): void {
    const { nodes, n, room, plain } = this;
    const { releaseOf } = this.times;
    const { demand, dimensions, released, release, legs } = plain;
    const type = plain.types[this.typeOf[slot]];
    let total = 0;
    let tasks = 0;
    let runs = 0;
    let at = start;
    let node = start;
    do {
      if (node >= n) {
        at = node;
        runs++;
        this.metreCost[at] = type.costPerMetre;
        releaseOf[at] = -NEVER;
        for (let d = 0; d < dimensions; d++) room[at * dimensions + d] = type.capacity[d];
      } else {
        tasks++;
        if (released && release[node] > releaseOf[at]) releaseOf[at] = release[node];
        for (let d = 0; d < dimensions; d++) room[at * dimensions + d] -= demand[node * dimensions + d];
      }
      nodes[node * 8 + HEAD] = at;
      const then = nodes[node * 8 + NEXT];
      const leg = legs.metres(nodes[node * 8 + ROW], nodes[then * 8 + ROW]);
      nodes[node * 8 + LEG] = leg;
      nodes[then * 8 + BACK] = leg;
      total += leg;
      node = then;
    } while (node !== start);
    this.tasksOf[slot] = tasks;
    this.runsOf[slot] = runs;
    this.setMetres(slot, total);
  }

  private setMetres(slot: number, metres: number): void {
    const type = this.plain.types[this.typeOf[slot]];
    const cost = type.fixedCost + type.costPerMetre * metres;
    this.metresOf[slot] = metres;
    this.travelCost += cost - this.costOf[slot];
    this.costOf[slot] = cost;
  }

  /**
   * Sets load, metres and times after `task` was linked behind `after` into a run that has room and time for
   * it: only what changes is reckoned.
   */
  settle(task: number, after: number): void {
    const { nodes, room, plain } = this;
    const { demand, dimensions, legs } = plain;
    const head = this.nodes[task * 8 + HEAD];
    const slot = this.slotOf[head];
    const then = nodes[task * 8 + NEXT];
    const before = nodes[after * 8 + LEG];
    nodes[after * 8 + LEG] = legs.metres(nodes[after * 8 + ROW], task);
    nodes[task * 8 + LEG] = legs.metres(task, nodes[then * 8 + ROW]);
    nodes[task * 8 + BACK] = nodes[after * 8 + LEG];
    nodes[then * 8 + BACK] = nodes[task * 8 + LEG];
    for (let d = 0; d < dimensions; d++) room[head * dimensions + d] -= demand[task * dimensions + d];
    this.tasksOf[slot]++;
    this.setMetres(slot, this.metresOf[slot] + nodes[after * 8 + LEG] + nodes[task * 8 + LEG] - before);
    if (plain.timed) this.times.settle(task, this.n + slot, this.typeOf[slot]);
  }
}
