import { distanceCost, timeCost } from '../model/cost.js';
import type { PoolRun } from './run-pool.js';
import { RUN_DEPART, RUN_DRIVING, RUN_METRES, RUN_UNLOADED } from './records.js';
import { slotAt } from './slot-at.js';
import type { SearchState } from './state.js';

/** Runs kept at most; when there are twice as many, those from the worst plans go. */
const DEFAULT_CAPACITY = 20_000;

interface Entry {
  readonly run: PoolRun;
  /** Cost of the best plan the run was seen in. */
  planCost: number;
}

/**
 * Collects the distinct runs of accepted plans. Two runs are one where group, places, tasks, order
 * and times agree. Bounded: runs seen only in poor plans make room.
 */
export class RunCollector {
  private readonly entries = new Map<number, Entry>();

  constructor(
    private readonly state: SearchState,
    private readonly capacity = DEFAULT_CAPACITY,
  ) {}

  get size(): number {
    return Math.min(this.entries.size, this.capacity);
  }

  /** Adds the runs of a vehicle as they stand in a plan of the given cost. */
  add(vehicle: number, planCost: number): void {
    const { state, entries } = this;
    for (let at = 0; at < state.vehicleRunCount[vehicle]; at++) {
      const run = state.vehicleRuns[vehicle * state.runsMost + at];
      const key = this.keyOf(vehicle, run);
      const known = entries.get(key);
      if (known === undefined) entries.set(key, { run: this.describe(vehicle, run), planCost });
      else if (planCost < known.planCost) known.planCost = planCost;
    }
    if (entries.size > 2 * this.capacity) this.shrink();
  }

  /** The pool, best plans first. */
  list(): PoolRun[] {
    return this.ranked().map(([, entry]) => entry.run);
  }

  private ranked(): [number, Entry][] {
    const ranked = [...this.entries].sort(([, a], [, b]) => a.planCost - b.planCost);
    return ranked.slice(0, this.capacity);
  }

  private shrink(): void {
    const kept = this.ranked();
    this.entries.clear();
    for (const [key, entry] of kept) this.entries.set(key, entry);
  }

  /** 52 bits of hash: among a million runs two clash with a chance of about one in ten thousand, which loses one run. */
  private keyOf(vehicle: number, run: number): number {
    const { state } = this;
    const end = state.taskCount + run;
    let a = Math.imul(state.problem.vehicleGroup[vehicle] + 1, 0x9e3779b1) ^ state.fromLocation[end];
    let b = Math.imul(state.runSink[run] + 1, 0x85ebca6b) ^ (state.run[run * 16 + RUN_DEPART] | 0);
    b = Math.imul(b ^ (state.run[run * 16 + RUN_UNLOADED] | 0), 0x27d4eb2f);
    for (let task = state.next[end]; task !== end; task = state.next[task]) {
      a = Math.imul(a ^ task, 0x01000193);
      a ^= a >>> 15;
      b = Math.imul(b + task + 1, 0xc2b2ae35);
      b ^= b >>> 13;
    }
    return (a >>> 0) * 0x100000 + ((b >>> 12) & 0xfffff);
  }

  private describe(vehicle: number, run: number): PoolRun {
    const { state } = this;
    const { problem } = state;
    const tasks: number[] = [];
    const end = state.taskCount + run;
    for (let task = state.next[end]; task !== end; task = state.next[task]) tasks.push(task);
    const r = run * 16;
    const [departSeconds, unloadedSeconds] = [state.run[r + RUN_DEPART], state.run[r + RUN_UNLOADED]];
    const metres = state.run[r + RUN_METRES];
    const travel =
      distanceCost(problem, vehicle, metres) + timeCost(problem, vehicle, unloadedSeconds - departSeconds);
    return {
      vehicleGroup: problem.vehicleGroup[vehicle],
      sink: state.runSink[run],
      tasks,
      startLocation: state.fromLocation[end],
      departSeconds,
      unloadedSeconds,
      metres,
      drivingSeconds: state.run[r + RUN_DRIVING],
      cost: travel + this.stepCost(run, unloadedSeconds),
    };
  }

  /** At plain costs: the prices of full departures are left to whoever selects. */
  private stepCost(run: number, unloaded: number): number {
    const { problem, runOrders } = this.state;
    const { classCount, slotOrderCost, sinkSlotStart, slotCutoffSeconds } = problem;
    const first = sinkSlotStart[this.state.runSink[run]];
    const slot = first + slotAt(slotCutoffSeconds, first, unloaded);
    let cost = 0;
    for (let c = 0; c < classCount; c++) {
      const orders = runOrders[run * classCount + c];
      if (orders > 0) cost += orders * slotOrderCost[slot * classCount + c];
    }
    return cost;
  }
}
