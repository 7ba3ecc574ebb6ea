import type { Problem } from '../model/frozen-problem.js';
import type { Blinks } from './blinks.js';
import type { DayBounds } from './day-bounds.js';
import type { GeneralState } from './general-state.js';
import type { Legs } from './legs.js';
import type { Pace } from './pace.js';
import { fitsAboard, leaveAfter } from './stops.js';

/**
 * Places of pairs in plain days: O(n²) a day at worst; places of the delivery are only tried where
 * the two detours together could beat the best so far.
 */
export class PlainPairs {
  /** Gaps of the pickup and the delivery found last. */
  first = 0;
  second = 0;
  /** By gap: detour of the delivery there, and the least of these from the gap on. */
  private detours = new Float64Array(64);
  private leastDetours = new Float64Array(64);

  constructor(
    private readonly problem: Problem,
    private readonly state: GeneralState,
    private readonly bounds: DayBounds,
    private readonly legs: Legs,
    private readonly blinks: Blinks,
    private readonly pace: Pace,
  ) {}

  /**
   * Cheapest way to put a pair into a day that is not empty: what it adds, Infinity where that is not below
   * the limit.
   *
   * Long because it is the inner loop of every problem of pickups and deliveries.
   */
  find(vehicle: number, pickup: number, delivery: number, limit: number): number {
    this.measureDetours(vehicle, delivery);
    const { problem, state, detours, leastDetours } = this;
    const { taskLocation, sinkLocation, locationCount, taskCount } = problem;
    const { taskWindowStart, windowOpenSeconds, windowCloseSeconds } = problem;
    const service = problem.taskServiceSeconds[problem.vehicleProfile[vehicle]];
    const seconds = this.legs.seconds[vehicle];
    const metres = this.legs.metres[vehicle];
    const tokens = state.tokens[vehicle];
    const [leave, latest] = [this.bounds.leave[vehicle], this.bounds.latest[vehicle]];
    const aboard = this.bounds.aboard[vehicle];
    const rate = problem.costPerMetre[vehicle];
    const closePickup = windowCloseSeconds[taskWindowStart[pickup + 1] - 1];
    const closeDelivery = windowCloseSeconds[taskWindowStart[delivery + 1] - 1];
    const [from, to] = [taskLocation[pickup], taskLocation[delivery]];
    const across = from * locationCount + to;
    const length = state.length[vehicle];
    let time = problem.shiftOpenSeconds[vehicle];
    let here = problem.vehicleStart[vehicle];
    let best = limit;
    for (let gap = 0; gap < length; gap++) {
      // A delivery beside its pickup costs its own detour at least, where no way round is shorter.
      if (time > closePickup || leastDetours[gap] >= best) break;
      const token = tokens[gap];
      const next = token < taskCount ? taskLocation[token] : sinkLocation[token - taskCount];
      const toPickup = here * locationCount + from;
      const direct = metres[here * locationCount + next];
      const onward = from * locationCount + next;
      const detour = rate * (metres[toPickup] + metres[onward] - direct);
      const adjacent =
        rate * (metres[toPickup] + metres[across] + metres[to * locationCount + next] - direct);
      if (
        (adjacent < best || detour + leastDetours[gap + 1] < best) &&
        this.blinks.looks() &&
        fitsAboard(problem, vehicle, pickup, aboard, gap)
      ) {
        let left = leaveAfter(problem, vehicle, pickup, time + seconds[toPickup]);
        if (adjacent < best) {
          const end = leaveAfter(problem, vehicle, delivery, left + seconds[across]);
          if (end + seconds[to * locationCount + next] <= latest[gap]) {
            best = adjacent;
            this.first = this.second = gap;
          }
        }
        let at = next;
        left += seconds[onward];
        let later = gap + 1;
        for (; later < length; later++) {
          // Past the token before `later`, with the pickup's load still aboard.
          if (detour + leastDetours[later] >= best || left > latest[later - 1]) break;
          const passed = tokens[later - 1];
          let window = taskWindowStart[passed];
          while (windowCloseSeconds[window] < left) window++;
          if (windowOpenSeconds[window] > left) left = windowOpenSeconds[window];
          left += service[passed];
          if (left > closeDelivery || !fitsAboard(problem, vehicle, pickup, aboard, later)) break;
          const ahead = tokens[later];
          const beyond = ahead < taskCount ? taskLocation[ahead] : sinkLocation[ahead - taskCount];
          if (detour + detours[later] < best) {
            const end = leaveAfter(problem, vehicle, delivery, left + seconds[at * locationCount + to]);
            if (end + seconds[to * locationCount + beyond] <= latest[later]) {
              best = detour + detours[later];
              this.first = gap;
              this.second = later;
            }
          }
          left += seconds[at * locationCount + beyond];
          at = beyond;
        }
        this.pace.work += later - gap + 3;
      }
      time = leave[gap];
      here = next;
    }
    return best < limit ? best : Infinity;
  }

  /** What the delivery would add in each gap, Infinity where its window or the rest of the day forbids it. */
  private measureDetours(vehicle: number, task: number): void {
    const { problem, state } = this;
    const { taskLocation, sinkLocation, locationCount, taskCount } = problem;
    const length = state.length[vehicle];
    if (this.detours.length <= length) {
      this.detours = new Float64Array(2 * length);
      this.leastDetours = new Float64Array(2 * length);
    }
    const { detours, leastDetours } = this;
    const seconds = this.legs.seconds[vehicle];
    const metres = this.legs.metres[vehicle];
    const tokens = state.tokens[vehicle];
    const [leave, latest] = [this.bounds.leave[vehicle], this.bounds.latest[vehicle]];
    const rate = problem.costPerMetre[vehicle];
    const open = problem.windowOpenSeconds[problem.taskWindowStart[task]];
    const close = problem.windowCloseSeconds[problem.taskWindowStart[task + 1] - 1];
    const service = problem.taskServiceSeconds[problem.vehicleProfile[vehicle]][task];
    const place = taskLocation[task];
    let least = Infinity;
    let next = sinkLocation[tokens[length - 1] - taskCount];
    for (let gap = length - 1; gap >= 0; gap--) {
      const before = gap > 0 ? taskLocation[tokens[gap - 1]] : problem.vehicleStart[vehicle];
      const to = before * locationCount + place;
      const from = place * locationCount + next;
      const time = (gap > 0 ? leave[gap - 1] : problem.shiftOpenSeconds[vehicle]) + seconds[to];
      const fits = time <= close && (time > open ? time : open) + service + seconds[from] <= latest[gap];
      const detour = fits
        ? rate * (metres[to] + metres[from] - metres[before * locationCount + next])
        : Infinity;
      detours[gap] = detour;
      if (detour < least) least = detour;
      leastDetours[gap] = least;
      next = before;
    }
    leastDetours[length] = Infinity;
  }
}
