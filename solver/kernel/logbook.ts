import { HEAD, NEXT, PREV } from './node-record.js';
import type { Routes } from './routes.js';

/** Stands for a reload in a saved day. */
const RELOAD = -1;

/** Stands for a task that was put in, in the list of single changes. */
const PUT_IN = -1;

/**
 * Remembers days before they change, so that a change can be taken back. Days not noted cost nothing:
 * the price of an iteration does not grow with the plan.
 */
export class Logbook {
  /** Slots noted since `open`: entries [0, count). */
  readonly slots: Int32Array;
  count = 0;
  private readonly from: Int32Array;
  private readonly types: Int32Array;
  private readonly inUse: Uint8Array;
  private readonly saved: Int32Array;
  private length = 0;
  private readonly notedAt: Int32Array;
  private stamp = 0;

  /** Whether single changes are written down in place of whole days: for plans without times and one type. */
  bySteps = false;
  /** [task, node it stood behind or PUT_IN, slot] a change. */
  private readonly steps: Int32Array;
  private stepCount = 0;

  constructor(private readonly routes: Routes) {
    this.steps = new Int32Array(3 * 2 * (routes.n + 1));
    this.slots = new Int32Array(routes.slots);
    this.from = new Int32Array(routes.slots + 1);
    this.types = new Int32Array(routes.slots);
    this.inUse = new Uint8Array(routes.slots);
    this.saved = new Int32Array(routes.size);
    this.notedAt = new Int32Array(routes.slots);
  }

  /** Forgets all: what stands now is what `takeBack` returns to. */
  open(bySteps = false): void {
    this.bySteps = bySteps;
    this.stepCount = 0;
    this.stamp++;
    this.count = 0;
    this.length = 0;
  }

  /** To be called before a day changes. */
  note(slot: number): void {
    if (this.notedAt[slot] === this.stamp) return;
    this.notedAt[slot] = this.stamp;
    if (this.bySteps) {
      this.slots[this.count++] = slot;
      return;
    }
    const { routes, saved } = this;
    const { nodes, n } = routes;
    const start = n + slot;
    this.slots[this.count] = slot;
    this.types[this.count] = routes.typeOf[slot];
    this.inUse[this.count] = nodes[start * 8 + NEXT] === start ? 0 : 1;
    this.from[this.count++] = this.length;
    for (let node = nodes[start * 8 + NEXT]; node !== start; node = nodes[node * 8 + NEXT])
      saved[this.length++] = node < n ? node : RELOAD;
    this.from[this.count] = this.length;
  }

  /** Takes a task out, so that it can be put back. */
  pull(task: number): void {
    const { routes } = this;
    const { nodes, slotOf } = routes;
    this.write(task, nodes[task * 8 + PREV], slotOf[nodes[task * 8 + HEAD]]);
    routes.pull(task);
  }

  /** To be called after a task was put in, where changes are written down singly. */
  putIn(task: number): void {
    this.write(task, PUT_IN, 0);
  }

  private write(task: number, after: number, slot: number): void {
    const at = 3 * this.stepCount++;
    this.steps[at] = task;
    this.steps[at + 1] = after;
    this.steps[at + 2] = slot;
  }

  private takeStepsBack(): void {
    const { routes, steps } = this;
    for (let at = 3 * (this.stepCount - 1); at >= 0; at -= 3) {
      const [task, after, slot] = [steps[at], steps[at + 1], steps[at + 2]];
      if (after === PUT_IN) routes.pull(task);
      else {
        if (!routes.isInUse(slot)) routes.reopenVehicle(slot, routes.typeOf[slot]);
        routes.link(task, after);
        routes.settle(task, after);
      }
    }
    this.stepCount = 0;
  }

  /** Reckons all noted days anew; false where the times of one cannot be kept. */
  refreshAll(): boolean {
    let timely = true;
    if (this.bySteps) return true;
    for (let at = 0; at < this.count; at++) if (!this.routes.refresh(this.slots[at])) timely = false;
    return timely;
  }

  /** Makes the noted days what they were. */
  takeBack(): void {
    if (this.bySteps) {
      this.takeStepsBack();
      return;
    }
    const { routes, slots, from, saved } = this;
    for (let at = 0; at < this.count; at++) routes.clear(slots[at]);
    for (let at = 0; at < this.count; at++) {
      if (this.inUse[at] === 0) continue;
      const slot = slots[at];
      routes.reopenVehicle(slot, this.types[at]);
      let node = routes.n + slot;
      for (let place = from[at]; place < from[at + 1]; place++) {
        const task = saved[place];
        if (task === RELOAD) node = routes.linkReload(node, slot);
        else {
          routes.link(task, node);
          node = task;
        }
      }
      routes.refresh(slot);
    }
  }
}
