import { DayScheduler } from './day-scheduler.js';
import { DeparturePlaces } from './departure-places.js';
import type { Problem } from './frozen-problem.js';
import type { LeftOutCode } from './plan.js';

/** From the earliest obstacle to the last: the code reported is how far the best vehicle gets. */
const PROGRESS = [
  'no-vehicle',
  'too-large',
  'no-road',
  'window-unreachable',
  'spoils-before-hub',
  'misses-last-departure',
  'fleet-exhausted',
] as const satisfies readonly LeftOutCode[];

/** Up to so many tasks are tried together in every order. */
const ALL_ORDERS = 5;

/**
 * Why a task is left out: it is tried alone, with those it must share a run with (its pair, its
 * same-run group), on every empty vehicle and sink. 'fleet-exhausted' means that it fits so, and the
 * rest of the day or its cost keeps it out.
 */
export function diagnose(problem: Problem, task: number): LeftOutCode {
  return new Diagnosis(problem).of(task);
}

/** The same for many tasks, with shared scratch space. */
export class Diagnosis {
  private readonly day: DayScheduler;
  private readonly places: DeparturePlaces;
  private readonly codeOfBundle = new Map<number, LeftOutCode>();

  constructor(private readonly problem: Problem) {
    this.day = new DayScheduler(problem);
    this.places = new DeparturePlaces(problem);
  }

  of(task: number): LeftOutCode {
    const bundle = this.problem.taskBundle[task];
    const known = this.codeOfBundle.get(bundle);
    if (known !== undefined) return known;
    const code = this.ofBundle(bundle);
    this.codeOfBundle.set(bundle, code);
    return code;
  }

  private ofBundle(bundle: number): LeftOutCode {
    const { vehicleCount, vehicleGroup, taskCount, allowed, vehicleSinkStart, vehicleSink } = this.problem;
    const { bundleStart, bundleTask } = this.problem;
    const members = [...bundleTask.subarray(bundleStart[bundle], bundleStart[bundle + 1])];
    const orders = ordersOf(this.problem, members);
    let best = 0;
    let groupsSeen = -1;
    for (let vehicle = 0; vehicle < vehicleCount; vehicle++) {
      if (vehicleGroup[vehicle] <= groupsSeen) continue;
      groupsSeen = vehicleGroup[vehicle];
      if (members.some((task) => allowed[vehicle * taskCount + task] === 0)) continue;
      for (let at = vehicleSinkStart[vehicle]; at < vehicleSinkStart[vehicle + 1]; at++) {
        for (const order of orders)
          best = Math.max(best, this.progress(vehicle, vehicleSink[at], order, members));
      }
    }
    return PROGRESS[best];
  }

  private progress(
    vehicle: number,
    sink: number,
    order: readonly number[],
    members: readonly number[],
  ): number {
    const { day, problem } = this;
    if (problem.maxRuns[vehicle] === 0) return PROGRESS.indexOf('no-vehicle');
    if (!problem.hasLoadOrder && !fits(problem, vehicle, members)) return PROGRESS.indexOf('too-large');
    day.runCount = 1;
    day.runStart[0] = 0;
    day.runStart[1] = order.length;
    order.forEach((task, at) => (day.tasks[at] = task));
    day.sinks[0] = sink;
    if (!day.schedule(vehicle)) {
      if (day.fault === 'no-road' || day.fault === 'too-large') return PROGRESS.indexOf(day.fault);
      return PROGRESS.indexOf(day.fault === 'due' ? 'spoils-before-hub' : 'window-unreachable');
    }
    return PROGRESS.indexOf(
      this.catchDepartures(sink, members, day.unloadedSeconds[0])
        ? 'fleet-exhausted'
        : 'misses-last-departure',
    );
  }

  private catchDepartures(sink: number, members: readonly number[], unloaded: number): boolean {
    const { taskClassStart, taskClass, taskClassOrders, taskClassParcels } = this.problem;
    this.places.reset();
    for (const task of members) {
      for (let at = taskClassStart[task]; at < taskClassStart[task + 1]; at++) {
        const [orders, parcels] = [taskClassOrders[at], taskClassParcels[at]];
        if (this.places.take(sink, taskClass[at], unloaded, orders, parcels) === Infinity) return false;
      }
    }
    return true;
  }
}

function fits(
  { taskLoad, vehicleCapacity, dimensionCount }: Problem,
  vehicle: number,
  members: readonly number[],
): boolean {
  for (let d = 0; d < dimensionCount; d++) {
    const load = members.reduce((total, task) => total + taskLoad[task * dimensionCount + d], 0);
    if (load > vehicleCapacity[vehicle * dimensionCount + d]) return false;
  }
  return true;
}

/**
 * Orders of tasks that keep the order rules among them: all where they are few, else one that serves
 * what closes first as early as the rules let it.
 */
function ordersOf(problem: Problem, members: readonly number[]): number[][] {
  const { earlierStart, earlierTask, windowCloseSeconds, taskWindowStart } = problem;
  const orders: number[][] = [];
  const closing = (task: number): number => windowCloseSeconds[taskWindowStart[task + 1] - 1];
  const byClosing = [...members].sort((a, b) => closing(a) - closing(b) || a - b);
  const inBundle = new Set(members);
  const extend = (order: readonly number[]): void => {
    if (order.length === members.length) {
      orders.push([...order]);
      return;
    }
    const placed = new Set(order);
    const ready = byClosing.filter((task) => {
      const earlier = earlierTask.subarray(earlierStart[task], earlierStart[task + 1]);
      return !placed.has(task) && earlier.every((rule) => placed.has(rule) || !inBundle.has(rule));
    });
    const next = members.length <= ALL_ORDERS ? ready : ready.slice(0, 1);
    for (const task of next) extend([...order, task]);
  };
  extend([]);
  return orders;
}
