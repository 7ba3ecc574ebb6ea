import { solveGeneral } from './general/solve-general.js';
import { selectRuns } from './lp/select-runs.js';
import { comparePlans } from './model/cost.js';
import { evaluatePlan } from './model/evaluate-plan.js';
import type { Problem } from './model/frozen-problem.js';
import { freezeProblem } from './model/freeze-problem.js';
import { hasLargePlane, withMatrices } from './model/plane.js';
import type { SolverPlan } from './model/plan.js';
import type { SolveOptions, SolveResult } from './model/solve-options.js';
import { KernelSearch } from './kernel/kernel-search.js';
import { plainProblem } from './kernel/plain-problem.js';
import type { PlanSearch } from './search/plan-search.js';
import { Search } from './search/search.js';

/** Searched when neither a number of iterations nor a stop rule is given. */
const DEFAULT_ITERATIONS = 20_000;
/** Share of the budget after which the pool is first put to the integer selection. */
const MIDWAY = 0.6;
/** Below so many iterations the pool holds nothing that the search has not just tried. */
const LEAST_FOR_MIDWAY = 20_000;
/**
 * One selection looks at the front of the pool, runs of the best plans; of them it keeps so many
 * columns and branches into so many nodes. With 1,500 tasks more changed nothing; with few tasks and
 * a tight fleet the time grows fast with the columns (2 s at 600, 10 s at 870).
 */
const SELECT_OFFERED = 3000;
const SELECT_COLUMNS = 600;
const SELECT_NODES = 20;
/** Under a clock the engine gets no more than this unless the caller says. */
const SELECT_SECONDS = 3;

/**
 * Plans a day: a first plan, ruin and recreate until the budget ends, and an integer selection over
 * all runs seen, midway and at the end. Deterministic for a seed and a number of iterations; under a
 * stop rule the result depends on how far the search got. A problem without tasks, vehicles or
 * feasible runs gets a plan that leaves out what cannot be served.
 */
export async function solve(problem: Problem, options: SolveOptions): Promise<SolveResult> {
  const plain = plainProblem(problem);
  if (!plain && hasLargePlane(problem.input))
    return solve(freezeProblem(withMatrices(problem.input, true)), options);
  if (!problem.plainTasks) return solveGeneral(problem, options);
  const search: PlanSearch = plain ? new KernelSearch(plain, options) : new Search(problem, options);
  search.construct(options.warmStart ?? []);
  options.onProgress?.(search.progress('construct'));
  const budget = options.iterations ?? (options.shouldStop ? Infinity : DEFAULT_ITERATIONS);
  const share =
    options.elapsedShare ?? ((iteration: number) => (budget === Infinity ? 0.5 : iteration / budget));
  const shouldStop = options.shouldStop ?? (() => false);
  const select = options.select ?? true;
  const clocked = budget === Infinity;
  if (select && (clocked ? options.selectSeconds !== undefined : budget >= LEAST_FOR_MIDWAY)) {
    const pastMidway = (): boolean => clocked && share(search.iterations) >= MIDWAY;
    const iterations = clocked ? Infinity : Math.floor(budget * MIDWAY);
    search.run({ iterations, shouldStop: () => shouldStop() || pastMidway(), share });
    if (!shouldStop()) await selectFromPool(problem, search, options);
  }
  search.run({ iterations: budget - search.iterations, shouldStop, share });
  const selection = select && !options.cancelled?.() ? await selectFromPool(problem, search, options) : null;
  const plan = judge(problem, search);
  return { plan, lowerBound: null, iterations: search.iterations, poolRuns: search.pool.size, selection };
}

/** Puts the pool to the integer selection and adopts its choice where it is better. */
async function selectFromPool(
  problem: Problem,
  search: PlanSearch,
  options: SolveOptions,
): Promise<SolveResult['selection']> {
  if (search.bestValue === Infinity) return null;
  const before = judge(problem, search);
  if (before.runs.length === 0) return null;
  options.onProgress?.(search.progress('select'));
  const seconds = options.selectSeconds ?? (options.iterations === undefined ? SELECT_SECONDS : undefined);
  const limits = {
    nodes: SELECT_NODES,
    columns: SELECT_COLUMNS,
    ...(seconds === undefined ? {} : { seconds }),
  };
  const chosen = await selectRuns(problem, search.pool.list().slice(0, SELECT_OFFERED), before, limits);
  if (!chosen) return null;
  const after = evaluatePlan(problem, chosen.runs);
  const better = after.ok && comparePlans(problem, after.plan, before) < 0;
  if (better) search.adopt(chosen.runs);
  const cost = better ? after.plan.cost.total : before.cost.total;
  return { before: before.cost.total, after: cost, engine: chosen.engine };
}

function judge(problem: Problem, search: PlanSearch): SolverPlan {
  const judged = evaluatePlan(problem, search.bestRuns());
  if (!judged.ok) {
    const { code, run } = judged.violations[0];
    throw new Error(`The search returned a plan that its own evaluation refuses: run ${run}, ${code}.`);
  }
  return judged.plan;
}
