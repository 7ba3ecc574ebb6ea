import { HEAD, NEXT } from './node-record.js';
import type { Routes } from './routes.js';

/** Stands, while days are put back, for the run of a task that has left its own. */
const HOMELESS = -2;
/** Numbers of a run kept beside its room: cost of a metre, ready, latest leave, release. */
const RUN_NUMBERS = 4;

/**
 * Days as they were, node by node with all that is known of each: putting one back copies numbers and reckons
 * nothing anew.
 */
export class SavedDays {
  private readonly from: Int32Array;
  private readonly types: Int32Array;
  private readonly inUse: Uint8Array;
  private readonly tasks: Int32Array;
  private readonly runs: Int32Array;
  private readonly metres: Float64Array;
  private readonly costs: Float64Array;
  private readonly nodes: Int32Array;
  private readonly records: Int32Array;
  private length = 0;
  /** Five numbers a node, of problems where stretches are functions of their beginning. */
  private readonly functions: Float64Array;
  private readonly hasFunctions: boolean;
  private readonly runNumbers: Float64Array;
  private readonly runStride: number;
  private runCount = 0;
  private readonly homeless: Int32Array;

  constructor(private readonly routes: Routes) {
    const { size, slots, plain } = routes;
    this.from = new Int32Array(slots + 1);
    this.types = new Int32Array(slots);
    this.inUse = new Uint8Array(slots);
    this.tasks = new Int32Array(slots);
    this.runs = new Int32Array(slots);
    this.metres = new Float64Array(slots);
    this.costs = new Float64Array(slots);
    this.nodes = new Int32Array(size);
    this.records = new Int32Array(size * 8);
    this.hasFunctions = plain.released || plain.dutyLimited;
    this.functions = new Float64Array(this.hasFunctions ? size * 5 : 0);
    this.runStride = plain.dimensions + RUN_NUMBERS;
    this.runNumbers = new Float64Array((size - routes.n) * this.runStride);
    this.homeless = new Int32Array(routes.n);
  }

  forget(): void {
    this.length = 0;
    this.runCount = 0;
  }

  /** To be called once before a day changes, with the number of days saved so far. */
  save(slot: number, count: number): void {
    const { routes } = this;
    const { nodes, n } = routes;
    this.types[count] = routes.typeOf[slot];
    this.inUse[count] = routes.isInUse(slot) ? 1 : 0;
    this.tasks[count] = routes.tasksOf[slot];
    this.runs[count] = routes.runsOf[slot];
    this.metres[count] = routes.metresOf[slot];
    this.costs[count] = routes.costOf[slot];
    this.from[count] = this.length;
    const start = n + slot;
    let node = start;
    do {
      this.saveNode(node, this.length++);
      if (node >= n) this.saveRun(node, this.runCount++);
      node = nodes[node * 8 + NEXT];
    } while (node !== start);
    this.from[count + 1] = this.length;
  }

  private saveNode(node: number, place: number): void {
    const { records, functions } = this;
    const { nodes, times } = this.routes;
    this.nodes[place] = node;
    const r = place * 8;
    const o = node * 8;
    for (let k = 0; k < 8; k++) records[r + k] = nodes[o + k];
    if (!this.hasFunctions) return;
    functions[place * 5] = times.headA[node];
    functions[place * 5 + 1] = times.headB[node];
    functions[place * 5 + 2] = times.headL[node];
    functions[place * 5 + 3] = times.endA[node];
    functions[place * 5 + 4] = times.endB[node];
  }

  private saveRun(head: number, at: number): void {
    const { runNumbers, runStride, routes } = this;
    const { room, times, plain } = routes;
    const base = at * runStride;
    runNumbers[base] = routes.metreCost[head];
    runNumbers[base + 1] = times.ready[head];
    runNumbers[base + 2] = times.latestLeave[head];
    runNumbers[base + 3] = times.releaseOf[head];
    for (let d = 0; d < plain.dimensions; d++)
      runNumbers[base + RUN_NUMBERS + d] = room[head * plain.dimensions + d];
  }

  /** Makes the days of `slots[0..count)`, saved in this order, what they were. Only they may have changed since. */
  restore(slots: Int32Array, count: number): void {
    const { routes, homeless } = this;
    const { nodes } = routes;
    const left = this.empty(slots, count);
    let run = 0;
    for (let at = 0; at < count; at++) {
      for (let place = this.from[at]; place < this.from[at + 1]; place++) {
        const node = this.nodes[place];
        if (node < routes.n) {
          if (nodes[node * 8 + HEAD] !== HOMELESS) routes.makePresent(node);
        } else if (place > this.from[at]) routes.takeReload(node, slots[at]);
        this.restoreNode(node, place);
        if (node >= routes.n) this.restoreRun(node, run++);
      }
      const slot = slots[at];
      routes.setDay(slot, this.inUse[at] === 1, this.types[at], this.metres[at], this.costs[at]);
      routes.tasksOf[slot] = this.tasks[at];
      routes.runsOf[slot] = this.runs[at];
    }
    for (let at = 0; at < left; at++)
      if (nodes[homeless[at] * 8 + HEAD] === HOMELESS) routes.makeAbsent(homeless[at]);
  }

  /** Takes everything out of the saved days as they stand; returns how many tasks are without a home. */
  private empty(slots: Int32Array, count: number): number {
    const { routes, homeless } = this;
    const { nodes, n } = routes;
    let left = 0;
    for (let at = 0; at < count; at++) {
      const start = n + slots[at];
      for (let node = nodes[start * 8 + NEXT]; node !== start;) {
        const then = nodes[node * 8 + NEXT];
        if (node < n) {
          nodes[node * 8 + HEAD] = HOMELESS;
          homeless[left++] = node;
        } else routes.freeReload(node);
        node = then;
      }
    }
    return left;
  }

  private restoreNode(node: number, place: number): void {
    const { records, functions } = this;
    const { nodes, times } = this.routes;
    const r = place * 8;
    const o = node * 8;
    for (let k = 0; k < 8; k++) nodes[o + k] = records[r + k];
    if (!this.hasFunctions) return;
    times.headA[node] = functions[place * 5];
    times.headB[node] = functions[place * 5 + 1];
    times.headL[node] = functions[place * 5 + 2];
    times.endA[node] = functions[place * 5 + 3];
    times.endB[node] = functions[place * 5 + 4];
  }

  private restoreRun(head: number, at: number): void {
    const { runNumbers, runStride, routes } = this;
    const { room, times, plain } = routes;
    const base = at * runStride;
    routes.metreCost[head] = runNumbers[base];
    times.ready[head] = runNumbers[base + 1];
    times.latestLeave[head] = runNumbers[base + 2];
    times.releaseOf[head] = runNumbers[base + 3];
    for (let d = 0; d < plain.dimensions; d++)
      room[head * plain.dimensions + d] = runNumbers[base + RUN_NUMBERS + d];
  }
}
