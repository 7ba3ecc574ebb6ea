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
  const keys = new Float64Array(Math.max(0, taskCount - 1));
  for (let task = 0; task < taskCount; task++) {
    let filled = 0;
    for (let other = 0; other < taskCount; other++) {
      if (other !== task) keys[filled++] = Math.floor(nearness(problem, task, other)) * 65536 + other;
    }
    selectSmallest(keys, filled, count);
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

function nearness(problem: Problem, a: number, b: number): number {
  const { taskLocation, locationCount, durations, taskReleaseSeconds } = problem;
  let best = UNREACHABLE;
  for (const matrix of durations) {
    const there = matrix[taskLocation[a] * locationCount + taskLocation[b]];
    const back = matrix[taskLocation[b] * locationCount + taskLocation[a]];
    if (there >= 0) best = Math.min(best, there + misfit(problem, a, b, there));
    if (back >= 0) best = Math.min(best, back + misfit(problem, b, a, back));
  }
  return best + RELEASE_WEIGHT * Math.abs(taskReleaseSeconds[a] - taskReleaseSeconds[b]);
}

/** What windows add to going straight from one task to another. */
function misfit(problem: Problem, from: number, to: number, travel: number): number {
  const { taskWindowStart, windowOpenSeconds, windowCloseSeconds, taskServiceSeconds } = problem;
  // Nearness is not exact: the first profile stands for all.
  const after = taskServiceSeconds[0][from] + travel;
  const earliest = windowOpenSeconds[taskWindowStart[from]] + after;
  const latest = windowCloseSeconds[taskWindowStart[from + 1] - 1] + after;
  const wait = windowOpenSeconds[taskWindowStart[to]] - latest;
  const late = earliest - windowCloseSeconds[taskWindowStart[to + 1] - 1];
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
