import type { Random } from '../search/random.js';
import type { Logbook } from './logbook.js';
import type { NearTasks } from './near.js';
import type { Retype } from './retype.js';
import { HEAD, NEXT, PREV } from './node-record.js';
import type { Routes } from './routes.js';

/** Of the near tasks so many are drawn from. */
const NEAREST = 20;
/** Tries to find two runs that may change vehicles or places. */
const TRIES = 8;

/**
 * Moves of tails, whole runs and vehicles: what taking tasks out and putting them back seldom finds.
 * Each notes the days it changes and leaves them refreshed; false where the plan that results cannot be
 * driven or nothing was changed: the caller then takes back.
 */
export class Moves {
  private readonly list: readonly (() => boolean)[];

  constructor(
    private readonly routes: Routes,
    private readonly near: NearTasks,
    private readonly logbook: Logbook,
    private readonly random: Random,
    private readonly retype: Retype,
  ) {
    const { manyRuns, types } = routes.plain;
    this.list = [
      () => this.swapTails(),
      ...(manyRuns ? [() => this.moveRun()] : []),
      ...(types.length > 1 && !manyRuns ? [() => this.changeVehicles()] : []),
    ];
  }

  /** Tries one move drawn at random. */
  try(): boolean {
    return this.list[this.random.below(this.list.length)]();
  }

  /** Two runs near one another exchange all that comes behind a pair of near tasks (2-opt*). */
  private swapTails(): boolean {
    const { routes, near, random, logbook } = this;
    const { nodes, slotOf, n } = routes;
    if (near.count === 0) return false;
    const a = random.below(n);
    const b = near.list[a * near.count + random.below(Math.min(NEAREST, near.count))];
    const [runA, runB] = [nodes[a * 8 + HEAD], nodes[b * 8 + HEAD]];
    if (runA < 0 || runB < 0 || runA === runB) return false;
    const [slotA, slotB] = [slotOf[runA], slotOf[runB]];
    logbook.note(slotA);
    logbook.note(slotB);
    const [lastA, lastB] = [this.lastOf(a), this.lastOf(b)];
    const [endA, endB] = [nodes[lastA * 8 + NEXT], nodes[lastB * 8 + NEXT]];
    const tailA = nodes[a * 8 + NEXT];
    const beforeB = nodes[b * 8 + PREV];
    this.join(a, b);
    this.join(lastB, endA);
    if (tailA === endA) this.join(beforeB, endB);
    else {
      this.join(beforeB, tailA);
      this.join(lastA, endB);
    }
    return this.routes.isDrivable(slotA) && (slotA === slotB || this.routes.isDrivable(slotB));
  }

  private join(before: number, then: number): void {
    const { nodes } = this.routes;
    nodes[before * 8 + NEXT] = then;
    nodes[then * 8 + PREV] = before;
  }

  private lastOf(task: number): number {
    const { nodes, n } = this.routes;
    let last = task;
    for (let node = nodes[task * 8 + NEXT]; node < n; node = nodes[node * 8 + NEXT]) last = node;
    return last;
  }

  /** A run goes to another place in its day or in another vehicle's. */
  private moveRun(): boolean {
    const { routes, random, logbook } = this;
    const { nodes, n, slotOf, slotList, usedSlots } = routes;
    const task = random.below(n);
    const run = nodes[task * 8 + HEAD];
    if (run < 0) return false;
    const from = slotOf[run];
    const to = slotList[random.below(usedSlots)];
    const first = nodes[run * 8 + NEXT];
    const last = this.lastOf(task);
    logbook.note(from);
    logbook.note(to);
    this.join(run, nodes[last * 8 + NEXT]);
    const gap = this.gapIn(to);
    const then = nodes[gap * 8 + NEXT];
    const reload = routes.linkReload(gap, to);
    if (gap === n + to) {
      // The run takes the vehicle's own node, the first run so far the reload.
      this.join(gap, first);
      this.join(last, reload);
    } else {
      this.join(reload, first);
      this.join(last, then);
    }
    return this.routes.isDrivable(from) && (to === from || this.routes.isDrivable(to));
  }

  /** The node behind which a run may begin: the vehicle's own or the last of one of its runs. */
  private gapIn(slot: number): number {
    const { nodes, n, runsOf } = this.routes;
    const start = n + slot;
    let left = this.random.below(runsOf[slot] + 1);
    if (left === 0) return start;
    let node = start;
    for (;;) {
      const then = nodes[node * 8 + NEXT];
      if (then >= n && node < n && --left === 0) return node;
      if (then === start) return node;
      node = then;
    }
  }

  /** Two vehicles of different types change days where that is cheaper. */
  private changeVehicles(): boolean {
    const { routes, random, logbook, retype } = this;
    const { slotList, usedSlots } = routes;
    for (let tries = 0; tries < TRIES && usedSlots > 1; tries++) {
      const [a, b] = [slotList[random.below(usedSlots)], slotList[random.below(usedSlots)]];
      if (a === b || retype.exchangeGain(a, b) <= 0) continue;
      logbook.note(a);
      logbook.note(b);
      retype.exchange(a, b);
      return true;
    }
    return false;
  }
}
