import type { WarmRun } from '../model/solve-options.js';
import type { GeneralState } from './general-state.js';

/** The best plan so far: a copy of all days, of which only those changed since are copied again. */
export class BestPlan {
  private readonly tokens: Int32Array[];
  private readonly length: Int32Array;
  private readonly cost: Float64Array;
  private readonly servedBy: Int32Array;
  private readonly changed: number[] = [];
  private readonly isChanged: Uint8Array;

  constructor(private readonly state: GeneralState) {
    this.tokens = state.tokens.map(() => new Int32Array(0));
    this.length = new Int32Array(state.tokens.length);
    this.cost = new Float64Array(state.tokens.length);
    this.servedBy = state.servedBy.slice();
    this.isChanged = new Uint8Array(state.tokens.length);
  }

  /** Must be called for the days of every change that is kept. */
  noteTouched(): void {
    const { touched, touchedCount } = this.state;
    for (let at = 0; at < touchedCount; at++) {
      if (this.isChanged[touched[at]] === 1) continue;
      this.isChanged[touched[at]] = 1;
      this.changed.push(touched[at]);
    }
  }

  /** Copies the plan that the state holds. */
  take(): void {
    const { state } = this;
    for (const vehicle of this.changed) {
      this.isChanged[vehicle] = 0;
      this.tokens[vehicle] = state.tokens[vehicle].slice(0, state.length[vehicle]);
      this.length[vehicle] = state.length[vehicle];
      this.cost[vehicle] = state.dayCost[vehicle];
    }
    this.changed.length = 0;
    this.servedBy.set(state.servedBy);
  }

  /** Makes the state hold the plan that was copied, as a change of its own; returns the days that differ. */
  restore(): readonly number[] {
    const { state } = this;
    state.begin();
    const days = [...this.changed];
    for (const vehicle of days) {
      state.touch(vehicle);
      for (let at = 0; at < state.length[vehicle]; at++)
        if (state.tokens[vehicle][at] < state.taskCount) state.vehicleOf[state.tokens[vehicle][at]] = -1;
    }
    for (const vehicle of days) {
      if (state.tokens[vehicle].length < this.length[vehicle])
        state.tokens[vehicle] = new Int32Array(2 * this.length[vehicle]);
      state.tokens[vehicle].set(this.tokens[vehicle]);
      state.length[vehicle] = this.length[vehicle];
      state.setDayCost(vehicle, this.cost[vehicle]);
      state.number(vehicle);
      this.isChanged[vehicle] = 0;
    }
    this.changed.length = 0;
    for (let unit = 0; unit < this.servedBy.length; unit++)
      if (state.servedBy[unit] !== this.servedBy[unit]) state.serve(unit, this.servedBy[unit]);
    state.begin();
    return days;
  }

  /** The plan that was copied, as runs. */
  runs(): WarmRun[] {
    const runs: WarmRun[] = [];
    const { taskCount } = this.state;
    this.tokens.forEach((tokens, vehicle) => {
      let from = 0;
      tokens.forEach((token, at) => {
        if (token < taskCount) return;
        runs.push({ vehicle, sink: token - taskCount, tasks: [...tokens.subarray(from, at)] });
        from = at + 1;
      });
    });
    return runs;
  }
}
