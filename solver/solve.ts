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
import { exchangeMilestones } from './search/exchange.js';
import { judgedPlan } from './search/judged-plan.js';
import type { PlanSearch } from './search/plan-search.js';
import { Search } from './search/search.js';
import { runInStretches, wholeBudget, type Milestone } from './search/stretches.js';

/** Share of the budget after which the pool is first put to the integer selection. */
const MIDWAY = 0.6;
/** Below so many iterations the pool holds nothing that the search has not just tried. */
const LEAST_FOR_MIDWAY = 20_000;
/** Part of the clock that the last selection gets, and the one midway at most. */
const SELECT_SHARE = 0.06;
/** With less the engine is hardly loaded when its time is over. */
const LEAST_SELECT_SECONDS = 0.3;
/** By a clock without a known length the selection gets so much on top. */
const SELECT_SECONDS = 3;
/**
 * One selection looks at the front of the pool, runs of the best plans; of them it keeps so many
 * columns and branches into so many nodes. With 1,500 tasks more changed nothing; with few tasks and
 * a tight fleet the time grows fast with the columns (2 s at 600, 10 s at 870).
 */
const SELECT_OFFERED = 3000;
const SELECT_COLUMNS = 600;
const SELECT_NODES = 20;

/**
 * Plans a day: a first plan, ruin and recreate until the budget ends, and an integer selection over
 * all runs seen, midway and at the end. Deterministic for a seed and a number of iterations, and for those
 * that it swaps plans with; under a stop rule the result depends on how far the search got. A problem
 * without tasks, vehicles or feasible runs gets a plan that leaves out what cannot be served.
 */
export async function solve(problem: Problem, options: SolveOptions): Promise<SolveResult> {
  const plain = plainProblem(problem);
  if (!plain && hasLargePlane(problem.input))
    return solve(freezeProblem(withMatrices(problem.input, true)), options);
  if (!problem.plainTasks) return solveGeneral(problem, options);
  const search: PlanSearch = plain ? new KernelSearch(plain, options) : new Search(problem, options);
  search.construct(options.warmStart ?? []);
  options.onProgress?.(search.progress('construct'));
  const selects = options.select ?? (plain === null && selectionPays(options));
  const toSelect = selects && options.seconds !== undefined ? SELECT_SHARE : 0;
  const budget = wholeBudget(options, toSelect + shareOfJudging(problem, search, options));
  const milestones = exchangeMilestones(search, options.exchange);
  const timed = budget.iterations === Infinity;
  if (selects && (timed ? toSelect > 0 : budget.iterations >= LEAST_FOR_MIDWAY))
    milestones.push(midway(problem, search, options));
  await runInStretches(search, budget, milestones);
  const selection = selects && !options.cancelled?.() ? await lastSelection(problem, search, options) : null;
  return resultOf(search, judgedPlan(problem, search.bestRuns()), selection);
}

function resultOf(search: PlanSearch, plan: SolverPlan, selection: SolveResult['selection']): SolveResult {
  return { plan, lowerBound: null, iterations: search.iterations, poolRuns: search.pool.size, selection };
}

function selectionPays({ seconds, iterations }: SolveOptions): boolean {
  return iterations !== undefined || seconds === undefined || SELECT_SHARE * seconds >= LEAST_SELECT_SECONDS;
}

/** What the plan's evaluation at the end takes off the clock. The first time, now, takes twice as long. */
function shareOfJudging(problem: Problem, search: PlanSearch, { elapsedShare }: SolveOptions): number {
  if (!elapsedShare) return 0;
  const before = elapsedShare();
  judgedPlan(problem, search.bestRuns());
  return Math.min(0.2, (elapsedShare() - before) / 2);
}

function midway(problem: Problem, search: PlanSearch, options: SolveOptions): Milestone {
  const { seconds } = options;
  const limit = seconds === undefined ? undefined : SELECT_SHARE * seconds;
  return {
    share: MIDWAY,
    act: async () => void (await selectFromPool(problem, search, options, { seconds: limit })),
  };
}

function lastSelection(
  problem: Problem,
  search: PlanSearch,
  options: SolveOptions,
): Promise<SolveResult['selection']> {
  const { iterations, seconds, elapsedShare, onSelect } = options;
  if (iterations !== undefined) return selectFromPool(problem, search, options, { onSelect });
  const left =
    seconds === undefined ? SELECT_SECONDS : seconds * (1 - (elapsedShare?.() ?? 1 - SELECT_SHARE));
  return selectFromPool(problem, search, options, { seconds: Math.max(0, left), onSelect });
}

interface SelectTerms {
  readonly seconds?: number | undefined;
  readonly onSelect?: SolveOptions['onSelect'] | undefined;
}

/** Puts the pool to the integer selection and adopts its choice where it is better. */
async function selectFromPool(
  problem: Problem,
  search: PlanSearch,
  options: SolveOptions,
  { seconds, onSelect }: SelectTerms,
): Promise<SolveResult['selection']> {
  if (search.bestValue === Infinity) return null;
  const before = judgedPlan(problem, search.bestRuns());
  if (before.runs.length === 0) return null;
  options.onProgress?.(search.progress('select'));
  onSelect?.(resultOf(search, before, null));
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
