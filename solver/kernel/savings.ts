import type { NearTasks } from './near.js';
import type { Routes } from './routes.js';

/**
 * A first plan by savings over near tasks (Clarke and Wright 1964): each task alone, then ends of runs are
 * joined where that saves most and room is left. Only for one type of vehicle, without times or penalties:
 * `suits` says whether it may be used. Tasks that more vehicles would be needed for stay absent.
 */
export function buildBySavings(routes: Routes, near: NearTasks): void {
  const { plain, n } = routes;
  const { demand, types } = plain;
  const { depot, capacity } = types[0];
  const { pairs, order } = rankedSavings(routes, near, depot);
  const next = new Int32Array(n).fill(-1);
  const prev = new Int32Array(n).fill(-1);
  const run = Int32Array.from({ length: n }, (_, task) => task);
  const load = Float64Array.from(demand.subarray(0, n));
  const find = (task: number): number => {
    let root = task;
    while (run[root] !== root) root = run[root] = run[run[root]];
    return root;
  };
  for (const index of order) {
    const [a, b] = [pairs[2 * index], pairs[2 * index + 1]];
    if ((next[a] >= 0 && prev[a] >= 0) || (next[b] >= 0 && prev[b] >= 0)) continue;
    const [runA, runB] = [find(a), find(b)];
    if (runA === runB || load[runA] + load[runB] > capacity[0]) continue;
    if (next[a] >= 0) reverse(next, prev, a);
    if (prev[b] >= 0) reverse(next, prev, b);
    next[a] = b;
    prev[b] = a;
    run[runB] = runA;
    load[runA] += load[runB];
  }
  openRuns(routes, next, prev);
}

/** Whether savings alone make a plan: one type with one capacity, no times, all tasks to be served. */
export function suitsSavings({ plain }: Routes): boolean {
  const { types, timed, dimensions, restricted, manyRuns, penalty, legs } = plain;
  return (
    types.length === 1 &&
    !timed &&
    dimensions === 1 &&
    !restricted &&
    !manyRuns &&
    legs.symmetric &&
    penalty.every((cost) => cost === Infinity)
  );
}

function rankedSavings(
  { plain, n }: Routes,
  near: NearTasks,
  depot: number,
): { pairs: Int32Array; order: Uint32Array } {
  const { legs } = plain;
  const pairs: number[] = [];
  const saving: number[] = [];
  for (let a = 0; a < n; a++) {
    for (let at = a * near.count; at < (a + 1) * near.count; at++) {
      const b = near.list[at];
      const saved = legs.metres(a, depot) + legs.metres(depot, b) - near.legs[at * 5 + 2];
      if (saved <= 0 || (b < a && isNear(near, b, a))) continue;
      pairs.push(a, b);
      saving.push(saved);
    }
  }
  const order = Uint32Array.from(saving.keys()).sort((a, b) => saving[b] - saving[a] || a - b);
  return { pairs: Int32Array.from(pairs), order };
}

function isNear(near: NearTasks, a: number, b: number): boolean {
  for (let at = a * near.count; at < (a + 1) * near.count; at++) if (near.list[at] === b) return true;
  return false;
}

/** Turns the run about that a task stands at an end of. */
function reverse(next: Int32Array, prev: Int32Array, end: number): void {
  let node = end;
  const forward = prev[end] < 0;
  while (node >= 0) {
    const then = forward ? next[node] : prev[node];
    [next[node], prev[node]] = [prev[node], next[node]];
    node = then;
  }
}

function openRuns(routes: Routes, next: Int32Array, prev: Int32Array): void {
  const { demand, types } = routes.plain;
  for (let task = 0; task < routes.n; task++) {
    // A run of several fits; a task that no vehicle can load stands alone.
    if (prev[task] >= 0 || demand[task] > types[0].capacity[0]) continue;
    if (routes.usedSlots === routes.slots) break;
    const slot = routes.openVehicle(0);
    let after = routes.n + slot;
    for (let node = task; node >= 0; node = next[node]) {
      routes.link(node, after);
      after = node;
    }
    routes.refresh(slot);
  }
}
