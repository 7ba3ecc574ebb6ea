import { RUN_COST_PER_SECOND, RUN_DEPART, RUN_L, RUN_UNLOADED, RUN_WAIT } from './records.js';
import { slotAt } from './slot-at.js';
import type { SearchState } from './state.js';
import type { TaskPrices } from './task-prices.js';

/**
 * Whether runs could take a task at all (permission, room, a start late enough, hours left) and the
 * least that any place in them costs beside the detour; looked up once a run and task.
 */
export class RunFits {
  private task = 0;
  private stamp = 0;
  private readonly runStamp: Int32Array;
  private readonly least: Float64Array;

  constructor(
    private readonly state: SearchState,
    private readonly prices: TaskPrices,
  ) {
    this.runStamp = new Int32Array(state.runVehicle.length);
    this.least = new Float64Array(state.runVehicle.length);
  }

  /** Turns to a task, with the runs as they are now. */
  begin(task: number): void {
    this.task = task;
    this.stamp++;
  }

  /** Cost of the task in a run at least, the detour aside; Infinity where the run cannot take it. */
  leastCost(run: number): number {
    if (this.runStamp[run] !== this.stamp) {
      this.runStamp[run] = this.stamp;
      this.least[run] = this.look(run);
    }
    return this.least[run];
  }

  private look(run: number): number {
    const { task } = this;
    const { runLoad, runVehicle, problem, run: runs } = this.state;
    const { dimensionCount, taskLoad, vehicleCapacity, allowed, taskCount } = problem;
    const vehicle = runVehicle[run];
    if (allowed[vehicle * taskCount + task] === 0) return Infinity;
    for (let d = 0; d < dimensionCount; d++) {
      const load = runLoad[run * dimensionCount + d] + taskLoad[task * dimensionCount + d];
      if (load > vehicleCapacity[vehicle * dimensionCount + d]) return Infinity;
    }
    const r = run * 16;
    const release = problem.taskReleaseSeconds[task];
    if (release > runs[r + RUN_L]) return Infinity;
    const delay = Math.max(0, release - runs[r + RUN_DEPART]);
    const firstSlot = problem.sinkSlotStart[this.state.runSink[run]];
    const slot = slotAt(problem.slotCutoffSeconds, firstSlot, runs[r + RUN_UNLOADED] + delay);
    const seconds = problem.taskServiceSeconds[problem.vehicleProfile[vehicle]][task] - runs[r + RUN_WAIT];
    if (seconds > this.state.vehicleSpare[vehicle]) return Infinity;
    return this.prices.at(firstSlot + slot) + runs[r + RUN_COST_PER_SECOND] * seconds;
  }
}
