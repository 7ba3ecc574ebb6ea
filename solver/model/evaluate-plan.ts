import { CostSum } from './cost.js';
import { DayScheduler } from './day-scheduler.js';
import { DeparturePlaces } from './departure-places.js';
import { Diagnosis } from './diagnose.js';
import type { Problem } from './frozen-problem.js';
import type { PlanDepartureUse, PlanRest, PlanRun, PlanStop, SolverPlan } from './plan.js';
import type { RunScheduler, ScheduleFault } from './run-scheduler.js';
import type { WarmRun } from './solve-options.js';

export type ViolationCode =
  | ScheduleFault
  | 'unknown-index'
  | 'task-repeated'
  | 'not-allowed'
  | 'sink-not-permitted'
  | 'too-large'
  | 'runs'
  | 'misses-last-departure';

/** A rule that given runs break. */
export interface PlanViolation {
  /** Index into the runs given. */
  readonly run: number;
  readonly task: number | null;
  readonly code: ViolationCode;
}

export type EvaluatedPlan =
  | { readonly ok: true; readonly plan: SolverPlan }
  | { readonly ok: false; readonly violations: readonly PlanViolation[] };

/**
 * Times and prices given runs exactly: the runs of a vehicle are driven in the order given, empty
 * ones are dropped, tasks in no run are left out. Where a rule is broken the answer lists the
 * violations; of a vehicle's day the first broken rule of its schedule is told.
 */
export function evaluatePlan(problem: Problem, runs: readonly WarmRun[]): EvaluatedPlan {
  const violations = checkRuns(problem, runs);
  if (violations.length > 0) return { ok: false, violations };
  const filled = runs.map((run, index) => ({ run, index })).filter(({ run }) => run.tasks.length > 0);
  const cost = new CostSum(problem);
  const day = new DayScheduler(problem);
  const planned: { readonly run: PlanRun; readonly index: number }[] = [];
  for (const vehicle of new Set(filled.map(({ run }) => run.vehicle).sort((a, b) => a - b))) {
    const list = filled.filter(({ run }) => run.vehicle === vehicle);
    fillDay(
      day,
      list.map(({ run }) => run),
    );
    if (!day.schedule(vehicle)) {
      const { index, run } = list[day.faultRun];
      const ofTask = day.fault === 'window' || day.fault === 'no-road';
      violations.push({
        run: index,
        task: ofTask ? (run.tasks[day.runs.faultAt] ?? null) : null,
        code: day.fault,
      });
      continue;
    }
    cost.addVehicle(vehicle);
    cost.addDriving(vehicle, day.homeMetres, day.homeSeconds);
    list.forEach(({ run, index }, position) => {
      const plannedRun = describeRun(problem, day, run, position);
      cost.addDriving(vehicle, plannedRun.metres, plannedRun.unloadedSeconds - plannedRun.departSeconds);
      planned.push({ run: plannedRun, index });
    });
  }
  const departures = catchDepartures(problem, planned, cost, violations);
  if (violations.length > 0) return { ok: false, violations };
  const leftOut = leftOutTasks(problem, runs, cost);
  return { ok: true, plan: { runs: planned.map(({ run }) => run), leftOut, departures, cost: cost.parts() } };
}

/** The runs of a plan, without their times: what a warm start or an evaluation takes. */
export function runsOf(plan: SolverPlan): WarmRun[] {
  return plan.runs.map(({ vehicle, sink, stops }) => ({
    vehicle,
    sink,
    tasks: stops.flatMap((stop) => stop.tasks),
  }));
}

function checkRuns(problem: Problem, runs: readonly WarmRun[]): PlanViolation[] {
  const violations: PlanViolation[] = [];
  const seen = new Set<number>();
  const runsOfVehicle = new Map<number, number>();
  const isIndex = (value: number, count: number): boolean =>
    Number.isInteger(value) && value >= 0 && value < count;
  runs.forEach(({ vehicle, sink, tasks }, run) => {
    const add = (code: ViolationCode, task: number | null): number => violations.push({ run, task, code });
    const unknown = tasks.filter((task) => !isIndex(task, problem.taskCount));
    unknown.forEach((task) => add('unknown-index', task));
    if (!isIndex(vehicle, problem.vehicleCount) || !isIndex(sink, problem.sinkCount))
      add('unknown-index', null);
    if (violations.some((violation) => violation.run === run)) return;
    for (const task of tasks) {
      if (seen.has(task)) add('task-repeated', task);
      seen.add(task);
      if (problem.allowed[vehicle * problem.taskCount + task] === 0) add('not-allowed', task);
    }
    if (!problem.input.vehicles[vehicle].sinks.includes(sink)) add('sink-not-permitted', null);
    if (!fits(problem, vehicle, tasks)) add('too-large', null);
    if (tasks.length === 0) return;
    const count = (runsOfVehicle.get(vehicle) ?? 0) + 1;
    runsOfVehicle.set(vehicle, count);
    if (count > problem.maxRuns[vehicle]) add('runs', null);
  });
  return violations;
}

function fits(
  { taskLoad, vehicleCapacity, dimensionCount }: Problem,
  vehicle: number,
  tasks: readonly number[],
): boolean {
  for (let d = 0; d < dimensionCount; d++) {
    const load = tasks.reduce((total, task) => total + taskLoad[task * dimensionCount + d], 0);
    if (load > vehicleCapacity[vehicle * dimensionCount + d]) return false;
  }
  return true;
}

function fillDay(day: DayScheduler, runs: readonly WarmRun[]): void {
  let offset = 0;
  day.runCount = runs.length;
  runs.forEach(({ sink, tasks }, index) => {
    day.sinks[index] = sink;
    day.runStart[index] = offset;
    for (const task of tasks) day.tasks[offset++] = task;
  });
  day.runStart[runs.length] = offset;
}

function describeRun(problem: Problem, day: DayScheduler, run: WarmRun, index: number): PlanRun {
  const startLocation = day.startLocation[index];
  const times = day.replay(run.vehicle, index);
  const { stops, rests } = describeStops(problem, run.tasks, times);
  if (index === day.runCount - 1 && day.homeRestSeconds > 0) {
    rests.push({ afterStop: stops.length, seconds: day.homeRestSeconds });
  }
  return {
    vehicle: run.vehicle,
    startLocation,
    departSeconds: times.departSeconds,
    stops,
    rests,
    sink: run.sink,
    arriveSinkSeconds: times.arriveSinkSeconds,
    unloadedSeconds: times.unloadedSeconds,
    metres: times.metres,
    drivingSeconds: times.drivingSeconds,
  };
}

function describeStops(
  problem: Problem,
  tasks: readonly number[],
  times: RunScheduler,
): { stops: PlanStop[]; rests: PlanRest[] } {
  const stops: (PlanStop & { tasks: number[]; leaveSeconds: number })[] = [];
  const rests: PlanRest[] = [];
  tasks.forEach((task, at) => {
    const location = problem.taskLocation[task];
    const stop = stops.at(-1);
    if (times.restSeconds[at] > 0)
      rests.push({ afterStop: stops.length - 1, seconds: times.restSeconds[at] });
    if (stop?.location === location) {
      stop.tasks.push(task);
      stop.leaveSeconds = times.leaveSeconds[at];
      return;
    }
    stops.push({
      location,
      tasks: [task],
      arriveSeconds: times.arriveSeconds[at],
      startSeconds: times.startSeconds[at],
      leaveSeconds: times.leaveSeconds[at],
    });
  });
  if (times.restSeconds[tasks.length] > 0) {
    rests.push({ afterStop: stops.length - 1, seconds: times.restSeconds[tasks.length] });
  }
  return { stops, rests };
}

/** Places go to loads as they are unloaded, ties to the run that stands first in the plan. */
function catchDepartures(
  problem: Problem,
  planned: readonly { readonly run: PlanRun; readonly index: number }[],
  cost: CostSum,
  violations: PlanViolation[],
): PlanDepartureUse[] {
  const uses: PlanDepartureUse[] = [];
  const places = new DeparturePlaces(problem);
  places.reset();
  const order = [...planned.keys()].sort(
    (a, b) => planned[a].run.unloadedSeconds - planned[b].run.unloadedSeconds || a - b,
  );
  for (const position of order) {
    const { run, index } = planned[position];
    for (const [classIndex, { orders, parcels }] of classTotals(problem, run)) {
      const hours = places.take(run.sink, classIndex, run.unloadedSeconds, orders, parcels);
      if (hours === Infinity) violations.push({ run: index, task: null, code: 'misses-last-departure' });
      else cost.addHours(hours);
      for (let at = 0; at < places.usedSteps; at++) {
        const step = places.usedStep[at];
        uses.push({
          run: position,
          class: classIndex,
          step,
          orders: places.usedOrders[at],
          parcels: places.usedParcels[at],
        });
      }
    }
  }
  return uses;
}

function classTotals(problem: Problem, run: PlanRun): [number, { orders: number; parcels: number }][] {
  const totals = new Map<number, { orders: number; parcels: number }>();
  for (const task of run.stops.flatMap((stop) => stop.tasks)) {
    for (let at = problem.taskClassStart[task]; at < problem.taskClassStart[task + 1]; at++) {
      const total = totals.get(problem.taskClass[at]) ?? { orders: 0, parcels: 0 };
      total.orders += problem.taskClassOrders[at];
      total.parcels += problem.taskClassParcels[at];
      totals.set(problem.taskClass[at], total);
    }
  }
  return [...totals].sort(([a], [b]) => a - b);
}

function leftOutTasks(problem: Problem, runs: readonly WarmRun[], cost: CostSum): SolverPlan['leftOut'] {
  const served = new Uint8Array(problem.taskCount);
  for (const { tasks } of runs) for (const task of tasks) served[task] = 1;
  const diagnosis = new Diagnosis(problem);
  const leftOut = [];
  for (let task = 0; task < problem.taskCount; task++) {
    if (served[task] === 1) continue;
    cost.addLeftOut(task);
    leftOut.push({ task, code: diagnosis.of(task) });
  }
  return leftOut;
}
