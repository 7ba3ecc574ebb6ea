import { distanceCost } from '../model/cost.js';
import type { BestPlace } from './best-place.js';
import { homeLeg, homeMetres, lastSink } from './home-leg.js';
import type { Random } from './random.js';
import { LEG_METRES, LEG_SECONDS, RUN_L, RUN_REST, RUN_UNLOADED, RUN_WAIT } from './records.js';
import { slotAt } from './slot-at.js';
import { soloCosts } from './solo-costs.js';
import type { SoloCosts } from './solo-costs.js';
import { SoloGroups } from './solo-groups.js';
import { FAR } from './state.js';
import type { SearchState } from './state.js';
import type { TaskPrices } from './task-prices.js';

/** A sink is overlooked so many times as often as a place. */
const CHOICE_BLINKS = 10;

/** Offers a task runs of its own, at any gap of a vehicle's day and to any of its sinks. */
export class NewRuns {
  private readonly solo: SoloCosts;
  private readonly groups: SoloGroups;

  constructor(
    private readonly state: SearchState,
    private readonly best: BestPlace,
    private readonly prices: TaskPrices,
    private readonly random: Random,
  ) {
    this.solo = soloCosts(state.problem);
    this.groups = new SoloGroups(state.problem, this.solo.cost);
  }

  /** Looks at every gap of used vehicles, and at one empty vehicle of each group; cheap groups first. */
  find(task: number, blink: number): void {
    const { state, groups, best } = this;
    const { vehicleRunCount, runsMost, problem } = state;
    const { taskCount, maxRuns, fixedCost, groupCount } = problem;
    const soloCost = this.solo.cost;
    groups.rank(task);
    for (let at = task * groupCount; at < (task + 1) * groupCount; at++) {
      const group = groups.ranked[at];
      if (group < 0) return;
      const least = soloCost[group * taskCount + task];
      if (least >= best.cost) return;
      let emptySeen = false;
      for (let of = groups.start[group]; of < groups.start[group + 1]; of++) {
        const vehicle = groups.vehicles[of];
        const count = vehicleRunCount[vehicle];
        if (count === 0) {
          if (emptySeen || least + fixedCost[vehicle] >= best.cost) continue;
          emptySeen = true;
        }
        if (count >= maxRuns[vehicle] || count >= runsMost) continue;
        this.tryGaps(task, vehicle, count, blink);
      }
    }
  }

  /** Leaves out the gaps that are too short for the task, or from which it comes too late, by what it takes at least. */
  private tryGaps(task: number, vehicle: number, count: number, blink: number): void {
    const { state, solo } = this;
    const { problem, vehicleRuns, runsMost, run: runs } = state;
    const base = vehicle * runsMost;
    const at = problem.vehicleGroup[vehicle] * problem.taskCount + task;
    const turnaround = problem.turnaroundSeconds[vehicle];
    const seconds = solo.seconds[at];
    const release = problem.taskReleaseSeconds[task];
    const servedBy = state.windowOpen[task] + solo.secondsFromService[at];
    const fixed = count === 0 ? problem.fixedCost[vehicle] : 0;
    const travel = fixed + solo.travel[at] + state.secondWorth * seconds;
    const close = problem.shiftCloseSeconds[vehicle];
    // Another sink may bring the day's end nearer to home.
    const spare = count === 0 ? FAR : state.vehicleSpare[vehicle] - turnaround;
    if (seconds > spare + (count === 0 ? 0 : homeLeg(state, vehicle, lastSink(state, vehicle)))) return;
    let ready = problem.shiftOpenSeconds[vehicle];
    for (let position = 0; position <= count; position++) {
      let end = (ready > release ? ready : release) + seconds;
      if (servedBy > end) end = servedBy;
      let latest = close;
      if (position < count) {
        const r = vehicleRuns[base + position] * 16;
        latest = runs[r + RUN_L] - runs[r + RUN_REST] - turnaround;
        ready = runs[r + RUN_UNLOADED] + turnaround;
      }
      if (end > close) return;
      if (end <= latest) this.trySinks(task, vehicle, position, blink, travel, end);
    }
  }

  /** `travel` and `end`: what distance and time cost at least, and the earliest end. */
  private trySinks(
    task: number,
    vehicle: number,
    position: number,
    blink: number,
    travel: number,
    end: number,
  ): void {
    const { state, best, prices } = this;
    const { vehicleSinkStart, vehicleSink, vehicleStart, sinkLocation, sinkSlotStart, slotCutoffSeconds } =
      state.problem;
    const base = vehicle * state.runsMost;
    const start =
      position === 0
        ? vehicleStart[vehicle]
        : sinkLocation[state.runSink[state.vehicleRuns[base + position - 1]]];
    const sinks = vehicleSinkStart[vehicle + 1] - vehicleSinkStart[vehicle];
    // Where a run ends is settled by its first task alone: with a choice of sinks, look away more often.
    const chance = sinks > 1 ? Math.min(0.5, blink * CHOICE_BLINKS) : blink;
    for (let at = vehicleSinkStart[vehicle]; at < vehicleSinkStart[vehicle + 1]; at++) {
      const sink = vehicleSink[at];
      const firstSlot = sinkSlotStart[sink];
      const least = travel + prices.at(firstSlot + slotAt(slotCutoffSeconds, firstSlot, end));
      if (least < best.cost && this.random.unit() >= chance)
        this.tryRun(task, vehicle, position, start, sink);
    }
  }

  private tryRun(task: number, vehicle: number, position: number, start: number, sink: number): void {
    const { state, best, prices } = this;
    const { problem } = state;
    const { locationCount, taskLocation, sinkLocation } = problem;
    const { change } = best;
    const profile = problem.vehicleProfile[vehicle];
    const durations = problem.durations[profile];
    const distances = problem.distances[profile];
    const out = start * locationCount + taskLocation[task];
    const back = taskLocation[task] * locationCount + sinkLocation[sink];
    if (durations[out] < 0 || durations[back] < 0) return;
    change.stand(vehicle, position, -1, -1, sink);
    if (!this.timesAlone(task, durations[out], durations[back])) return;
    const count = state.vehicleRunCount[vehicle];
    const last = position === count;
    let metres = distances[out] + distances[back];
    if (last) metres += homeMetres(state, vehicle, sink);
    if (last && count > 0) metres -= homeMetres(state, vehicle, lastSink(state, vehicle));
    const fixed = count === 0 ? problem.fixedCost[vehicle] : 0;
    const restart = !last && sinkLocation[sink] !== start;
    let cost = fixed + distanceCost(problem, vehicle, metres) + state.worthOf(vehicle, change.d);
    if (cost >= best.cost && !restart) return;
    const firstSlot = problem.sinkSlotStart[sink];
    const price = prices.at(firstSlot + slotAt(problem.slotCutoffSeconds, firstSlot, change.end));
    cost += price;
    if (restart) return this.doubtRestart(cost);
    if (cost >= best.cost) return;
    if (state.vehicleMetres[vehicle] + metres > problem.maxMetres[vehicle]) return;
    const homeBefore = last && count > 0 ? homeLeg(state, vehicle, lastSink(state, vehicle)) : 0;
    const homeAfter = last ? homeLeg(state, vehicle, sink) : 0;
    if (homeAfter < 0) return;
    const driving = durations[out] + durations[back];
    const drivingOfDay = state.vehicleDriving[vehicle] + driving + homeAfter - homeBefore;
    if (drivingOfDay > problem.maxDrivingSeconds[vehicle]) return;
    cost += state.worthOf(vehicle, homeAfter - homeBefore);
    const mayRest = drivingOfDay > problem.restDrivingSeconds[vehicle];
    if (mayRest) change.setDriving(state, task, durations[out], driving);
    best.offer(cost, cost - price, mayRest);
  }

  /** Times the new run in `change` by the legs to the task and on to the sink; false where it comes too late. */
  private timesAlone(task: number, legOut: number, legBack: number): boolean {
    const { problem, windowOpen, windowClose, access } = this.state;
    const { change } = this.best;
    const { vehicle, sink } = change;
    const release = problem.taskReleaseSeconds[task];
    const approach = legOut + access[task];
    const unload =
      problem.unloadSeconds[sink] +
      Math.ceil((problem.taskParcels[task] * problem.unloadMillisecondsPerParcel[sink]) / 1000);
    const service = problem.taskServiceSeconds[problem.vehicleProfile[vehicle]][task] + legBack;
    const due = Math.min(problem.sinkCloseSeconds[sink], problem.taskDueSeconds[task]) - unload;
    const opens = problem.sinkOpenSeconds[sink];
    const open = windowOpen[task];
    const close = Math.min(windowClose[task], due - service);
    if (open > close) return false;
    const wait = Math.max(0, opens - service - close);
    const d = approach + service + wait + unload;
    const earliest = Math.max(open, opens - service) - wait - approach;
    const depart = Math.max(this.readyAt(vehicle, change.position), release, earliest);
    if (depart > close - approach) return false;
    change.segment(d, earliest, close - approach, release);
    change.depart = depart;
    change.end = depart + d;
    return true;
  }

  /** The new run in `change` ends elsewhere than the run behind it starts: only the scheduler tells the cost. */
  private doubtRestart(cost: number): void {
    const { best } = this;
    const { vehicle, position, end, sink } = best.change;
    if (this.breaksNext(vehicle, position, end, sink)) return;
    const bound = cost + this.detourOfNext(vehicle, position, sink);
    if (bound < best.cost) best.doubt(bound);
  }

  /** About what the run at a position costs more when it starts at another sink; waiting may make it less. */
  private detourOfNext(vehicle: number, position: number, sink: number): number {
    const { state } = this;
    const { problem, vehicleRuns, runsMost, next, node, run: runs, taskCount } = state;
    const run = vehicleRuns[vehicle * runsMost + position];
    const first = next[taskCount + run];
    const profile = problem.vehicleProfile[vehicle];
    const pair = problem.sinkLocation[sink] * problem.locationCount + problem.taskLocation[first];
    const metres = problem.distances[profile][pair] - node[first * 8 + LEG_METRES];
    const seconds = problem.durations[profile][pair] - node[first * 8 + LEG_SECONDS];
    return (
      distanceCost(problem, vehicle, metres) + state.worthOf(vehicle, seconds - runs[run * 16 + RUN_WAIT])
    );
  }

  /** Whether the run at a position would start too late once the run before it ends elsewhere, at `sink`. */
  private breaksNext(vehicle: number, position: number, end: number, sink: number): boolean {
    const { problem, vehicleRuns, runsMost, next, node, run: runs, taskCount } = this.state;
    const run = vehicleRuns[vehicle * runsMost + position];
    const first = next[taskCount + run];
    const leg =
      problem.durations[problem.vehicleProfile[vehicle]][
        problem.sinkLocation[sink] * problem.locationCount + problem.taskLocation[first]
      ];
    if (leg < 0) return true;
    const latest = runs[run * 16 + RUN_L] - runs[run * 16 + RUN_REST] + node[first * 8 + LEG_SECONDS] - leg;
    return end + problem.turnaroundSeconds[vehicle] > latest;
  }

  private readyAt(vehicle: number, position: number): number {
    const { state } = this;
    const { shiftOpenSeconds, turnaroundSeconds } = state.problem;
    if (position === 0) return shiftOpenSeconds[vehicle];
    const before = state.vehicleRuns[vehicle * state.runsMost + position - 1];
    return state.run[before * 16 + RUN_UNLOADED] + turnaroundSeconds[vehicle];
  }
}
