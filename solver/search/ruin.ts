import type { Journal } from './journal.js';
import type { Neighbours } from './neighbours.js';
import type { Random } from './random.js';
import { refreshDayByForce } from './refresh.js';
import type { SearchState } from './state.js';
import { AVERAGE_REMOVED, StringDraw } from './string-draw.js';

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
  private readonly draw: StringDraw;

  constructor(
    private readonly state: SearchState,
    private readonly neighbours: Neighbours,
    private readonly journal: Journal,
    private readonly random: Random,
  ) {
    this.ruined = new Int32Array(state.runVehicle.length);
    this.draw = new StringDraw(random);
  }

  /** Removes some ten tasks around a seed; the days they leave are refreshed. */
  strike(seed: number): void {
    const { state, draw } = this;
    const { runOf } = state;
    const { list, count } = this.neighbours;
    const served = state.taskCount - state.absentCount;
    if (served === 0) return;
    this.stamp++;
    const longest = draw.longest(this.averageRun());
    let strings = draw.strings(longest, AVERAGE_REMOVED);
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
    const { state, draw } = this;
    let position = 0;
    for (let node = state.prev[task]; node < state.taskCount; node = state.prev[node]) position++;
    draw.draw(state.runCount[run], position, longest);
    let node = task;
    for (let at = position; at > draw.start; at--) node = state.prev[node];
    for (let place = 0; place < draw.span; place++) {
      const after = state.next[node];
      if (!draw.keeps(place)) state.unlink(node);
      node = after;
    }
  }
}
