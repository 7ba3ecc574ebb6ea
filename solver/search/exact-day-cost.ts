import { distanceCost, timeCost } from '../model/cost.js';
import { loadDay } from './load-day.js';
import { slotAt } from './slot-at.js';
import type { SearchState } from './state.js';
import type { TaskPrices } from './task-prices.js';

/** What a task costs at a place by the exact scheduler; Infinity where the day cannot be driven. */
export class ExactDayCost {
  constructor(
    private readonly state: SearchState,
    private readonly prices: TaskPrices,
  ) {}

  /** Behind a node of a run. */
  behind(task: number, after: number): number {
    const { state } = this;
    const { day } = state;
    const run = state.runOf[after];
    const vehicle = state.runVehicle[run];
    loadDay(state, vehicle);
    const at = state.runPosition[run];
    let place = day.runStart[at];
    if (after < state.taskCount) while (day.tasks[place++] !== after);
    day.tasks.copyWithin(place + 1, place, day.runStart[day.runCount]);
    day.tasks[place] = task;
    for (let later = at + 1; later <= day.runCount; later++) day.runStart[later]++;
    return this.ofDay(vehicle, at, -1);
  }

  /** In a new run at a position of a vehicle's day. */
  alone(task: number, vehicle: number, position: number, sink: number): number {
    const { state } = this;
    const { day } = state;
    loadDay(state, vehicle);
    const place = day.runStart[position];
    day.tasks.copyWithin(place + 1, place, day.runStart[day.runCount]);
    day.tasks[place] = task;
    for (let at = day.runCount + 1; at > position; at--) {
      day.runStart[at] = day.runStart[at - 1] + 1;
      day.sinks[at] = day.sinks[at - 1];
    }
    day.runStart[position] = place;
    day.sinks[position] = sink;
    day.runCount++;
    return this.ofDay(vehicle, position, position);
  }

  /** Cost of the day loaded into the scheduler against the vehicle's present one. */
  private ofDay(vehicle: number, changed: number, newRunAt: number): number {
    const { state, prices } = this;
    const { problem, day, vehicleRuns, runsMost } = state;
    if (!day.schedule(vehicle)) return Infinity;
    let seconds = day.homeSeconds;
    let steps = 0;
    for (let at = 0; at < day.runCount; at++) {
      seconds += day.unloadedSeconds[at] - day.departSeconds[at];
      const firstSlot = problem.sinkSlotStart[day.sinks[at]];
      const slot = slotAt(problem.slotCutoffSeconds, firstSlot, day.unloadedSeconds[at]);
      if (at === changed) steps += prices.at(firstSlot + slot);
      if (at === newRunAt) continue;
      const existing = vehicleRuns[vehicle * runsMost + (newRunAt >= 0 && at > newRunAt ? at - 1 : at)];
      steps += state.runSlotCost[existing * state.slotsMost + slot];
    }
    const travel =
      distanceCost(problem, vehicle, day.metres) +
      timeCost(problem, vehicle, seconds) +
      state.secondWorth * (seconds - state.vehiclePaidSeconds[vehicle]);
    const before = state.vehicleTravelCost[vehicle] + state.vehicleStepCost[vehicle];
    return problem.fixedCost[vehicle] + travel + steps - before;
  }
}
