import { refreshDay } from './refresh.js';
import type { SearchState } from './state.js';

/**
 * Remembers the days of vehicles before they are changed, so that a change can be taken back. Days
 * not touched are not looked at: the price of an iteration does not grow with the plan.
 */
export class Journal {
  /** Vehicles touched since the last `begin`: entries [0, touchedCount). */
  touchedCount = 0;
  readonly touched: Int32Array;
  private readonly stamps: Int32Array;
  private stamp = 0;
  /** For each touched vehicle: number of runs, then each run's sink, length and tasks. */
  private readonly saved: Int32Array;
  private length = 0;

  constructor(private readonly state: SearchState) {
    const { taskCount, vehicleCount } = state.problem;
    this.touched = new Int32Array(vehicleCount);
    this.stamps = new Int32Array(vehicleCount);
    this.saved = new Int32Array(vehicleCount + 3 * taskCount + 3);
  }

  /** Forgets what was remembered: what stands now is kept. */
  begin(): void {
    this.stamp++;
    this.touchedCount = 0;
    this.length = 0;
  }

  /** To be called before a vehicle's day changes. */
  touch(vehicle: number): void {
    if (this.stamps[vehicle] === this.stamp) return;
    this.stamps[vehicle] = this.stamp;
    this.touched[this.touchedCount++] = vehicle;
    const { vehicleRunCount, vehicleRuns, runsMost, runSink, runCount, next, taskCount } = this.state;
    const { saved } = this;
    const count = vehicleRunCount[vehicle];
    saved[this.length++] = count;
    for (let at = 0; at < count; at++) {
      const run = vehicleRuns[vehicle * runsMost + at];
      saved[this.length++] = runSink[run];
      saved[this.length++] = runCount[run];
      const end = taskCount + run;
      for (let task = next[end]; task !== end; task = next[task]) saved[this.length++] = task;
    }
  }

  /** Brings back every touched day as it was at its first touch. */
  rollback(): void {
    const { state, saved, touched } = this;
    for (let at = 0; at < this.touchedCount; at++) {
      const vehicle = touched[at];
      const base = vehicle * state.runsMost;
      for (let run = 0; run < state.vehicleRunCount[vehicle]; run++)
        state.emptyRun(state.vehicleRuns[base + run]);
      state.forgetRuns(vehicle);
    }
    let from = 0;
    for (let at = 0; at < this.touchedCount; at++) {
      const vehicle = touched[at];
      const count = saved[from++];
      for (let position = 0; position < count; position++) {
        let node = state.taskCount + state.openRun(vehicle, position, saved[from++]);
        for (let left = saved[from++]; left > 0; left--) {
          const task = saved[from++];
          state.link(task, node);
          node = task;
        }
      }
      if (!refreshDay(state, vehicle))
        throw new Error(`Vehicle ${vehicle} could be driven before a change, yet not after it was undone.`);
    }
    this.begin();
  }
}
