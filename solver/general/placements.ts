import type { Problem } from '../model/frozen-problem.js';
import { NEVER } from '../model/frozen-problem.js';
import { DELIVERY, PICKUP } from '../model/frozen-rules.js';
import type { DayBounds } from './day-bounds.js';
import type { GeneralState } from './general-state.js';
import type { Legs } from './legs.js';
import { NO_LEG } from './legs.js';
import type { Pace } from './pace.js';
import type { Shortlist } from './shortlist.js';

/** A run of a day: tokens [from, sink), the sink's own token at `sink`, and where and when it starts at best. */
interface RunSpan {
  vehicle: number;
  from: number;
  sink: number;
  startLocation: number;
  startSeconds: number;
}

/**
 * Finds places for requests of one or two tasks by cheap conditions that any drivable day fulfils: windows by
 * earliest and latest times, loads, rules of order. What passes is estimated by its detour.
 */
export class Placements {
  private readonly span: RunSpan = { vehicle: 0, from: 0, sink: 0, startLocation: 0, startSeconds: 0 };
  private request = 0;
  private seconds: Int32Array = new Int32Array(0);
  private metres: Int32Array = new Int32Array(0);

  constructor(
    private readonly problem: Problem,
    private readonly state: GeneralState,
    private readonly bounds: DayBounds,
    private readonly legs: Legs,
    private readonly list: Shortlist,
    private readonly pace: Pace,
  ) {}

  /** Lists the places of a request in a vehicle's day. */
  find(vehicle: number, request: number): void {
    const { problem, state, span } = this;
    const tokens = state.tokens[vehicle];
    const length = state.length[vehicle];
    this.request = request;
    this.seconds = this.legs.seconds[vehicle];
    this.metres = this.legs.metres[vehicle];
    this.pace.work += length + 4;
    span.vehicle = vehicle;
    span.startLocation = problem.vehicleStart[vehicle];
    span.startSeconds = problem.shiftOpenSeconds[vehicle];
    let runs = 0;
    for (let from = 0; from < length; runs++) {
      let sink = from;
      while (tokens[sink] < state.taskCount) sink++;
      span.from = from;
      span.sink = sink;
      this.inRun();
      from = sink + 1;
      span.startLocation = problem.sinkLocation[tokens[sink] - state.taskCount];
      span.startSeconds = this.bounds.leave[vehicle][sink] + problem.turnaroundSeconds[vehicle];
    }
    if (runs < problem.maxRuns[vehicle]) this.newRuns();
  }

  private inRun(): void {
    const { start, tasks } = this.state.requests;
    const first = tasks[start[this.request]];
    if (start[this.request + 1] - start[this.request] === 1) {
      this.single(first);
      return;
    }
    const second = tasks[start[this.request] + 1];
    this.double(first, second, false);
    if (!this.mustPrecede(first, second)) this.double(second, first, true);
  }

  private mustPrecede(first: number, second: number): boolean {
    const { earlierStart, earlierTask } = this.problem;
    for (let at = earlierStart[second]; at < earlierStart[second + 1]; at++)
      if (earlierTask[at] === first) return true;
    return false;
  }

  private single(task: number): void {
    const { problem, bounds, span } = this;
    const { vehicle, sink } = span;
    const [leave, latest] = [bounds.leave[vehicle], bounds.latest[vehicle]];
    const most = problem.taskDelivered[task] === 1 ? bounds.mostBefore[vehicle] : bounds.mostAfter[vehicle];
    const rate = problem.costPerMetre[vehicle];
    const place = problem.taskLocation[task];
    const highest = this.highestGap(task);
    for (let gap = this.lowestGap(task); gap <= highest; gap++) {
      const [before, next] = [this.locationBefore(gap), this.locationAt(gap)];
      const time = gap > span.from ? leave[gap - 1] : this.startFor(task);
      const start = this.startAfter(task, time + this.legSeconds(before, place));
      if (start === Infinity) continue;
      const end = start + this.service(task) + this.legSeconds(place, next);
      if (end > latest[gap] || !this.fits(task, most, gap)) continue;
      const late = this.lateness(task, start);
      const bound = rate * this.detour(this.metres, before, place, next) + late;
      const score =
        bound + this.timeCost(this.detour(this.seconds, before, place, next) + this.service(task));
      this.offer(score, bound, gap, gap, false, -1);
    }
    this.pace.work += sink - span.from;
  }

  /** Two tasks, the first before the second: O(n²) places in a run of n. */
  private double(first: number, second: number, swapped: boolean): void {
    const { problem, bounds, span } = this;
    const { vehicle, sink } = span;
    const [leave, latest, aboard] = [bounds.leave[vehicle], bounds.latest[vehicle], bounds.aboard[vehicle]];
    const isPair = problem.taskPairMate[first] === second;
    const limit = isPair ? problem.pairMaxAboardSeconds[problem.taskPair[first]] : NEVER;
    const stacked = isPair && problem.lifo[vehicle] === 1;
    const tokens = this.state.tokens[vehicle];
    const place = problem.taskLocation[first];
    const lowest = this.lowestGap(second);
    const [highest, farthest] = [this.highestGap(first), this.highestGap(second)];
    for (let gap = this.lowestGap(first); gap <= highest; gap++) {
      const before = this.locationBefore(gap);
      const time = gap > span.from ? leave[gap - 1] : Math.max(this.startFor(first), this.startFor(second));
      const start = this.startAfter(first, time + this.legSeconds(before, place));
      if (start === Infinity || (isPair && !this.fits(first, aboard, gap))) continue;
      const late = this.lateness(first, start);
      let left = start + this.service(first);
      let here = place;
      let held = 0;
      let depth = 0;
      for (let later = gap; later <= farthest; later++) {
        if (later >= lowest && depth === 0)
          this.offerDouble(first, second, gap, later, left, here, late, held <= limit, swapped);
        this.pace.work++;
        if (later === sink) break;
        const token = tokens[later];
        const leg = this.legSeconds(here, problem.taskLocation[token]);
        if (left + leg > latest[later] || (isPair && !this.fits(first, aboard, later))) break;
        if (stacked && problem.taskPairRole[token] === PICKUP) depth++;
        if (stacked && problem.taskPairRole[token] === DELIVERY && --depth < 0) break;
        left = this.startAfter(token, left + leg) + this.service(token);
        held += leg + this.service(token);
        if (held > limit) break;
        here = problem.taskLocation[token];
      }
      this.pace.work += 4;
    }
  }

  /** The second task at the gap `later`, reached from `here`, which is left at `left`. */
  private offerDouble(
    first: number,
    second: number,
    gap: number,
    later: number,
    left: number,
    here: number,
    late: number,
    inTime: boolean,
    swapped: boolean,
  ): void {
    const { problem, span, bounds } = this;
    const place = problem.taskLocation[second];
    const start = this.startAfter(second, left + this.legSeconds(here, place));
    if (start === Infinity || !inTime) return;
    const next = this.locationAt(later);
    const end = start + this.service(second) + this.legSeconds(place, next);
    if (end > bounds.latest[span.vehicle][later]) return;
    const from = this.locationBefore(gap);
    const to = problem.taskLocation[first];
    let metres: number;
    let seconds: number;
    if (gap === later) {
      metres = this.pathOf(this.metres, from, to, place, next);
      seconds = this.pathOf(this.seconds, from, to, place, next);
    } else {
      const ahead = this.locationAt(gap);
      metres = this.detour(this.metres, from, to, ahead) + this.detour(this.metres, here, place, next);
      seconds = this.detour(this.seconds, from, to, ahead) + this.detour(this.seconds, here, place, next);
    }
    const bound = problem.costPerMetre[span.vehicle] * metres + late + this.lateness(second, start);
    const work = this.service(first) + this.service(second);
    this.offer(bound + this.timeCost(seconds + work), bound, gap, later, swapped, -1);
  }

  /** A run of its own for the request, at every moment of the day and to every sink. */
  private newRuns(): void {
    const { problem, state, span } = this;
    const { vehicle } = span;
    const { start, tasks } = state.requests;
    const first = tasks[start[this.request]];
    const second = start[this.request + 1] - start[this.request] > 1 ? tasks[start[this.request] + 1] : -1;
    const tokens = state.tokens[vehicle];
    const length = state.length[vehicle];
    for (let gap = 0; gap <= length; gap++) {
      if (gap > 0 && tokens[gap - 1] < state.taskCount) continue;
      for (let at = problem.vehicleSinkStart[vehicle]; at < problem.vehicleSinkStart[vehicle + 1]; at++) {
        const sink = problem.vehicleSink[at];
        this.newRun(gap, sink, first, second, false);
        if (second >= 0 && !this.mustPrecede(first, second)) this.newRun(gap, sink, second, first, true);
      }
    }
  }

  private newRun(gap: number, sink: number, first: number, second: number, swapped: boolean): void {
    const { problem, state, bounds, span } = this;
    const { vehicle } = span;
    const length = state.length[vehicle];
    const before =
      gap === 0
        ? problem.vehicleStart[vehicle]
        : problem.sinkLocation[state.tokens[vehicle][gap - 1] - state.taskCount];
    let time =
      gap === 0
        ? problem.shiftOpenSeconds[vehicle]
        : bounds.leave[vehicle][gap - 1] + problem.turnaroundSeconds[vehicle];
    let here = before;
    let metres = 0;
    let seconds = 0;
    let late = 0;
    for (let task = first; task >= 0; task = task === second ? -1 : second) {
      const place = problem.taskLocation[task];
      metres += this.metres[here * problem.locationCount + place];
      seconds += this.legSeconds(here, place) + this.service(task);
      time = this.startAfter(
        task,
        Math.max(time, problem.taskReleaseSeconds[task]) + this.legSeconds(here, place),
      );
      if (time === Infinity) return;
      late += this.lateness(task, time);
      time += this.service(task);
      here = place;
    }
    const end = problem.sinkLocation[sink];
    metres += this.metres[here * problem.locationCount + end];
    seconds += this.legSeconds(here, end) + problem.unloadSeconds[sink];
    if (time + this.legSeconds(here, end) > problem.sinkCloseSeconds[sink]) return;
    const next = gap < length ? this.locationAt(gap) : problem.vehicleEnd[vehicle];
    if (next >= 0) {
      const [on, was] = [end * problem.locationCount + next, before * problem.locationCount + next];
      metres += this.metres[on] - (length > 0 ? this.metres[was] : 0);
      seconds += this.seconds[on] - (length > 0 ? this.seconds[was] : 0);
    }
    const bound =
      (length === 0 ? problem.fixedCost[vehicle] : 0) + problem.costPerMetre[vehicle] * metres + late;
    this.offer(bound + this.timeCost(seconds), bound, gap, gap, swapped, sink);
  }

  private offer(
    score: number,
    bound: number,
    first: number,
    second: number,
    swapped: boolean,
    sink: number,
  ): void {
    if (score >= this.list.threshold()) return;
    const { vehicle } = this.span;
    this.list.add({ score, bound, vehicle, request: this.request, first, second, swapped, sink });
  }

  /** First gap of the run that the rules of order leave to a task. */
  private lowestGap(task: number): number {
    const { earlierStart, earlierTask, deliveriesFirst, taskDelivered } = this.problem;
    const { vehicle, from, sink } = this.span;
    let lowest = from;
    for (let at = earlierStart[task]; at < earlierStart[task + 1]; at++)
      lowest = Math.max(lowest, this.placeInRun(earlierTask[at], -1) + 1);
    if (deliveriesFirst[vehicle] === 1 && taskDelivered[task] === 0) {
      const tokens = this.state.tokens[vehicle];
      while (lowest < sink && taskDelivered[tokens[lowest]] === 1) lowest++;
    }
    return lowest;
  }

  /** Last gap of the run that the rules of order leave to a task. */
  private highestGap(task: number): number {
    const { laterStart, laterTask, deliveriesFirst, taskDelivered } = this.problem;
    const { vehicle, from, sink } = this.span;
    let highest = sink;
    for (let at = laterStart[task]; at < laterStart[task + 1]; at++)
      highest = Math.min(highest, this.placeInRun(laterTask[at], sink));
    if (deliveriesFirst[vehicle] === 1 && taskDelivered[task] === 1) {
      const tokens = this.state.tokens[vehicle];
      let end = from;
      while (end < sink && taskDelivered[tokens[end]] === 1) end++;
      highest = Math.min(highest, end);
    }
    return highest;
  }

  private placeInRun(task: number, otherwise: number): number {
    const { vehicle, from, sink } = this.span;
    const at = this.state.position[task];
    return this.state.vehicleOf[task] === vehicle && at >= from && at < sink ? at : otherwise;
  }

  private startFor(task: number): number {
    return Math.max(this.span.startSeconds, this.problem.taskReleaseSeconds[task]);
  }

  private fits(task: number, aboard: Float64Array, gap: number): boolean {
    const { dimensionCount, taskLoad, vehicleCapacity } = this.problem;
    for (let d = 0; d < dimensionCount; d++) {
      const load = aboard[gap * dimensionCount + d] + taskLoad[task * dimensionCount + d];
      if (load > vehicleCapacity[this.span.vehicle * dimensionCount + d]) return false;
    }
    return true;
  }

  /** Earliest start of service; Infinity where all windows have closed. */
  private startAfter(task: number, arrive: number): number {
    const { taskWindowStart, windowOpenSeconds, windowCloseSeconds } = this.problem;
    const end = taskWindowStart[task + 1];
    let window = taskWindowStart[task];
    while (window < end && windowCloseSeconds[window] < arrive) window++;
    return window === end ? Infinity : Math.max(arrive, windowOpenSeconds[window]);
  }

  private lateness(task: number, start: number): number {
    const { hasLateness, lateAfterSeconds, lateCostPerSecond } = this.problem;
    if (!hasLateness || start <= lateAfterSeconds[task]) return 0;
    return (start - lateAfterSeconds[task]) * lateCostPerSecond[task];
  }

  private timeCost(seconds: number): number {
    return this.problem.costPerSecond[this.span.vehicle] * seconds;
  }

  private service(task: number): number {
    return this.problem.taskServiceSeconds[this.problem.vehicleProfile[this.span.vehicle]][task];
  }

  private legSeconds(from: number, to: number): number {
    const leg = this.seconds[from * this.problem.locationCount + to];
    return leg === NO_LEG ? Infinity : leg;
  }

  private locationAt(gap: number): number {
    const token = this.state.tokens[this.span.vehicle][gap];
    const { taskCount } = this.state;
    return token < taskCount
      ? this.problem.taskLocation[token]
      : this.problem.sinkLocation[token - taskCount];
  }

  private locationBefore(gap: number): number {
    return gap === this.span.from ? this.span.startLocation : this.locationAt(gap - 1);
  }

  private detour(matrix: Int32Array, before: number, place: number, next: number): number {
    const size = this.problem.locationCount;
    return matrix[before * size + place] + matrix[place * size + next] - matrix[before * size + next];
  }

  private pathOf(matrix: Int32Array, before: number, first: number, second: number, next: number): number {
    const size = this.problem.locationCount;
    return (
      matrix[before * size + first] +
      matrix[first * size + second] +
      matrix[second * size + next] -
      matrix[before * size + next]
    );
  }
}
