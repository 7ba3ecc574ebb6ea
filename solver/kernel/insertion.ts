import type { Random } from '../search/random.js';
import { Lifts } from './lifts.js';
import { nearPlaces, type NearPlaces, type Place } from './near-places.js';
import type { NearTasks } from './near.js';
import { HEAD, LEAVE, LEG, NEXT, PREV, ROW } from './node-record.js';
import type { Routes } from './routes.js';

/** Chance of looking beyond the near tasks where they offer no place. */
const FAR_CHANCE = 0.01;
/** Chance that a task may move full runs to larger vehicles: it costs several looks at each. */
const LIFT_CHANCE = 0.5;

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

  private readonly mixed: boolean;
  private readonly places: NearPlaces;
  private readonly lifts: Lifts;

  constructor(
    private readonly routes: Routes,
    near: NearTasks,
    private readonly random: Random,
  ) {
    const { types, manyRuns } = routes.plain;
    this.lifts = new Lifts(routes);
    this.places = nearPlaces(routes, near, random, this.lifts);
    this.mixed = types.length > 1 && !manyRuns;
  }

  /**
   * Looks for a place in a run that costs less than `own`, or a run of its own that costs less than that place
   * and than `shared`: what all tasks that may still join it are worth. False where there is none.
   * `everywhere`: beside all tasks.
   */
  find(task: number, own: number, shared: number, everywhere: boolean): boolean {
    this.kind = NOWHERE;
    this.cost = own;
    this.lifts.begin(own);
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
          this.places.hasRoom(task, run) &&
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

  private lookForVehicle(task: number): void {
    const { plain, used, usedSlots, slots } = this.routes;
    if (usedSlots === slots) return;
    const { types, allowed, n, legs } = plain;
    for (let k = 0; k < types.length; k++) {
      const type = types[k];
      if (used[k] >= type.vehicles.length || allowed[k * n + task] === 0) continue;
      const there = legs.metres(type.depot, task) + legs.metres(task, type.depot);
      const cost = type.fixedCost + type.costPerMetre * there;
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
    const { nodes, plain, n, times } = this.routes;
    const { ready, latestLeave } = times;
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
