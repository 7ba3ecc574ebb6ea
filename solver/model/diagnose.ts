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

/**
 * Why a task is left out: it is tried alone with every empty vehicle and sink. 'fleet-exhausted'
 * means that it fits alone, so the rest of the day or its cost keeps it out.
 */
export function diagnose(problem: Problem, task: number): LeftOutCode {
  return new Diagnosis(problem).of(task);
}

/** The same for many tasks, with shared scratch space. */
export class Diagnosis {
  private readonly day: DayScheduler;
  private readonly places: DeparturePlaces;

  constructor(private readonly problem: Problem) {
    this.day = new DayScheduler(problem);
    this.places = new DeparturePlaces(problem);
  }

  of(task: number): LeftOutCode {
    const { vehicleCount, vehicleGroup, taskCount, allowed, vehicleSinkStart, vehicleSink } = this.problem;
    let best = 0;
    let groupsSeen = -1;
    for (let vehicle = 0; vehicle < vehicleCount; vehicle++) {
      if (vehicleGroup[vehicle] <= groupsSeen) continue;
      groupsSeen = vehicleGroup[vehicle];
      if (allowed[vehicle * taskCount + task] === 0) continue;
      for (let at = vehicleSinkStart[vehicle]; at < vehicleSinkStart[vehicle + 1]; at++) {
        best = Math.max(best, this.progress(vehicle, vehicleSink[at], task));
      }
    }
    return PROGRESS[best];
  }

  private progress(vehicle: number, sink: number, task: number): number {
    const { taskLoad, vehicleCapacity, dimensionCount, maxRuns } = this.problem;
    if (maxRuns[vehicle] === 0) return PROGRESS.indexOf('no-vehicle');
    for (let d = 0; d < dimensionCount; d++) {
      const load = taskLoad[task * dimensionCount + d];
      if (load > vehicleCapacity[vehicle * dimensionCount + d]) return PROGRESS.indexOf('too-large');
    }
    const { day } = this;
    day.runCount = 1;
    day.runStart[0] = 0;
    day.runStart[1] = 1;
    day.tasks[0] = task;
    day.sinks[0] = sink;
    if (!day.schedule(vehicle)) {
      if (day.fault === 'no-road') return PROGRESS.indexOf('no-road');
      return PROGRESS.indexOf(day.fault === 'due' ? 'spoils-before-hub' : 'window-unreachable');
    }
    return PROGRESS.indexOf(
      this.catchesDepartures(sink, task, day.unloadedSeconds[0])
        ? 'fleet-exhausted'
        : 'misses-last-departure',
    );
  }

  private catchesDepartures(sink: number, task: number, unloaded: number): boolean {
    const { taskClassStart, taskClass, taskClassOrders, taskClassParcels } = this.problem;
    this.places.reset();
    for (let at = taskClassStart[task]; at < taskClassStart[task + 1]; at++) {
      const cost = this.places.take(sink, taskClass[at], unloaded, taskClassOrders[at], taskClassParcels[at]);
      if (cost === Infinity) return false;
    }
    return true;
  }
}
