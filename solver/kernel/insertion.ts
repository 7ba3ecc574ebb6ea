import { NEVER } from '../model/frozen-problem.js';
import type { Random } from '../search/random.js';
import { nearPlaces, type NearPlaces, type Place } from './near-places.js';
import type { NearTasks } from './near.js';
import { HEAD, LEAVE, LEG, NEXT, PREV, ROW } from './routes.js';
import type { Routes } from './routes.js';

/** Chance of looking beyond the near tasks where they offer no place. */
const FAR_CHANCE = 0.01;
/** Chance that a task may move full runs to larger vehicles: it costs several looks at each. */
const LIFT_CHANCE = 0.5;

/** Of more types than this a look at one full run takes so many, others each time. */
const LIFT_TYPES = 64;

/** What `find` found. */
export const NOWHERE = 0;
/** Behind a node of a run there is. */
export const IN_RUN = 1;
export const NEW_VEHICLE = 2;
/** A run of its own on a vehicle in use. */
export const NEW_RUN = 3;

/**
 * The cheapest place for one task: beside its near tasks, as a run of its own on a vehicle in use, or
 * on a free vehicle. Each place is judged in constant time.
 */
export class Insertion implements Place {
  kind = NOWHERE;
  /** Cost of the best place, more than without the task. */
  cost = Infinity;
  /** IN_RUN: the node it stands behind. NEW_RUN: the node behind which its run begins. */
  after = 0;
  /** IN_RUN: the type its vehicle must change to, or -1. NEW_VEHICLE: the type. */
  type = -1;
  /** NEW_RUN: the slot. */
  slot = 0;
  /** Weight of a free vehicle's fixed cost; below 1 invites to use more vehicles. */
  fixedWeight = 1;

  private readonly mixed: boolean;
  private readonly places: NearPlaces;
  /** Cheapest free vehicle for each run that is full, kept while one task is placed: by head. */
  private readonly liftStamp: Int32Array;
  private readonly liftType: Int32Array;
  private readonly liftCost: Float64Array;
  private stamp = 0;
  private liftFrom = 0;

  constructor(
    private readonly routes: Routes,
    near: NearTasks,
    private readonly random: Random,
  ) {
    const { types, manyRuns } = routes.plain;
    this.places = nearPlaces(routes, near, random, {
      of: (task, run) => this.lift(task, run),
      typeOf: (run) => this.liftType[run],
      isTimely: (task, before, run, type) => this.isTimelyOn(task, before, run, type),
    });
    this.mixed = types.length > 1 && !manyRuns;
    const size = routes.size;
    this.liftStamp = new Int32Array(size);
    this.liftType = new Int32Array(size);
    this.liftCost = new Float64Array(size);
  }

  /**
   * Looks for a place in a run that costs less than `own`, or a run of its own that costs less than that place
   * and than `shared`: what all tasks that may still join it are worth. False where there is none.
   * `everywhere`: beside all tasks.
   */
  find(task: number, own: number, shared: number, everywhere: boolean): boolean {
    this.kind = NOWHERE;
    this.cost = own;
    this.stamp++;
    if (everywhere) this.lookEverywhere(task);
    else if (this.places.look(task, this, this.mixed && this.random.unit() < LIFT_CHANCE)) this.kind = IN_RUN;
    // A task that must be served and has no place near is worth a look at all places, now and then.
    if (
      this.kind === NOWHERE &&
      this.routes.plain.penalty[task] === Infinity &&
      !everywhere &&
      this.random.unit() < FAR_CHANCE
    )
      this.lookEverywhere(task);
    if (this.kind === NOWHERE) this.cost = shared;
    if (this.routes.plain.manyRuns) this.lookForRun(task);
    this.lookForVehicle(task);
    return this.kind !== NOWHERE;
  }

  /** Puts the task where `find` found a place. */
  apply(task: number): void {
    const { routes } = this;
    if (this.kind === IN_RUN) {
      if (this.type >= 0) {
        const slot = routes.slotOf[routes.nodes[this.after * 8 + HEAD]];
        routes.retype(slot, this.type);
        routes.link(task, this.after);
        routes.refresh(slot);
      } else {
        routes.link(task, this.after);
        routes.settle(task, this.after);
      }
    } else if (this.kind === NEW_VEHICLE) {
      const slot = routes.openVehicle(this.type);
      routes.link(task, routes.n + slot);
      routes.refresh(slot);
      this.slot = slot;
    } else {
      const start = routes.n + this.slot;
      const reload = routes.linkReload(this.after, this.slot);
      // At the day's front the new run takes the vehicle's own node and the first run the reload.
      routes.link(task, this.after === start ? start : reload);
      routes.refresh(this.slot);
    }
  }

  /** Slot of the vehicle that `apply` is going to change; -1 for a free one. */
  slotToChange(): number {
    if (this.kind === NEW_RUN) return this.slot;
    return this.kind === IN_RUN ? this.routes.slotOf[this.routes.nodes[this.after * 8 + HEAD]] : -1;
  }

  private lookEverywhere(task: number): void {
    const { routes } = this;
    const { nodes, plain, metreCost, slotOf, typeOf } = routes;
    const { n, allowed, legs } = plain;
    for (let place = 0; place < routes.usedSlots; place++) {
      const start = n + routes.slotList[place];
      let node = start;
      do {
        const run = nodes[node * 8 + HEAD];
        const then = nodes[node * 8 + NEXT];
        const delta =
          legs.metresTo(task, nodes[node * 8 + ROW]) +
          legs.metres(task, nodes[then * 8 + ROW]) -
          nodes[node * 8 + LEG];
        const cost = delta * metreCost[run];
        if (
          cost < this.cost &&
          this.hasRoom(task, run) &&
          allowed[typeOf[slotOf[run]] * n + task] === 1 &&
          (!routes.plain.timed || this.places.isTimely(task, node, then, run))
        ) {
          this.cost = cost;
          this.after = node;
          this.type = -1;
          this.kind = IN_RUN;
        }
        node = then;
      } while (node !== start);
    }
  }

  private hasRoom(task: number, run: number): boolean {
    const { room, plain } = this.routes;
    const { demand, dimensions } = plain;
    for (let d = 0; d < dimensions; d++)
      if (room[run * dimensions + d] < demand[task * dimensions + d]) return false;
    return true;
  }

  /** Whether a day with one run has time for the task on a vehicle of another type: walks the whole run. */
  private isTimelyOn(task: number, before: number, run: number, typeIndex: number): boolean {
    const { nodes, plain } = this.routes;
    const { open, close, service, release, n, legs } = plain;
    const type = plain.types[typeIndex];
    let start = Math.max(type.shiftOpen, release[task]);
    if (plain.released)
      for (let node = nodes[run * 8 + NEXT]; node < n; node = nodes[node * 8 + NEXT])
        start = Math.max(start, release[node]);
    let a = 0;
    let b = -NEVER;
    let l = NEVER;
    let at = type.depot;
    let node = run;
    for (;;) {
      const then = node === before ? task : node === task ? nodes[before * 8 + NEXT] : nodes[node * 8 + NEXT];
      const to = then < n ? nodes[then * 8 + ROW] : type.depot;
      const leg = legs.seconds(at, to);
      a += leg;
      b += leg;
      at = to;
      node = then;
      if (node >= n) break;
      l = Math.min(l, close[node] - a);
      if (b > close[node]) return false;
      b = Math.max(b, open[node]) + service[node];
      a += service[node];
    }
    l = Math.min(l, type.latestArrival - a);
    if (start > l || b > type.latestArrival) return false;
    return Math.max(a, b - l) + type.unload <= type.maxDuty;
  }

  /** Cost of moving a full run to the cheapest free vehicle that has room for the task as well. */
  private lift(task: number, run: number): number {
    const { liftStamp, liftCost, liftType, stamp, routes } = this;
    if (liftStamp[run] === stamp) return liftCost[run];
    liftStamp[run] = stamp;
    liftCost[run] = Infinity;
    const { nodes, plain, used, typeOf, slotOf, room, metresOf } = routes;
    const { types, dimensions, demand, n, allowed, legs } = plain;
    const slot = slotOf[run];
    const own = types[typeOf[slot]];
    const first = nodes[nodes[run * 8 + NEXT] * 8 + ROW];
    const last = nodes[nodes[run * 8 + PREV] * 8 + ROW];
    const looks = Math.min(types.length, LIFT_TYPES);
    let k = this.liftFrom;
    if (looks < types.length) this.liftFrom = (k + looks) % types.length;
    for (let look = 0; look < looks; look++, k = k + 1 === types.length ? 0 : k + 1) {
      const type = types[k];
      if (k === typeOf[slot] || used[k] >= type.vehicles.length || allowed[k * n + task] === 0) continue;
      let length = metresOf[slot];
      if (type.depot !== own.depot)
        length +=
          legs.metres(type.depot, first) +
          legs.metres(last, type.depot) -
          legs.metres(own.depot, first) -
          legs.metres(last, own.depot);
      const cost =
        type.fixedCost + type.costPerMetre * length - own.fixedCost - own.costPerMetre * metresOf[slot];
      if (cost >= liftCost[run] || cost >= this.cost) continue;
      let fits = true;
      for (let d = 0; d < dimensions; d++)
        if (own.capacity[d] - room[run * dimensions + d] + demand[task * dimensions + d] > type.capacity[d])
          fits = false;
      if (!fits || !this.isAllowedOn(run, k)) continue;
      liftCost[run] = cost;
      liftType[run] = k;
    }
    return liftCost[run];
  }

  private isAllowedOn(run: number, type: number): boolean {
    const { nodes, plain } = this.routes;
    if (!plain.restricted) return true;
    for (let node = nodes[run * 8 + NEXT]; node < plain.n; node = nodes[node * 8 + NEXT])
      if (plain.allowed[type * plain.n + node] === 0) return false;
    return true;
  }

  private lookForVehicle(task: number): void {
    const { plain, used, usedSlots, slots } = this.routes;
    if (usedSlots === slots) return;
    const { types, allowed, n, legs } = plain;
    for (let k = 0; k < types.length; k++) {
      const type = types[k];
      if (used[k] >= type.vehicles.length || allowed[k * n + task] === 0) continue;
      const there = legs.metres(type.depot, task) + legs.metres(task, type.depot);
      const cost = type.fixedCost * this.fixedWeight + type.costPerMetre * there;
      if (cost >= this.cost || !this.isAloneFeasible(task, k, type.shiftOpen, type.latestArrival)) continue;
      this.cost = cost;
      this.type = k;
      this.kind = NEW_VEHICLE;
    }
  }

  /** A run of this task alone, not before `ready` and back by `latestBack`. */
  private isAloneFeasible(task: number, typeIndex: number, ready: number, latestBack: number): boolean {
    const { plain } = this.routes;
    const { types, demand, dimensions, open, close, service, release, legs } = plain;
    const type = types[typeIndex];
    for (let d = 0; d < dimensions; d++) if (demand[task * dimensions + d] > type.capacity[d]) return false;
    if (!plain.timed) return true;
    const out = legs.seconds(type.depot, task);
    const arrive = Math.max(ready, release[task]) + out;
    if (arrive > close[task]) return false;
    const back = service[task] + legs.seconds(task, type.depot);
    if (Math.max(arrive, open[task]) + back > latestBack) return false;
    return out + back + type.unload <= type.maxDuty;
  }

  /** A run of its own before, between or behind the runs of a vehicle in use; all cost the same. */
  private lookForRun(task: number): void {
    const { routes } = this;
    const { plain, usedSlots, slotList, typeOf, runsOf } = routes;
    const { types, allowed, n, legs } = plain;
    const first = usedSlots > 0 ? this.random.below(usedSlots) : 0;
    for (let k = 0; k < usedSlots; k++) {
      const slot = slotList[(first + k) % usedSlots];
      const type = types[typeOf[slot]];
      const there = legs.metres(type.depot, task) + legs.metres(task, type.depot);
      const cost = type.costPerMetre * there;
      if (cost >= this.cost || allowed[typeOf[slot] * n + task] === 0 || runsOf[slot] >= type.maxRuns)
        continue;
      const after = this.gapOf(task, slot);
      if (after < 0) continue;
      this.cost = cost;
      this.after = after;
      this.slot = slot;
      this.kind = NEW_RUN;
    }
  }

  /** Node behind which a run of this task alone fits into a day; -1 where it does not. */
  private gapOf(task: number, slot: number): number {
    const { nodes, plain, n, ready, latestLeave } = this.routes;
    const type = plain.types[this.routes.typeOf[slot]];
    const { timed, legs } = plain;
    const start = n + slot;
    const k = this.routes.typeOf[slot];
    if (!timed) return this.isAloneFeasible(task, k, 0, 0) ? nodes[start * 8 + PREV] : -1;
    let head = start;
    do {
      if (this.isAloneFeasible(task, k, ready[head], latestLeave[head] - type.reload))
        return head === start ? start : nodes[head * 8 + PREV];
      do head = nodes[head * 8 + NEXT];
      while (head < n);
    } while (head !== start);
    const last = nodes[start * 8 + PREV];
    const back = nodes[last * 8 + LEAVE] + legs.seconds(nodes[last * 8 + ROW], nodes[start * 8 + ROW]);
    return this.isAloneFeasible(task, k, back + type.reload, type.latestArrival) ? last : -1;
  }
}
