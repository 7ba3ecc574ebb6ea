import type { Journal } from './journal.js';
import type { Neighbours } from './neighbours.js';
import type { Random } from './random.js';
import { refreshDayByForce } from './refresh.js';
import type { SearchState } from './state.js';

/** Tasks removed on average, and the longest string (Christiaens and Vanden Berghe 2020, table 3). */
const AVERAGE_REMOVED = 10;
const LONGEST_STRING = 10;
/** Chance that a string keeps some tasks in its middle, and that it keeps one more. */
const SPLIT_CHANCE = 0.5;
const KEEP_CHANCE = 0.99;
/** Chances of taking out a whole run near the seed, and a vehicle's whole day. */
const WHOLE_RUN_CHANCE = 0.12;
const WHOLE_DAY_CHANCE = 0.02;

/**
 * Slack induction by string removal: takes strings of neighbouring tasks out of runs near a seed.
 * Now and then a string is the whole run, or all runs of the vehicle, so that runs may be timed anew.
 */
export class Ruin {
  private readonly ruined: Int32Array;
  private stamp = 0;

  constructor(
    private readonly state: SearchState,
    private readonly neighbours: Neighbours,
    private readonly journal: Journal,
    private readonly random: Random,
  ) {
    this.ruined = new Int32Array(state.runVehicle.length);
  }

  /** Removes some ten tasks around a seed; the days they leave are refreshed. */
  strike(seed: number): void {
    const { state, random } = this;
    const { runOf } = state;
    const { list, count } = this.neighbours;
    const served = state.taskCount - state.absentCount;
    if (served === 0) return;
    this.stamp++;
    const longest = Math.max(1, Math.min(LONGEST_STRING, this.averageRun()));
    const mostStrings = (4 * AVERAGE_REMOVED) / (1 + longest) - 1;
    let strings = Math.floor(1 + random.unit() * mostStrings);
    if (runOf[seed] >= 0) strings -= this.takeFrom(seed, longest);
    for (let at = seed * count; at < (seed + 1) * count && strings > 0; at++) {
      if (runOf[list[at]] >= 0) strings -= this.takeFrom(list[at], longest);
    }
    for (let at = 0; at < this.journal.touchedCount; at++) refreshDayByForce(state, this.journal.touched[at]);
  }

  private averageRun(): number {
    const { state } = this;
    let runs = 0;
    for (let vehicle = 0; vehicle < state.problem.vehicleCount; vehicle++)
      runs += state.vehicleRunCount[vehicle];
    return (state.taskCount - state.absentCount) / Math.max(1, runs);
  }

  /** Takes a string around a task out of its run; 0 where that run was struck before. */
  private takeFrom(task: number, longest: number): number {
    const { state, random } = this;
    const run = state.runOf[task];
    if (this.ruined[run] === this.stamp) return 0;
    this.ruined[run] = this.stamp;
    const vehicle = state.runVehicle[run];
    this.journal.touch(vehicle);
    const chance = random.unit();
    if (chance < WHOLE_DAY_CHANCE) {
      for (let at = 0; at < state.vehicleRunCount[vehicle]; at++) {
        const other = state.vehicleRuns[vehicle * state.runsMost + at];
        this.ruined[other] = this.stamp;
        state.emptyRun(other);
      }
    } else if (chance < WHOLE_DAY_CHANCE + WHOLE_RUN_CHANCE) state.emptyRun(run);
    else this.takeString(run, task, longest);
    return 1;
  }

  private takeString(run: number, task: number, longest: number): void {
    const { state, random } = this;
    const size = state.runCount[run];
    const length = Math.floor(1 + random.unit() * Math.min(size, longest));
    let kept = 0;
    if (length < size && length > 1 && random.unit() < SPLIT_CHANCE) {
      kept = 1;
      while (length + kept < size && random.unit() > KEEP_CHANCE) kept++;
    }
    const span = length + kept;
    let position = 0;
    for (let node = state.prev[task]; node < state.taskCount; node = state.prev[node]) position++;
    const lowest = Math.max(0, position - span + 1);
    const highest = Math.min(position, size - span);
    const start = lowest + random.below(highest - lowest + 1);
    const keptFrom = kept > 0 ? 1 + random.below(length - 1) : span;
    let node = task;
    for (let at = position; at > start; at--) node = state.prev[node];
    for (let at = 0; at < span; at++) {
      const after = state.next[node];
      if (at < keptFrom || at >= keptFrom + kept) state.unlink(node);
      node = after;
    }
  }
}
