import type { Problem } from '../model/frozen-problem.js';
import type { Random } from '../search/random.js';
import type { GeneralState } from './general-state.js';
import type { Inserter } from './inserter.js';
import type { Pace } from './pace.js';

/** Orders in which absent units are put back, with their weights. */
const ORDERS = [
  { order: 'any', weight: 4 },
  { order: 'large', weight: 3 },
  { order: 'far', weight: 2 },
  { order: 'near', weight: 1 },
  { order: 'narrow', weight: 3 },
] as const;
const WEIGHTS = ORDERS.reduce((sum, { weight }) => sum + weight, 0);

/** Chance of looking away from a unit's own worth, and by how much. */
const GENEROUS_CHANCE = 0.08;
const GENEROUS = 3;

/** Puts absent units back, each at its cheapest place, in a drawn order. */
export class Recreate {
  /** By order, then unit: what is put in first has the least. */
  private readonly keys: ReadonlyMap<string, Float64Array>;
  private readonly drawn: Float64Array;
  private readonly queue: Int32Array;

  constructor(
    private readonly state: GeneralState,
    private readonly inserter: Inserter,
    private readonly pace: Pace,
    private readonly random: Random,
  ) {
    this.keys = orderKeys(state);
    this.drawn = new Float64Array(state.requests.unitCount);
    this.queue = new Int32Array(state.requests.unitCount);
  }

  /**
   * Tries every absent unit once. One that may be left out stays out where serving it costs more; now and then
   * it may cost more all the same, for what is begun for one serves others too. Ends early where the search
   * has to stop.
   */
  mend(): void {
    const { state, inserter, queue, pace } = this;
    const count = this.lineUp();
    pace.work += count;
    const generous = this.random.unit() < GENEROUS_CHANCE ? GENEROUS : 1;
    for (let at = 0; at < count; at++) {
      if (pace.stops()) return;
      const unit = queue[at];
      if (inserter.find(unit, generous * state.requests.absentCost[unit], true) < Infinity) inserter.apply();
    }
  }

  /** Queues the absent units, by insertion sort: they are few. */
  private lineUp(): number {
    const { state, queue, random, drawn } = this;
    let draw = random.below(WEIGHTS);
    let name: string = 'any';
    for (const { order, weight } of ORDERS) {
      if (draw < weight) {
        name = order;
        break;
      }
      draw -= weight;
    }
    const count = state.absentCount;
    const keys = this.keys.get(name) ?? drawn;
    for (let at = 0; at < count; at++) {
      const unit = state.absent[at];
      if (keys === drawn) drawn[unit] = random.unit();
      let to = at;
      for (; to > 0 && keys[queue[to - 1]] > keys[unit]; to--) queue[to] = queue[to - 1];
      queue[to] = unit;
    }
    return count;
  }
}

function orderKeys(state: GeneralState): Map<string, Float64Array> {
  const { problem, requests } = state;
  const of = (measure: (task: number) => number): Float64Array =>
    Float64Array.from({ length: requests.unitCount }, (_, unit) => {
      let most = -Infinity;
      for (let at = requests.unitStart[unit]; at < requests.unitStart[unit + 1]; at++) {
        const request = requests.unitRequests[at];
        for (let k = requests.start[request]; k < requests.start[request + 1]; k++)
          most = Math.max(most, measure(requests.tasks[k]));
      }
      return -most;
    });
  const far = of((task) => fromSink(problem, task));
  return new Map([
    ['large', of((task) => loadShare(problem, task))],
    ['far', far],
    ['near', far.map((key) => -key)],
    ['narrow', of((task) => -openSeconds(problem, task))],
  ]);
}

function fromSink(problem: Problem, task: number): number {
  const { sinkCount, sinkLocation, taskLocation, locationCount, durations } = problem;
  let least = Infinity;
  for (let sink = 0; sink < sinkCount; sink++) {
    const seconds = durations[0][taskLocation[task] * locationCount + sinkLocation[sink]];
    if (seconds >= 0 && seconds < least) least = seconds;
  }
  return least;
}

/** Of the largest vehicle, in the dimension that is shortest. */
function loadShare(problem: Problem, task: number): number {
  const { dimensionCount, vehicleCount, taskLoad, vehicleCapacity } = problem;
  let share = 0;
  for (let d = 0; d < dimensionCount; d++) {
    let capacity = 1;
    for (let vehicle = 0; vehicle < vehicleCount; vehicle++)
      capacity = Math.max(capacity, vehicleCapacity[vehicle * dimensionCount + d]);
    share = Math.max(share, taskLoad[task * dimensionCount + d] / capacity);
  }
  return share;
}

function openSeconds(
  { taskWindowStart, windowOpenSeconds, windowCloseSeconds }: Problem,
  task: number,
): number {
  let sum = 0;
  for (let at = taskWindowStart[task]; at < taskWindowStart[task + 1]; at++)
    sum += windowCloseSeconds[at] - windowOpenSeconds[at];
  return sum;
}
