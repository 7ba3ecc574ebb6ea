import { PlaneGrid } from './plane-grid.js';
import type { PlainProblem } from './plain-problem.js';

/** Weight of waiting that the windows force between two tasks, against travel (Vidal et al. 2013). */
const WAIT_WEIGHT = 0.2;
/** Weight of a difference in releases: a run waits for the last of its loads. */
const RELEASE_WEIGHT = 0.1;

/** Up to so many tasks every pair is looked at. */
const EVERY_PAIR = 2500;
const WINDOW_CANDIDATES = 4;

/** Tasks near each task, nearest first: [task * count + place]. */
export interface NearTasks {
  readonly count: number;
  readonly list: Int32Array;
  /**
   * The same with the legs between them, five numbers a task: the other task, metres from it and to it, seconds
   * from it and to it. Read in a row they come fast; in the matrices they lie scattered.
   */
  readonly legs: Int32Array;
}

/**
 * The tasks most worth standing beside each task. Nearness is metres in the better direction plus
 * what the windows make a vehicle wait or miss between the two.
 */
export function nearTasks(plain: PlainProblem, wanted: number): NearTasks {
  const { n } = plain;
  const count = Math.max(0, Math.min(wanted, n - 1));
  const list = new Int32Array(n * count);
  const key = new Float64Array(n);
  const grid = plain.legs.isPlane && n > EVERY_PAIR ? new PlaneGrid(plain.legs, n) : null;
  const order = new Int32Array(Math.max(0, n - 1));
  for (let task = 0; task < n; task++) {
    // With windows the nearest by metres are only candidates: more of them are looked at.
    const candidates = grid
      ? order.subarray(0, grid.nearest(task, plain.timed ? WINDOW_CANDIDATES * count : count, order))
      : others(task, order);
    for (const other of candidates) key[other] = nearness(plain, task, other);
    selectNearest(candidates, key, count);
    list.set(
      candidates.subarray(0, count).sort((a, b) => key[a] - key[b] || a - b),
      task * count,
    );
  }
  return { count, list, legs: legsBetween(plain, list, count) };
}

function others(task: number, order: Int32Array): Int32Array {
  for (let at = 0; at < order.length; at++) order[at] = at < task ? at : at + 1;
  return order;
}

function legsBetween({ n, legs }: PlainProblem, list: Int32Array, count: number): Int32Array {
  const between = new Int32Array(list.length * 5);
  for (let task = 0; task < n; task++) {
    for (let at = task * count; at < (task + 1) * count; at++) {
      const other = list[at];
      between[at * 5] = other;
      between[at * 5 + 1] = legs.metresTo(task, other);
      between[at * 5 + 2] = legs.metres(task, other);
      between[at * 5 + 3] = legs.secondsTo(task, other);
      between[at * 5 + 4] = legs.seconds(task, other);
    }
  }
  return between;
}

function nearness(plain: PlainProblem, a: number, b: number): number {
  const { timed, legs } = plain;
  const there = legs.metres(a, b);
  const back = legs.metres(b, a);
  if (!timed) return Math.min(there, back);
  const apart = plain.released ? RELEASE_WEIGHT * Math.abs(plain.release[a] - plain.release[b]) : 0;
  return apart + Math.min(there + misfit(plain, a, b), back + misfit(plain, b, a));
}

function misfit({ open, close, service, legs }: PlainProblem, from: number, to: number): number {
  const after = service[from] + legs.seconds(from, to);
  const wait = open[to] - (close[from] + after);
  const late = open[from] + after - close[to];
  return (wait > 0 ? WAIT_WEIGHT * wait : 0) + (late > 0 ? late : 0);
}

/** Quickselect: the `count` of least key come first. */
function selectNearest(order: Int32Array, key: Float64Array, count: number): void {
  let low = 0;
  let high = order.length - 1;
  while (low < high) {
    const pivot = key[order[(low + high) >> 1]];
    let left = low;
    let right = high;
    while (left <= right) {
      while (key[order[left]] < pivot) left++;
      while (key[order[right]] > pivot) right--;
      if (left > right) break;
      const swapped = order[left];
      order[left++] = order[right];
      order[right--] = swapped;
    }
    if (count <= right) high = right;
    else if (count >= left) low = left;
    else return;
  }
}
