import { checkRuns, type PlanViolation } from './check-runs.js';
import type { EvaluatedPlan } from './evaluated-plan.js';
import type { Problem } from './frozen-problem.js';
import { freezeProblem } from './freeze-problem.js';
import type { CostParts, LeftOut, PlanRun } from './plan.js';
import { matrixOf } from './plane.js';
import type { ProblemInput } from './problem.js';
import type { WarmRun } from './solve-options.js';

type Evaluate = (problem: Problem, runs: readonly WarmRun[]) => EvaluatedPlan;

/** Whether vehicles' days neither cost nor bind one another, and all travel comes from points. */
export function daysAreApart({ plainTasks, classCount, input }: Problem): boolean {
  return plainTasks && classCount === 0 && input.travel.every(({ plane }) => plane !== undefined);
}

/**
 * Evaluates a plan over points too many for matrices: day by day, each with the matrix of its own stops.
 * Only where `daysAreApart`.
 */
export function evaluateInPlane(
  problem: Problem,
  runs: readonly WarmRun[],
  evaluate: Evaluate,
): EvaluatedPlan {
  const violations: PlanViolation[] = [...checkRuns(problem, runs)];
  if (violations.length > 0) return { ok: false, violations };
  const planned: PlanRun[] = [];
  const cost = { ...NO_COST };
  for (const [vehicle, indexes] of daysOf(runs)) {
    const tasks = indexes.flatMap((index) => [...runs[index].tasks]);
    const part = partOf(problem.input, [vehicle], tasks);
    const day = evaluate(
      part.problem,
      withLocalIndexes(
        indexes.map((index) => runs[index]),
        part,
      ),
    );
    if (!day.ok) {
      for (const { run, task, code } of day.violations)
        violations.push({ run: indexes[run], task: task === null ? null : tasks[task], code });
      continue;
    }
    for (const run of day.plan.runs) planned.push(withGlobalIndexes(run, vehicle, part));
    for (const name of COST_NAMES) cost[name] += day.plan.cost[name];
  }
  if (violations.length > 0) return { ok: false, violations };
  const leftOut = leftOutOf(problem, runs, evaluate);
  for (const { task } of leftOut) cost.penalties += problem.taskPenalty[task];
  for (const { task } of leftOut) cost.total += problem.taskPenalty[task];
  return { ok: true, plan: { runs: planned, leftOut, departures: [], cost } };
}

const COST_NAMES = [
  'fixed',
  'distance',
  'time',
  'hours',
  'penalties',
  'lateness',
  'preference',
  'balance',
  'total',
] as const satisfies readonly (keyof CostParts)[];
const NO_COST: Record<keyof CostParts, number> = {
  fixed: 0,
  distance: 0,
  time: 0,
  hours: 0,
  penalties: 0,
  lateness: 0,
  preference: 0,
  balance: 0,
  total: 0,
};

/** Indexes of each vehicle's runs that have tasks, vehicles ascending. */
function daysOf(runs: readonly WarmRun[]): [number, number[]][] {
  const days = new Map<number, number[]>();
  runs.forEach(({ vehicle, tasks }, index) => {
    if (tasks.length === 0) return;
    const day = days.get(vehicle);
    if (day) day.push(index);
    else days.set(vehicle, [index]);
  });
  return [...days].sort(([a], [b]) => a - b);
}

interface Part {
  readonly problem: Problem;
  readonly vehicles: readonly number[];
  readonly tasks: readonly number[];
  readonly sinks: readonly number[];
  readonly locations: readonly number[];
}

/** The problem of some vehicles and tasks alone, with dense indexes of its own. */
function partOf(input: ProblemInput, vehicles: readonly number[], tasks: readonly number[]): Part {
  const fleet = vehicles.map((vehicle) => input.vehicles[vehicle]);
  const sinks = [...new Set(fleet.flatMap((vehicle) => vehicle.sinks))];
  const locations = [
    ...new Set([
      ...tasks.map((task) => input.tasks[task].location),
      ...fleet.flatMap(({ startLocation, endLocation }) =>
        endLocation === null ? [startLocation] : [startLocation, endLocation],
      ),
      ...sinks.map((sink) => input.sinks[sink].location),
    ]),
  ];
  const place = new Map(locations.map((location, index) => [location, index]));
  const at = (location: number): number => place.get(location)!;
  const problem = freezeProblem({
    travel: input.travel.map(({ plane }) => matrixOf(plane!, locations)),
    dimensions: input.dimensions,
    classes: input.classes,
    tasks: tasks.map((task) => {
      const { vehicles: able, ...rest } = input.tasks[task];
      const own = able?.flatMap((vehicle) => (vehicles.includes(vehicle) ? [vehicles.indexOf(vehicle)] : []));
      return { ...rest, location: at(rest.location), ...(own === undefined ? {} : { vehicles: own }) };
    }),
    vehicles: fleet.map((vehicle) => ({
      ...vehicle,
      startLocation: at(vehicle.startLocation),
      endLocation: vehicle.endLocation === null ? null : at(vehicle.endLocation),
      sinks: vehicle.sinks.map((sink) => sinks.indexOf(sink)),
    })),
    sinks: sinks.map((sink) => ({ ...input.sinks[sink], location: at(input.sinks[sink].location) })),
    departures: input.departures,
  });
  return { problem, vehicles, tasks, sinks, locations };
}

function withLocalIndexes(runs: readonly WarmRun[], { sinks }: Part): WarmRun[] {
  let next = 0;
  return runs.map(({ sink, tasks }) => ({
    vehicle: 0,
    sink: sinks.indexOf(sink),
    tasks: tasks.map(() => next++),
  }));
}

function withGlobalIndexes(run: PlanRun, vehicle: number, { tasks, sinks, locations }: Part): PlanRun {
  return {
    ...run,
    vehicle,
    sink: sinks[run.sink],
    startLocation: locations[run.startLocation],
    stops: run.stops.map((stop) => ({
      ...stop,
      location: locations[stop.location],
      tasks: stop.tasks.map((task) => tasks[task]),
    })),
  };
}

/** Each task in no run with the reason that it alone, with one vehicle of each group, gives. */
function leftOutOf(problem: Problem, runs: readonly WarmRun[], evaluate: Evaluate): LeftOut[] {
  const served = new Set(runs.flatMap(({ tasks }) => [...tasks]));
  const oneOfEach = [...new Set(problem.vehicleGroup)].map((group) => problem.vehicleGroup.indexOf(group));
  const leftOut: LeftOut[] = [];
  for (let task = 0; task < problem.taskCount; task++) {
    if (served.has(task)) continue;
    const alone = evaluate(partOf(problem.input, oneOfEach, [task]).problem, []);
    leftOut.push({ task, code: alone.ok ? alone.plan.leftOut[0].code : 'fleet-exhausted' });
  }
  return leftOut;
}
