import type { Problem } from '../model/frozen-problem.js';
import { DELIVERY } from '../model/frozen-rules.js';
import type { GeneralState } from './general-state.js';
import type { Legs } from './legs.js';
import type { Pace } from './pace.js';

/**
 * Times and loads along every day, by token.
 *
 * Times are bounds that need no exact schedule: no vehicle can leave a stop before `leave`, nor can the rest
 * of its day be driven where it arrives after `latest`. Rests, breaks and walks from a parking place
 * are left out of them, so they only tell what is impossible; where a day has nothing of the
 * kind (see plain-days.ts) they are exact, and so is every insertion judged by them.
 */
export class DayBounds {
  /** By vehicle, then token: earliest moment of leaving it, and latest moment of arriving at it. */
  readonly leave: Float64Array[];
  readonly latest: Float64Array[];
  /** By vehicle, then token x dimension: what is aboard on the leg that leads to it. */
  readonly aboard: Float64Array[];
  /** The most aboard on any leg of the run up to and including the one that leads to it, and from that leg on. */
  readonly mostBefore: Float64Array[];
  readonly mostAfter: Float64Array[];

  constructor(
    private readonly problem: Problem,
    private readonly state: GeneralState,
    private readonly legs: Legs,
    private readonly pace: Pace,
  ) {
    const rows = (): Float64Array[] => state.tokens.map(() => new Float64Array(0));
    this.leave = rows();
    this.latest = rows();
    this.aboard = rows();
    this.mostBefore = rows();
    this.mostAfter = rows();
  }

  /** Brings a day's bounds up to date; false where they show that the day cannot be driven. */
  refresh(vehicle: number): boolean {
    const size = this.state.tokens[vehicle].length;
    if (this.leave[vehicle].length < size) {
      const dimensions = this.problem.dimensionCount;
      this.leave[vehicle] = new Float64Array(size);
      this.latest[vehicle] = new Float64Array(size);
      this.aboard[vehicle] = new Float64Array(size * dimensions);
      this.mostBefore[vehicle] = new Float64Array(size * dimensions);
      this.mostAfter[vehicle] = new Float64Array(size * dimensions);
    }
    this.pace.work += this.state.length[vehicle] + 1;
    if (this.state.length[vehicle] === 0) return true;
    const fits = this.loadDay(vehicle);
    return this.backward(vehicle) && this.forward(vehicle) && fits;
  }

  /** Latest arrivals, from the end of the day. False where some window closes before it opens to this day. */
  private backward(vehicle: number): boolean {
    const { problem, state } = this;
    const { taskLocation, sinkLocation, taskWindowStart, windowOpenSeconds, windowCloseSeconds } = problem;
    const { locationCount, taskDueSeconds, vehicleEnd } = problem;
    const service = problem.taskServiceSeconds[problem.vehicleProfile[vehicle]];
    const seconds = this.legs.seconds[vehicle];
    const { taskCount } = state;
    const tokens = state.tokens[vehicle];
    const latest = this.latest[vehicle];
    const last = state.length[vehicle] - 1;
    let there = vehicleEnd[vehicle];
    let arrive = problem.shiftCloseSeconds[vehicle];
    for (let at = last; at >= 0; at--) {
      const token = tokens[at];
      if (token >= taskCount) {
        const sink = token - taskCount;
        const here = sinkLocation[sink];
        let end = there < 0 ? arrive : arrive - seconds[here * locationCount + there];
        if (at < last) end -= problem.turnaroundSeconds[vehicle];
        if (problem.sinkCloseSeconds[sink] < end) end = problem.sinkCloseSeconds[sink];
        let parcels = 0;
        for (let k = at - 1; k >= 0 && tokens[k] < taskCount; k--) {
          if (taskDueSeconds[tokens[k]] < end) end = taskDueSeconds[tokens[k]];
          parcels += problem.taskParcels[tokens[k]];
        }
        arrive = end - unloadSeconds(problem, sink, parcels);
        if (arrive < problem.sinkOpenSeconds[sink]) return false;
        there = here;
      } else {
        const here = taskLocation[token];
        let start = arrive - seconds[here * locationCount + there] - service[token];
        let window = taskWindowStart[token + 1] - 1;
        while (window > taskWindowStart[token] && windowOpenSeconds[window] > start) window--;
        if (windowCloseSeconds[window] < start) start = windowCloseSeconds[window];
        if (start < windowOpenSeconds[window]) return false;
        arrive = start;
        there = here;
      }
      latest[at] = arrive;
    }
    return true;
  }

  /** Earliest departures, from the start of the day. False where one arrives later than the latest. */
  private forward(vehicle: number): boolean {
    const { problem, state } = this;
    const { taskLocation, sinkLocation, taskWindowStart, windowOpenSeconds, windowCloseSeconds } = problem;
    const { locationCount, taskReleaseSeconds } = problem;
    const service = problem.taskServiceSeconds[problem.vehicleProfile[vehicle]];
    const seconds = this.legs.seconds[vehicle];
    const { taskCount } = state;
    const tokens = state.tokens[vehicle];
    const [leave, latest] = [this.leave[vehicle], this.latest[vehicle]];
    const length = state.length[vehicle];
    let time = problem.shiftOpenSeconds[vehicle];
    let here = problem.vehicleStart[vehicle];
    let parcels = 0;
    for (let at = 0; at < length; at++) {
      const token = tokens[at];
      if (at === 0 || tokens[at - 1] >= taskCount) {
        parcels = 0;
        for (let k = at; tokens[k] < taskCount; k++) {
          if (taskReleaseSeconds[tokens[k]] > time) time = taskReleaseSeconds[tokens[k]];
          parcels += problem.taskParcels[tokens[k]];
        }
      }
      const there = token < taskCount ? taskLocation[token] : sinkLocation[token - taskCount];
      time += seconds[here * locationCount + there];
      if (time > latest[at]) return false;
      if (token < taskCount) {
        let window = taskWindowStart[token];
        while (windowCloseSeconds[window] < time) window++;
        if (windowOpenSeconds[window] > time) time = windowOpenSeconds[window];
        time += service[token];
        leave[at] = time;
      } else {
        const sink = token - taskCount;
        if (problem.sinkOpenSeconds[sink] > time) time = problem.sinkOpenSeconds[sink];
        time += unloadSeconds(problem, sink, parcels);
        leave[at] = time;
        time += problem.turnaroundSeconds[vehicle];
      }
      here = there;
    }
    return true;
  }

  /** What is aboard along the day. False where it is ever more than the vehicle holds. */
  private loadDay(vehicle: number): boolean {
    const { problem, state } = this;
    const { dimensionCount, vehicleCapacity } = problem;
    const { taskCount } = state;
    const tokens = state.tokens[vehicle];
    const length = state.length[vehicle];
    let fits = true;
    for (let from = 0; from < length;) {
      let sink = from;
      while (tokens[sink] < taskCount) sink++;
      for (let d = 0; d < dimensionCount; d++) {
        if (this.loadRun(vehicle, from, sink, d) > vehicleCapacity[vehicle * dimensionCount + d])
          fits = false;
      }
      from = sink + 1;
    }
    return fits;
  }

  /** Returns the most aboard on a run's legs in one dimension. */
  private loadRun(vehicle: number, from: number, sink: number, d: number): number {
    const { dimensionCount, taskLoad, taskDelivered, taskPairMate, taskPairRole } = this.problem;
    const tokens = this.state.tokens[vehicle];
    const aboard = this.aboard[vehicle];
    const before = this.mostBefore[vehicle];
    const after = this.mostAfter[vehicle];
    let load = 0;
    for (let at = from; at < sink; at++)
      if (taskDelivered[tokens[at]] === 1) load += taskLoad[tokens[at] * dimensionCount + d];
    let most = 0;
    for (let at = from; at <= sink; at++) {
      if (load > most) most = load;
      aboard[at * dimensionCount + d] = load;
      before[at * dimensionCount + d] = most;
      if (at === sink) break;
      const task = tokens[at];
      if (taskPairRole[task] === DELIVERY) load -= taskLoad[taskPairMate[task] * dimensionCount + d];
      else if (taskDelivered[task] === 1) load -= taskLoad[task * dimensionCount + d];
      else load += taskLoad[task * dimensionCount + d];
    }
    let later = 0;
    for (let at = sink; at >= from; at--) {
      if (aboard[at * dimensionCount + d] > later) later = aboard[at * dimensionCount + d];
      after[at * dimensionCount + d] = later;
    }
    return most;
  }
}

/** Unloading a run's parcels at a sink. */
export function unloadSeconds(problem: Problem, sink: number, parcels: number): number {
  return (
    problem.unloadSeconds[sink] + Math.ceil((parcels * problem.unloadMillisecondsPerParcel[sink]) / 1000)
  );
}
