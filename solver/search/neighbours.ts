import type { Problem } from '../model/frozen-problem.js';

/** Neighbours looked at when a task is inserted, and when tasks near a seed are removed. */
export const INSERT_NEIGHBOURS = 40;
export const RUIN_NEIGHBOURS = 100;

/** Weight of unavoidable waiting between two tasks, and of a difference in run releases, against travel. */
const WAIT_WEIGHT = 0.2;
const RELEASE_WEIGHT = 0.1;
const UNREACHABLE = 2 ** 36;

/**
 * The tasks most worth visiting beside each task, nearest first: row-major, taskCount x count.
 * Nearness is travel time in the better direction on the quickest profile, plus what the windows
 * make a vehicle wait or be late between the two.
 */
export interface Neighbours {
  readonly count: number;
  readonly list: Int32Array;
  /**
   * By profile, seconds and metres of the leg from each of the first {@link INSERT_NEIGHBOURS} to the
   * task: [(task * insertCount + place) * 2]. Read in a row here, they would be scattered over the matrix.
   */
  readonly insertCount: number;
  readonly legsTo: readonly Int32Array[];
}

/** Builds the lists for all tasks; rows are shorter than asked for only where tasks are fewer. */
export function findNeighbours(problem: Problem, wanted: number): Neighbours {
  const { taskCount } = problem;
  const count = Math.max(0, Math.min(wanted, taskCount - 1));
  const list = new Int32Array(taskCount * count);
  // A key carries its task in the low 16 bits; nearness stays exact above them.
  const keys = new Float64Array(taskCount);
  const nearness = new Nearness(problem);
  for (let task = 0; task < taskCount; task++) {
    nearness.fill(task, keys);
    keys[task] = keys[taskCount - 1];
    selectSmallest(keys, taskCount - 1, count);
    const nearest = keys.subarray(0, count).sort();
    for (let at = 0; at < count; at++) list[task * count + at] = nearest[at] % 65536;
  }
  const insertCount = Math.min(count, INSERT_NEIGHBOURS);
  return { count, list, insertCount, legsTo: gatherLegs(problem, list, count, insertCount) };
}

function gatherLegs(problem: Problem, list: Int32Array, count: number, insertCount: number): Int32Array[] {
  const { taskCount, taskLocation, locationCount } = problem;
  return problem.durations.map((durations, profile) => {
    const legs = new Int32Array(taskCount * insertCount * 2);
    for (let task = 0; task < taskCount; task++) {
      for (let at = 0; at < insertCount; at++) {
        const pair = taskLocation[list[task * count + at]] * locationCount + taskLocation[task];
        legs[(task * insertCount + at) * 2] = durations[pair];
        legs[(task * insertCount + at) * 2 + 1] = problem.distances[profile][pair];
      }
    }
    return legs;
  });
}

/** Nearness of a task to all others; what belongs to a task alone is looked up once. */
class Nearness {
  private readonly opens: Float64Array;
  private readonly closes: Float64Array;
  private readonly service: Float64Array;
  /** By location, the quickest profile's seconds to each other location, and from it; UNREACHABLE where none has a way. */
  private readonly there: Float64Array;
  private readonly back: Float64Array;
  private filledFor = -1;

  constructor(private readonly problem: Problem) {
    const { taskCount, taskWindowStart, windowOpenSeconds, windowCloseSeconds } = problem;
    const byTask = (of: (task: number) => number): Float64Array =>
      Float64Array.from({ length: taskCount }, (_, task) => of(task));
    this.opens = byTask((task) => windowOpenSeconds[taskWindowStart[task]]);
    this.closes = byTask((task) => windowCloseSeconds[taskWindowStart[task + 1] - 1]);
    // Nearness is not exact: the first profile stands for all.
    this.service = byTask((task) => problem.taskServiceSeconds[0][task]);
    this.there = new Float64Array(problem.locationCount);
    this.back = new Float64Array(problem.locationCount);
  }

  /** Writes a key for every task. */
  fill(task: number, keys: Float64Array): void {
    const { opens, closes, service, there, back } = this;
    const { taskCount, taskLocation, taskReleaseSeconds } = this.problem;
    this.fillLegs(taskLocation[task]);
    const [open, close, own] = [opens[task], closes[task], service[task]];
    for (let other = 0; other < taskCount; other++) {
      const location = taskLocation[other];
      const [to, from] = [there[location], back[location]];
      const after = own + to;
      const afterOther = service[other] + from;
      const one = to + misfit(opens[other] - close - after, open + after - closes[other]);
      const two = from + misfit(open - closes[other] - afterOther, opens[other] + afterOther - close);
      const apart = Math.abs(taskReleaseSeconds[task] - taskReleaseSeconds[other]);
      const least = Math.min(UNREACHABLE, one, two);
      keys[other] = Math.floor(least + RELEASE_WEIGHT * apart) * 65536 + other;
    }
  }

  /** Tasks of one location mostly stand together: its legs are gathered once for them. */
  private fillLegs(location: number): void {
    if (this.filledFor === location) return;
    this.filledFor = location;
    const { there, back } = this;
    const { durations, locationCount } = this.problem;
    there.fill(UNREACHABLE);
    back.fill(UNREACHABLE);
    for (const matrix of durations) {
      for (let other = 0; other < locationCount; other++) {
        const to = matrix[location * locationCount + other];
        const from = matrix[other * locationCount + location];
        if (to >= 0 && to < there[other]) there[other] = to;
        if (from >= 0 && from < back[other]) back[other] = from;
      }
    }
  }
}

/** What windows add to going straight from one task to another. */
function misfit(wait: number, late: number): number {
  return (wait > 0 ? WAIT_WEIGHT * wait : 0) + (late > 0 ? late : 0);
}

/** Quickselect: moves the `count` smallest of `keys[0..length)` to the front. */
function selectSmallest(keys: Float64Array, length: number, count: number): void {
  let low = 0;
  let high = length - 1;
  while (low < high) {
    const pivot = keys[(low + high) >> 1];
    let left = low;
    let right = high;
    while (left <= right) {
      while (keys[left] < pivot) left++;
      while (keys[right] > pivot) right--;
      if (left > right) break;
      const swapped = keys[left];
      keys[left++] = keys[right];
      keys[right--] = swapped;
    }
    if (count <= right) high = right;
    else if (count >= left) low = left;
    else return;
  }
}
