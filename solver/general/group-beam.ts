import type { Problem } from '../model/frozen-problem.js';
import type { DayJudge } from './day-judge.js';
import type { GeneralState } from './general-state.js';
import type { Legs } from './legs.js';
import type { Pace } from './pace.js';

/** Part-built days kept from one task of a request to the next. */
const WIDTH = 6;
/** Of the ways to add a task to one of them, so many are driven. */
const DRIVEN = 6;

interface Built {
  readonly tokens: readonly number[];
  readonly cost: number;
}

/**
 * Places requests of three tasks and more: task by task in an order that obeys the rules, keeping the
 * cheapest part-built days that can be driven. It may miss a way; what it finds is exact.
 */
export class GroupBeam {
  tokens = new Int32Array(16);
  length = 0;

  private readonly orders = new Map<number, readonly (readonly number[])[]>();

  constructor(
    private readonly problem: Problem,
    private readonly state: GeneralState,
    private readonly judge: DayJudge,
    private readonly legs: Legs,
    private readonly pace: Pace,
  ) {}

  /** True: `tokens` and `length` hold a vehicle's day with the request in one of its runs. False once it has to stop. */
  find(vehicle: number, request: number): boolean {
    let best: Built | null = null;
    for (const order of this.ordersOf(request)) {
      for (const { day, from } of this.runsToJoin(vehicle)) {
        let beam: Built[] = [{ tokens: day, cost: 0 }];
        for (const task of order) beam = this.pace.stops() ? [] : this.extend(beam, vehicle, task, from);
        if (beam.length > 0 && (best === null || beam[0].cost < best.cost)) best = beam[0];
      }
      // Other orders only where part of the request cannot be driven without the rest.
      if (best !== null) break;
    }
    if (best === null) return false;
    if (this.tokens.length < best.tokens.length) this.tokens = new Int32Array(2 * best.tokens.length);
    this.tokens.set(best.tokens);
    this.length = best.tokens.length;
    return true;
  }

  /** Orders in which to place a request's tasks: each task that may be first is, once. */
  private ordersOf(request: number): readonly (readonly number[])[] {
    const known = this.orders.get(request);
    if (known) return known;
    const { start, tasks } = this.state.requests;
    const members = Array.from(tasks.subarray(start[request], start[request + 1]));
    const { earlierStart, earlierTask } = this.problem;
    const isFree = (task: number, left: readonly number[]): boolean =>
      !earlierTask.subarray(earlierStart[task], earlierStart[task + 1]).some((other) => left.includes(other));
    const made = members
      .filter((task) => isFree(task, members))
      .map((first) => {
        // Those who are members after the first in the list come next, then those before it.
        const at = members.indexOf(first);
        const left = [...members.slice(at), ...members.slice(0, at)];
        const order: number[] = [];
        while (left.length > 0)
          order.push(
            ...left.splice(
              left.findIndex((task) => isFree(task, left)),
              1,
            ),
          );
        return order;
      });
    this.orders.set(request, made);
    return made;
  }

  /** The day's runs, and a new one at every moment of the day and to every sink; `from` is where the run begins. */
  private runsToJoin(vehicle: number): { readonly day: readonly number[]; readonly from: number }[] {
    const { problem, state } = this;
    const day = [...state.tokens[vehicle].subarray(0, state.length[vehicle])];
    const begins = [0, ...day.flatMap((token, at) => (token >= state.taskCount ? [at + 1] : []))];
    const sinks = problem.vehicleSink.subarray(
      problem.vehicleSinkStart[vehicle],
      problem.vehicleSinkStart[vehicle + 1],
    );
    const joined = begins.filter((from) => from < day.length).map((from) => ({ day, from }));
    if (begins.length - 1 >= problem.maxRuns[vehicle]) return joined;
    const made = begins.flatMap((from) =>
      Array.from(sinks, (sink) => ({ day: day.toSpliced(from, 0, state.taskCount + sink), from })),
    );
    return [...joined, ...made];
  }

  private extend(beam: readonly Built[], vehicle: number, task: number, from: number): Built[] {
    const next: Built[] = [];
    for (const { tokens } of beam) {
      let end = from;
      while (tokens[end] < this.state.taskCount) end++;
      this.pace.work += tokens.length;
      const gaps: { gap: number; detour: number }[] = [];
      for (let gap = this.lowestGap(tokens, task, from, end); gap <= end; gap++)
        gaps.push({ gap, detour: this.detour(vehicle, tokens, task, gap) });
      gaps.sort((a, b) => a.detour - b.detour);
      for (const { gap } of gaps.slice(0, DRIVEN)) {
        const longer = tokens.toSpliced(gap, 0, task);
        if (this.judge.judge(vehicle, Int32Array.from(longer), longer.length))
          next.push({ tokens: longer, cost: this.judge.cost + this.judge.steer });
      }
    }
    return next.sort((a, b) => a.cost - b.cost).slice(0, WIDTH);
  }

  /** Rules that ask a task to stand behind others; those that ask it to stand before are left to the judge. */
  private lowestGap(tokens: readonly number[], task: number, from: number, end: number): number {
    const { earlierStart, earlierTask } = this.problem;
    let lowest = from;
    for (let rule = earlierStart[task]; rule < earlierStart[task + 1]; rule++) {
      const at = tokens.indexOf(earlierTask[rule], from);
      if (at >= 0 && at < end) lowest = Math.max(lowest, at + 1);
    }
    return lowest;
  }

  private detour(vehicle: number, tokens: readonly number[], task: number, gap: number): number {
    const { problem, state } = this;
    const locationOf = (token: number): number =>
      token < state.taskCount ? problem.taskLocation[token] : problem.sinkLocation[token - state.taskCount];
    const before = gap === 0 ? problem.vehicleStart[vehicle] : locationOf(tokens[gap - 1]);
    const [place, next] = [problem.taskLocation[task], locationOf(tokens[gap])];
    const size = problem.locationCount;
    const seconds = this.legs.seconds[vehicle];
    return seconds[before * size + place] + seconds[place * size + next] - seconds[before * size + next];
  }
}
