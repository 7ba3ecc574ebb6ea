import type { WarmRun } from '../model/solve-options.js';
import { NEXT } from './node-record.js';
import type { Routes } from './routes.js';

/** The best plan met, kept as rings like the current one: only days changed since are copied. */
export class BestPlan {
  cost = Infinity;
  /** Tasks left out. */
  missing = Infinity;
  private readonly next: Int32Array;
  private readonly types: Int32Array;
  private readonly isStale: Uint8Array;
  private readonly stale: Int32Array;
  private staleCount = 0;

  constructor(private readonly routes: Routes) {
    this.next = new Int32Array(routes.size);
    this.types = new Int32Array(routes.slots);
    this.isStale = new Uint8Array(routes.slots);
    this.stale = new Int32Array(routes.slots);
    for (let slot = 0; slot < routes.slots; slot++) this.next[routes.n + slot] = routes.n + slot;
  }

  /** To be called for every day that changed for good. */
  changed(slot: number): void {
    if (this.isStale[slot] === 1) return;
    this.isStale[slot] = 1;
    this.stale[this.staleCount++] = slot;
  }

  /** Copies the plan as it stands. */
  take(cost: number, missing: number): void {
    const { routes, next } = this;
    this.cost = cost;
    this.missing = missing;
    for (let at = 0; at < this.staleCount; at++) {
      const slot = this.stale[at];
      this.isStale[slot] = 0;
      this.types[slot] = routes.typeOf[slot];
      const start = routes.n + slot;
      let node = start;
      do {
        next[node] = routes.nodes[node * 8 + NEXT];
        node = routes.nodes[node * 8 + NEXT];
      } while (node !== start);
    }
    this.staleCount = 0;
  }

  /** The plan as runs, each vehicle's in the order of its day. */
  runs(): WarmRun[] {
    const { routes, next } = this;
    const { n, plain } = routes;
    const free = plain.types.map(({ vehicles }) => [...vehicles]);
    const runs: WarmRun[] = [];
    for (let slot = 0; slot < routes.slots; slot++) {
      const start = n + slot;
      if (next[start] === start) continue;
      const type = this.types[slot];
      const vehicle = free[type].shift()!;
      const { sink } = plain.types[type];
      let tasks: number[] = [];
      for (let node = next[start]; ; node = next[node]) {
        if (node < n) tasks.push(node);
        else {
          runs.push({ vehicle, sink, tasks });
          tasks = [];
        }
        if (node === start) break;
      }
    }
    return runs;
  }
}
