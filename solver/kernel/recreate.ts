import type { Random } from '../search/random.js';
import type { Insertion } from './insertion.js';
import type { Logbook } from './logbook.js';
import type { Routes } from './routes.js';

/** Weights of the orders in which tasks are put back (Christiaens and Vanden Berghe 2020, with windows). */
const ORDERS = ['random', 'large', 'far', 'near', 'narrow', 'early', 'late', 'released'] as const;
const WEIGHTS = [4, 4, 2, 1, 2, 2, 2, 0] as const;
const RELEASED_WEIGHTS = [4, 4, 2, 1, 2, 2, 2, 2] as const;
const PLAIN_WEIGHTS = [4, 4, 2, 1, 0, 0, 0, 0] as const;

/** Share of iterations that weigh a free vehicle against all tasks that may join, not against the first alone. */
const INVITE_CHANCE = 0.7;

/** Puts tasks back, each at its cheapest place, in an order drawn anew every time. */
export class Recreate {
  private readonly keys: readonly (Float64Array | null)[];
  private readonly weights: readonly number[];
  private readonly weightSum: number;
  private readonly key: Float64Array;
  /** What penalties count for now; above 1 it invites to serve more than pays. */
  penaltyWeight = 1;

  constructor(
    private readonly routes: Routes,
    private readonly insertion: Insertion,
    private readonly logbook: Logbook,
    private readonly random: Random,
  ) {
    this.keys = orderKeys(routes);
    this.weights = !routes.plain.timed ? PLAIN_WEIGHTS : routes.plain.released ? RELEASED_WEIGHTS : WEIGHTS;
    this.weightSum = this.weights.reduce((sum, weight) => sum + weight, 0);
    this.key = new Float64Array(routes.n);
  }

  /**
   * Puts `tasks[0..count)` back where that pays; sorts them on the way. False, with the work half done, as soon as
   * the plan is bound to cost more than `most`, penalties at their weight: a task put back never makes it cheaper
   * (where a detour is shorter than the way, a plan is missed now and then).
   */
  mend(tasks: Int32Array, count: number, most: number): boolean {
    this.sort(tasks, count);
    const { routes, insertion, logbook } = this;
    const { penalty } = routes.plain;
    const weight = this.penaltyWeight;
    const inviting = this.random.unit() < INVITE_CHANCE;
    let waiting = 0;
    let pending = 0;
    for (let at = 0; at < count; at++) {
      pending += weight * routes.absentCharge[tasks[at]];
      if (penalty[tasks[at]] < Infinity) waiting += weight * penalty[tasks[at]];
    }
    for (let at = 0; at < count; at++) {
      const task = tasks[at];
      const own = weight * penalty[task];
      // One task alone rarely pays for a vehicle.
      const shared = own < Infinity && inviting ? waiting : own;
      if (own < Infinity) waiting -= own;
      const spare = most - (routes.travelCost + weight * routes.absentCost - pending);
      pending -= weight * routes.absentCharge[task];
      if (insertion.find(task, Math.min(own, spare), Math.min(shared, spare), false)) {
        const slot = insertion.slotToChange();
        logbook.note(slot >= 0 ? slot : routes.slotList[routes.usedSlots]);
        insertion.apply(task);
        if (logbook.bySteps) logbook.putIn(task);
      } else if (weight * routes.absentCharge[task] > spare) return false;
    }
    return true;
  }

  /** Insertion sort by a key drawn anew: lists are short. */
  private sort(tasks: Int32Array, count: number): void {
    const { key, random } = this;
    const keys = this.keys[this.drawOrder()];
    for (let at = 0; at < count; at++) key[at] = keys === null ? random.unit() : keys[tasks[at]];
    for (let at = 1; at < count; at++) {
      const task = tasks[at];
      const own = key[at];
      let to = at - 1;
      for (; to >= 0 && key[to] > own; to--) {
        tasks[to + 1] = tasks[to];
        key[to + 1] = key[to];
      }
      tasks[to + 1] = task;
      key[to + 1] = own;
    }
  }

  private drawOrder(): number {
    let left = this.random.below(this.weightSum);
    for (let order = 0; order < ORDERS.length; order++) {
      left -= this.weights[order];
      if (left < 0) return order;
    }
    return 0;
  }
}

/** By order: smallest key first; null for a random one. */
function orderKeys({ plain }: Routes): (Float64Array | null)[] {
  const { n, dimensions, demand, types, open, close, release, legs } = plain;
  const byTask = (value: (task: number) => number): Float64Array =>
    Float64Array.from({ length: n }, (_, task) => value(task));
  const most = new Float64Array(dimensions);
  for (const { capacity } of types) capacity.forEach((room, d) => (most[d] = Math.max(most[d], room)));
  const share = (task: number): number =>
    most.reduce(
      (largest, room, d) => Math.max(largest, demand[task * dimensions + d] / Math.max(1, room)),
      0,
    );
  const away = byTask((task) => Math.min(...types.map(({ depot }) => legs.metres(depot, task))));
  return [
    null,
    byTask((task) => -share(task)),
    away.map((one) => -one),
    away,
    byTask((task) => close[task] - open[task]),
    byTask((task) => open[task]),
    byTask((task) => -close[task]),
    byTask((task) => -release[task]),
  ];
}
