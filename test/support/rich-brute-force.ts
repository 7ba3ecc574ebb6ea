import { checkProblem, evaluatePlan } from '../../solver/index.js';
import type { Problem, ProblemInput, SolverPlan, WarmRun } from '../../solver/index.js';

/** A best plan: tasks and groups not served that must be, then cost, both as small as can be. */
export interface BestPlan {
  readonly missing: number;
  readonly cost: number;
  readonly runs: readonly WarmRun[];
}

/** One vehicle's way to serve a set of tasks, or that of several vehicles together. */
interface Choice {
  readonly cost: number;
  /** Of the vehicles used; equal for one vehicle. */
  readonly longest: number;
  readonly shortest: number;
  readonly runs: readonly WarmRun[];
}

export function frozen(input: ProblemInput): Problem {
  const checked = checkProblem(input);
  if (!checked.ok)
    throw new Error(checked.faults.map(({ path, message }) => `${path} ${message}`).join('; '));
  return checked.problem;
}

/**
 * Looks at every plan of a small problem: every set of tasks for every vehicle, in every order, cut into
 * runs in every way, to every sink. Days are timed by evaluatePlan, one by one; what couples vehicles
 * (left-out tasks, alternatives, balance) is added up here. Where places of departures may run out, days
 * cannot be priced alone and whole plans are looked at: four tasks take a second then.
 */
export function bestPlan(input: ProblemInput): BestPlan {
  const scarce = input.departures.some(({ capacityParcels }) => capacityParcels !== null);
  return scarce ? bestWholePlan(input) : bestByDays(input);
}

/** Tasks and groups of alternatives that must be served and are not, and the price of what is left out. */
export function leftOutOf(
  input: ProblemInput,
  served: (task: number) => boolean,
): { missing: number; penalties: number } {
  const groups = input.alternatives ?? [];
  const grouped = new Set(groups.flatMap(({ tasks }) => tasks));
  const open = [
    ...input.tasks.filter((_, task) => !grouped.has(task) && !served(task)),
    ...groups.filter(({ tasks }) => !tasks.some(served)),
  ].map(({ penalty }) => penalty);
  return {
    missing: open.filter((penalty) => penalty === null).length,
    penalties: open.reduce<number>((sum, penalty) => sum + (penalty ?? 0), 0),
  };
}

/** The same of a plan. */
export function missingOf(input: ProblemInput, plan: SolverPlan): number {
  const served = new Set(plan.runs.flatMap(({ stops }) => stops.flatMap(({ tasks }) => tasks)));
  return leftOutOf(input, (task) => served.has(task)).missing;
}

function bestByDays(input: ProblemInput): BestPlan {
  // A vehicle alone pays one unit a second of its day here, which tells how long the day is.
  const alone = { balance: { longestDayCostPerSecond: 1, spreadCostPerSecond: 0 } };
  const problem = frozen(input.balance ? { ...input, ...alone } : input);
  const { longestDayCostPerSecond: long, spreadCostPerSecond: spread } = input.balance ?? {
    longestDayCostPerSecond: 0,
    spreadCostPerSecond: 0,
  };
  const full = 2 ** input.tasks.length;
  let table: Choice[][] = Array.from({ length: full }, () => []);
  table[0] = [{ cost: 0, longest: 0, shortest: Infinity, runs: [] }];
  for (let vehicle = 0; vehicle < input.vehicles.length; vehicle++) {
    const days = Array.from({ length: full }, (_, set) => daysFor(problem, vehicle, set));
    const next = table.map((choices) => [...choices]);
    table.forEach((choices, before) => {
      if (choices.length === 0) return;
      days.forEach((ways, set) => {
        if (set === 0 || (set & before) !== 0) return;
        for (const way of ways) for (const so of choices) next[set | before]?.push(together(so, way));
      });
    });
    table = next.map((choices) => undominated(choices, long + spread > 0));
  }
  return table.flatMap((choices, set) => choices.map((choice) => whole(choice, set))).reduce(better);

  function whole(choice: Choice, set: number): BestPlan {
    const served = (task: number): boolean => ((set >> task) & 1) === 1;
    const twice = (input.alternatives ?? []).some(({ tasks }) => tasks.filter(served).length > 1);
    if (twice) return NO_PLAN;
    const { missing, penalties } = leftOutOf(input, served);
    const balance = set === 0 ? 0 : long * choice.longest + spread * (choice.longest - choice.shortest);
    return { missing, cost: choice.cost + penalties + balance, runs: choice.runs };
  }
}

const NO_PLAN: BestPlan = { missing: Infinity, cost: Infinity, runs: [] };

const better = (a: BestPlan, b: BestPlan): BestPlan =>
  b.missing < a.missing || (b.missing === a.missing && b.cost < a.cost) ? b : a;

const together = (a: Choice, b: Choice): Choice => ({
  cost: a.cost + b.cost,
  longest: Math.max(a.longest, b.longest),
  shortest: Math.min(a.shortest, b.shortest),
  runs: [...a.runs, ...b.runs],
});

/** What no other choice beats in every respect; one is enough where nothing but cost counts. */
function undominated(choices: readonly Choice[], balanced: boolean): Choice[] {
  const kept: Choice[] = [];
  for (const choice of [...choices].sort((a, b) => a.cost - b.cost)) {
    const beaten = kept.some(
      (other) => !balanced || (other.longest <= choice.longest && other.shortest >= choice.shortest),
    );
    if (!beaten) kept.push(choice);
  }
  return kept;
}

/** The cheapest way to drive a set of tasks for each length of the day. */
function daysFor(problem: Problem, vehicle: number, set: number): Choice[] {
  const byLength = new Map<number, Choice>();
  const tasks = problem.input.tasks.map((_, task) => task).filter((task) => (set >> task) & 1);
  if (tasks.some((task) => problem.input.tasks[task]?.vehicles?.includes(vehicle) === false)) return [];
  for (const runs of waysToDrive(problem.input, vehicle, tasks)) {
    const judged = evaluatePlan(problem, runs);
    if (!judged.ok) continue;
    const { total, penalties, balance } = judged.plan.cost;
    const cost = total - penalties - balance;
    const known = byLength.get(balance);
    if (!known || cost < known.cost)
      byLength.set(balance, { cost, longest: balance, shortest: balance, runs });
  }
  return [...byLength.values()];
}

/** Every order of the tasks, cut into runs in every way, each run to every sink. */
export function* waysToDrive(
  input: ProblemInput,
  vehicle: number,
  tasks: readonly number[],
): Generator<WarmRun[]> {
  const { sinks, maxRuns } = input.vehicles[vehicle] ?? { sinks: [], maxRuns: 0 };
  for (const order of permutations(tasks)) yield* cuts(order, maxRuns ?? order.length);

  function* cuts(order: readonly number[], runsLeft: number): Generator<WarmRun[]> {
    if (order.length === 0) {
      yield [];
      return;
    }
    if (runsLeft === 0) return;
    for (let length = runsLeft === 1 ? order.length : 1; length <= order.length; length++) {
      for (const sink of sinks) {
        const run = { vehicle, sink, tasks: order.slice(0, length) };
        for (const rest of cuts(order.slice(length), runsLeft - 1)) yield [run, ...rest];
      }
    }
  }
}

function* permutations(items: readonly number[]): Generator<number[]> {
  if (items.length === 0) yield [];
  for (const item of items) {
    for (const rest of permutations(items.filter((other) => other !== item))) yield [item, ...rest];
  }
}

function bestWholePlan(input: ProblemInput): BestPlan {
  const problem = frozen(input);
  let best = NO_PLAN;
  const extend = (vehicle: number, left: readonly number[], runs: readonly WarmRun[]): void => {
    if (vehicle === input.vehicles.length) {
      const judged = evaluatePlan(problem, runs);
      if (!judged.ok) return;
      best = better(best, { missing: missingOf(input, judged.plan), cost: judged.plan.cost.total, runs });
      return;
    }
    for (let set = 0; set < 2 ** left.length; set++) {
      const tasks = left.filter((_, at) => (set >> at) & 1);
      const rest = left.filter((_, at) => !((set >> at) & 1));
      if (tasks.length === 0) extend(vehicle + 1, rest, runs);
      else for (const day of waysToDrive(input, vehicle, tasks)) extend(vehicle + 1, rest, [...runs, ...day]);
    }
  };
  extend(
    0,
    input.tasks.map((_, task) => task),
    [],
  );
  return best;
}
