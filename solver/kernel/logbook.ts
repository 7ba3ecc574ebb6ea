import { HEAD, PREV } from './node-record.js';
import type { Routes } from './routes.js';
import { SavedDays } from './saved-days.js';

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
  private readonly days: SavedDays;
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
    this.days = new SavedDays(routes);
    this.notedAt = new Int32Array(routes.slots);
  }

  /** Forgets all: what stands now is what `takeBack` returns to. */
  open(bySteps = false): void {
    this.bySteps = bySteps;
    this.stepCount = 0;
    this.stamp = (this.stamp + 1) | 0;
    this.count = 0;
    this.days.forget();
  }

  /** To be called before a day changes. */
  note(slot: number): void {
    if (this.notedAt[slot] === this.stamp) return;
    this.notedAt[slot] = this.stamp;
    if (!this.bySteps) this.days.save(slot, this.count);
    this.slots[this.count++] = slot;
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
    if (this.bySteps) this.takeStepsBack();
    else this.days.restore(this.slots, this.count);
  }
}
