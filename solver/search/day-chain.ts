import { DUTY_ROUNDS } from '../model/day-scheduler.js';
import { homeLeg, lastSink } from './home-leg.js';
import { RUN_D, RUN_DEPART, RUN_E, RUN_L, RUN_RELEASE, RUN_REST, RUN_STEP_COST } from './records.js';
import { drivenAfter, drivenAfterRun, MAY_REST } from './rests.js';
import type { RunChange } from './run-change.js';
import { slotAt } from './slot-at.js';
import { BY_DELAYED_SEGMENTS, FAR } from './state.js';
import type { SearchState } from './state.js';
import type { TaskPrices } from './task-prices.js';

/** Stands for the cost of a day that segments cannot tell; no cost is so low. */
export const DOUBTFUL = -FAR;

/** Stands for a time that stays as it is; no time of a problem is so early. */
const UNCHANGED = -FAR;

/** Tells by segments alone what the rest of a vehicle's day costs once one of its runs changes. */
export class DayChain {
  /** Whether the change last looked at needs the whole day timed anew: {@link retimed}. */
  needsRetiming = false;

  /** Of the round last driven by {@link drives}. */
  private steps = 0;
  private first = 0;
  private end = 0;
  private driven = 0;

  constructor(
    private readonly state: SearchState,
    private readonly prices: TaskPrices,
  ) {}

  /**
   * What the runs behind the changed one cost more. Infinity where the day breaks. Where only the duty limit
   * breaks `needsRetiming` is set, and where it has delayed the day before, with 0 for an answer.
   */
  behind(change: RunChange): number {
    const { state } = this;
    const { problem, vehicleRuns, runsMost, run: runs, slotsMost } = state;
    const { vehicle, position } = change;
    const base = vehicle * runsMost;
    const count = state.vehicleRunCount[vehicle];
    this.needsRetiming = state.vehicleTiming[vehicle] === BY_DELAYED_SEGMENTS;
    if (this.needsRetiming) return 0;
    let end = change.end;
    let cost = 0;
    let returns = UNCHANGED;
    for (let at = change.run < 0 ? position : position + 1; at < count; at++) {
      const run = vehicleRuns[base + at];
      const r = run * 16;
      const ready = end + problem.turnaroundSeconds[vehicle];
      const depart = Math.max(ready, runs[r + RUN_RELEASE], runs[r + RUN_E]);
      if (depart === runs[r + RUN_DEPART]) {
        returns = state.vehicleReturn[vehicle];
        break;
      }
      // Rests taken now will most likely be needed still: a guess that spares exact looks.
      if (depart > runs[r + RUN_L] - runs[r + RUN_REST]) return Infinity;
      end = depart + runs[r + RUN_D] + runs[r + RUN_REST];
      const slot = slotAt(problem.slotCutoffSeconds, problem.sinkSlotStart[state.runSink[run]], end);
      cost += state.runSlotCost[run * slotsMost + slot] - runs[r + RUN_STEP_COST];
    }
    if (returns === UNCHANGED) returns = end + this.homeLegAfter(change);
    if (returns > problem.shiftCloseSeconds[vehicle]) return Infinity;
    const first = position === 0 ? change.depart : runs[vehicleRuns[base] * 16 + RUN_DEPART];
    if (returns - first > problem.maxDutySeconds[vehicle]) this.needsRetiming = true;
    return cost;
  }

  /**
   * Departure costs of the whole day against the present ones, where its start must be delayed for
   * duty or its driving is long. DOUBTFUL where the day may need rests; only looked at if `mayRest`.
   */
  retimed(change: RunChange, mayRest: boolean): number {
    const { problem } = this.state;
    const { vehicle } = change;
    const home = this.homeLegAfter(change);
    let ready = problem.shiftOpenSeconds[vehicle];
    let lastExcess = FAR;
    for (let round = 0; round <= DUTY_ROUNDS; round++) {
      if (!this.drives(change, ready, mayRest)) return Infinity;
      const { first, end, driven } = this;
      if (end + home > problem.shiftCloseSeconds[vehicle]) return Infinity;
      if (mayRest && (driven === MAY_REST || driven + home > problem.restDrivingSeconds[vehicle]))
        return DOUBTFUL;
      const excess = end + home - first - problem.maxDutySeconds[vehicle];
      if (excess <= 0) return this.steps;
      if (excess >= lastExcess) return Infinity;
      lastExcess = excess;
      ready = first + excess;
    }
    return Infinity;
  }

  private homeLegAfter({ vehicle, position, run, sink }: RunChange): number {
    const { state } = this;
    const comesLast = run < 0 && position === state.vehicleRunCount[vehicle];
    return homeLeg(state, vehicle, comesLast ? sink : lastSink(state, vehicle));
  }

  /** Times all runs of the day from `ready` on; false where one would start too late. */
  private drives(change: RunChange, ready: number, mayRest: boolean): boolean {
    const { state, prices } = this;
    const { problem, vehicleRuns, runsMost, run: runs, slotsMost } = state;
    const { vehicle, position, release, d, e, l } = change;
    const base = vehicle * runsMost;
    const isNew = change.run < 0 ? 1 : 0;
    const count = state.vehicleRunCount[vehicle] + isNew;
    let cost = -state.vehicleStepCost[vehicle];
    let end = ready;
    let driven = 0;
    for (let at = 0; at < count; at++) {
      const changed = at === position;
      const other = vehicleRuns[base + (at > position ? at - isNew : at)];
      const r = other * 16;
      const depart = changed
        ? Math.max(ready, release, e)
        : Math.max(ready, runs[r + RUN_RELEASE], runs[r + RUN_E]);
      if (depart > (changed ? l : runs[r + RUN_L])) return false;
      if (mayRest && driven !== MAY_REST)
        driven = changed
          ? this.drivenAfterChange(change, ready, driven)
          : drivenAfter(state, vehicle, other, ready, driven);
      if (at === 0) this.first = depart;
      end = depart + (changed ? d : runs[r + RUN_D]);
      const firstSlot = problem.sinkSlotStart[changed ? change.sink : state.runSink[other]];
      const slot = slotAt(problem.slotCutoffSeconds, firstSlot, end);
      if (changed) cost += prices.at(firstSlot + slot);
      if (!changed || isNew === 0) cost += state.runSlotCost[other * slotsMost + slot];
      ready = end + problem.turnaroundSeconds[vehicle];
    }
    this.steps = cost;
    this.end = end;
    this.driven = driven;
    return true;
  }

  private drivenAfterChange(change: RunChange, ready: number, driven: number): number {
    const { vehicle, driving, release, e, firstLeg, firstOpen } = change;
    const { problem } = this.state;
    return drivenAfterRun(problem, vehicle, ready, driven, driving, release, e, firstLeg, firstOpen);
  }
}
