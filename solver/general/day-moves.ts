import type { Random } from '../search/random.js';
import type { GeneralState } from './general-state.js';
import type { Inserter } from './inserter.js';
import type { SharedCosts } from './shared-costs.js';

/**
 * Changes that taking requests out and putting them back does not make: another sink for a run, and whole days
 * exchanged between vehicles that are not alike. A change is kept where it makes the plan cheaper.
 */
export class DayMoves {
  private readonly several: Uint8Array;
  private readonly unlike: boolean;
  private kept: [Int32Array, Int32Array] = [new Int32Array(0), new Int32Array(0)];

  constructor(
    private readonly state: GeneralState,
    private readonly inserter: Inserter,
    private readonly shared: SharedCosts | null,
    private readonly closed: Uint8Array,
    private readonly random: Random,
  ) {
    const { problem } = state;
    this.several = Uint8Array.from({ length: problem.vehicleCount }, (_, vehicle) =>
      problem.vehicleSinkStart[vehicle + 1] - problem.vehicleSinkStart[vehicle] > 1 ? 1 : 0,
    );
    this.unlike = problem.groupCount > 1;
  }

  /** Tries one change of each kind at a random day. */
  attempt(): void {
    const vehicle = this.random.below(this.state.problem.vehicleCount);
    if (this.state.length[vehicle] === 0) return;
    if (this.several[vehicle] === 1) this.changeSink(vehicle);
    if (this.unlike) this.exchange(vehicle, this.random.below(this.state.problem.vehicleCount));
  }

  private changeSink(vehicle: number): void {
    const { state, random } = this;
    const { vehicleSinkStart, vehicleSink } = state.problem;
    const tokens = state.tokens[vehicle];
    let at = random.below(state.length[vehicle]);
    while (tokens[at] < state.taskCount) at++;
    const options = vehicleSinkStart[vehicle + 1] - vehicleSinkStart[vehicle];
    const sink = state.taskCount + vehicleSink[vehicleSinkStart[vehicle] + random.below(options)];
    const before = tokens[at];
    if (sink === before) return;
    const value = this.value();
    state.touch(vehicle);
    tokens[at] = sink;
    if (this.inserter.refresh(vehicle) && this.value() < value) return;
    tokens[at] = before;
    this.inserter.refresh(vehicle);
  }

  private exchange(a: number, b: number): void {
    const { state } = this;
    if (state.problem.vehicleGroup[a] === state.problem.vehicleGroup[b] || this.closed[b] === 1) return;
    if (!this.mayDrive(a, b) || !this.mayDrive(b, a)) return;
    const value = this.value();
    state.touch(a);
    state.touch(b);
    this.kept = [this.dayOf(a), this.dayOf(b)];
    this.put(a, this.kept[1]);
    this.put(b, this.kept[0]);
    if (this.inserter.refresh(a) && this.inserter.refresh(b) && this.value() < value) return;
    this.put(a, this.kept[0]);
    this.put(b, this.kept[1]);
    this.inserter.refresh(a);
    this.inserter.refresh(b);
  }

  private value(): number {
    return this.state.daysCost + (this.shared?.cost() ?? 0);
  }

  private dayOf(vehicle: number): Int32Array {
    return this.state.tokens[vehicle].slice(0, this.state.length[vehicle]);
  }

  private put(vehicle: number, day: Int32Array): void {
    this.state.replace(vehicle, day, day.length);
  }

  /** Whether a vehicle may serve the tasks of another's day and end its runs at that day's sinks. */
  private mayDrive(vehicle: number, other: number): boolean {
    const { problem, taskCount, tokens, length } = this.state;
    const { sinks } = problem.input.vehicles[vehicle];
    for (let at = 0; at < length[other]; at++) {
      const token = tokens[other][at];
      const permitted =
        token < taskCount
          ? problem.allowed[vehicle * problem.taskCount + token] === 1
          : sinks.includes(token - taskCount);
      if (!permitted) return false;
    }
    return true;
  }
}
