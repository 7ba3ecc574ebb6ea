import type { Problem } from '../model/frozen-problem.js';
import type { Neighbours } from '../search/neighbours.js';

/** Neighbours that follow each seed: about what a run can still take at the same time of the day. */
const FOLLOWERS = 10;

/**
 * The order in which a first plan takes its tasks: the task farthest from a sink with its nearest
 * neighbours of the same release, then the farthest that is left with its own, and so on. Tasks that
 * belong in one run so come one after another and fill it before the next is opened. Of neighbours
 * the last to open comes first: on a run that waits for it the earlier ones may ride, whereas runs
 * made for early tasks leave the late ones to runs of their own, and the fleet is soon spent.
 */
export function neighbourhoodOrder(
  problem: Problem,
  neighbours: Neighbours,
  remoteness: Float64Array,
): Int32Array {
  const { taskCount, taskReleaseSeconds, windowOpenSeconds, taskWindowStart } = problem;
  const opens = (task: number): number => windowOpenSeconds[taskWindowStart[task]];
  const { list, count } = neighbours;
  const seeds = Int32Array.from({ length: taskCount }, (_, task) => task);
  seeds.sort((a, b) => remoteness[b] - remoteness[a] || a - b);
  const order = new Int32Array(taskCount);
  const taken = new Uint8Array(taskCount);
  let length = 0;
  const take = (task: number): void => {
    taken[task] = 1;
    order[length++] = task;
  };
  for (const seed of seeds) {
    if (taken[seed] === 1) continue;
    const from = length;
    take(seed);
    let left = FOLLOWERS;
    for (let at = seed * count; at < (seed + 1) * count && left > 0; at++) {
      const near = list[at];
      if (taken[near] === 1 || taskReleaseSeconds[near] !== taskReleaseSeconds[seed]) continue;
      take(near);
      left--;
    }
    order.subarray(from, length).sort((a, b) => opens(b) - opens(a) || a - b);
  }
  return order;
}
