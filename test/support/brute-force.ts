import { evaluatePlan } from '../../solver/index.js';
import type { Problem, WarmRun } from '../../solver/index.js';

/** A day of one vehicle as the search of all days sees it. */
interface Day {
  readonly cost: number;
  readonly runs: readonly WarmRun[];
}

export interface BruteForce {
  /** Tasks left out that must be served, then cost: both as small as can be. */
  readonly missing: number;
  readonly cost: number;
  readonly runs: readonly WarmRun[];
}

/**
 * Looks at every plan of a small problem: every set of tasks of every vehicle, in every order, cut
 * into runs in every way, to every sink. Departures must have places for all, for days are priced
 * one by one; {@link bruteForceWhole} knows no such limit and is slower.
 */
export function bruteForce(problem: Problem): BruteForce {
  const full = (1 << problem.taskCount) - 1;
  let table: (BruteForce | null)[] = Array.from({ length: full + 1 }, () => null);
  table[0] = { missing: 0, cost: 0, runs: [] };
  for (let vehicle = 0; vehicle < problem.vehicleCount; vehicle++) {
    const days = Array.from({ length: full + 1 }, (_, set) => bestDay(problem, vehicle, tasksOf(set)));
    const next = [...table];
    for (let before = 0; before <= full; before++) {
      const so = table[before];
      if (!so) continue;
      for (let set = 1; set <= full; set++) {
        const day = days[set];
        if ((set & before) !== 0 || !day) continue;
        const known = next[set | before];
        const cost = so.cost + day.cost;
        if (!known || cost < known.cost)
          next[set | before] = { missing: 0, cost, runs: [...so.runs, ...day.runs] };
      }
    }
    table = next;
  }
  return table.map((plan, served) => withLeftOut(problem, plan, served)).reduce(better);
}

/** The same over whole plans, places of departures included: for four tasks or fewer. */
export function bruteForceWhole(problem: Problem): BruteForce {
  const all = Array.from({ length: problem.taskCount }, (_, task) => task);
  let best: BruteForce = { missing: Infinity, cost: Infinity, runs: [] };
  const extend = (vehicle: number, left: readonly number[], runs: readonly WarmRun[]): void => {
    if (vehicle === problem.vehicleCount) {
      const judged = evaluatePlan(problem, runs);
      if (!judged.ok) return;
      const missing = judged.plan.leftOut.filter(({ task }) => problem.taskMandatory[task] === 1).length;
      best = better(best, { missing, cost: judged.plan.cost.total, runs });
      return;
    }
    for (const set of subsets(left)) {
      const rest = left.filter((task) => !set.includes(task));
      for (const day of daysOf(problem, vehicle, set)) extend(vehicle + 1, rest, [...runs, ...day]);
    }
  };
  extend(0, all, []);
  return best;
}

const better = (a: BruteForce, b: BruteForce): BruteForce =>
  b.missing < a.missing || (b.missing === a.missing && b.cost < a.cost) ? b : a;

const tasksOf = (set: number): number[] =>
  Array.from({ length: 31 }, (_, bit) => bit).filter((bit) => (set >> bit) & 1);

function subsets(items: readonly number[]): number[][] {
  return items.reduce<number[][]>((sets, item) => [...sets, ...sets.map((set) => [...set, item])], [[]]);
}

function withLeftOut(problem: Problem, plan: BruteForce | null, served: number): BruteForce {
  if (!plan) return { missing: Infinity, cost: Infinity, runs: [] };
  let { missing, cost } = plan;
  for (let task = 0; task < problem.taskCount; task++) {
    if ((served >> task) & 1) continue;
    missing += problem.taskMandatory[task] ?? 0;
    cost += problem.taskPenalty[task] ?? 0;
  }
  return { missing, cost, runs: plan.runs };
}

function bestDay(problem: Problem, vehicle: number, tasks: readonly number[]): Day | null {
  let best: Day | null = null;
  for (const runs of daysOf(problem, vehicle, tasks)) {
    const judged = evaluatePlan(problem, runs);
    if (!judged.ok) continue;
    const cost = judged.plan.cost.total - judged.plan.cost.penalties;
    if (!best || cost < best.cost) best = { cost, runs };
  }
  return best;
}

/** Every way to drive a set of tasks in one day. */
function* daysOf(problem: Problem, vehicle: number, tasks: readonly number[]): Generator<WarmRun[]> {
  for (const order of permutations(tasks)) yield* cuts(problem, vehicle, order);
}

function* cuts(problem: Problem, vehicle: number, order: readonly number[]): Generator<WarmRun[]> {
  if (order.length === 0) {
    yield [];
    return;
  }
  const sinks = problem.input.vehicles[vehicle]?.sinks ?? [];
  for (let length = 1; length <= order.length; length++) {
    for (const sink of sinks) {
      const run = { vehicle, sink, tasks: order.slice(0, length) };
      for (const rest of cuts(problem, vehicle, order.slice(length))) yield [run, ...rest];
    }
  }
}

function* permutations(items: readonly number[]): Generator<number[]> {
  if (items.length === 0) {
    yield [];
    return;
  }
  for (const item of items) {
    for (const rest of permutations(items.filter((other) => other !== item))) yield [item, ...rest];
  }
}
