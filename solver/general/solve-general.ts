import { evaluatePlan } from '../model/evaluate-plan.js';
import type { Problem } from '../model/frozen-problem.js';
import type { SolveOptions, SolveResult } from '../model/solve-options.js';
import { GeneralSearch } from './general-search.js';

/** Searched when neither a number of iterations nor a stop rule is given. */
const DEFAULT_ITERATIONS = 20_000;

/**
 * Plans a problem whose tasks depend on each other, or whose days have more to them than the engine for
 * single tasks knows. Deterministic for a seed and a number of iterations.
 */
export function solveGeneral(problem: Problem, options: SolveOptions): SolveResult {
  const search = new GeneralSearch(problem, options);
  search.construct(options.warmStart ?? []);
  options.onProgress?.(search.progress('construct'));
  const iterations = options.iterations ?? (options.shouldStop ? Infinity : DEFAULT_ITERATIONS);
  const share =
    options.elapsedShare ?? ((iteration: number) => (iterations === Infinity ? 0.5 : iteration / iterations));
  search.run({ iterations, share, shouldStop: options.shouldStop ?? (() => false) });
  search.dropWhatMissesDepartures();
  const judged = evaluatePlan(problem, search.bestRuns());
  if (!judged.ok) {
    const { code, run } = judged.violations[0];
    throw new Error(`The search returned a plan that its own evaluation refuses: run ${run}, ${code}.`);
  }
  return { plan: judged.plan, lowerBound: null, iterations: search.iterations, poolRuns: 0, selection: null };
}
