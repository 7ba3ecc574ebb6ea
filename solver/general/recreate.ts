import type { Problem } from '../model/frozen-problem.js';
import type { Random } from '../search/random.js';
import type { GeneralState } from './general-state.js';
import type { Inserter } from './inserter.js';
import type { Pace } from './pace.js';
import type { Together } from './together.js';

/** Orders in which absent units are put back, with their weights. */
const ORDERS = [
  { order: 'any', weight: 4 },
  { order: 'large', weight: 3 },
  { order: 'far', weight: 2 },
  { order: 'near', weight: 1 },
  { order: 'narrow', weight: 3 },
] as const;
const WEIGHTS = ORDERS.reduce((sum, { weight }) => sum + weight, 0);

/** Chance of looking away from what units are worth, and then, for each of them, of doing so and by how much. */
const GENEROUS_CHANCE = 0.08;
const GENEROUS_SHARE = 0.5;
const GENEROUS = 3;
/** Chance of looking for a place for two units at once where one that must be served has none. */
const TOGETHER_CHANCE = 0.1;

/** Puts absent units back, each at its cheapest place, in a drawn order. */
export class Recreate {
  /** By order, then unit: what is put in first has the least. */
  private readonly keys: ReadonlyMap<string, Float64Array>;
  private readonly drawn: Float64Array;
  private readonly queue: Int32Array;

  constructor(
    private readonly state: GeneralState,
    private readonly inserter: Inserter,
    private readonly together: Together | null,
    private readonly pace: Pace,
    private readonly random: Random,
  ) {
    this.keys = orderKeys(state);
    this.drawn = new Float64Array(state.requests.unitCount);
    this.queue = new Int32Array(state.requests.unitCount);
  }

  /**
   * Tries every absent unit once. One that may be left out stays out where serving it costs more; now and then
   * some may cost more all the same, for what is begun for one serves others too. Ends early where the search
   * has to stop.
   */
  mend(): void {
    const { state, inserter, queue, pace, random } = this;
    const count = this.lineUp();
    pace.work += count;
    const generous = random.unit() < GENEROUS_CHANCE ? GENEROUS_SHARE : 0;
    for (let at = 0; at < count; at++) {
      if (pace.stops()) return;
      const unit = queue[at];
      const factor = generous > 0 && random.unit() < generous ? GENEROUS : 1;
      if (inserter.find(unit, factor * state.requests.absentCost[unit], true) < Infinity) inserter.apply();
    }
    if (state.missingCount > 0) this.mendByTwo();
  }

  /**
   * One that must be served may find a place only beside another that is not worth its own way, as where no road
   * leads to it but from there: serves such an one first, and takes it out again where it did not help.
   */
  private mendByTwo(): void {
    const { state, inserter, random } = this;
    const { absentCost } = state.requests;
    const missing = this.absentFrom(random.below(state.absentCount), 1);
    const any = state.absent[random.below(state.absentCount)];
    if (any !== missing && random.unit() < TOGETHER_CHANCE && this.together?.attempt(missing, any)) return;
    const other = this.absentFrom(random.below(state.absentCount), 0);
    if (other < 0) return;
    if (inserter.find(other, absentCost[missing], false) === Infinity) return;
    inserter.apply();
    if (inserter.find(missing, absentCost[missing], false) < Infinity) inserter.apply();
    else {
      const vehicle = state.drop(state.servedBy[other]);
      state.compact(vehicle);
      inserter.refresh(vehicle);
    }
  }

  /** The first absent unit from a place of the list on that must be served (1), or need not be (0); -1 for none. */
  private absentFrom(from: number, mandatory: number): number {
    const { absent, absentCount, requests } = this.state;
    for (let k = 0; k < absentCount; k++) {
      const unit = absent[(from + k) % absentCount];
      if (requests.mandatory[unit] === mandatory) return unit;
    }
    return -1;
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
