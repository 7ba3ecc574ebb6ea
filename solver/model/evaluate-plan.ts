import { checkRuns } from './check-runs.js';
import type { PlanViolation } from './check-runs.js';
import { CostSum } from './cost.js';
import { DayScheduler } from './day-scheduler.js';
import { DeparturePlaces } from './departure-places.js';
import { describeRun } from './describe-run.js';
import { Diagnosis } from './diagnose.js';
import { daysAreApart, evaluateInPlane } from './evaluate-in-plane.js';
import { freezeProblem } from './freeze-problem.js';
import type { EvaluatedPlan } from './evaluated-plan.js';
import type { Problem } from './frozen-problem.js';
import type { PlanDepartureUse, PlanRun, SolverPlan } from './plan.js';
import { hasLargePlane, withMatrices } from './plane.js';
import type { ScheduleFault } from './run-scheduler.js';
import type { WarmRun } from './solve-options.js';

export type { PlanViolation, ViolationCode } from './check-runs.js';
export type { EvaluatedPlan } from './evaluated-plan.js';

/** Faults of a day that show at one task of a run. */
const FAULTS_OF_A_TASK: readonly ScheduleFault[] = [
  'no-road',
  'window',
  'order',
  'lifo',
  'backhaul',
  'too-large',
  'aboard',
  'break',
];

/**
 * Times and prices given runs exactly: the runs of a vehicle are driven in the order given, empty
 * ones are dropped, tasks in no run are left out. Where a rule is broken the answer lists the
 * violations; of a vehicle's day the first broken rule of its schedule is told.
 */
export function evaluatePlan(problem: Problem, runs: readonly WarmRun[]): EvaluatedPlan {
  if (hasLargePlane(problem.input)) {
    return daysAreApart(problem)
      ? evaluateInPlane(problem, runs, evaluatePlan)
      : evaluatePlan(freezeProblem(withMatrices(problem.input, true)), runs);
  }
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
      const ofTask = FAULTS_OF_A_TASK.includes(day.fault);
      violations.push({
        run: index,
        task: ofTask ? (run.tasks[day.runs.faultAt] ?? null) : null,
        code: day.fault,
      });
      continue;
    }
    cost.addVehicle(vehicle, day.returnSeconds - day.departSeconds[0]);
    cost.addDriving(vehicle, day.homeMetres, day.homeSeconds);
    list.forEach(({ run, index }, position) => {
      const plannedRun = describeRun(problem, day, run, position);
      cost.addDriving(vehicle, plannedRun.metres, plannedRun.unloadedSeconds - plannedRun.departSeconds);
      cost.addLateness(plannedRun.lateCost);
      for (const task of run.tasks) cost.addVisit(vehicle, task);
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
  const { taskAlternative, alternativeCount } = problem;
  const served = new Uint8Array(problem.taskCount);
  const groupServed = new Uint8Array(alternativeCount);
  for (const task of runs.flatMap(({ tasks }) => tasks)) {
    served[task] = 1;
    if (taskAlternative[task] >= 0) groupServed[taskAlternative[task]] = 1;
  }
  for (let group = 0; group < alternativeCount; group++)
    if (groupServed[group] === 0) cost.addGroupLeftOut(group);
  const diagnosis = new Diagnosis(problem);
  const leftOut = [];
  for (let task = 0; task < problem.taskCount; task++) {
    if (served[task] === 1 || groupServed[taskAlternative[task]] === 1) continue;
    cost.addLeftOut(task);
    leftOut.push({ task, code: diagnosis.of(task) });
  }
  return leftOut;
}
