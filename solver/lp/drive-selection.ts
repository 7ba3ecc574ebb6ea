import { comparePlans } from '../model/cost.js';
import { evaluatePlan, runsOf } from '../model/evaluate-plan.js';
import type { Problem } from '../model/frozen-problem.js';
import type { SolverPlan } from '../model/plan.js';
import type { WarmRun } from '../model/solve-options.js';
import type { PoolRun } from '../search/run-pool.js';
import { assignVehicles } from './assign-vehicles.js';

/** The incumbent, as a plan and as pool runs. */
export interface Incumbent {
  readonly plan: SolverPlan;
  readonly runs: readonly PoolRun[];
}

interface Driven {
  readonly runs: readonly WarmRun[];
  readonly plan: SolverPlan;
}

/** Exchanges tried one by one; each costs an assignment and an evaluation of the whole day. */
const MOST_EXCHANGES = 200;

/**
 * Turns chosen runs into a plan that vehicles can drive, never worse than the incumbent. The model knows no
 * limits over a vehicle's day, so the chosen runs may need a vehicle more than it counted, or break a limit.
 * Then the difference to the incumbent is taken apart into exchanges that touch no common task, and those
 * that make a better plan by themselves are kept. `modelCost` is what the runs should cost.
 */
export const driveSelection = (
  problem: Problem,
  incumbent: Incumbent,
  chosen: readonly PoolRun[],
  modelCost: number,
): Driven => {
  const whole = drive(problem, incumbent.plan, chosen);
  const asPromised = whole !== null && whole.plan.cost.total <= modelCost * (1 + 1e-6) + 1;
  const better = whole !== null && comparePlans(problem, whole.plan, incumbent.plan) < 0;
  if (better && asPromised) return whole;
  const pieced = drivePiecewise(problem, incumbent, chosen);
  return better && comparePlans(problem, whole.plan, pieced.plan) < 0 ? whole : pieced;
};

const drive = (problem: Problem, incumbent: SolverPlan, runs: readonly PoolRun[]): Driven | null => {
  const assigned = assignVehicles(problem, runs, homesIn(problem, incumbent, runs));
  if (assigned === null) return null;
  const judged = evaluatePlan(problem, assigned);
  return judged.ok ? { runs: assigned, plan: judged.plan } : null;
};

const drivePiecewise = (problem: Problem, incumbent: Incumbent, chosen: readonly PoolRun[]): Driven => {
  let best: Driven = { runs: runsOf(incumbent.plan), plan: incumbent.plan };
  let current = incumbent.runs;
  const exchanges = exchangesBetween(problem, incumbent.runs, chosen).sort((a, b) => b.gain - a.gain);
  for (const { out, into } of exchanges.slice(0, MOST_EXCHANGES)) {
    const next = [...current.filter((run) => !out.has(run)), ...into];
    const driven = drive(problem, incumbent.plan, next);
    if (driven === null || comparePlans(problem, driven.plan, best.plan) >= 0) continue;
    best = driven;
    current = next;
  }
  return best;
};

interface Exchange {
  readonly out: ReadonlySet<PoolRun>;
  readonly into: readonly PoolRun[];
  /** What the runs alone save, cost units. */
  readonly gain: number;
}

/** Runs of either side that are not in both, joined where they share a task. */
const exchangesBetween = (
  problem: Problem,
  before: readonly PoolRun[],
  after: readonly PoolRun[],
): Exchange[] => {
  const [kept, chosen] = [new Set(before), new Set(after)];
  const gone = before.filter((run) => !chosen.has(run));
  const come = after.filter((run) => !kept.has(run));
  const parent = Int32Array.from({ length: problem.taskCount }, (_, task) => task);
  const root = (task: number): number => {
    while (parent[task] !== task) task = parent[task] = parent[parent[task]];
    return task;
  };
  for (const { tasks } of [...gone, ...come]) for (const task of tasks) parent[root(task)] = root(tasks[0]);
  const parts = new Map<number, { out: Set<PoolRun>; into: PoolRun[]; gain: number }>();
  const partOf = ({ tasks }: PoolRun) => {
    const part = parts.get(root(tasks[0])) ?? { out: new Set<PoolRun>(), into: [], gain: 0 };
    parts.set(root(tasks[0]), part);
    return part;
  };
  for (const run of gone) {
    const part = partOf(run);
    part.out.add(run);
    part.gain += run.cost;
  }
  for (const run of come) {
    const part = partOf(run);
    part.into.push(run);
    part.gain -= run.cost;
  }
  return [...parts.values()];
};

/** The incumbent's vehicle that serves most of a run's tasks, which keeps days together that kept their limits. */
const homesIn = (problem: Problem, incumbent: SolverPlan, runs: readonly PoolRun[]) => {
  const vehicleOf = new Int32Array(problem.taskCount).fill(-1);
  for (const { vehicle, stops } of incumbent.runs) {
    for (const task of stops.flatMap((stop) => stop.tasks)) vehicleOf[task] = vehicle;
  }
  const homes = new Map(
    runs.map((run) => [run, mostFrequent(run.tasks.map((task) => vehicleOf[task]))] as const),
  );
  return (run: PoolRun): number => homes.get(run) ?? -1;
};

const mostFrequent = (values: readonly number[]): number => {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].reduce((best, entry) => (entry[1] > best[1] ? entry : best))[0];
};
