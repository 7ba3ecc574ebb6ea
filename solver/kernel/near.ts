import type { PlainProblem } from './plain-problem.js';

/** Weight of waiting that the windows force between two tasks, against travel (Vidal et al. 2013). */
const WAIT_WEIGHT = 0.2;
/** Weight of a difference in releases: a run waits for the last of its loads. */
const RELEASE_WEIGHT = 0.1;

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
  const order = new Int32Array(Math.max(0, n - 1));
  for (let task = 0; task < n; task++) {
    let filled = 0;
    for (let other = 0; other < n; other++) {
      if (other === task) continue;
      key[other] = nearness(plain, task, other);
      order[filled++] = other;
    }
    selectNearest(order, key, count);
    const nearest = order.subarray(0, count).sort((a, b) => key[a] - key[b] || a - b);
    list.set(nearest, task * count);
  }
  return { count, list, legs: legsOf(plain, list, count) };
}

function legsOf(
  { n, rows, metres, metresTo, seconds, secondsTo }: PlainProblem,
  list: Int32Array,
  count: number,
): Int32Array {
  const legs = new Int32Array(list.length * 5);
  for (let task = 0; task < n; task++) {
    for (let at = task * count; at < (task + 1) * count; at++) {
      const pair = task * rows + list[at];
      legs[at * 5] = list[at];
      legs[at * 5 + 1] = metresTo[pair];
      legs[at * 5 + 2] = metres[pair];
      legs[at * 5 + 3] = secondsTo[pair];
      legs[at * 5 + 4] = seconds[pair];
    }
  }
  return legs;
}

function nearness(plain: PlainProblem, a: number, b: number): number {
  const { metres, rows, timed } = plain;
  const there = metres[a * rows + b];
  const back = metres[b * rows + a];
  if (!timed) return Math.min(there, back);
  const apart = plain.released ? RELEASE_WEIGHT * Math.abs(plain.release[a] - plain.release[b]) : 0;
  return apart + Math.min(there + misfit(plain, a, b), back + misfit(plain, b, a));
}

function misfit({ seconds, rows, open, close, service }: PlainProblem, from: number, to: number): number {
  const after = service[from] + seconds[from * rows + to];
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
