import type { Problem } from '../model/frozen-problem.js';
import { NEVER } from '../model/frozen-problem.js';
import { DELIVERY, PICKUP } from '../model/frozen-rules.js';
import type { DayBounds } from './day-bounds.js';
import { GapRules } from './gap-rules.js';
import type { RunSpan } from './gap-rules.js';
import type { GeneralState } from './general-state.js';
import type { Legs } from './legs.js';
import { NO_LEG } from './legs.js';
import type { Pace } from './pace.js';
import type { Shortlist } from './shortlist.js';
import { fitsAboard, startAfter } from './stops.js';

/**
 * Finds places for requests of one or two tasks by cheap conditions that any drivable day fulfils: windows by
 * earliest and latest times, loads, rules of order. What passes is estimated by its detour.
 */
export class Placements {
  private readonly span: RunSpan = { vehicle: 0, from: 0, sink: 0, startLocation: 0, startSeconds: 0 };
  private readonly rules: GapRules;
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
  ) {
    this.rules = new GapRules(problem, state);
  }

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
    if (!this.rules.mustPrecede(first, second)) this.double(second, first, true);
  }

  private single(task: number): void {
    const { problem, bounds, span } = this;
    const { vehicle, sink } = span;
    const [leave, latest] = [bounds.leave[vehicle], bounds.latest[vehicle]];
    const most = problem.taskDelivered[task] === 1 ? bounds.mostBefore[vehicle] : bounds.mostAfter[vehicle];
    const rate = problem.costPerMetre[vehicle];
    const place = problem.taskLocation[task];
    const highest = this.rules.highest(span, task);
    for (let gap = this.rules.lowest(span, task); gap <= highest; gap++) {
      const [before, next] = [this.locationBefore(gap), this.locationAt(gap)];
      const time = gap > span.from ? leave[gap - 1] : this.startFor(task);
      const start = startAfter(problem, task, time + this.legSeconds(before, place));
      if (start === Infinity) continue;
      const end = start + this.service(task) + this.legSeconds(place, next);
      if (end > latest[gap] || !fitsAboard(problem, vehicle, task, most, gap)) continue;
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
    const lowest = this.rules.lowest(span, second);
    const [highest, farthest] = [this.rules.highest(span, first), this.rules.highest(span, second)];
    for (let gap = this.rules.lowest(span, first); gap <= highest; gap++) {
      const before = this.locationBefore(gap);
      const time = gap > span.from ? leave[gap - 1] : Math.max(this.startFor(first), this.startFor(second));
      const start = startAfter(problem, first, time + this.legSeconds(before, place));
      if (start === Infinity || (isPair && !fitsAboard(problem, vehicle, first, aboard, gap))) continue;
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
        if (left + leg > latest[later] || (isPair && !fitsAboard(problem, vehicle, first, aboard, later)))
          break;
        if (stacked && problem.taskPairRole[token] === PICKUP) depth++;
        if (stacked && problem.taskPairRole[token] === DELIVERY && --depth < 0) break;
        left = startAfter(problem, token, left + leg) + this.service(token);
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
    const start = startAfter(problem, second, left + this.legSeconds(here, place));
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
        if (second >= 0 && !this.rules.mustPrecede(first, second))
          this.newRun(gap, sink, second, first, true);
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
      time = startAfter(
        problem,
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

  private startFor(task: number): number {
    return Math.max(this.span.startSeconds, this.problem.taskReleaseSeconds[task]);
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
