import type { PoolRun } from '../search/run-pool.js';
import { LEAVE, NEXT, ROW } from './node-record.js';
import type { Routes } from './routes.js';

/** Runs kept; when there are twice as many, those of the worst plans go. */
const CAPACITY = 10_000;

interface Entry {
  readonly run: PoolRun;
  planCost: number;
}

/** Collects the distinct runs of good plans for the integer selection. */
export class KernelPool {
  private readonly entries = new Map<number, Entry>();
  private readonly sign: Float64Array;

  constructor(private readonly routes: Routes) {
    // Fixed pseudo-random signs of tasks; a run's key is the sum over its tasks, and of where it stands in time.
    this.sign = Float64Array.from({ length: routes.n }, (_, task) => ((task + 1) * 2654435761) % 4294967291);
  }

  get size(): number {
    return Math.min(CAPACITY, this.entries.size);
  }

  /** Adds the runs of a day as they stand in a plan of the given cost. */
  add(slot: number, planCost: number): void {
    const { routes, entries } = this;
    const { nodes, n } = routes;
    const start = n + slot;
    if (nodes[start * 8 + NEXT] === start) return;
    let head = start;
    do {
      const key = this.keyOf(slot, head);
      const known = entries.get(key);
      if (known === undefined) entries.set(key, { run: this.describe(slot, head), planCost });
      else if (planCost < known.planCost) known.planCost = planCost;
      do head = nodes[head * 8 + NEXT];
      while (head < n);
    } while (head !== start);
    if (entries.size > 2 * CAPACITY) this.shrink();
  }

  /** The pool, best plans first. */
  list(): PoolRun[] {
    return this.ranked().map(([, { run }]) => run);
  }

  private ranked(): [number, Entry][] {
    return [...this.entries].sort(([, a], [, b]) => a.planCost - b.planCost).slice(0, CAPACITY);
  }

  private shrink(): void {
    const kept = this.ranked();
    this.entries.clear();
    for (const [key, entry] of kept) this.entries.set(key, entry);
  }

  /** Same tasks in the same order on the same type: one key. Times tell runs apart where vehicles make several. */
  private keyOf(slot: number, head: number): number {
    const { nodes, n, plain, typeOf } = this.routes;
    let key = typeOf[slot] * 7919 + (plain.manyRuns ? nodes[head * 8 + LEAVE] * 31 : 0);
    for (let node = nodes[head * 8 + NEXT]; node < n; node = nodes[node * 8 + NEXT])
      key = (key * 31 + this.sign[node]) % 9007199254740881;
    return key;
  }

  private describe(slot: number, head: number): PoolRun {
    const { nodes, n, plain, typeOf } = this.routes;
    const type = plain.types[typeOf[slot]];
    const { open, service, problem, legs } = plain;
    const tasks: number[] = [];
    const departSeconds = plain.timed ? nodes[head * 8 + LEAVE] : type.shiftOpen;
    let time = departSeconds;
    let length = 0;
    let driving = 0;
    let at = nodes[head * 8 + ROW];
    for (let node = nodes[head * 8 + NEXT]; ; node = nodes[node * 8 + NEXT]) {
      const to = nodes[node * 8 + ROW];
      time += legs.seconds(at, to);
      driving += legs.seconds(at, to);
      length += legs.metres(at, to);
      at = to;
      if (node >= n) break;
      time = Math.max(time, open[node]) + service[node];
      tasks.push(node);
    }
    return {
      vehicleGroup: problem.vehicleGroup[type.vehicles[0]],
      sink: type.sink,
      tasks,
      startLocation: problem.vehicleStart[type.vehicles[0]],
      departSeconds,
      unloadedSeconds: time + type.unload,
      metres: length,
      drivingSeconds: driving,
      cost: type.costPerMetre * length,
    };
  }
}
