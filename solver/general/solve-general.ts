import type { Problem } from '../model/frozen-problem.js';
import type { SolveOptions, SolveResult } from '../model/solve-options.js';
import { exchangeMilestones } from '../search/exchange.js';
import { judgedPlan } from '../search/judged-plan.js';
import { runInStretches, wholeBudget } from '../search/stretches.js';
import { GeneralSearch } from './general-search.js';

/**
 * Plans a problem whose tasks depend on each other, or whose days have more to them than the engine for
 * single tasks knows. Deterministic for a seed and a number of iterations, and
 * for those that it swaps plans with.
 */
export async function solveGeneral(problem: Problem, options: SolveOptions): Promise<SolveResult> {
  const search = new GeneralSearch(problem, options);
  search.construct(options.warmStart ?? []);
  options.onProgress?.(search.progress('construct'));
  await runInStretches(search, wholeBudget(options), exchangeMilestones(search, options.exchange));
  search.dropWhatMissesDepartures();
  const plan = judgedPlan(problem, search.bestRuns());
  return { plan, lowerBound: null, iterations: search.iterations, poolRuns: 0, selection: null };
}
