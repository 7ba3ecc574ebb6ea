import { isHopeless } from './hopeless.js';
import type { Insertion } from './insertion.js';
import type { Journal } from './journal.js';
import type { Neighbours } from './neighbours.js';
import type { Random } from './random.js';
import type { SearchState } from './state.js';

/** Chance that a place is not seen (Christiaens and Vanden Berghe 2020). */
const BLINK = 0.01;
/** Of what the hours of the fleet would fetch were no task served, so much counts in a first plan, which will serve most. */
const WORTH_AT_FIRST = 0.2;
/** Of tasks that were absent before, at most so many near the ruin and so many others are tried again in one iteration. */
const NEAR_ABSENTEES = 5;
const OTHER_ABSENTEES = 1;
/** Chance that a ruin is struck around an absent task, so that room is made where it is wanted. */
const ABSENT_SEED_CHANCE = 0.3;

/** Weights of the orders in which absent tasks are tried. */
const ORDER_WEIGHTS = [
  ['random', 4],
  ['load', 4],
  ['far', 2],
  ['near', 1],
  ['short-window', 2],
  ['early', 2],
  ['late-release', 2],
  ['orders', 2],
] as const;
const WEIGHT_SUM = ORDER_WEIGHTS.reduce((sum, [, weight]) => sum + weight, 0);
type Order = (typeof ORDER_WEIGHTS)[number][0];

/** Puts absent tasks back, each at its cheapest place, in an order drawn anew every time. */
export class Recreate {
  private readonly keys: ReadonlyMap<Order, Float64Array>;
  private readonly fleetSeconds: number;
  private readonly queue: Int32Array;
  private readonly queueKey: Float64Array;
  /** 1 for a task that no run can serve, 2 for any other, 0 before it is asked. */
  private readonly hopeless: Uint8Array;

  constructor(
    private readonly state: SearchState,
    private readonly neighbours: Neighbours,
    private readonly insertion: Insertion,
    private readonly journal: Journal,
    private readonly random: Random,
  ) {
    this.keys = orderKeys(state);
    this.fleetSeconds = fleetSeconds(state.problem);
    this.queue = new Int32Array(state.taskCount);
    this.queueKey = new Float64Array(state.taskCount);
    this.hopeless = new Uint8Array(state.taskCount);
  }

  /** A task to strike a ruin around: now and then one that is absent and not hopeless, else any. */
  drawSeed(): number {
    const { state, random } = this;
    if (state.absentCount > 0 && random.unit() < ABSENT_SEED_CHANCE) {
      const task = state.absent[random.below(state.absentCount)];
      if (!this.isHopeless(task)) return task;
    }
    return random.below(state.taskCount);
  }

  /**
   * `absentBefore`: how many tasks were absent before the ruin; they stand first in the absent list.
   * `seed`: the task around which was ruined.
   */
  mend(absentBefore: number, seed: number): void {
    this.state.secondWorth = this.worthOfASecond(absentBefore);
    this.insertQueue(this.fillQueue(absentBefore, seed), BLINK, false);
  }

  /** Tries every absent task in a given order, thoroughly: builds a first plan. */
  mendAll(order: Int32Array): void {
    const { state, queue } = this;
    let length = 0;
    for (const task of order) if (state.runOf[task] < 0) queue[length++] = task;
    state.secondWorth = WORTH_AT_FIRST * this.worthOfASecond(state.absentCount);
    this.insertQueue(length, 0, true);
  }

  /** What absent tasks would pay for the fleet's hours, were they shared out evenly. */
  private worthOfASecond(absent: number): number {
    const { state } = this;
    let cost = 0;
    for (let at = 0; at < absent; at++) {
      const task = state.absent[at];
      if (!this.isHopeless(task)) cost += state.absentCost[task];
    }
    return cost / this.fleetSeconds;
  }

  /** What no run can serve must not compete for hours with what some run can. */
  private isHopeless(task: number): boolean {
    if (this.hopeless[task] === 0) this.hopeless[task] = isHopeless(this.state.problem, task) ? 1 : 2;
    return this.hopeless[task] === 1;
  }

  private insertQueue(length: number, blink: number, thorough: boolean): void {
    const { state, insertion, journal, queue } = this;
    const mandatory = state.problem.taskMandatory;
    // One task alone rarely pays for a vehicle: a new run is weighed against all that may still join it.
    let waiting = 0;
    for (let at = 0; at < length; at++) waiting += state.absentCost[queue[at]];
    for (let at = 0; at < length; at++) {
      const task = queue[at];
      const allowed = waiting;
      waiting -= state.absentCost[task];
      if (!insertion.find(task, blink, thorough)) continue;
      const worth = insertion.after < 0 ? allowed : state.absentCost[task];
      if (mandatory[task] === 0 && insertion.cost >= worth) continue;
      journal.touch(insertion.vehicle);
      insertion.apply();
    }
  }

  private fillQueue(absentBefore: number, seed: number): number {
    const { state, queue, queueKey, random } = this;
    let length = absentBefore === 0 ? 0 : this.queueNear(absentBefore, seed);
    const most = length + OTHER_ABSENTEES;
    for (let at = length; at < absentBefore && length < most; at++) {
      // Drawn without repetition by moving the drawn one to the front.
      const drawn = at + random.below(absentBefore - at);
      state.swapAbsent(at, drawn);
      if (!this.isHopeless(state.absent[at])) queue[length++] = state.absent[at];
    }
    for (let at = absentBefore; at < state.absentCount; at++) queue[length++] = state.absent[at];
    const keys = this.keys.get(this.drawOrder());
    for (let at = 0; at < length; at++) queueKey[at] = keys ? keys[queue[at]] : random.unit();
    this.sortQueue(length);
    return length;
  }

  /** Queues the seed and its neighbours where they were absent before, and moves them to the front. */
  private queueNear(absentBefore: number, seed: number): number {
    const { state, queue, neighbours } = this;
    const { list, count } = neighbours;
    let length = 0;
    const offer = (task: number): void => {
      if (state.runOf[task] >= 0 || state.absentAt[task] >= absentBefore || this.isHopeless(task)) return;
      state.swapAbsent(length, state.absentAt[task]);
      queue[length++] = task;
    };
    offer(seed);
    for (let at = seed * count; at < (seed + 1) * count && length < NEAR_ABSENTEES; at++) offer(list[at]);
    return length;
  }

  private drawOrder(): Order {
    let left = this.random.below(WEIGHT_SUM);
    for (const [order, weight] of ORDER_WEIGHTS) {
      left -= weight;
      if (left < 0) return order;
    }
    return 'random';
  }

  /** Insertion sort by key: queues are short. */
  private sortQueue(length: number): void {
    const { queue, queueKey } = this;
    for (let at = 1; at < length; at++) {
      const task = queue[at];
      const key = queueKey[at];
      let to = at - 1;
      for (; to >= 0 && queueKey[to] > key; to--) {
        queue[to + 1] = queue[to];
        queueKey[to + 1] = queueKey[to];
      }
      queue[to + 1] = task;
      queueKey[to + 1] = key;
    }
  }
}

/** Hours that all vehicles could be on duty; at least a second. */
function fleetSeconds(problem: SearchState['problem']): number {
  let sum = 1;
  for (let vehicle = 0; vehicle < problem.vehicleCount; vehicle++) {
    const shift = problem.shiftCloseSeconds[vehicle] - problem.shiftOpenSeconds[vehicle];
    sum += Math.min(shift, problem.maxDutySeconds[vehicle]);
  }
  return sum;
}

/** Smallest key first. */
function orderKeys({ problem, windowOpen, windowClose }: SearchState): ReadonlyMap<Order, Float64Array> {
  const { taskCount, dimensionCount, taskLoad, vehicleCapacity, vehicleCount } = problem;
  const largest = new Float64Array(dimensionCount);
  for (let at = 0; at < vehicleCount * dimensionCount; at++) {
    largest[at % dimensionCount] = Math.max(largest[at % dimensionCount], vehicleCapacity[at]);
  }
  const byTask = (key: (task: number) => number): Float64Array =>
    Float64Array.from({ length: taskCount }, (_, task) => key(task));
  const share = (task: number): number =>
    largest.reduce(
      (most, room, d) => Math.max(most, taskLoad[task * dimensionCount + d] / Math.max(1, room)),
      0,
    );
  const orders = (task: number): number => {
    let sum = 0;
    for (let at = problem.taskClassStart[task]; at < problem.taskClassStart[task + 1]; at++)
      sum += problem.taskClassOrders[at];
    return sum;
  };
  const remoteness = byTask((task) => nearestSinkSeconds(problem, task));
  return new Map<Order, Float64Array>([
    ['load', byTask((task) => -share(task))],
    ['far', remoteness.map((seconds) => -seconds)],
    ['near', remoteness],
    ['short-window', byTask((task) => windowClose[task] - windowOpen[task])],
    ['early', byTask((task) => windowClose[task])],
    ['late-release', byTask((task) => -problem.taskReleaseSeconds[task])],
    ['orders', byTask((task) => -orders(task))],
  ]);
}

/** Seconds from a task to its nearest sink on the first profile; large where there is no way. */
export function nearestSinkSeconds(
  { durations, taskLocation, sinkLocation, locationCount }: SearchState['problem'],
  task: number,
): number {
  let best = 1e9;
  for (const location of sinkLocation) {
    const seconds = durations[0][taskLocation[task] * locationCount + location];
    if (seconds >= 0) best = Math.min(best, seconds);
  }
  return best;
}
