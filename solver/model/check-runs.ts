import type { Problem } from './frozen-problem.js';
import type { ScheduleFault } from './run-scheduler.js';
import type { WarmRun } from './solve-options.js';

export type ViolationCode =
  | ScheduleFault
  | 'unknown-index'
  | 'task-repeated'
  | 'not-allowed'
  | 'sink-not-permitted'
  | 'too-large'
  | 'runs'
  | 'misses-last-departure'
  | 'pair-split'
  | 'same-run-split'
  | 'alternatives-repeated';

/** A rule that given runs break. */
export interface PlanViolation {
  /** Index into the runs given. */
  readonly run: number;
  readonly task: number | null;
  readonly code: ViolationCode;
}

/** Every rule that given runs break before any clock runs. */
export function checkRuns(problem: Problem, runs: readonly WarmRun[]): PlanViolation[] {
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
    if (!problem.hasLoadOrder && !fits(problem, vehicle, tasks)) add('too-large', null);
    if (tasks.length === 0) return;
    const count = (runsOfVehicle.get(vehicle) ?? 0) + 1;
    runsOfVehicle.set(vehicle, count);
    if (count > problem.maxRuns[vehicle]) add('runs', null);
  });
  if (violations.length === 0 && problem.hasCouplings) checkCouplings(problem, runs, violations);
  return violations;
}

function checkCouplings(problem: Problem, runs: readonly WarmRun[], violations: PlanViolation[]): void {
  const { pairPickup, pairDelivery, sameRunStart, sameRunTask } = problem;
  const { alternativeStart, alternativeTask } = problem;
  const runOf = new Map(runs.flatMap(({ tasks }, run) => tasks.map((task) => [task, run] as const)));
  const together = (members: ArrayLike<number>, code: ViolationCode): void => {
    const list = Array.from(members);
    const run = list.map((task) => runOf.get(task)).find((found) => found !== undefined);
    if (run === undefined) return;
    for (const task of list) if (runOf.get(task) !== run) violations.push({ run, task, code });
  };
  for (let pair = 0; pair < problem.pairCount; pair++)
    together([pairPickup[pair], pairDelivery[pair]], 'pair-split');
  for (let group = 0; group < problem.sameRunCount; group++)
    together(sameRunTask.subarray(sameRunStart[group], sameRunStart[group + 1]), 'same-run-split');
  for (let group = 0; group < problem.alternativeCount; group++) {
    const members = alternativeTask.subarray(alternativeStart[group], alternativeStart[group + 1]);
    const served = [...members].filter((task) => runOf.has(task));
    for (const task of served.slice(1))
      violations.push({ run: runOf.get(task) ?? 0, task, code: 'alternatives-repeated' });
  }
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
