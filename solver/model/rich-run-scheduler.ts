import type { DrivenRun } from './driven-run.js';
import { NEVER } from './frozen-problem.js';
import type { Problem } from './frozen-problem.js';
import { latestDeparture } from './latest-departure.js';
import { RunOrder } from './run-order.js';
import { RunScheduler } from './run-scheduler.js';
import type { RunToDrive } from './run-scheduler.js';
import { putPickupsOff } from './time-aboard.js';

/** {@link RichRunScheduler.breakPlace} of a break that was over before the day's first departure. */
export const OFF_DUTY = -1;
/** Pickups are put off in a few rounds unless breaks or rests keep moving. */
const ABOARD_ROUNDS = 500;

/** True where runs need more than the plain scheduler. */
export function needsRichScheduler(problem: Problem): boolean {
  const { hasBreaks, hasLaden, hasLateness, hasLoadOrder, earlierTask } = problem;
  return hasBreaks || hasLaden || hasLateness || hasLoadOrder || earlierTask.length > 0;
}

/**
 * The exact simulator of runs with breaks, pairs, orders, lateness and legs that depend on load.
 *
 * Policy. Earliest times as in RunScheduler. Where a load would be aboard too long its pickup is put off
 * as little as makes it short enough: the least fixed point of "starts not before", which exists wherever
 * any times do, for every bound is monotone (the same answer as the forward slack of Cordeau and Laporte
 * 2003, over several windows too). A break is taken at the last place it can be, or at the place before
 * where waiting ahead would absorb it. Then the run leaves as late as keeps its end and its cost of lateness.
 *
 * Breaks go over the whole day: the caller says before each run how many are behind and what follows.
 */
export class RichRunScheduler extends RunScheduler implements DrivenRun {
  /** Given: index of the day's next break into the problem's breaks. */
  breaksBefore = 0;
  /** Given: nothing was driven before, so that the vehicle stands at its start off duty. */
  firstRun = true;
  /** Given: seconds from unloading to the next departure; -1 where the day ends with this run. */
  pauseAfter = -1;
  /** Index of the next break once the run is over. */
  breaksAfter = 0;
  /** By break: the position that it is taken before driving to, or {@link OFF_DUTY}; and when it starts. */
  readonly breakPlace: Int32Array;
  readonly breakStartSeconds: Float64Array;
  /** The clock after {@link leave}, and the rest that was taken there. */
  now = 0;
  restTaken = 0;

  readonly order: RunOrder;
  /** Bounds on the start of service by position. */
  readonly least: Float64Array;
  readonly most: Float64Array;
  readonly latest: Float64Array;
  /** The part of a position's rest that comes after the breaks before it. */
  readonly restAfterBreaks: Float64Array;
  private driven = 0;
  /** A break was taken early because its window would have closed: what fails then, fails for it. */
  private hurried = false;
  private service: Int32Array;

  constructor(problem: Problem) {
    super(problem);
    const size = problem.taskCount + 1;
    this.order = new RunOrder(problem);
    this.breakPlace = new Int32Array(problem.breakSeconds.length);
    this.breakStartSeconds = new Float64Array(problem.breakSeconds.length);
    this.least = new Float64Array(size);
    this.most = new Float64Array(size);
    this.latest = new Float64Array(size);
    this.restAfterBreaks = new Float64Array(size + 1);
    this.service = problem.taskServiceSeconds[0] ?? new Int32Array(0);
  }

  override schedule(run: RunToDrive, ready: number, driven: number): boolean {
    if (!this.order.check(run)) return this.fail(this.order.fault, this.order.faultAt);
    this.load(run);
    this.service = this.problem.taskServiceSeconds[this.problem.vehicleProfile[run.vehicle]];
    const earliest = Math.max(ready, this.released);
    if (!this.settle(run, earliest, ready, driven)) return false;
    this.leaveLater(run, earliest, ready, driven);
    return true;
  }

  /** From attempts that may give up breaks and rests to those that keep them; else as early as at first. */
  private leaveLater(run: RunToDrive, earliest: number, ready: number, driven: number): void {
    const end = this.unloadedSeconds;
    const lateCost = this.lateCost;
    const breaks = this.breaksAfter > this.breaksBefore;
    for (const [keepBreaks, keepRests] of ATTEMPTS) {
      if (!keepBreaks && !breaks) continue;
      const depart = latestDeparture(this.problem, this, run, keepBreaks, keepRests);
      if (depart > this.departSeconds) {
        const settled = this.settle(run, depart, ready, driven);
        if (settled && this.unloadedSeconds <= end && this.lateCost <= lateCost) return;
        this.settle(run, earliest, ready, driven);
      } else if (!keepRests) return;
    }
  }

  /** Drives the run from `depart` and puts pickups off until nothing is aboard too long. */
  private settle(run: RunToDrive, depart: number, ready: number, driven: number): boolean {
    const { order, least } = this;
    least.fill(-NEVER, 0, run.count);
    for (let round = 0; round < ABOARD_ROUNDS; round++) {
      if (!this.follow(run, depart, ready, driven)) {
        if (round > 0) this.fault = 'aboard';
        else if (this.hurried) this.fault = 'break';
        return false;
      }
      if (order.limitedCount === 0) return true;
      const tooLong = putPickupsOff(this.problem, this, run);
      if (tooLong === null) return true;
      this.faultAt = tooLong.at;
      if (tooLong.hopeless) break;
    }
    return this.fail('aboard', this.faultAt);
  }

  /** Earliest times from a start not before `depart`. */
  private follow(run: RunToDrive, depart: number, ready: number, drivenBefore: number): boolean {
    const { problem, order, service } = this;
    const { lateAfterSeconds, lateCostPerSecond } = problem;
    const { tasks, from, count } = run;
    const restNeeded = problem.restSeconds[run.vehicle];
    this.breaksAfter = this.breaksBefore;
    this.now = depart;
    this.lateCost = 0;
    this.hurried = false;
    if (!this.leaveStart(run, ready, drivenBefore)) return false;
    this.departSeconds = this.now;
    for (let at = 0; at <= count; at++) {
      this.restTaken = 0;
      if (order.sameStop[at] === 0 && !this.leave(run, at, order.legSeconds[at])) return false;
      this.restSeconds[at] = this.restTaken;
      this.arriveSeconds[at] = this.now;
      if (at === count) break;
      const task = tasks[from + at];
      const before = order.sameStop[at] === 1 ? this.now : this.now + problem.taskAccessSeconds[task];
      const start = this.serviceStart(task, at, before);
      if (start === Infinity) return this.fail('window', at);
      const rested = start - before >= restNeeded;
      this.waitRested[at] = rested && this.driven > 0 ? 1 : 0;
      if (rested) this.driven = 0;
      if (start > lateAfterSeconds[task])
        this.lateCost += (start - lateAfterSeconds[task]) * lateCostPerSecond[task];
      this.startSeconds[at] = start;
      this.leaveSeconds[at] = this.now = start + service[task];
    }
    return this.unloadAt(run);
  }

  /** Infinity where every window is over. */
  private serviceStart(task: number, at: number, ready: number): number {
    const { taskWindowStart, windowOpenSeconds, windowCloseSeconds } = this.problem;
    const from = ready > this.least[at] ? ready : this.least[at];
    for (let window = taskWindowStart[task]; window < taskWindowStart[task + 1]; window++) {
      if (windowCloseSeconds[window] >= from) return Math.max(from, windowOpenSeconds[window]);
    }
    return Infinity;
  }

  private unloadAt(run: RunToDrive): boolean {
    const { sinkOpenSeconds, sinkCloseSeconds, restSeconds } = this.problem;
    const arrive = this.now;
    const wait = Math.max(0, sinkOpenSeconds[run.sink] - arrive);
    const unloaded = arrive + wait + this.unload;
    if (unloaded > sinkCloseSeconds[run.sink]) return this.fail('sink-closed', run.count);
    if (unloaded > this.due) return this.fail('due', run.count);
    const rested = wait >= restSeconds[run.vehicle];
    this.restedAtSink = rested && this.driven > 0;
    this.arriveSinkSeconds = arrive;
    this.unloadedSeconds = unloaded;
    this.drivenSeconds = rested ? 0 : this.driven;
    this.metres = this.drivingSeconds = 0;
    for (let at = 0; at <= run.count; at++) {
      this.metres += this.order.legMetres[at];
      this.drivingSeconds += this.order.legSeconds[at];
    }
    return true;
  }

  /** Rests and breaks before the first leg are over when the run starts; standing so long is a rest. */
  private leaveStart(run: RunToDrive, ready: number, drivenBefore: number): boolean {
    const { problem } = this;
    const { breakOpenSeconds, breakCloseSeconds, breakSeconds } = problem;
    const limit = problem.restDrivingSeconds[run.vehicle];
    const restNeeded = problem.restSeconds[run.vehicle];
    const leg = this.order.legSeconds[0];
    let free = ready;
    for (;;) {
      this.driven = this.now - ready >= restNeeded ? 0 : drivenBefore;
      if (this.driven > 0 && this.driven + leg > limit) {
        this.now = ready + restNeeded;
        continue;
      }
      const next = this.breaksAfter;
      if (!this.owesBreak(run, 0, leg)) return true;
      const start = this.firstRun ? breakOpenSeconds[next] : Math.max(free, breakOpenSeconds[next]);
      if (!this.firstRun && start > breakCloseSeconds[next]) return this.fail('break', 0);
      free = start + breakSeconds[next];
      this.now = Math.max(this.now, free);
      this.breakPlace[next] = this.firstRun ? OFF_DUTY : 0;
      this.breakStartSeconds[next] = start;
      this.breaksAfter++;
    }
  }

  /**
   * Takes the rests and breaks that are due at a place and drives the leg to a position; the position
   * after the sink's is home. Results: `now` on arrival, `restTaken`.
   */
  private leave(run: RunToDrive, at: number, leg: number): boolean {
    const { breakOpenSeconds, breakCloseSeconds, breakSeconds } = this.problem;
    const limit = this.problem.restDrivingSeconds[run.vehicle];
    const restNeeded = this.problem.restSeconds[run.vehicle];
    let rest = 0;
    while (at > 0 && this.owesBreak(run, at, leg)) {
      const next = this.breaksAfter++;
      let start = Math.max(this.now, breakOpenSeconds[next]);
      if (start > breakCloseSeconds[next]) return this.fail('break', at);
      const tired = this.driven > 0 && this.driven + leg > limit;
      const short = breakSeconds[next] < restNeeded;
      const restFirst = tired && short && this.now + restNeeded <= breakCloseSeconds[next];
      if (restFirst || (this.driven > 0 && start - this.now >= restNeeded)) {
        start = Math.max(this.now + restNeeded, start);
        rest += restNeeded;
        this.driven = 0;
      }
      if (!short) this.driven = 0;
      this.breakPlace[next] = at;
      this.breakStartSeconds[next] = start;
      this.now = start + breakSeconds[next];
    }
    const due = this.restFor(run.vehicle, leg);
    this.restAfterBreaks[at] = due;
    this.restTaken = rest + due;
    this.now += due + leg;
    this.driven = this.drivenAfter(run.vehicle, leg);
    return true;
  }

  /** Rests that a leg needs now, before it and inside it. */
  private restFor(vehicle: number, leg: number): number {
    const limit = this.problem.restDrivingSeconds[vehicle];
    if (this.driven + leg <= limit) return 0;
    const inside = Math.max(0, Math.ceil(leg / limit) - 1);
    return ((this.driven > 0 ? 1 : 0) + inside) * this.problem.restSeconds[vehicle];
  }

  private drivenAfter(vehicle: number, leg: number): number {
    const limit = this.problem.restDrivingSeconds[vehicle];
    if (this.driven + leg <= limit) return this.driven + leg;
    return leg - limit * Math.max(0, Math.ceil(leg / limit) - 1);
  }

  /** Whether the next break must be, or had better be, taken before the leg to a position. */
  private owesBreak(run: RunToDrive, at: number, leg: number): boolean {
    const { vehicleBreakStart, breakOpenSeconds, breakCloseSeconds, breakSeconds } = this.problem;
    const next = this.breaksAfter;
    if (next >= vehicleBreakStart[run.vehicle + 1]) return false;
    const open = breakOpenSeconds[next];
    const close = breakCloseSeconds[next];
    const arrive = this.now + this.restFor(run.vehicle, leg) + leg;
    // A day that starts when the break is over has nothing to owe it for.
    if (at === 0 && this.firstRun && this.now >= open + breakSeconds[next]) return true;
    if (arrive > open) return true;
    if (at > run.count) return false;
    const leaveAfter = this.stay(run, at, arrive);
    if (leaveAfter === Infinity || leaveAfter < open) return false;
    if (leaveAfter > close) return (this.hurried = true);
    if (at === run.count) return false;
    const afterBreak = Math.max(this.now, open) + breakSeconds[next];
    return this.stay(run, at, afterBreak + leg) < leaveAfter + breakSeconds[next];
  }

  /** When the vehicle could leave the place of a position it reaches at a moment; Infinity: never. */
  private stay(run: RunToDrive, at: number, arrive: number): number {
    const { problem, order, service } = this;
    if (at === run.count) {
      if (this.pauseAfter < 0) return Infinity;
      return Math.max(arrive, problem.sinkOpenSeconds[run.sink]) + this.unload + this.pauseAfter;
    }
    let time = arrive + problem.taskAccessSeconds[run.tasks[run.from + at]];
    for (let here = at; here < run.count && (here === at || order.sameStop[here] === 1); here++) {
      const task = run.tasks[run.from + here];
      time = this.serviceStart(task, here, time) + service[task];
    }
    return time;
  }

  latestArrival(run: RunToDrive, keepRests: boolean): number {
    const rest = keepRests && this.restedAtSink ? this.problem.restSeconds[run.vehicle] : 0;
    return this.unloadedSeconds - this.unload - rest;
  }

  restedWaitingAt(at: number): boolean {
    return this.waitRested[at] === 1;
  }

  /** The way home once the day's last run is over; false where a break cannot be taken. Result: as leave. */
  leaveForHome(run: RunToDrive, leg: number): boolean {
    this.now = this.unloadedSeconds;
    this.driven = this.drivenSeconds;
    return this.leave(run, run.count + 1, leg);
  }
}

/** [keepBreaks, keepRests] */
const ATTEMPTS = [
  [false, false],
  [true, false],
  [true, true],
] as const;
